"""Records to rows and back.

A row whose cells are not of their type or out of range is damage: `DamagedRowError`. One with a
word no longer understood is left out, never guessed.
"""

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from itertools import islice
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta

from posture.core.day.records import (
    Delivery,
    EpisodeRecord,
    MinuteRecord,
    NudgeRecord,
    SampleRecord,
    StateSpan,
)
from posture.core.events import Cause, Verdict
from posture.core.states import WatchState

Row = tuple[Any, ...]
Record = TypeVar("Record")
Cells = TypeVar("Cells")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
QUARTER_US = 900_000_000  # every zone's midnight, and each change of its clock, begins one
_MICROSECOND = timedelta(microseconds=1)
_AT_ONCE = 1024  # rows checked together
_log = logging.getLogger(__name__)


def to_us(at: datetime) -> int:
    return (at - EPOCH) // _MICROSECOND


# Ranges that nothing real leaves, and that whoever adds rows up or draws them can take.
LATEST_US = to_us(datetime(9000, 1, 1, tzinfo=UTC))
Instant = Annotated[int, Meta(ge=0, le=LATEST_US)]
Offset = Annotated[int, Meta(gt=-86_400, lt=86_400)]
Amount = Annotated[float, Meta(ge=-1e6, le=1e6)]
Degrees = Annotated[float, Meta(ge=-1000, le=1000)] | None
Flag = Annotated[int, Meta(ge=0, le=1)]


