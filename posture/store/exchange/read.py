"""A folder that was exported, into the record; what is there already is not added again.

Each file is read into a temporary table first, and checked row by row. Then all is added in one
transaction: nothing of an export that cannot be read is, and a monitor may go on meanwhile.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec

from posture.core.day.instants import DAY_US
from posture.errors import InputError
from posture.store.exchange.columns import FILE_TABLES, FileTable
from posture.store.exchange.formats import FORMATS, Format, UnreadableError
from posture.store.record_file import RecordFile
from posture.store.tables import MINUTES, NUDGES, SAMPLES, Row, Table

# What an answer later adds to a nudge does not make it another.
_LATER = {NUDGES.name: ("answer",)}
# Looks of a day that was thinned would come on top of its minutes, and minutes on top of looks.
_NOT_ON = {
    SAMPLES.name: f"SELECT at_us / {DAY_US} FROM minutes EXCEPT "  # noqa: S608 - constants
    f"SELECT at_us / {DAY_US} FROM samples",
    MINUTES.name: f"SELECT at_us / {DAY_US} FROM samples",  # noqa: S608 - constants
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the rows of a file. added: those that were new."""

    read: int
    added: int


def take_in(file: RecordFile, folder: Path) -> dict[str, Taken]:
    """Add what an export holds to the record, all or nothing; what became of each file's rows.

    Raises InputError for a folder without an export, or with one that cannot be read.
    """
    found = list(_files(folder))
    if not found:
        raise InputError(
            f"{folder} holds no export.", "Give the folder that `posture data export --out` wrote."
        )
    try:
        read = {
            table.name: file.use(partial(_load, table=table, path=path, kind=kind))
            for table, path, kind in found
        }
    except UnreadableError as error:
        raise InputError(
            f"{folder} cannot be imported: {error}.", "Nothing was imported."
        ) from None
    except OSError as error:
        raise InputError(f"{folder} cannot be read: {error.strerror}.") from None
    added = file.write(lambda connection: {t.name: _add(connection, t.table) for t, _, _ in found})
    return {name: Taken(read[name], added[name]) for name in read}


def _files(folder: Path) -> Iterator[tuple[FileTable, Path, Format]]:
    for table in FILE_TABLES:
        for kind in FORMATS.values():
            path = folder / f"{table.name}.{kind.suffix}"
            if path.is_file():
                yield table, path, kind
                break


def _load(connection: sqlite3.Connection, table: FileTable, path: Path, kind: Format) -> int:
    kept = table.table
    connection.execute(f"DROP TABLE IF EXISTS temp.new_{kept.name}")
    connection.execute(
        f"CREATE TEMP TABLE new_{kept.name} AS SELECT {kept.columns} FROM {kept.name} WHERE 0"  # noqa: S608 - constants
    )
    marks = ", ".join("?" * len(kept.row.__struct_fields__))
    connection.execute("BEGIN")
    try:
        cursor = connection.executemany(
            f"INSERT INTO new_{kept.name} VALUES ({marks})",  # noqa: S608 - constants
            _sound_rows(table, path, kind),
        )
    finally:
        connection.execute("COMMIT")
    return cursor.rowcount


def _sound_rows(table: FileTable, path: Path, kind: Format) -> Iterator[Row]:
    for where, values in kind.read(path, table.columns):
        try:
            yield table.to_row(values)
        except (msgspec.ValidationError, TypeError, AttributeError, OverflowError) as error:
            raise UnreadableError(f"{where}: {error}") from None


def _add(connection: sqlite3.Connection, table: Table) -> int:
    """Of rows that are alike the record has as many afterwards as the file, or as it had."""
    later = _LATER.get(table.name, ())
    alike = [name for name in table.row.__struct_fields__ if name not in later]
    same = " AND ".join(
        f"kept.{name} {'=' if name == table.time else 'IS'} new.{name}" for name in alike
    )
    not_on = _NOT_ON.get(table.name)
    where = f"AND new.at_us / {DAY_US} NOT IN ({not_on})" if not_on else ""
    before = connection.total_changes
    connection.execute(
        f"INSERT INTO {table.name} ({table.columns}) SELECT {table.columns} FROM ("  # noqa: S608 - constants
        f"SELECT *, row_number() OVER (PARTITION BY {', '.join(alike)}) AS nth "
        f"FROM temp.new_{table.name}) AS new "
        f"WHERE nth > (SELECT count(*) FROM {table.name} AS kept WHERE {same}) {where} "
        f"ORDER BY {table.time}"
    )
    added = connection.total_changes - before
    for name in later:
        connection.execute(
            f"UPDATE {table.name} AS kept SET {name} = coalesce({name}, (SELECT {name} "  # noqa: S608 - constants
            f"FROM temp.new_{table.name} AS new WHERE {same})) WHERE {name} IS NULL"
        )
    return added
