"""Shares as people read them: one formatter, beside ``duration.py``'s."""


def percent(share: float, digits: int = 0) -> str:
    """A share as "12%"; something never reads as nothing, nor less than everything as all.

    share: 1 is the whole; may be beyond it, or negative. digits: after the decimal point.
    """
    least = 10.0**-digits
    rounded = round(100 * share, digits)
    if rounded == 0 and share > 0:
        return f"under {least:.{digits}f}%"
    if rounded == 100 and share < 1:  # noqa: PLR2004 - per cent
        return f"over {100 - least:.{digits}f}%"
    return f"{rounded:z.{digits}f}%"


def short_percent(share: float) -> str:
    """As ``percent``, for a small place: "<1%"."""
    return percent(share).replace("under ", "<").replace("over ", ">")
