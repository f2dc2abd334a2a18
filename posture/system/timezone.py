"""The zone this machine lives in, with its changes of daylight saving."""

import os
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TypeVar

_MOST_KEPT = 50_000  # quarters of an hour: more than a year
_Quarter = tuple[int, ...]
Found = TypeVar("Found")


class LocalZone(tzinfo):
    """The system's own zone, asked for each quarter of an hour: no clock is changed within one.

    ``datetime.now().astimezone().tzinfo`` is only today's offset: a day of last summer would begin
    an hour off. No zone database is needed, so this works wherever the C library knows the time.
    """

    def __init__(self) -> None:
        # Asking the C library is slow, and a year's report asks often.
        self._offsets: dict[_Quarter, timedelta] = {}
        self._from_utc: dict[_Quarter, tuple[timedelta, int]] = {}

    def utcoffset(self, at: datetime | None) -> timedelta:
        if at is None:
            return self._local(datetime.now(UTC)).utcoffset() or timedelta()
        quarter = (*_quarter(at), at.fold)
        found = self._offsets.get(quarter)
        if found is None:
            found = self._local(at).utcoffset() or timedelta()
            _keep(self._offsets, quarter, found)
        return found

    def fromutc(self, at: datetime) -> datetime:
        quarter = _quarter(at)
        found = self._from_utc.get(quarter)
        if found is None:
            local = at.replace(tzinfo=UTC).astimezone()
            offset = local.utcoffset() or timedelta()
            is_first = self.utcoffset(local.replace(tzinfo=None, fold=0)) == offset
            found = offset, 0 if is_first else 1
            _keep(self._from_utc, quarter, found)
        offset, fold = found
        local = at + offset
        return local.replace(fold=fold) if fold else local

    def dst(self, _at: datetime | None) -> timedelta:
        return timedelta()  # not asked for by anything here, and the C library does not say

    def tzname(self, at: datetime | None) -> str:
        return self._local(at or datetime.now(UTC)).tzname() or str(self)

    def __str__(self) -> str:
        return _zone_name() or "local time"

    @staticmethod
    def _local(at: datetime) -> datetime:
        """The moment with the system's offset; a naive datetime means local time to Python."""
        return at.replace(tzinfo=None).astimezone()


def _quarter(at: datetime) -> _Quarter:
    return at.year, at.month, at.day, at.hour, at.minute // 15


def _keep(found: dict[_Quarter, Found], quarter: _Quarter, value: Found) -> None:
    if len(found) >= _MOST_KEPT:
        found.clear()
    found[quarter] = value


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
