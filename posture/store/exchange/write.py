"""The record to a folder, a file for each table."""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from posture.errors import InputError, StoreError
from posture.store.exchange.columns import (
    BREAK_COLUMNS,
    BREAKS,
    FILE_TABLES,
    NAMES,
    Column,
    FileTable,
)
from posture.store.exchange.formats import FORMATS, Values
from posture.store.record_file import RecordFile
from posture.store.tables import Row, Table, sound
from posture.system.private_file import private_folder

_AT_ONCE = 5000  # rows read together, so that a running monitor is not kept from writing


def export(
    file: RecordFile,
    folder: Path,
    format_name: str,
    *,
    span_us: tuple[int, int],
    only: Collection[str] = NAMES,
    breaks: Callable[[], Iterable[Values]] = tuple,
) -> dict[str, int]:
    """Write the tables of a span into the folder; how many rows each has.

    breaks: those of the span, found out from the minutes. Raises InputError for a folder that holds
    an export of another format, StoreError when it cannot be written.
    """
    _refuse_other_format(folder, format_name)
    counts: dict[str, int] = {}
    try:
        private_folder(folder)
        for table in FILE_TABLES:
            if table.name in only:
                rows = (table.to_values(row) for row in _rows(file, table, span_us))
                counts[table.name] = _write(folder, table.name, format_name, table.columns, rows)
        if BREAKS in only:
            counts[BREAKS] = _write(folder, BREAKS, format_name, BREAK_COLUMNS, breaks())
    except OSError as error:
        raise StoreError(
            f"{folder} cannot be written: {error.strerror}.", "Choose another folder (--out)."
        ) from None
    return counts


def _write(
    folder: Path,
    name: str,
    format_name: str,
    columns: tuple[Column, ...],
    values: Iterable[Values],
) -> int:
    kind = FORMATS[format_name]
    unfinished = folder / f".{name}.{kind.suffix}.part"
    try:
        count = kind.write(unfinished, columns, values)
        unfinished.replace(folder / f"{name}.{kind.suffix}")
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def _rows(file: RecordFile, table: FileTable, span_us: tuple[int, int]) -> Iterator[Any]:
    """Every row of the span, also of recordings kept apart, in order of time."""
    kept = table.table
    query = (
        f"SELECT {kept.columns}, id FROM {kept.name} "  # noqa: S608 - constants
        f"WHERE ({kept.time}, id) > (?, ?) AND {kept.time} < ? "
        f"ORDER BY {kept.time}, id LIMIT {_AT_ONCE}"
    )
    start_us, end_us = span_us
    after = (start_us, -1)
    while True:
        found = file.use(partial(_fetched, table=kept, query=query, values=(*after, end_us)))
        yield from (row[:-1] for row in found)
        if len(found) < _AT_ONCE:
            return
        after = (found[-1][0], found[-1][-1])


def _fetched(connection: sqlite3.Connection, table: Table, query: str, values: Row) -> list[Row]:
    """Rows with their ids; a damaged one has the record healed, as in a report."""
    found = connection.execute(query, values).fetchall()
    sound([row[:-1] for row in found], list[table.row])  # type: ignore[name-defined]
    return found


def _refuse_other_format(folder: Path, format_name: str) -> None:
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is not a folder.", "Choose another one (--out).")
    for other in FORMATS.values():
        there = [name for name in NAMES if (folder / f"{name}.{other.suffix}").exists()]
        if there and other.suffix != FORMATS[format_name].suffix:
            raise InputError(
                f"{folder} holds an export of another format ({there[0]}.{other.suffix}).",
                "Choose another folder (--out).",
            )
