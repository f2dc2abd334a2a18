"""A period for programs: one JSON-able dict, and a table of its days as CSV or Markdown."""

import csv
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, TextIO

from posture.core.credit import Judged
from posture.core.period.insights import findings, headline
from posture.core.period.model import (
    DayFigures,
    GoalFigures,
    PeriodSummary,
    Sitting,
    StateTime,
)
from posture.core.period.trial_result import ArmComparison, Trial
from posture.core.spreadsheet import cell_of
from posture.core.states import WatchState

_COLUMNS = (
    "day",
    "watched_s",
    "judged_s",
    "upright_s",
    "poor_s",
    "poor_share",
    "paused_s",
    "unwatched_s",
    "longest_sitting_s",
    "breaks",
    "episodes",
    "nudges",
    "profiles",
)


def jsonable(period: PeriodSummary) -> dict[str, Any]:
    """Plain values only; times and durations as in a day's JSON, see docs/json.md."""
    sittings = period.sittings
    return {
        "period": period.period.kind.value,
        "name": period.period.name,
        "first_day": period.period.first.isoformat(),
        "last_day": period.period.last.isoformat(),
        "until": _iso(period.until),
        "zone": period.zone,
        "headline": headline(period),
        "findings": list(findings(period)),
        "enough_data": period.is_enough,
        "days_recorded": period.recorded_days,
        **_times(period),
        "watched_s": _seconds(period.watched_s),
        "paused_s": _seconds(period.paused_s),
        "unwatched_s": _seconds(period.unwatched_s),
        "by_state_s": _by_state(period.by_state),
        "by_cause_s": {cause.value: _seconds(s) for cause, s in period.by_cause.items()},
        "days": [_day(day) for day in period.days],
        "weekday_hours": [
            {"weekday": weekday + 1, "hour": hour, **_times(time)}
            for (weekday, hour), time in period.weekday_hours.items()
        ],
        "causes_over_time": [
            {
                "first_day": part.first.isoformat(),
                "last_day": part.last.isoformat(),
                "judged_s": _seconds(part.judged_s),
                "by_cause_s": {cause.value: _seconds(s) for cause, s in part.by_cause.items()},
            }
            for part in period.parts
            if part.watched_s
        ],
        "longest_sitting": sittings.longest and _sitting(sittings.longest),
        "breaks": period.breaks,
        "after_break": _times(sittings.fresh),
        "later": _times(sittings.later),
        "episodes": len(period.episodes),
        "longest_episode_s": period.longest_episode and _seconds(period.longest_episode.duration_s),
        "nudge_tally": asdict(period.tally),
        "nudge_trial": period.trial and _trial(period.trial),
        "goal": period.goal and _goal(period.goal),
        "earlier": period.earlier and asdict(period.earlier),
        "profiles": list(period.profiles),
        "uncalibrated_days": period.uncalibrated_days,
        "moved_zone": period.moved_zone,
    }


def _trial(trial: Trial) -> dict[str, Any]:
    return {
        "horizon_s": trial.horizon_s,
        **_comparison(trial.overall),
        "by_cause": {cause.value: _comparison(part) for cause, part in trial.by_cause.items()},
        "by_time": {time: _comparison(part) for time, part in trial.by_time.items()},
    }


def _comparison(one: ArmComparison) -> dict[str, Any]:
    low, high = one.interval_s or (None, None)
    seconds = {
        "shown_s": one.shown_s,
        "withheld_s": one.withheld_s,
        "difference_low_s": low,
        "difference_high_s": high,
    }
    return {
        "effect": one.effect.value,
        "shown": one.shown,
        "withheld": one.withheld,
        **{name: None if value is None else _seconds(value) for name, value in seconds.items()},
    }


def write_csv(period: PeriodSummary, file: TextIO) -> None:
    """One line per day with a record (RFC 4180); no cell is a formula to a spreadsheet."""
    table = csv.writer(file)
    states = [state for state in WatchState if state not in {WatchState.GAP, WatchState.PAUSED}]
    names = [f"{state.value.replace(' ', '_').replace('-', '_')}_s" for state in states]
    extra = [(s, n) for s, n in zip(states, names, strict=True) if n not in _COLUMNS]
    table.writerow([*_COLUMNS[:-1], *(name for _, name in extra), _COLUMNS[-1]])
    for day in period.days:
        if day.is_recorded:
            row = _day(day)
            row["profiles"] = cell_of(", ".join(day.profiles))
            row["poor_share"] = "" if row["poor_share"] is None else row["poor_share"]
            others = [_seconds(day.by_state.get(state, 0.0)) for state, _ in extra]
            cells = [row[name] for name in _COLUMNS]
            table.writerow([*cells[:-1], *others, cells[-1]])


def _day(day: DayFigures) -> dict[str, Any]:
    return {
        "day": day.day.isoformat(),
        "watched_s": _seconds(day.watched_s),
        **_times(day),
        "paused_s": _seconds(day.paused_s),
        "unwatched_s": _seconds(day.unwatched_s),
        "longest_sitting_s": _seconds(day.longest_sitting_s),
        "breaks": day.breaks,
        "episodes": day.episodes,
        "nudges": day.nudges,
        "profiles": list(day.profiles),
    }


def _times(time: Judged | StateTime) -> dict[str, Any]:
    return {
        "judged_s": _seconds(time.judged_s),
        "upright_s": _seconds(time.upright_s),
        "poor_s": _seconds(time.poor_s),
        "poor_share": None if time.poor_share is None else round(time.poor_share, 4),
    }


def _sitting(sitting: Sitting) -> dict[str, Any]:
    return {
        "start": sitting.start.isoformat(),
        "end": sitting.end.isoformat(),
        "sat_s": _seconds(sitting.sat_s),
    }


def _goal(goal: GoalFigures) -> dict[str, Any]:
    return {
        "share": goal.share,
        "days_met": goal.met,
        "days_judged": goal.judged,
        "streak_days": goal.streak,
    }


def _by_state(by_state: Mapping[WatchState, float]) -> dict[str, float]:
    return {state.value: _seconds(s) for state, s in by_state.items()}


def _seconds(value: float) -> float:
    return round(value, 1)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
