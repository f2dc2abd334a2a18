"""When the day's or the week's report comes by itself: ``report.every``."""

from calendar import day_name
from datetime import datetime, timedelta

EVENING = "evening"
_WEEKDAYS = tuple(name.lower() for name in day_name)


def is_weekly(every: str) -> bool:
    """Whether it is of the week ("sunday 18:00"), not of the day ("evening")."""
    return every not in {"", EVENING}


def last_due(every: str, evening: str, now: datetime) -> datetime | None:
    """The last time up to ``now`` at which it was due, local as now is; None for never.

    evening: "18:00", when the evening's comes.
    """
    if not every:
        return None
    weekday, _, clock = every.partition(" ") if is_weekly(every) else ("", "", evening)
    hour, minute = (int(part) for part in clock.split(":"))
    due = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if weekday:
        due -= timedelta(days=(due.weekday() - _WEEKDAYS.index(weekday)) % len(_WEEKDAYS))
    step = timedelta(days=7 if weekday else 1)
    return due if due <= now else due - step
