"""Rows of the tables to records, checked as they are read.

A row with a word no longer understood is left out, never guessed; one whose cells cannot be
raises DamagedRowError.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

import msgspec

from posture.core.day.instants import to_datetime
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
from posture.store.tables import (
    Cells,
    DamagedRowError,
    EpisodeRow,
    KnownSpan,
    MinuteRow,
    NudgeRow,
    Row,
    SampleRow,
    SpanRow,
    sound,
)

Record = TypeVar("Record")

_SPANS = msgspec.json.Decoder(list[KnownSpan])
_SPAN_ROWS = msgspec.json.Decoder(list[SpanRow])
_CAUSES = msgspec.json.Decoder(tuple[Cause, ...])
_AT_ONCE = 1024  # rows checked together
_log = logging.getLogger(__name__)


def samples(rows: Iterable[Row]) -> Iterator[SampleRecord]:
    """Raises DamagedRowError, as the others do."""
    return _understood(_checked(rows, SampleRow), _sample)


def minutes(rows: Iterable[Row]) -> Iterator[MinuteRecord]:
    return _understood(_checked(rows, MinuteRow), _minute)


def spans(text: str) -> Iterable[StateSpan]:
    """What ``spans_text`` wrote."""
    try:
        return _SPANS.decode(sound(text, str))
    except msgspec.DecodeError:  # of words that are not understood, or damaged
        pass
    try:
        rows = _SPAN_ROWS.decode(text)
    except msgspec.DecodeError as error:
        raise DamagedRowError(f"spans are not what they can be: {error}") from None
    return _understood(rows, _span)


def spans_text(rows: Iterable[Row]) -> str:
    """Minutes in order of time, those that go on in one state joined."""
    return msgspec.json.encode(list(_joined(rows))).decode()


def episodes(rows: Iterable[Row]) -> Iterator[EpisodeRecord]:
    return _understood(_checked(rows, EpisodeRow), _episode)


def nudges(rows: Iterable[Row]) -> Iterator[NudgeRecord]:
    return _understood(_checked(rows, NudgeRow), _nudge)


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


def _joined(minutes: Iterable[Row]) -> Iterator[SpanRow]:
    first: Row | None = None
    kind: Row = ()
    until_us = 0
    for some, _ in _batches(minutes, SpanRow):
        for minute in some:
            if (
                first is None
                or minute[0] != until_us
                or minute[1] != first[1]
                or minute[3:] != kind
            ):
                if first is not None:
                    yield SpanRow(first[0], first[1], until_us - first[0], *kind)
                first, kind = minute, minute[3:]
            until_us = minute[0] + minute[2]
    if first is not None:
        yield SpanRow(first[0], first[1], until_us - first[0], *kind)


def _understood(cells: Iterable[Cells], read: Callable[[Cells], Record]) -> Iterator[Record]:
    refused = 0
    for row in cells:
        try:
            yield read(row)
        except ValueError:
            refused += 1
    if refused:
        _log.warning("%d rows of the record are not understood and were left out", refused)


def _sample(row: SampleRow) -> SampleRecord:
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


def _minute(row: MinuteRow) -> MinuteRecord:
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


def _span(row: SpanRow) -> StateSpan:
    return StateSpan(
        row.at_us,
        row.at_offset_s,
        row.lasting_us,
        WatchState(row.state),
        None if row.cause is None else Cause(row.cause),
        row.profile,
    )


def _episode(row: EpisodeRow) -> EpisodeRecord:
    return EpisodeRecord(
        to_datetime(row.started_us, row.started_offset_s),
        to_datetime(row.ended_us, row.ended_offset_s),
        _CAUSES.decode(row.causes),
        row.worst_severity,
        row.reason,
        None if row.nudged_us is None else to_datetime(row.nudged_us, row.nudged_offset_s or 0),
        row.profile,
        row.source,
        bool(row.is_apart),
    )


def _nudge(row: NudgeRow) -> NudgeRecord:
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
