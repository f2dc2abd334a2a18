"""Which files an export has, and what their columns hold.

A file has its table's columns, but for times: ``at_us`` and ``at_offset_s`` become one time ``at``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from operator import itemgetter
from typing import Any, get_args

import msgspec

from posture.core.day.instants import instant_cells, to_datetime
from posture.store.tables import EPISODES, MINUTES, NUDGES, SAMPLES, Row, Table

_TIME, _OFFSET = "_us", "_offset_s"


class Kind(Enum):
    """What a column holds. TIME: an aware datetime; TEXTS: a list of texts."""

    TIME = "time"
    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"
    TEXTS = "texts"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; None stands for what is not known."""

    name: str
    kind: Kind
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class FileTable:
    """A table of the record under the name its file has."""

    name: str
    table: Table

    @property
    def columns(self) -> tuple[Column, ...]:
        return _columns_of(self.table.row)

    def to_values(self, row: Row) -> dict[str, Any]:
        """A row of the record as the file's values."""
        return {name: value_of(row) for name, value_of in _values_of(self.table.row)}

    def to_row(self, values: Mapping[str, Any]) -> Row:
        """The file's values as a row of the record. Raises msgspec.ValidationError."""
        cells: dict[str, Any] = {}
        for column in self.columns:
            cells.update(_cells(column, values.get(column.name)))
        row = tuple(cells[name] for name in self.table.row.__struct_fields__)
        msgspec.convert(row, self.table.row)
        return row


LOOKS = FileTable("looks", SAMPLES)
FILE_TABLES = (
    LOOKS,
    FileTable("minutes", MINUTES),
    FileTable("episodes", EPISODES),
    FileTable("nudges", NUDGES),
)
# What is found out from the others, and so not read back.
BREAKS = "breaks"
BREAK_COLUMNS = (
    Column("started", Kind.TIME),
    Column("ended", Kind.TIME),
    Column("lasting_s", Kind.NUMBER),
)
NAMES = (*(table.name for table in FILE_TABLES), BREAKS)


@cache
def _columns_of(row: type[msgspec.Struct]) -> tuple[Column, ...]:
    fields = msgspec.structs.fields(row)
    return tuple(
        _column(field.name, field.type) for field in fields if not field.name.endswith(_OFFSET)
    )


def _column(name: str, hint: Any) -> Column:  # noqa: ANN401 - any annotation
    text = str(hint)
    is_optional = "None" in text
    if name.endswith(_TIME) and name != "lasting_us":
        return Column(name.removesuffix(_TIME), Kind.TIME, is_optional)
    if name == "causes":
        return Column(name, Kind.TEXTS)
    if name.startswith("is_"):
        return Column(name, Kind.FLAG)
    return Column(name, _kind(hint), is_optional)


def _kind(hint: Any) -> Kind:  # noqa: ANN401 - any annotation
    found = {hint, *_within(hint)}
    return Kind.TEXT if str in found else Kind.NUMBER if float in found else Kind.INTEGER


def _within(hint: Any) -> Iterable[Any]:  # noqa: ANN401 - any annotation
    for part in get_args(hint):
        yield part if isinstance(part, type) else None
        yield from _within(part)


@cache
def _values_of(row: type[msgspec.Struct]) -> tuple[tuple[str, Callable[[Row], Any]], ...]:
    """The name of each column, and what reads its value from a row of the record."""
    places = {name: at for at, name in enumerate(row.__struct_fields__)}
    return tuple((column.name, _reader(column, places)) for column in _columns_of(row))


def _reader(column: Column, places: Mapping[str, int]) -> Callable[[Row], Any]:
    match column.kind:
        case Kind.TIME:
            time, offset = places[column.name + _TIME], places[column.name + _OFFSET]
            return lambda row: (
                None if row[time] is None else to_datetime(row[time], row[offset] or 0)
            )
        case Kind.TEXTS:
            return lambda row: _texts(row[places[column.name]])
        case Kind.FLAG:
            return lambda row: bool(row[places[column.name]])
        case _:
            return itemgetter(places[column.name])


def _texts(cell: str) -> list[str]:
    try:
        return msgspec.json.decode(cell, type=list[str])
    except (ValueError, RecursionError):  # damage that no check of a cell's type finds
        return []


def _cells(column: Column, value: Any) -> dict[str, Any]:  # noqa: ANN401 - by kind
    name = column.name
    match column.kind:
        case Kind.TIME:
            if value is None:
                return {name + _TIME: None, name + _OFFSET: None}
            return dict(zip((name + _TIME, name + _OFFSET), instant_cells(value), strict=True))
        case Kind.TEXTS:
            texts = msgspec.convert(value or [], list[str])
            return {name: msgspec.json.encode(texts).decode()}
        case Kind.FLAG:
            return {name: int(bool(value))}
        case Kind.TEXT if value is None and not column.is_optional:
            return {name: ""}
        case _:
            return {name: value}
