"""The day for programs: one JSON-able dict, and a table of its hours as CSV."""

import csv
from dataclasses import asdict
from datetime import datetime
from typing import Any, TextIO

from posture.core.day.insights import findings, headline
from posture.core.day.model import DaySummary
from posture.core.day.records import EpisodeRecord, NudgeRecord
from posture.core.states import WatchState


def jsonable(day: DaySummary) -> dict[str, Any]:
    """Plain values only: times as ISO 8601 with offset, durations in seconds, angles in degrees."""
    return {
        "day": day.day.isoformat(),
        "zone": day.zone,
        "start": day.start.isoformat(),
        "end": day.end.isoformat(),
        "headline": headline(day),
        "findings": list(findings(day)),
        "enough_data": day.is_enough,
        "watched_s": _seconds(day.watched_s),
        "judged_s": _seconds(day.judged_s),
        "upright_s": _seconds(day.upright_s),
        "poor_s": _seconds(day.poor_s),
        "paused_s": _seconds(day.paused_s),
        "poor_share": None if day.poor_share is None else round(day.poor_share, 4),
        "by_state_s": {state.value: _seconds(s) for state, s in day.by_state.items()},
        "by_cause_s": {cause.value: _seconds(s) for cause, s in day.by_cause.items()},
        "by_hour": [
            {
                "start": hour.start.isoformat(),
                **{state.value: _seconds(s) for state, s in hour.by_state.items()},
            }
            for hour in day.hours
            if hour.by_state
        ],
        "episodes": [_episode(episode) for episode in day.episodes],
        "median_episode_s": _seconds(day.median_episode_s),
        "nudges": [_nudge(nudge) for nudge in day.nudges],
        "nudge_tally": asdict(day.tally),
        "still": None
        if day.still is None
        else {
            "start": day.still[0].isoformat(),
            "end": day.still[1].isoformat(),
            "duration_s": _seconds(day.still_s),
        },
        "upright_angles": asdict(day.upright_angles),
        "poor_angles": asdict(day.poor_angles),
        "earlier": None if day.earlier is None else asdict(day.earlier),
        "profiles": list(day.profiles),
        "moved_zone": day.moved_zone,
    }


def write_csv(day: DaySummary, file: TextIO) -> None:
    """Seconds in each state and the slouched share of each hour with a record (RFC 4180)."""
    states = [state for state in WatchState if state is not WatchState.GAP]
    table = csv.writer(file)
    table.writerow(
        [
            "hour",
            *(f"{state.value.replace(' ', '_').replace('-', '_')}_s" for state in states),
            "poor_share",
        ]
    )
    for hour in day.hours:
        if hour.by_state:
            share = round(hour.poor_s / hour.judged_s, 4) if hour.judged_s else ""
            seconds = [_seconds(hour.by_state.get(state, 0.0)) for state in states]
            table.writerow([hour.start.isoformat(), *seconds, share])


def _episode(episode: EpisodeRecord) -> dict[str, Any]:
    return {
        "started": episode.started.isoformat(),
        "ended": episode.ended.isoformat(),
        "duration_s": _seconds(episode.duration_s),
        "causes": [cause.value for cause in episode.causes],
        "worst_severity": episode.worst_severity,
        "reason": episode.reason,
        "nudged_at": _iso(episode.nudged_at),
        "correction_s": _seconds(episode.correction_s),
    }


def _nudge(nudge: NudgeRecord) -> dict[str, Any]:
    return {
        "at": nudge.at.isoformat(),
        "cause": nudge.cause.value,
        "tip": nudge.tip,
        "outcome": nudge.outcome.value,
        "why": nudge.why,
        "answer": nudge.answer,
    }


def _seconds(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
