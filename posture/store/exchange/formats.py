"""CSV, JSON Lines and Parquet: tables of values to a file and back.

A text in CSV that a spreadsheet would take for a formula is written with an apostrophe before it,
which is taken away again when it is read (CWE-1236). Times are ISO 8601 with their offset; in
Parquet they are instants in UTC, with the offset beside them.
"""

import csv
import importlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from posture.core.spreadsheet import cell_of, text_of
from posture.errors import InputError
from posture.store.exchange.columns import Column, Kind
from posture.system.private_file import open_private

Values = Mapping[str, Any]

_BETWEEN = "; "
_LONGEST_SHOWN = 40
_AT_ONCE = 50_000  # rows of a Parquet file written together


class UnreadableError(Exception):
    """A file or one of its rows is not what an export writes; the message says what and where."""


@dataclass(frozen=True, slots=True)
class Format:
    """write: the rows of a table to a file. read: back, with where each stands in the file."""

    suffix: str
    write: Callable[[Path, Sequence[Column], Iterable[Values]], int]
    read: Callable[[Path, Sequence[Column]], Iterator[tuple[str, dict[str, Any]]]]


def _write_csv(path: Path, columns: Sequence[Column], values: Iterable[Values]) -> int:
    count = 0
    cells = [(column.name, _CSV_CELLS[column.kind]) for column in columns]
    with open_private(path, "w") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow([column.name for column in columns])
        for count, row in enumerate(values, start=1):  # noqa: B007 - it is returned
            table.writerow([None if row[name] is None else cell(row[name]) for name, cell in cells])
    return count


_CSV_CELLS: dict[Kind, Callable[[Any], str]] = {
    Kind.TIME: datetime.isoformat,
    Kind.INTEGER: repr,
    Kind.NUMBER: repr,
    Kind.TEXT: cell_of,
    Kind.TEXTS: lambda texts: cell_of(_BETWEEN.join(texts)),
    Kind.FLAG: lambda flag: "1" if flag else "0",
}


