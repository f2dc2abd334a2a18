"""Records to rows and back. A row no longer understood is left out, never guessed."""

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Any, TypeVar

from posture.core.day.records import Delivery, EpisodeRecord, NudgeRecord, SampleRecord
from posture.core.events import Cause, Posture, WatchState

Row = tuple[Any, ...]
Record = TypeVar("Record")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_log = logging.getLogger(__name__)

SAMPLE_COLUMNS = (
    "at_us, at_offset_s, interval_s, state, posture, severity, cause, neck_deg, torso_deg, "
    "neck_change_deg, torso_change_deg, neck_uncertainty_deg, torso_uncertainty_deg, profile"
)
EPISODE_COLUMNS = (
    "started_us, started_offset_s, ended_us, ended_offset_s, causes, worst_severity, reason, "
    "nudged_us, nudged_offset_s"
)
NUDGE_COLUMNS = "at_us, at_offset_s, cause, tip, text, outcome, why, answer"


def to_us(at: datetime) -> int:
    return (at - EPOCH) // _MICROSECOND


def sample_row(sample: SampleRecord) -> Row:
    return (
        *_time(sample.at), sample.interval_s, sample.state.value, sample.posture.value,
        sample.severity, sample.cause and sample.cause.value, sample.neck_deg, sample.torso_deg,
        sample.neck_change_deg, sample.torso_change_deg, sample.neck_uncertainty_deg,
        sample.torso_uncertainty_deg, sample.profile,
    )


def episode_row(episode: EpisodeRecord) -> Row:
    nudged = (None, None) if episode.nudged_at is None else _time(episode.nudged_at)
    causes = json.dumps([cause.value for cause in episode.causes])
    return (
        *_time(episode.started), *_time(episode.ended), causes, episode.worst_severity,
        episode.reason, *nudged,
    )


def nudge_row(nudge: NudgeRecord) -> Row:
    return (
        *_time(nudge.at), nudge.cause.value, nudge.tip, nudge.text, nudge.outcome.value, nudge.why,
        nudge.answer,
    )


def samples(rows: Iterable[Row]) -> tuple[SampleRecord, ...]:
    return tuple(_understood(rows, _sample))


def episodes(rows: Iterable[Row]) -> tuple[EpisodeRecord, ...]:
    return tuple(_understood(rows, _episode))


def nudges(rows: Iterable[Row]) -> tuple[NudgeRecord, ...]:
    return tuple(_understood(rows, _nudge))


def _understood(rows: Iterable[Row], read: Callable[[Row], Record]) -> Iterator[Record]:
    refused = 0
    for row in rows:
        try:
            yield read(row)
        except (ValueError, TypeError, OverflowError):
            refused += 1
    if refused:
        _log.warning("%d rows of the record are not understood and were left out", refused)


def _sample(row: Row) -> SampleRecord:
    at_us, offset_s, interval_s, state, posture, severity, cause, *rest = row
    neck, torso, neck_change, torso_change, neck_uncertainty, torso_uncertainty, profile = rest
    return SampleRecord(
        _datetime(at_us, offset_s), float(interval_s), WatchState(state), Posture(posture),
        severity, cause and Cause(cause), neck, torso, neck_change, torso_change,
        neck_uncertainty, torso_uncertainty, profile,
    )


def _episode(row: Row) -> EpisodeRecord:
    start_us, start_s, end_us, end_s, causes, worst, reason, nudged_us, nudged_s = row
    return EpisodeRecord(
        _datetime(start_us, start_s), _datetime(end_us, end_s),
        tuple(Cause(cause) for cause in json.loads(causes)), float(worst), reason,
        None if nudged_us is None else _datetime(nudged_us, nudged_s),
    )


def _nudge(row: Row) -> NudgeRecord:
    at_us, offset_s, cause, tip, text, outcome, why, answer = row
    return NudgeRecord(
        _datetime(at_us, offset_s), Cause(cause), tip, text, Delivery(outcome), why, answer
    )


def _time(at: datetime) -> tuple[int, int]:
    offset = at.utcoffset() or timedelta()
    return to_us(at), int(offset.total_seconds())


def _datetime(at_us: int, offset_s: int) -> datetime:
    return (EPOCH + timedelta(microseconds=at_us)).astimezone(_zone(offset_s))


@cache
def _zone(offset_s: int) -> timezone:
    return timezone(timedelta(seconds=offset_s))
