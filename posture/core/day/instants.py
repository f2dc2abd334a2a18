"""Instants as the record keeps them: microseconds since 1970, and the local clock's offset."""

from datetime import UTC, datetime, timedelta, timezone
from functools import cache

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY_US = 86_400_000_000
_MICROSECOND = timedelta(microseconds=1)


def to_us(at: datetime) -> int:
    return (at - EPOCH) // _MICROSECOND


def day_of(at_us: int) -> int:
    """The day of UTC since 1970."""
    return at_us // DAY_US


LATEST_US = to_us(datetime(9000, 1, 1, tzinfo=UTC))  # what adds instants up can take this one


def instant_cells(at: datetime) -> tuple[int, int]:
    """Microseconds since 1970, and seconds the local clock was ahead of UTC."""
    offset = at.utcoffset() or timedelta()
    return to_us(at), int(offset.total_seconds())


def to_datetime(at_us: int, offset_s: int = 0) -> datetime:
    return _epoch(offset_s) + timedelta(microseconds=at_us)


@cache
def _epoch(offset_s: int) -> datetime:
    """By a clock of that offset, which never changes: what is added to it is real time."""
    return EPOCH.astimezone(timezone(timedelta(seconds=offset_s)))
