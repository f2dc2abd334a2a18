"""Records to rows of the tables."""

import json

from posture.core.day.instants import instant_cells
from posture.core.day.records import EpisodeRecord, MinuteRecord, NudgeRecord, SampleRecord
from posture.store.tables import Row


def sample_row(sample: SampleRecord) -> Row:
    return (
        *instant_cells(sample.at),
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
        *instant_cells(minute.at),
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
    nudged = (None, None) if episode.nudged_at is None else instant_cells(episode.nudged_at)
    causes = json.dumps([cause.value for cause in episode.causes])
    return (
        *instant_cells(episode.started),
        *instant_cells(episode.ended),
        causes,
        episode.worst_severity,
        episode.reason,
        *nudged,
        *_origin(episode),
    )


def nudge_row(nudge: NudgeRecord) -> Row:
    return (
        *instant_cells(nudge.at),
        nudge.cause.value,
        nudge.tip,
        nudge.text,
        nudge.outcome.value,
        nudge.why,
        nudge.answer,
        nudge.silent_share,
        *_origin(nudge),
    )


def _origin(record: SampleRecord | MinuteRecord | EpisodeRecord | NudgeRecord) -> Row:
    return record.profile, record.source, int(record.is_apart)