class _SampleRow(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
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


class _MinuteRow(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
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


class _SpanRow(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    at_us: Instant
    at_offset_s: Offset
    lasting_us: Annotated[int, Meta(ge=0, le=86_400_000_000)]
    state: str
    cause: str | None
    profile: str | None


class _EpisodeRow(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
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


class _NudgeRow(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
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


SAMPLES = Table("samples", _SampleRow)
MINUTES = Table("minutes", _MinuteRow)
SPAN_COLUMNS = ", ".join(_SpanRow.__struct_fields__)  # of minutes
EPISODES = Table("episodes", _EpisodeRow)
NUDGES = Table("nudges", _NudgeRow)
TABLES = (SAMPLES, MINUTES, EPISODES, NUDGES)


def sample_row(sample: SampleRecord) -> Row:
    return (
        *_time(sample.at),
        sample.interval_s,
        sample.state.value,
        sample.posture.value,
        sample.severity,
        sample.cause and sample.cause.value,
        sample.neck_deg,
        sample.torso_deg,
        sample.neck_change_deg,
        sample.torso_change_deg,
        sample.neck_uncertainty_deg,
        sample.torso_uncertainty_deg,
        *_origin(sample),
    )


def minute_row(minute: MinuteRecord) -> Row:
    return (
        *_time(minute.at),
        minute.lasting_us,
        minute.state.value,
        minute.cause and minute.cause.value,
        minute.neck_deg,
        minute.torso_deg,
        minute.neck_change_deg,
        minute.torso_change_deg,
        *_origin(minute),
    )


def episode_row(episode: EpisodeRecord) -> Row:
    nudged = (None, None) if episode.nudged_at is None else _time(episode.nudged_at)
    causes = json.dumps([cause.value for cause in episode.causes])
    return (
        *_time(episode.started),
        *_time(episode.ended),
        causes,
        episode.worst_severity,
        episode.reason,
        *nudged,
        *_origin(episode),
    )


def nudge_row(nudge: NudgeRecord) -> Row:
    return (
        *_time(nudge.at),
        nudge.cause.value,
        nudge.tip,
        nudge.text,
        nudge.outcome.value,
        nudge.why,
        nudge.answer,
        nudge.silent_share,
        *_origin(nudge),
    )


def samples(rows: Iterable[Row]) -> Iterator[SampleRecord]:
    """Raises DamagedRowError, as the others do."""
    return _understood(_checked(rows, _SampleRow), _sample)


def minutes(rows: Iterable[Row]) -> Iterator[MinuteRecord]:
    return _understood(_checked(rows, _MinuteRow), _minute)


def spans(rows: Iterable[Row]) -> Iterator[StateSpan]:
    """Minutes in order of time, those that go on in one state joined; none over a quarter's end."""
    return _understood(_joined(rows), _span)


def state_sums(rows: Iterable[Row]) -> dict[str, int]:
    """Rows of a state and the microseconds in it; raises DamagedRowError, as the others do."""
    return dict(sound(tuple(rows), tuple[tuple[str, int], ...]))


def episodes(rows: Iterable[Row]) -> Iterator[EpisodeRecord]:
    return _understood(_checked(rows, _EpisodeRow), _episode)


def nudges(rows: Iterable[Row]) -> Iterator[NudgeRecord]:
    return _understood(_checked(rows, _NudgeRow), _nudge)


def _checked(rows: Iterable[Row], kind: type[Cells]) -> Iterator[Cells]:
    for _, cells in _batches(rows, kind):
        yield from cells


def _batches(
    rows: Iterable[Row], kind: type[Cells]
) -> Iterator[tuple[tuple[Row, ...], tuple[Cells, ...]]]:
    """Some rows at a time, as they are and checked."""
    remaining = iter(rows)
    while some := tuple(islice(remaining, _AT_ONCE)):
        yield some, sound(some, tuple[kind, ...])  # type: ignore[valid-type]


def _joined(minutes: Iterable[Row]) -> Iterator[_SpanRow]:
    first: Row | None = None
    kind: Row = ()
    until_us = end_us = 0  # the end so far, and that of its quarter
    for some, _ in _batches(minutes, _SpanRow):
        for minute in some:
            at_us, is_on = minute[0], first is not None and minute[1] == first[1]
            if not is_on or at_us != until_us or at_us >= end_us or minute[3:] != kind:
                if first is not None:
                    yield _SpanRow(first[0], first[1], until_us - first[0], *kind)
                first, kind = minute, minute[3:]
                end_us = (at_us // QUARTER_US + 1) * QUARTER_US
            until_us = at_us + minute[2]
    if first is not None:
        yield _SpanRow(first[0], first[1], until_us - first[0], *kind)


def _understood(cells: Iterable[Cells], read: Callable[[Cells], Record]) -> Iterator[Record]:
    refused = 0
    for row in cells:
        try:
            yield read(row)
        except ValueError:
            refused += 1
    if refused:
        _log.warning("%d rows of the record are not understood and were left out", refused)


def sound(cells: object, kind: type[Cells]) -> Cells:
    """What was read, as that kind; raises DamagedRowError when it is none."""
    try:
        return msgspec.convert(cells, kind)
    except msgspec.ValidationError as error:
        raise DamagedRowError(f"a cell is not what it can be: {error}") from None


def _sample(row: _SampleRow) -> SampleRecord:
    return SampleRecord(
        to_datetime(row.at_us, row.at_offset_s),
        row.interval_s,
        WatchState(row.state),
        Verdict(row.posture),
        row.severity,
        None if row.cause is None else Cause(row.cause),
        row.neck_deg,
        row.torso_deg,
        row.neck_change_deg,
        row.torso_change_deg,
        row.neck_uncertainty_deg,
        row.torso_uncertainty_deg,
        row.profile,
        row.source,
        bool(row.is_apart),
    )


def _minute(row: _MinuteRow) -> MinuteRecord:
    return MinuteRecord(
        to_datetime(row.at_us, row.at_offset_s),
        row.lasting_us,
        WatchState(row.state),
        None if row.cause is None else Cause(row.cause),
        row.neck_deg,
        row.torso_deg,
        row.neck_change_deg,
        row.torso_change_deg,
        row.profile,
        row.source,
        bool(row.is_apart),
    )


def _span(row: _SpanRow) -> StateSpan:
    return StateSpan(
        row.at_us,
        row.at_offset_s,
        row.lasting_us,
        WatchState(row.state),
        None if row.cause is None else Cause(row.cause),
        row.profile,
    )


def _episode(row: _EpisodeRow) -> EpisodeRecord:
    return EpisodeRecord(
        to_datetime(row.started_us, row.started_offset_s),
        to_datetime(row.ended_us, row.ended_offset_s),
        msgspec.json.decode(row.causes, type=tuple[Cause, ...]),
        row.worst_severity,
        row.reason,
        None if row.nudged_us is None else to_datetime(row.nudged_us, row.nudged_offset_s or 0),
        row.profile,
        row.source,
        bool(row.is_apart),
    )


def _nudge(row: _NudgeRow) -> NudgeRecord:
    return NudgeRecord(
        to_datetime(row.at_us, row.at_offset_s),
        Cause(row.cause),
        row.tip,
        row.text,
        Delivery(row.outcome),
        row.why,
        row.answer,
        row.silent_share,
        row.profile,
        row.source,
        bool(row.is_apart),
    )


def _origin(record: SampleRecord | MinuteRecord | EpisodeRecord | NudgeRecord) -> Row:
    return record.profile, record.source, int(record.is_apart)


def _time(at: datetime) -> tuple[int, int]:
    offset = at.utcoffset() or timedelta()
    return to_us(at), int(offset.total_seconds())


def to_datetime(at_us: int, offset_s: int = 0) -> datetime:
    return (EPOCH + timedelta(microseconds=at_us)).astimezone(_zone(offset_s))


@cache
def _zone(offset_s: int) -> timezone:
    return timezone(timedelta(seconds=offset_s))
