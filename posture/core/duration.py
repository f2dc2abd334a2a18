"""Lengths of time as people type and read them: one parser, one formatter.

``90s``, ``90 s``, ``30 minutes``, ``1h30m``, ``1h30``, ``1 hour and 5 min``, ``2d``, ``1.5h``,
``1:30:00`` and ISO 8601's ``PT1H30M``. A bare number is minutes: that is what people mean by
"pause 30". Calendar months and years have no fixed length and are no durations here.
"""

import re

MINUTE_S = 60.0
HOUR_S = 3600.0
DAY_S = 24 * HOUR_S

_SECONDS = {
    "w": 7 * DAY_S,
    "week": 7 * DAY_S,
    "d": DAY_S,
    "day": DAY_S,
    "h": HOUR_S,
    "hr": HOUR_S,
    "hour": HOUR_S,
    "m": MINUTE_S,
    "min": MINUTE_S,
    "minute": MINUTE_S,
    "s": 1.0,
    "sec": 1.0,
    "second": 1.0,
}
_NUMBER = r"\d+(?:[.,]\d+)?"
_PART = re.compile(rf"({_NUMBER})\s*([a-z]*)(?:\s*(?:,|and\b)\s*|\s*)", re.ASCII)
_ISO = re.compile(
    rf"p(?=.)(?:({_NUMBER})w)?(?:({_NUMBER})d)?"
    rf"(?:t(?=.)(?:({_NUMBER})h)?(?:({_NUMBER})m)?(?:({_NUMBER})s)?)?",
    re.ASCII,
)
_ISO_UNITS = ("w", "d", "h", "m", "s")
_CLOCK = re.compile(r"(\d+):([0-5]\d):([0-5]\d)", re.ASCII)


def parse_duration_s(text: str) -> float:
    """Seconds in a duration as people type it; see the module's top. Raises ValueError."""
    words = text.strip().lower()
    if match := _CLOCK.fullmatch(words):
        hours, minutes, seconds = map(int, match.groups())
        return hours * HOUR_S + minutes * MINUTE_S + seconds
    if match := _ISO.fullmatch(words):
        pairs = zip(match.groups(), _ISO_UNITS, strict=True)
        return sum(_number(value) * _SECONDS[unit] for value, unit in pairs if value)
    return sum(_parts_s(words))


def in_words(seconds: float) -> str:
    """A duration as people say it: "40 s", "3 min", "1 h 05 min", "2 days 3 h"; rounded."""
    if round(seconds) < MINUTE_S:
        return f"{round(seconds)} s"
    minutes = round(seconds / MINUTE_S)
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return f"{minutes} min"
    if seconds < 2 * DAY_S:
        return f"{hours} h {minutes:02d} min" if minutes else f"{hours} h"
    days, hours = divmod(round(seconds / HOUR_S), 24)
    return f"{days} days {hours} h" if hours else f"{days} days"


def in_hours(seconds: float) -> str:
    """Time of several days, which are no days of 24 hours to anybody who sits: "131 h 05 min"."""
    hours, minutes = divmod(round(seconds / MINUTE_S), 60)
    if hours < 24 or not minutes:  # noqa: PLR2004 - a day
        return in_words(seconds) if hours < 24 else f"{hours} h"  # noqa: PLR2004
    return f"{hours} h {minutes:02d} min"


def _parts_s(words: str) -> list[float]:
    """Seconds of each number with its unit; the units go from large to small, each once."""
    found: list[float] = []
    units: list[float] = []
    at = 0
    while match := _PART.match(words, at):
        unit_s = _unit_s(match[2], follows=units)
        if units and unit_s >= units[-1]:
            raise ValueError(words)
        units.append(unit_s)
        found.append(_number(match[1]) * unit_s)
        at = match.end()
    if not found or at < len(words) or words.endswith((",", "and")):
        raise ValueError(words)
    return found


def _unit_s(name: str, *, follows: list[float]) -> float:
    """A bare number is minutes: alone, or after hours as in 1h30."""
    if not name and (not follows or follows[-1] == HOUR_S):
        return MINUTE_S
    singular = name.removesuffix("s") if len(name) > len("ms") else name
    if singular not in _SECONDS:
        raise ValueError(name)
    return _SECONDS[singular]


def _number(text: str) -> float:
    return float(text.replace(",", "."))
