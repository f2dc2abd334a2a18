"""The way back from a damaged record: what can be read of it, then what the newest backup adds.

The damaged file is set aside as it was, never deleted. It is read from a copy, row by row, past
what cannot be read; ``.recover`` of SQLite's shell is in no library and would bring back rows that
were deleted. A new record is made whole before it takes the damaged one's place.
"""

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from posture.store.backup import copies, day_of
from posture.store.integrity import UNREADABLE, damage_of
from posture.store.migrations import migrate
from posture.store.tables import TABLES, Row, Table

# Places in the file header, https://sqlite.org/fileformat2.html
_PAGE_BYTES_AT, _PAGES_AT, _FREE_PAGES_AT = slice(16, 18), slice(28, 32), slice(32, 40)
# What is alike in the first page of every record of one size: the rest of the header counts.
_ALIKE = (slice(0, 24), _PAGES_AT, slice(44, 64), slice(100, None))
_LAST_ID = 2**63 - 1


def heal(path: Path, damage: str, make: Callable[[Path], sqlite3.Connection]) -> str:
    """Set a damaged record aside, put a sound one in its place, and say so in one sentence.

    make: makes an empty record and opens it. Raises sqlite3.Error or OSError when there is no room
    or no permission; the damaged record then stays where it is.
    """
    file = path.resolve()  # where a link leads: another disk keeps what it has
    fresh = file.with_suffix(".new")
    try:
        with _kept_from_writers(file), closing(make(fresh)) as record:
            read = _pour_damaged(file, record, _first_page(fresh))
            backup, added = _pour_newest_backup(path, record)
        aside = _set_aside(file)
        fresh.replace(file)
    finally:
        for end in ("", "-wal", "-shm"):
            fresh.with_name(fresh.name + end).unlink(missing_ok=True)
    notice = f"The record {path.name} was damaged ({damage}) and is kept as {aside.name}; "
    if not (read or backup):
        return notice + "there was no usable backup, so a new record was started."
    notice += f"{read:,} of its rows could be read" if read else "nothing in it could be read"
    if backup is None:
        return notice + ", and there was no usable backup."
    return notice + f", and the backup of {day_of(backup)} gave back {added:,} more."


def readable_rows(connection: sqlite3.Connection, table: Table) -> Iterator[Row]:
    """The id and cells of every sound row that can be read, past those that cannot."""
    query = (
        f"SELECT id, {_columns_there(connection, table)} FROM {table.name} NOT INDEXED "  # noqa: S608 - constants
        "WHERE id >= ? ORDER BY id"
    )
    start: int | None = -_LAST_ID
    while start is not None:
        last = start - 1
        try:
            for row in connection.execute(query, (start,)):
                last = max(last, row[0])  # damaged ids may come in any order
                if table.is_sound(row[1:]):
                    yield row
        except UNREADABLE:
            start = _next_readable(connection, query, last + 1)
        else:
            start = None


def _columns_there(connection: sqlite3.Connection, table: Table) -> str:
    """The table's columns; in place of those an older record lacks, what they begin with."""
    with suppress(*UNREADABLE):
        found = connection.execute(f"SELECT name FROM pragma_table_info('{table.name}')")  # noqa: S608 - constants
        there = {name for (name,) in found}
        return ", ".join(
            name if name in there or not there else "0" if name == "is_apart" else "NULL"
            for name in table.row.__struct_fields__
        )
    return table.columns


def _next_readable(connection: sqlite3.Connection, query: str, bad: int) -> int | None:
    """The first id after an unreadable one from where reading goes on; None if there is none."""

    def is_readable(start: int) -> bool:
        try:
            connection.execute(query, (start,)).fetchone()
        except UNREADABLE:
            return False
        return True

    step = 1
    while not is_readable(min(bad + step, _LAST_ID)):
        bad += step
        step *= 2
        if bad >= _LAST_ID:
            return None
    good = bad + step
    while good - bad > 1:
        middle = (bad + good) // 2
        if is_readable(middle):
            good = middle
        else:
            bad = middle
    return min(good, _LAST_ID)


def _pour_damaged(path: Path, record: sqlite3.Connection, first_page: bytes) -> int:
    """Add what can be read of a damaged record; how many rows that were.

    first_page: that of an empty record. It holds the header and where each table begins, which is
    the same in all of them, so it can stand in for a damaged one.
    """
    keeping_ids = "INSERT OR IGNORE INTO {0.name} (id, {0.columns}) VALUES ({1})"
    with _copy_of(path) as copy:
        read = _pour(copy, record, keeping_ids)
    pages = path.stat().st_size // len(first_page)
    sound = bytearray(first_page)
    sound[_PAGES_AT] = pages.to_bytes(4, "big")
    sound[_FREE_PAGES_AT] = bytes(8)
    with _copy_of(path) as copy, copy.open("rb+") as file:
        page = file.read(len(sound))
        if all(page[part] == sound[part] for part in _ALIKE):
            return read
        file.seek(0)
        file.write(sound)
        file.flush()
        return read + _pour(copy, record, keeping_ids)


def _pour_newest_backup(path: Path, record: sqlite3.Connection) -> tuple[Path | None, int]:
    """Add what only the newest sound backup has; which that is, and how many rows that were."""
    where_new = (
        "INSERT INTO {0.name} ({0.columns}) SELECT {2} "
        "WHERE NOT EXISTS (SELECT 1 FROM {0.name} WHERE {0.time} = ?2)"
    )
    for backup in copies(path):
        if damage_of(backup) is None:
            with _copy_of(backup) as copy:
                return backup, _pour(copy, record, where_new)
    return None, 0


def _pour(source: Path, record: sqlite3.Connection, statement: str) -> int:
    before = record.total_changes
    with closing(sqlite3.connect(source, isolation_level=None)) as connection:
        with suppress(*UNREADABLE):  # a damaged one is read as it is
            migrate(connection)
        record.execute("BEGIN")
        for table in TABLES:
            marks = [f"?{number}" for number in range(1, len(table.row.__struct_fields__) + 2)]
            insert = statement.format(table, ", ".join(marks), ", ".join(marks[1:]))
            for row in readable_rows(connection, table):
                record.execute(insert, row)
        record.execute("COMMIT")
    return record.total_changes - before


@contextmanager
def _copy_of(path: Path) -> Iterator[Path]:
    """A copy to read at will, with what waits in its log; gone afterwards."""
    folder = path.parent / ".salvage"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        copy = folder / path.name
        for end in ("", "-wal"):
            if (there := path.with_name(path.name + end)).exists():
                shutil.copyfile(there, copy.with_name(copy.name + end))
        yield copy
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _first_page(path: Path) -> bytes:
    with path.open("rb") as file:
        page_bytes = int.from_bytes(file.read(18)[_PAGE_BYTES_AT], "big")
        file.seek(0)
        return file.read(page_bytes)


@contextmanager
def _kept_from_writers(path: Path) -> Iterator[None]:
    """As far as a damaged file can be locked, so that no row is added once it has been read.

    Windows does not rename a file that is open.
    """
    if sys.platform == "win32":
        yield
        return
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        with suppress(*UNREADABLE):
            connection.execute("BEGIN IMMEDIATE")
        yield


def _set_aside(path: Path) -> Path:
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    number = 0
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.damaged-{stamp}-{number}")
    for end in ("", "-wal", "-shm"):
        beside = path.with_name(path.name + end)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + end))
    return aside
