"""The record kept in order, once a day: a backup, then what is old is thinned or dropped.

Whether the clock may be believed before anything is deleted by it: the record is asked.
"""

import logging
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from posture.config.schema.keeping import StoreSection
from posture.core.day.instants import day_of, to_us
from posture.store import minutes
from posture.store.backup import back_up, drop_old_copies
from posture.store.record_file import RecordFile
from posture.store.recorded_days import days, latest_days
from posture.store.tables import EPISODES, MINUTES, NUDGES

# Usually all but one are there already: adding a day up takes some tenths of a second.
_LATEST_DAYS = 7
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ClockTrust:
    """What the record makes of today's date. is_jump: it has days, and none of late."""

    is_jump: bool
    is_steady: bool


def clock_trust(
    recorded: Sequence[date], today: date, *, days: int, within_days: int
) -> ClockTrust:
    """Today is steady when at least ``days`` days of the ``within_days`` before it have records.

    A clock that is wrong for a start or two, a battery that ran out, has nothing behind it; after
    a long absence it takes so many days of use until old records are deleted again.
    """
    others = [day for day in recorded if day != today]
    lately = [day for day in others if timedelta() < today - day <= timedelta(days=within_days)]
    return ClockTrust(is_jump=bool(others) and not lately, is_steady=len(lately) >= days)


def maintain(file: RecordFile, settings: StoreSection, now: datetime, gap_intervals: float) -> None:
    """The day's backup, if it was not made yet; then thin and drop what is older than is kept.

    The latest days are added up, so that no report has to do it for weeks of them. gap_intervals:
    as the minutes are added up by.
    """
    today, within_days = now.astimezone(UTC).date(), settings.steady_within_days
    lately = days(file, UTC, today - timedelta(days=within_days), today)
    recorded = sorted({*latest_days(file, UTC, 2), *lately})
    trust = clock_trust(recorded, today, days=settings.steady_days, within_days=within_days)
    if trust.is_jump:
        _log.warning(
            "today would be %s, with no record of late, the last of %s: no backup is made and "
            "nothing old deleted until some days have been recorded",
            today,
            recorded[-1],
        )
        return
    copy = file.use(lambda connection: back_up(connection, file.path, today, file.wait_s))
    if copy is None:
        return
    this_day = day_of(to_us(now))
    minutes.bring_up_to_date(file, this_day - _LATEST_DAYS, this_day - 1, gap_intervals)
    if not trust.is_steady:
        return
    drop_old_copies(file.path, settings.backups)
    first_kept = now.astimezone(UTC) - timedelta(days=settings.keep_samples_days)
    minutes.thin(file, day_of(to_us(first_kept)), gap_intervals)
    if settings.keep_days:
        oldest_us = to_us(now - timedelta(days=settings.keep_days))
        file.write(lambda connection: _drop_older(connection, oldest_us))
    file.use(lambda connection: connection.execute("PRAGMA incremental_vacuum").fetchall())


def _drop_older(connection: sqlite3.Connection, oldest_us: int) -> None:
    for table in (MINUTES, EPISODES, NUDGES):
        connection.execute(f"DELETE FROM {table.name} WHERE {table.time} < ?", (oldest_us,))  # noqa: S608 - constants
