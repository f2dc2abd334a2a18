"""How help looks: ``-h`` beside ``--help``, and no Python type where it says nothing."""

from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from collections.abc import Sequence

SHORT_HELP = {"help_option_names": ["-h", "--help"]}


def _without_types(params: "Sequence[Any]") -> "list[Any]":
    """Typer would write <bool> beside a flag and <list[str]> beside an argument's own name."""
    for param in params:
        if getattr(param, "is_flag", False) or param.param_type_name == "argument":
            param.display_type_rich = lambda ctx: ""  # noqa: ARG005
    return list(params)


class Command(TyperCommand):
    """A command."""

    def get_params(self, ctx: Any) -> "list[Any]":  # noqa: ANN401 - Typer's own class is private
        """Its options and arguments."""
        return _without_types(super().get_params(ctx))


class Group(TyperGroup):
    """A command that has commands."""

    def get_params(self, ctx: Any) -> "list[Any]":  # noqa: ANN401
        """Its own options."""
        return _without_types(super().get_params(ctx))
