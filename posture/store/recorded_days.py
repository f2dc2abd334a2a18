"""Which days have a record: found by leaps, not by reading what lies between."""

import sqlite3
from collections.abc import Callable
from datetime import date, datetime, tzinfo

from posture.core.day.instants import DAY_US, LATEST_US, day_of, to_datetime, to_us
from posture.core.day.timeline import day_bounds
from posture.store.record_file import RecordFile
from posture.store.tables import TABLES, Table


def days(
    file: RecordFile, tz: tzinfo, first: date | None = None, last: date | None = None
) -> tuple[date, ...]:
    """The local days from ``first`` to ``last`` that have any record, oldest first."""
    found: list[date] = []
    after = 0 if first is None else to_us(day_bounds(first, tz)[0])
    end = _end(last, tz)
    while times := file.use(_extremes("min", after, end)):
        day = _local(min(times), tz).date()
        found.append(day)
        after = max(min(times) + 1, to_us(day_bounds(day, tz)[1]))
    return tuple(found)


def latest_days(
    file: RecordFile, tz: tzinfo, most: int, last: date | None = None
) -> tuple[date, ...]:
    """The latest local days up to ``last`` that have any record, newest first."""
    found: list[date] = []
    end = _end(last, tz)
    while len(found) < most and (times := file.use(_extremes("max", 0, end))):
        day = _local(max(times), tz).date()
        found.append(day)
        end = min(max(times), to_us(day_bounds(day, tz)[0])) - 1
    return tuple(found)


def days_in(connection: sqlite3.Connection, table: Table, first: int, last: int) -> list[int]:
    """Which of the days of UTC ``first`` to ``last`` have rows in a table."""
    query = (
        f"SELECT min({table.time}) FROM {table.name} WHERE {table.time} >= ? AND {table.time} < ?"  # noqa: S608 - constants
    )
    found: list[int] = []
    at_us: int | None = first * DAY_US
    while at_us is not None:
        (at_us,) = connection.execute(query, (at_us, (last + 1) * DAY_US)).fetchone()
        if at_us is not None:
            found.append(day_of(at_us))
            at_us = (found[-1] + 1) * DAY_US
    return found


def _extremes(which: str, first: int, last: int) -> Callable[[sqlite3.Connection], list[int]]:
    """Reads the first or last instant of each table within a span, of those that have one."""
    query = " UNION ALL ".join(
        f"SELECT {which}({table.time}) FROM {table.name} "  # noqa: S608 - constants
        f"WHERE {table.time} BETWEEN ?1 AND ?2 AND is_apart = 0"
        for table in TABLES
    )

    def read(connection: sqlite3.Connection) -> list[int]:
        return [at for (at,) in connection.execute(query, (first, last)) if at is not None]

    return read


def _end(last: date | None, tz: tzinfo) -> int:
    return LATEST_US if last is None else to_us(day_bounds(last, tz)[1]) - 1


def _local(at_us: int, tz: tzinfo) -> datetime:
    return to_datetime(at_us).astimezone(tz)
