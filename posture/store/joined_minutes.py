"""Minutes joined to spans, a day of UTC at a time: what reports of months and years read.

Triggers of the record (migrations.py) drop a day's spans with any change of its minutes, whoever
makes it: an import, a deletion, a later look. They hold nothing that the minutes do not, neither a
time zone nor a setting, and whoever reads finds them joined or joins them: see
docs/decisions/0018-minutes-joined-in-the-record.md.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from functools import partial

from posture.core.day.instants import DAY_US, day_of
from posture.core.day.records import StateSpan
from posture.store import from_rows
from posture.store.record_file import RecordFile
from posture.store.recorded_days import days_in
from posture.store.tables import MINUTES, SPAN_COLUMNS

_AT_ONCE = 31  # days joined in one transaction, and held in memory as they are read


def join(connection: sqlite3.Connection, days: Iterable[int]) -> None:
    """Join the minutes of some days, within a transaction."""
    made = [(day, from_rows.spans_text(_minutes(connection, day))) for day in days]
    connection.executemany("INSERT OR REPLACE INTO day_spans VALUES (?, ?)", made)


def bring_up_to_date(file: RecordFile, first: int, last: int) -> None:
    """Join the minutes of those of the days ``first`` to ``last`` that are not joined."""

    def lacking(connection: sqlite3.Connection) -> list[int]:
        there = _joined(connection, first, last)
        return [day for day in days_in(connection, MINUTES, first, last) if day not in there]

    days = file.use(lacking)
    for at in range(0, len(days), _AT_ONCE):
        file.write(partial(join, days=days[at : at + _AT_ONCE]))


def spans_between(file: RecordFile, start_us: int, end_us: int) -> Iterator[StateSpan]:
    """The minutes of a span in order of time, joined; see ``from_rows.spans_text``."""
    days = range(day_of(start_us), day_of(end_us - 1) + 1)
    for first in days[::_AT_ONCE]:
        last = min(days[-1], first + _AT_ONCE - 1)
        for span in file.use(partial(_spans, first=first, last=last)):
            until_us = span.at_us + span.lasting_us
            if start_us <= span.at_us and until_us <= end_us:
                yield span
            elif span.at_us < end_us and until_us > start_us:
                yield span.within(start_us, end_us)


def _spans(connection: sqlite3.Connection, first: int, last: int) -> list[StateSpan]:
    texts = _joined(connection, first, last)
    for day in days_in(connection, MINUTES, first, last):
        if day not in texts:  # changed since it was joined, or healed
            texts[day] = from_rows.spans_text(_minutes(connection, day))
    return [span for day in sorted(texts) for span in from_rows.spans(texts[day])]


def _joined(connection: sqlite3.Connection, first: int, last: int) -> dict[int, str]:
    query = "SELECT day, spans FROM day_spans WHERE day BETWEEN ? AND ?"
    return dict(connection.execute(query, (first, last)))


def _minutes(connection: sqlite3.Connection, day: int) -> sqlite3.Cursor:
    return connection.execute(
        f"SELECT {SPAN_COLUMNS} FROM minutes "  # noqa: S608 - constants
        "WHERE is_apart = 0 AND at_us >= ? AND at_us < ? ORDER BY at_us, id",
        (day * DAY_US, (day + 1) * DAY_US),
    )
