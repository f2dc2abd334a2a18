"""The words that users read for verdicts and states."""

_READ_AS = {"good": "upright", "poor": "slouched"}


def read_as(word: str) -> str:
    """A verdict or state as users read it: good is upright, poor is slouched."""
    return _READ_AS.get(word, word)
