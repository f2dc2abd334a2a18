"""Lengths of time, as they are typed and as they are told; and numbers of things."""

import math
import re

from posture.errors import InputError

_SECONDS = {"": 1.0, "s": 1.0, "m": 60.0, "h": 3600.0}
_LONGEST_S = 8760 * 3600.0  # a year: calendars end, and a slip of the finger is longer


def duration_s(text: str, option: str) -> float:
    """Seconds in ``30s``, ``10m``, ``1h`` or ``30``; raises InputError naming the option."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smh]?)", text.strip().lower())
    seconds = float(match[1]) * _SECONDS[match[2]] if match else math.nan
    if not 0 < seconds <= _LONGEST_S:
        raise InputError(
            f"{option} {text}: not a length of time.",
            "Write 30s, 10m or 1h; more than zero, at most 8760h.",
        )
    return seconds


def span(seconds: float) -> str:
    """``42 s``, ``12 min`` or ``3 h 05 min``."""
    if seconds < 90:  # noqa: PLR2004 - a minute and a half reads better in seconds
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02} min"  # noqa: PLR2004


def counted(count: int, thing: str) -> str:
    """``1 nudge``, ``2 nudges``."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
