"""A question before what cannot be undone."""

from posture.errors import InputError


def confirmed(question: str) -> bool:
    """Whether the user says yes. Raises InputError where nobody is there to ask."""
    try:
        return input(f"{question} [y/N] ").strip().lower() in {"y", "yes"}
    except EOFError:
        raise InputError(
            "Confirmation is needed, and there is no terminal to ask in.",
            "Add `--yes` to go on without asking.",
        ) from None
