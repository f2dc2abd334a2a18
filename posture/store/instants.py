"""Instants as the record keeps them: microseconds since 1970, and the local clock's offset."""

from datetime import UTC, datetime, timedelta, timezone
from functools import cache

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
QUARTER_US = 900_000_000  # every zone's midnight, and each change of its clock, begins one
_MICROSECOND = timedelta(microseconds=1)


def to_us(at: datetime) -> int:
    return (at - EPOCH) // _MICROSECOND


LATEST_US = to_us(datetime(9000, 1, 1, tzinfo=UTC))  # what adds instants up can take this one


def instant_cells(at: datetime) -> tuple[int, int]:
    """Microseconds since 1970, and seconds the local clock was ahead of UTC."""
    offset = at.utcoffset() or timedelta()
    return to_us(at), int(offset.total_seconds())


def to_datetime(at_us: int, offset_s: int = 0) -> datetime:
    return (EPOCH + timedelta(microseconds=at_us)).astimezone(_zone(offset_s))


@cache
def _zone(offset_s: int) -> timezone:
    return timezone(timedelta(seconds=offset_s))
