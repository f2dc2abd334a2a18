"""Minutes in the record: added up from looks a day at a time, and what stays when those go.

A day here is one of UTC. ``minute_days`` says from what its minutes were added up; when that is no
longer so (looks came late, were imported or deleted) they are added up anew. A day that has minutes
and no looks is a thinned one: its minutes are all there is of it, and are never made anew.

Minutes are joined to spans (joined_minutes.py) as soon as they are there.
"""

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from itertools import chain

from posture.core.credit import credited_s
from posture.core.day.instants import DAY_US, day_of, to_datetime, to_us
from posture.core.day.minutes import minutes_of
from posture.core.day.records import SampleRecord
from posture.core.day.timeline import credits_within
from posture.store import from_rows, joined_minutes, to_rows
from posture.store.record_file import RecordFile
from posture.store.recorded_days import days_in
from posture.store.tables import MINUTES, SAMPLES

_MADE_FROM = """
    SELECT (SELECT count(*) FROM samples WHERE at_us >= ?1 AND at_us < ?2),
           (SELECT max(at_us) FROM samples WHERE at_us < ?1 AND is_apart = 0),
           (SELECT min(at_us) FROM samples WHERE at_us >= ?2 AND is_apart = 0)
"""


def is_thinned(connection: sqlite3.Connection, day: int) -> bool:
    """Whether only minutes are left of a day."""
    bounds = (day * DAY_US, (day + 1) * DAY_US)
    has = "EXISTS (SELECT 1 FROM {} WHERE at_us >= ?1 AND at_us < ?2)"
    query = f"SELECT NOT {has.format('samples')} AND {has.format('minutes')}"
    return bool(connection.execute(query, bounds).fetchone()[0])


def is_current(connection: sqlite3.Connection, day: int, gap_intervals: float) -> bool:
    """Whether the minutes of a day that has looks are those of its looks."""
    stored = connection.execute(
        "SELECT looks, before_us, after_us, gap_intervals FROM minute_days WHERE day = ?", (day,)
    ).fetchone()
    if stored is None:
        return False
    looks, before_us, after_us = _made_from(connection, day)
    # A day thinned since then took the look before with it.
    is_same_before = before_us in {None, stored[1]} or day_of(before_us) < day - 1
    return is_same_before and (looks, after_us, gap_intervals) == (stored[0], *stored[2:])


def add_up(connection: sqlite3.Connection, day: int, gap_intervals: float) -> None:
    """Make the minutes of a day that has looks anew, within a transaction."""
    bounds = (day * DAY_US, (day + 1) * DAY_US)
    looks, before_us, after_us = _made_from(connection, day)
    start, end = (to_datetime(us) for us in bounds)
    made = chain.from_iterable(
        minutes_of(
            credits_within(_looks(connection, bounds, is_apart=is_apart), start, end, gap_intervals)
        )
        for is_apart in (False, True)
    )
    kept = [to_rows.minute_row(minute) for minute in made]
    connection.execute("DELETE FROM minutes WHERE at_us >= ? AND at_us < ?", bounds)
    marks = ", ".join("?" * len(MINUTES.row.__struct_fields__))
    connection.executemany(f"INSERT INTO minutes ({MINUTES.columns}) VALUES ({marks})", kept)  # noqa: S608 - constants
    connection.execute(
        "INSERT OR REPLACE INTO minute_days VALUES (?, ?, ?, ?, ?)",
        (day, looks, before_us, after_us, gap_intervals),
    )
    joined_minutes.join(connection, [day])


def bring_up_to_date(file: RecordFile, first: int, last: int, gap_intervals: float) -> None:
    """Make minutes and spans of those of the days ``first`` to ``last`` that lack them."""

    def lacking(connection: sqlite3.Connection) -> list[int]:
        days = days_in(connection, SAMPLES, first, last)
        return [day for day in days if not is_current(connection, day, gap_intervals)]

    for day in file.use(lacking):
        file.write(partial(add_up, day=day, gap_intervals=gap_intervals))
    joined_minutes.bring_up_to_date(file, first, last)


def thin(file: RecordFile, first_kept: int, gap_intervals: float) -> None:
    """Leave minutes of the looks of the days before ``first_kept``."""
    bring_up_to_date(file, 0, first_kept, gap_intervals)
    bound_us = first_kept * DAY_US

    def change(connection: sqlite3.Connection) -> None:
        _let_last_look_begin_at(connection, bound_us, gap_intervals)
        connection.execute("DELETE FROM samples WHERE at_us < ?", (bound_us,))

    file.write(change)


def _let_last_look_begin_at(
    connection: sqlite3.Connection, bound_us: int, gap_intervals: float
) -> None:
    """What lasts over the midnight before the first look that is kept is not lost with the last."""
    last = connection.execute(
        "SELECT id, at_us, interval_s FROM samples WHERE at_us < ? AND is_apart = 0 "
        "ORDER BY at_us DESC, id DESC LIMIT 1",
        (bound_us,),
    ).fetchone()
    (until_us,) = connection.execute(
        "SELECT min(at_us) FROM samples WHERE at_us >= ? AND is_apart = 0", (bound_us,)
    ).fetchone()
    if last is None or until_us is None:
        return
    look, at_us, interval_s = last
    if credited_s((until_us - at_us) / 1e6, interval_s, gap_intervals) is not None:
        connection.execute("UPDATE samples SET at_us = ? WHERE id = ?", (bound_us, look))


def days_between(start: datetime, end: datetime) -> tuple[int, int]:
    """The first and last day of UTC that a span touches."""
    return day_of(to_us(start)), day_of(to_us(end) - 1)


def _made_from(connection: sqlite3.Connection, day: int) -> tuple[int, int | None, int | None]:
    bounds = (day * DAY_US, (day + 1) * DAY_US)
    looks, before_us, after_us = connection.execute(_MADE_FROM, bounds).fetchone()
    return looks, before_us, after_us


def _looks(
    connection: sqlite3.Connection, bounds: tuple[int, int], *, is_apart: bool
) -> Iterator[SampleRecord]:
    """Those of a span in order of time, with one beyond each end."""
    # A constant in the query, so that SQLite uses the index of what is apart.
    samples = f"samples WHERE is_apart = {int(is_apart)}"
    found = connection.execute(
        f"SELECT {SAMPLES.columns} FROM {samples} "  # noqa: S608 - constants
        f"AND at_us >= coalesce((SELECT max(at_us) FROM {samples} AND at_us < ?1), ?1) "
        f"AND at_us <= coalesce((SELECT min(at_us) FROM {samples} AND at_us >= ?2), ?2) "
        "ORDER BY at_us, id",
        bounds,
    )
    return from_rows.samples(found)
