"""The tables of the record: their columns, and what a cell can hold.

A row whose cells are not of their type or out of range is damage: `DamagedRowError`.
"""

from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta

from posture.core.day.instants import LATEST_US
from posture.core.day.records import StateSpan
from posture.core.events import Cause
from posture.core.states import WatchState

Row = tuple[Any, ...]
Cells = TypeVar("Cells")

# Ranges that nothing real leaves, and that whoever adds rows up or draws them can take.
Instant = Annotated[int, Meta(ge=0, le=LATEST_US)]
Offset = Annotated[int, Meta(gt=-86_400, lt=86_400)]
Amount = Annotated[float, Meta(ge=-1e6, le=1e6)]
Degrees = Annotated[float, Meta(ge=-1000, le=1000)] | None
Flag = Annotated[int, Meta(ge=0, le=1)]


class SampleRow(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    at_us: Instant
    at_offset_s: Offset
    interval_s: Annotated[float, Meta(ge=0, le=1e6)]
    state: str
    posture: str
    severity: Amount | None
    cause: str | None
    neck_deg: Degrees
    torso_deg: Degrees
    neck_change_deg: Degrees
    torso_change_deg: Degrees
    neck_uncertainty_deg: Degrees
    torso_uncertainty_deg: Degrees
    profile: str | None
    source: str | None
    is_apart: Flag


class MinuteRow(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    at_us: Instant
    at_offset_s: Offset
    lasting_us: Annotated[int, Meta(ge=0, le=60_000_000)]
    state: str
    cause: str | None
    neck_deg: Degrees
    torso_deg: Degrees
    neck_change_deg: Degrees
    torso_change_deg: Degrees
    profile: str | None
    source: str | None
    is_apart: Flag


class SpanRow(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    at_us: Instant
    at_offset_s: Offset
    lasting_us: Annotated[int, Meta(ge=0, le=86_460_000_000)]
    state: str
    cause: str | None
    profile: str | None


class KnownSpan(StateSpan, array_like=True, frozen=True, gc=False, forbid_unknown_fields=True):
    """A span that was checked, and whose words are understood.

    Those of a UTC day are no longer than it, but for a last minute that lasts beyond.
    """

    at_us: Instant
    offset_s: Offset
    lasting_us: Annotated[int, Meta(ge=0, le=86_460_000_000)]
    state: WatchState
    cause: Cause | None
    profile: str | None


class EpisodeRow(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    started_us: Instant
    started_offset_s: Offset
    ended_us: Instant
    ended_offset_s: Offset
    causes: str
    worst_severity: Amount
    reason: str
    nudged_us: Instant | None
    nudged_offset_s: Offset | None
    profile: str | None
    source: str | None
    is_apart: Flag


class NudgeRow(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    at_us: Instant
    at_offset_s: Offset
    cause: str
    tip: str
    text: str
    outcome: str
    why: str
    answer: str | None
    silent_share: Annotated[float, Meta(ge=0, le=1)] | None
    profile: str | None
    source: str | None
    is_apart: Flag


class DamagedRowError(Exception):
    """A cell of a row is not of its type, or out of range."""


def sound(cells: object, kind: type[Cells]) -> Cells:
    """What was read, as that kind; raises DamagedRowError when it is none."""
    try:
        return msgspec.convert(cells, kind)
    except msgspec.ValidationError as error:
        raise DamagedRowError(f"a cell is not what it can be: {error}") from None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the record: its name, its columns but the id, and the one that holds the time."""

    name: str
    row: type[msgspec.Struct]

    @property
    def columns(self) -> str:
        return ", ".join(self.row.__struct_fields__)

    @property
    def time(self) -> str:
        return self.row.__struct_fields__[0]

    def is_sound(self, row: Row) -> bool:
        """Whether every cell of a row is of its type and within its range."""
        try:
            self.checked(row)
        except DamagedRowError:
            return False
        return True

    def checked(self, row: Row) -> Row:
        """The row; raises DamagedRowError unless it is sound."""
        sound(row, self.row)
        return row


SAMPLES = Table("samples", SampleRow)
MINUTES = Table("minutes", MinuteRow)
SPAN_COLUMNS = ", ".join(SpanRow.__struct_fields__)  # of minutes
EPISODES = Table("episodes", EpisodeRow)
NUDGES = Table("nudges", NudgeRow)
TABLES = (SAMPLES, MINUTES, EPISODES, NUDGES)
