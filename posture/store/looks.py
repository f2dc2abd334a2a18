"""The looks of a day out of the record: as they were kept, or out of minutes where thinned."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, tzinfo

from posture.core.day.instants import DAY_US, to_datetime, to_us
from posture.core.day.minutes import looks_of
from posture.core.day.records import MinuteRecord, SampleRecord
from posture.core.day.timeline import day_bounds
from posture.store import from_rows
from posture.store.minutes import days_between, is_thinned
from posture.store.record_file import RecordFile
from posture.store.tables import MINUTES, SAMPLES

_AT_ONCE = 1000  # rows of a day held in memory


def looks_on(file: RecordFile, day: date, tz: tzinfo) -> Iterator[SampleRecord]:
    """Those of one local day in order of time, with one beyond each end."""
    start, end = day_bounds(day, tz)
    first, last = days_between(start, end)
    thinned = file.use(
        lambda connection: [
            number for number in range(first, last + 1) if is_thinned(connection, number)
        ]
    )
    at_us, end_us = to_us(start), to_us(end)
    for number in thinned:
        midnight_us = number * DAY_US
        if at_us < midnight_us:
            yield from _kept(file, at_us, midnight_us)
        until_us = min(end_us, midnight_us + DAY_US)
        goes_on = until_us < end_us and number + 1 not in thinned
        until = to_datetime(until_us)
        minutes = minutes_between(file, max(at_us, midnight_us), until_us)
        yield from looks_of(minutes, until if goes_on else None)
        at_us = until_us
    if at_us < end_us:
        yield from _kept(file, at_us, end_us)


def minutes_between(file: RecordFile, start_us: int, end_us: int) -> Iterator[MinuteRecord]:
    """Those of a span in order of time, read a day at a time."""
    query = (
        f"SELECT {MINUTES.columns} FROM minutes "  # noqa: S608 - constants
        "WHERE is_apart = 0 AND at_us >= ? AND at_us < ? ORDER BY at_us, id"
    )

    def read(first_us: int, last_us: int) -> tuple[MinuteRecord, ...]:
        return file.use(
            lambda connection: tuple(
                from_rows.minutes(connection.execute(query, (first_us, last_us)))
            )
        )

    for at_us in range(start_us, end_us, DAY_US):
        yield from read(at_us, min(end_us, at_us + DAY_US))


def _kept(file: RecordFile, start_us: int, end_us: int) -> Iterator[SampleRecord]:
    """Those of a span in order of time, with one beyond each end."""
    first, last = file.use(
        lambda connection: connection.execute(
            "SELECT coalesce((SELECT max(at_us) FROM samples "
            "WHERE at_us < ?1 AND is_apart = 0), ?1), "
            "coalesce((SELECT min(at_us) FROM samples WHERE at_us >= ?2 AND is_apart = 0), ?2)",
            (start_us, end_us),
        ).fetchone()
    )
    after: tuple[int, int] | None = (first, -1)
    while after is not None:
        looks, after = file.use(_next_looks(after, last))
        yield from looks


def _next_looks(
    after: tuple[int, int], last: int
) -> Callable[[sqlite3.Connection], tuple[tuple[SampleRecord, ...], tuple[int, int] | None]]:
    """Reads the looks that follow the one of that instant and id, up to an instant.

    With them comes where the next reading begins, None at the end.
    """

    def read(
        connection: sqlite3.Connection,
    ) -> tuple[tuple[SampleRecord, ...], tuple[int, int] | None]:
        found = connection.execute(
            f"SELECT {SAMPLES.columns}, id FROM samples WHERE (at_us, id) > (?, ?) AND at_us <= ? "  # noqa: S608 - constants
            "AND is_apart = 0 ORDER BY at_us, id LIMIT ?",
            (*after, last, _AT_ONCE),
        ).fetchall()
        is_full = len(found) == _AT_ONCE
        looks = tuple(from_rows.samples(row[:-1] for row in found))
        return looks, (found[-1][0], found[-1][-1]) if is_full else None

    return read
