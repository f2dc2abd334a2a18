"""The words that users read for verdicts, states and angles."""

_READ_AS = {"good": "upright", "poor": "slouched"}


def read_as(word: str) -> str:
    """A verdict or state as users read it: good is upright, poor is slouched."""
    return _READ_AS.get(word, word)


def degrees(value: float | None, uncertainty: float | None = None) -> str:
    """``12°``, ``12° ±3`` or ``-``."""
    if value is None:
        return "-"
    return f"{value:z.0f}°" + (f" ±{uncertainty:.0f}" if uncertainty is not None else "")