def _read_csv(path: Path, columns: Sequence[Column]) -> Iterator[tuple[str, dict[str, Any]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.DictReader(file, strict=True)
        try:
            _refuse_missing(path, columns, table.fieldnames or ())
            for row in table:
                where = f"{path.name}, line {table.line_num}"
                yield where, {c.name: _from_text(where, c, row.get(c.name)) for c in columns}
        except (csv.Error, UnicodeDecodeError) as error:
            raise UnreadableError(f"{path.name}, line {table.line_num}: {error}") from None


def _from_text(where: str, column: Column, text: str | None) -> Any:  # noqa: ANN401 - by kind
    is_text = column.kind in {Kind.TEXT, Kind.TEXTS}
    if text is None or (text == "" and (column.is_optional or not is_text)):
        return None
    if is_text:
        text = text_of(text)
        return text if column.kind is Kind.TEXT else text.split(_BETWEEN) if text else []
    try:
        match column.kind:
            case Kind.TIME:
                return datetime.fromisoformat(text)
            case Kind.NUMBER:
                return float(text)
            case _:
                return int(text)
    except ValueError:
        is_long = len(text) > _LONGEST_SHOWN
        shown = repr(text[:_LONGEST_SHOWN]) + ("..." if is_long else "")
        raise UnreadableError(f"{where}: {column.name} {shown} is no {column.kind.value}") from None


def _write_jsonl(path: Path, columns: Sequence[Column], values: Iterable[Values]) -> int:
    count = 0
    with open_private(path, "w") as file:
        for count, row in enumerate(values, start=1):  # noqa: B007 - it is returned
            plain = {
                c.name: row[c.name].isoformat()
                if c.kind is Kind.TIME and row[c.name] is not None
                else row[c.name]
                for c in columns
            }
            file.write(json.dumps(plain, ensure_ascii=False) + "\n")
    return count


def _read_jsonl(path: Path, columns: Sequence[Column]) -> Iterator[tuple[str, dict[str, Any]]]:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            where = f"{path.name}, line {number}"
            try:
                row = msgspec.json.decode(line)
            except RecursionError:
                raise UnreadableError(f"{where}: nested too deep") from None
            except ValueError as error:
                raise UnreadableError(f"{where}: {error}") from None
            if not isinstance(row, dict):
                raise UnreadableError(f"{where}: not an object")
            _refuse_missing(path, columns, row)
            yield where, {c.name: _from_json(where, c, row.get(c.name)) for c in columns}


def _from_json(where: str, column: Column, value: Any) -> Any:  # noqa: ANN401 - by kind
    if column.kind is Kind.TIME and value is not None:
        return _from_text(where, column, str(value))
    return value


def _write_parquet(path: Path, columns: Sequence[Column], values: Iterable[Values]) -> int:
    arrow, parquet = _pyarrow()
    types = {
        Kind.TIME: arrow.timestamp("us", tz="UTC"),
        Kind.INTEGER: arrow.int64(),
        Kind.NUMBER: arrow.float64(),
        Kind.TEXT: arrow.string(),
        Kind.TEXTS: arrow.list_(arrow.string()),
        Kind.FLAG: arrow.bool_(),
    }
    fields = []
    for column in columns:
        fields.append((column.name, types[column.kind]))
        if column.kind is Kind.TIME:
            fields.append((f"{column.name}_offset_s", arrow.int32()))
    schema = arrow.schema(fields)
    rows, count = iter(values), 0
    path.unlink(missing_ok=True)
    open_private(path, "x").close()
    with parquet.ParquetWriter(path, schema) as file:
        while part := list(islice(rows, _AT_ONCE)):
            count += len(part)
            file.write_table(arrow.Table.from_pylist([_with_offsets(r) for r in part], schema))
    return count


def _with_offsets(row: Values) -> dict[str, Any]:
    more = {
        f"{name}_offset_s": int((value.utcoffset() or timedelta()).total_seconds())
        for name, value in row.items()
        if isinstance(value, datetime)
    }
    return {**row, **more}


def _read_parquet(path: Path, columns: Sequence[Column]) -> Iterator[tuple[str, dict[str, Any]]]:
    arrow, parquet = _pyarrow()
    try:
        with parquet.ParquetFile(path) as file:
            _refuse_missing(path, columns, file.schema_arrow.names)
            number = 0
            for batch in file.iter_batches(batch_size=_AT_ONCE):
                for row in batch.to_pylist():
                    number += 1
                    where = f"{path.name}, row {number}"
                    yield where, {c.name: _at_home(where, c, row) for c in columns}
    except (arrow.ArrowException, OSError, ValueError, OverflowError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the disk's, and not the content's
        said = " ".join(str(error).split())
        raise UnreadableError(f"{path.name}: not a Parquet file ({said})") from None


def _at_home(where: str, column: Column, row: dict[str, Any]) -> Any:  # noqa: ANN401 - by kind
    value = row.get(column.name)
    if isinstance(value, datetime):
        offset_s = row.get(f"{column.name}_offset_s") or 0
        try:
            zone = timezone(timedelta(seconds=offset_s))
            return value.replace(tzinfo=value.tzinfo or UTC).astimezone(zone)
        except (TypeError, ValueError, OverflowError):
            raise UnreadableError(f"{where}: {column.name}_offset_s is no offset") from None
    return value


def _pyarrow() -> tuple[Any, Any]:
    try:
        return importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise InputError(
            "Parquet needs pyarrow, which is not installed.",
            'Install it with: pip install "posture-monitor[data]", or use csv or jsonl.',
        ) from None


def _refuse_missing(path: Path, columns: Sequence[Column], there: Iterable[str]) -> None:
    missing = [c.name for c in columns if not c.is_optional and c.name not in set(there)]
    if missing:
        raise UnreadableError(f"{path.name} has no column {missing[0]!r}")


FORMATS = {
    "csv": Format("csv", _write_csv, _read_csv),
    "jsonl": Format("jsonl", _write_jsonl, _read_jsonl),
    "parquet": Format("parquet", _write_parquet, _read_parquet),
}
