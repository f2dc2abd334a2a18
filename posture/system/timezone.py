"""The zone this machine lives in, with its changes of daylight saving."""

import os
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path

_MOST_KEPT = 50_000  # quarters of an hour: more than a year


class LocalZone(tzinfo):
    """The system's own zone, asked for each quarter of an hour: no clock is changed within one.

    ``datetime.now().astimezone().tzinfo`` is only today's offset: a day of last summer would begin
    an hour off. No zone database is needed, so this works wherever the C library knows the time.
    """

    def __init__(self) -> None:
        # Asking the C library is slow, and a year's report asks often.
        self._offset_at = lru_cache(_MOST_KEPT)(_offset_at)
        self._local_at = lru_cache(_MOST_KEPT)(_local_at)

    def __reduce__(self) -> tuple[type["LocalZone"], tuple[()]]:
        return LocalZone, ()

    def utcoffset(self, at: datetime | None) -> timedelta:
        if at is None:
            return _local(datetime.now(UTC)).utcoffset() or timedelta()
        return self._offset_at(*_quarter(at), at.fold)

    def fromutc(self, at: datetime) -> datetime:
        offset, fold = self._local_at(*_quarter(at))
        local = at + offset
        return local.replace(fold=fold) if fold else local

    def dst(self, _at: datetime | None) -> timedelta:
        return timedelta()  # not asked for by anything here, and the C library does not say

    def tzname(self, at: datetime | None) -> str:
        return _local(at or datetime.now(UTC)).tzname() or str(self)

    def __str__(self) -> str:
        return _zone_name() or "local time"


def _local(at: datetime) -> datetime:
    """The moment with the system's offset; a naive datetime means local time to Python."""
    return at.replace(tzinfo=None).astimezone()


def _quarter(at: datetime) -> tuple[int, int, int, int, int]:
    """Its year, month, day, hour and first minute."""
    return at.year, at.month, at.day, at.hour, at.minute // 15 * 15


def _offset_at(year: int, month: int, day: int, hour: int, minute: int, fold: int) -> timedelta:
    local = datetime(year, month, day, hour, minute, fold=fold).astimezone()
    return local.utcoffset() or timedelta()


def _local_at(year: int, month: int, day: int, hour: int, minute: int) -> tuple[timedelta, int]:
    """Offset and fold in a quarter of UTC."""
    local = datetime(year, month, day, hour, minute, tzinfo=UTC).astimezone()
    offset = local.utcoffset() or timedelta()
    return offset, int(_local(local.replace(fold=0)).utcoffset() != offset)


def local_zone() -> tzinfo:
    return LocalZone()


def _zone_name() -> str | None:
    """Such as "Europe/Berlin", where the system knows it."""
    named = os.environ.get("TZ", "").lstrip(":")
    if "/" in named and not named.startswith("/"):
        return named
    link = Path(named if named.startswith("/") else "/etc/localtime")
    _, marker, name = str(link.resolve()).partition("zoneinfo/")
    return name if marker else None
