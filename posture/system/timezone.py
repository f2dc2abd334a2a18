"""The zone this machine lives in, with its changes of daylight saving."""

import os
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path


class LocalZone(tzinfo):
    """The system's own zone, asked for each moment.

    ``datetime.now().astimezone().tzinfo`` is only today's offset: a day of last summer would begin
    an hour off. No zone database is needed, so this works wherever the C library knows the time.
    """

    def utcoffset(self, at: datetime | None) -> timedelta:
        return self._local(at).utcoffset() or timedelta()

    def dst(self, _at: datetime | None) -> timedelta:
        return timedelta()  # not asked for by anything here, and the C library does not say

    def tzname(self, at: datetime | None) -> str:
        return self._local(at).tzname() or str(self)

    def fromutc(self, at: datetime) -> datetime:
        local = at.replace(tzinfo=UTC).astimezone()
        first = local.replace(tzinfo=self, fold=0)
        return first if first.utcoffset() == local.utcoffset() else first.replace(fold=1)

    def __str__(self) -> str:
        return _zone_name() or "local time"

    @staticmethod
    def _local(at: datetime | None) -> datetime:
        """The moment with the system's offset; a naive datetime means local time to Python."""
        return (at or datetime.now(UTC)).replace(tzinfo=None).astimezone()


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
