"""Rows deleted for good: overwritten in the record and in every backup, then the files rebuilt.

``secure_delete`` (set wherever a record is opened) writes zeros over what is deleted; VACUUM leaves
no page that held it; the log is emptied. A search of the files finds nothing of it. What a disk
keeps of blocks that no file has any more is beyond any program.
"""

import logging
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from pathlib import Path

from posture.core.day.instants import DAY_US, EPOCH, LATEST_US
from posture.errors import StoreError
from posture.store.backup import copies
from posture.store.integrity import UNREADABLE, damage_of
from posture.store.migrations import migrate
from posture.store.record_file import RecordFile
from posture.store.tables import EPISODES, TABLES, Row, Table

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is to be deleted: rows for which everything given holds; nothing given: all.

    start_us, end_us: the span in which something was seen, microseconds since 1970 in UTC.
    """

    start_us: int = 0
    end_us: int = LATEST_US + 1
    profile: str | None = None
    source: str | None = None

    @property
    def is_everything(self) -> bool:
        return self == Selection()

    def where(self, table: Table) -> tuple[str, Row]:
        """A condition on the table's rows, and its values."""
        clauses = [f"{table.time} >= ?", f"{table.time} < ?"]
        values: list[int | str] = [self.start_us, self.end_us]
        for name in ("profile", "source"):
            wanted = getattr(self, name)
            if wanted is not None:
                clauses.append(f"{name} = ?")
                values.append(wanted)
        return " AND ".join(clauses), tuple(values)


def local_days(file: RecordFile, selection: Selection, tz: tzinfo) -> frozenset[date]:
    """The local days that what is selected began or ended on."""
    hour_us = 3_600_000_000

    def read(connection: sqlite3.Connection) -> set[int]:
        hours: set[int] = set()
        for table in TABLES:
            where, values = selection.where(table)
            for column in (table.time, *(["ended_us"] if table is EPISODES else [])):
                query = f"SELECT DISTINCT {column} / {hour_us} FROM {table.name} WHERE {where}"  # noqa: S608 - constants
                hours.update(hour for (hour,) in connection.execute(query, values))
        return hours

    # A zone's hours may begin at a quarter; what is at either end of an hour is within it.
    ends = (timedelta(), timedelta(minutes=59, seconds=59))
    return frozenset(
        (EPOCH + timedelta(hours=hour) + end).astimezone(tz).date()
        for hour in file.use(read)
        for end in ends
    )


def delete(file: RecordFile, selection: Selection) -> dict[str, int]:
    """Delete what is selected from the record; how many rows of each table.

    Raises StoreError when the record cannot be changed, or another program keeps its log.
    """
    deleted = file.write(lambda connection: _delete_rows(connection, selection))
    file.use(lambda connection: _rebuild(connection, file.wait_s))
    return deleted


def delete_from_backups(path: Path, selection: Selection, wait_s: float) -> int:
    """The same in every backup of the record; how many there were.

    A backup that cannot be used is removed, and every one when everything is selected.
    """
    there = copies(path)
    for copy in there:
        try:
            if selection.is_everything or damage_of(copy):
                copy.unlink()
                continue
            with closing(sqlite3.connect(copy, timeout=wait_s, isolation_level=None)) as connection:
                connection.execute("PRAGMA secure_delete = ON")
                migrate(connection)
                _delete_rows(connection, selection)
                connection.execute("VACUUM")
        except UNREADABLE as error:
            _log.warning("the backup %s was removed: %s", copy.name, error)
            copy.unlink(missing_ok=True)
    return len(there)


def left_behind(path: Path) -> list[Path]:
    """Beside the record: damaged ones that were set aside, and what was never finished."""
    folder = path.parent
    patterns = (f"{path.name}.damaged-*", f"{path.stem}.new*", ".salvage", "backups/*.unfinished*")
    return sorted(found for pattern in patterns for found in folder.glob(pattern))


def _delete_rows(connection: sqlite3.Connection, selection: Selection) -> dict[str, int]:
    deleted: dict[str, int] = {}
    for table in TABLES:
        where, values = selection.where(table)
        query = f"DELETE FROM {table.name} WHERE {where}"  # noqa: S608 - constants
        deleted[table.name] = connection.execute(query, values).rowcount
    bounds = (selection.start_us // DAY_US, selection.end_us // DAY_US)
    connection.execute("DELETE FROM minute_days WHERE day BETWEEN ? AND ?", bounds)
    return deleted


def _rebuild(connection: sqlite3.Connection, wait_s: float) -> None:
    """Leave no page that held what was deleted, in the file or its log."""
    connection.execute("VACUUM")
    until_s = time.monotonic() + wait_s
    while True:
        (is_busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not is_busy:
            return
        if time.monotonic() > until_s:
            raise StoreError(
                "What was deleted is still in the record's log, which another program reads.",
                "Close that program and delete again.",
            )
        time.sleep(0.05)
