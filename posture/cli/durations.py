"""Durations as the command line takes them, and numbers of things."""

import math

from posture.core.duration import DAY_S, in_words, parse_duration_s
from posture.errors import InputError

# Shown in the help of every option that takes a duration.
SYNTAX = "e.g. 90s, 30m, 1h30m or 2 days; a bare number is minutes"
_LONGEST_S = 365 * DAY_S  # calendars end, and a slip of the finger is longer


def duration_s(
    text: str, option: str, *, most_s: float = _LONGEST_S, may_be_zero: bool = False
) -> float:
    """Seconds in ``30s``, ``1h30m``, ``2 days`` or ``30`` (minutes).

    Raises InputError naming the option for what is no duration, or too long a one.
    """
    try:
        seconds = parse_duration_s(text)
    except ValueError:
        seconds = math.nan
    if (seconds > 0 or (may_be_zero and seconds == 0)) and seconds <= most_s:
        return seconds
    least = "" if may_be_zero else "more than zero, "
    raise InputError(
        f"{option} {text}: not a duration.",
        f"Write {SYNTAX.removeprefix('e.g. ')}; {least}at most {in_words(most_s)}.",
    )


def counted(count: int, thing: str) -> str:
    """``1 nudge``, ``2 nudges``."""
    return f"{count} {thing}" if count == 1 else f"{count:,} {thing}s"
