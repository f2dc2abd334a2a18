"""One day, added up: records in, a DaySummary out. Pure; the day and its zone are given."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from statistics import median

from posture.core.day.model import (
    AngleMedians,
    DaySummary,
    Earlier,
    Hour,
    JudgedTime,
    NudgeTally,
    SummaryLimits,
)
from posture.core.day.records import DayRecords, Delivery, EpisodeRecord, NudgeRecord, SampleRecord
from posture.core.day.stillness import longest_still
from posture.core.day.timeline import Credit, Span, credits_within, day_bounds, hours_between, spans
from posture.core.events import Cause, WatchState

__all__ = [
    "AngleMedians", "DayRecords", "DaySummary", "Delivery", "Earlier", "EpisodeRecord", "Hour",
    "JudgedTime", "NudgeRecord", "NudgeTally", "SampleRecord", "Span", "SummaryLimits",
    "judged_time", "summarise",
]

ANGLE_FIELDS = (
    "neck_deg", "torso_deg", "neck_change_deg", "torso_change_deg",
    "neck_uncertainty_deg", "torso_uncertainty_deg",
)

_MICROSECOND = timedelta(microseconds=1)


def summarise(
    day: date,
    tz: tzinfo,
    records: DayRecords,
    limits: SummaryLimits,
    earlier: Sequence[JudgedTime] = (),
) -> DaySummary:
    """Add up one local day. records may reach beyond the day; what lies outside is not counted.

    An episode or nudge belongs to the day it began in, whole; time is split at midnight exactly.
    earlier: ``judged_time`` of previous days to compare with.
    """
    start, end = day_bounds(day, tz)
    stretches = tuple(credits_within(records.samples, start, end, limits.gap_intervals))
    by_state = _add_up(stretches)
    paused_s = by_state.pop(WatchState.PAUSED, 0.0)
    episodes = sorted(
        (episode for episode in records.episodes if start <= episode.started < end),
        key=lambda episode: episode.started.astimezone(UTC),
    )
    nudges = sorted(
        (nudge for nudge in records.nudges if start <= nudge.at < end),
        key=lambda nudge: nudge.at.astimezone(UTC),
    )
    still = longest_still(stretches, limits.still_deg, limits.bridge_s)
    return DaySummary(
        day=day,
        zone=str(tz),
        start=start.astimezone(tz),
        end=end.astimezone(tz),
        limits=limits,
        by_state=by_state,
        paused_s=paused_s,
        by_cause=_by_cause(stretches),
        hours=_by_hour(stretches, start, end, tz),
        spans=spans(stretches, tz),
        episodes=tuple(_in_zone(episode, tz) for episode in episodes),
        nudges=tuple(replace(nudge, at=nudge.at.astimezone(tz)) for nudge in nudges),
        tally=_tally(episodes, nudges),
        still=still and (still[0].astimezone(tz), still[1].astimezone(tz)),
        upright_angles=_medians(stretches, WatchState.UPRIGHT),
        poor_angles=_medians(stretches, WatchState.POOR),
        earlier=_earlier(earlier, limits.enough_s),
        profiles=tuple(dict.fromkeys(s.sample.profile for s in stretches if s.sample.profile)),
        moved_zone=any(_is_elsewhere(s.sample.at, tz) for s in stretches),
    )


def judged_time(
    day: date, tz: tzinfo, samples: Iterable[SampleRecord], limits: SummaryLimits
) -> JudgedTime:
    """Upright and slouched seconds of a local day: the part of ``summarise`` that is quick."""
    by_state = _add_up(credits_within(samples, *day_bounds(day, tz), limits.gap_intervals))
    return JudgedTime(
        by_state.get(WatchState.UPRIGHT, 0.0), by_state.get(WatchState.POOR, 0.0)
    )


def _add_up(stretches: Iterable[Credit]) -> dict[WatchState, float]:
    total: defaultdict[WatchState, timedelta] = defaultdict(timedelta)
    for stretch in stretches:
        total[stretch.sample.state] += stretch.end - stretch.start
    return {state: total[state].total_seconds() for state in WatchState if state in total}


def _by_cause(stretches: Iterable[Credit]) -> dict[Cause, float]:
    total: Counter[Cause] = Counter()
    for stretch in stretches:
        if stretch.sample.state is WatchState.POOR and stretch.sample.cause is not None:
            total[stretch.sample.cause] += round((stretch.end - stretch.start) / _MICROSECOND)
    return {cause: micros / 1e6 for cause, micros in total.most_common()}


def _by_hour(
    stretches: Sequence[Credit], start: datetime, end: datetime, tz: tzinfo
) -> tuple[Hour, ...]:
    edges = hours_between(start, end, tz)
    inside: list[list[Credit]] = [[] for _ in edges[1:]]
    hour = 0
    for stretch in stretches:
        at = stretch.start
        while at < stretch.end:
            while edges[hour + 1] <= at:
                hour += 1
            until = min(stretch.end, edges[hour + 1])
            inside[hour].append(Credit(stretch.sample, at, until))
            at = until
    return tuple(
        Hour(
            edges[i].astimezone(tz),
            (edges[i + 1] - edges[i]).total_seconds(),
            _add_up(inside[i]),
        )
        for i in range(len(inside))
    )


def _medians(stretches: Iterable[Credit], state: WatchState) -> AngleMedians:
    of_state = [s for s in stretches if s.sample.state is state]
    return AngleMedians(**{name: _weighted_median(of_state, name) for name in ANGLE_FIELDS})


def _weighted_median(stretches: Iterable[Credit], name: str) -> float | None:
    """The value at which half of the time lies below and half above."""
    weighed = sorted(
        (value, (s.end - s.start).total_seconds())
        for s in stretches
        if (value := getattr(s.sample, name)) is not None
    )
    half = sum(weight for _, weight in weighed) / 2
    passed = 0.0
    for value, weight in weighed:
        passed += weight
        if passed >= half:
            return float(value)
    return None


def _tally(episodes: Iterable[EpisodeRecord], nudges: Iterable[NudgeRecord]) -> NudgeTally:
    by_outcome: dict[Delivery, Counter[str]] = {outcome: Counter() for outcome in Delivery}
    answers: Counter[str] = Counter()
    for nudge in nudges:
        by_outcome[nudge.outcome][nudge.why or "no reason recorded"] += 1
        if nudge.answer:
            answers[nudge.answer] += 1
    nudged = [e for e in episodes if e.nudged_at is not None]
    corrections = [e.correction_s for e in nudged if e.correction_s is not None]
    return NudgeTally(
        delivered=by_outcome[Delivery.DELIVERED].total(),
        failed=dict(by_outcome[Delivery.FAILED].most_common()),
        held_back=dict(by_outcome[Delivery.HELD_BACK].most_common()),
        answers=dict(answers.most_common()),
        followed=len(nudged),
        corrected=len(corrections),
        median_correction_s=median(corrections) if corrections else None,
    )


def _earlier(days: Iterable[JudgedTime], enough_s: float) -> Earlier | None:
    enough = [day for day in days if day.upright_s + day.poor_s >= enough_s]
    poor_s = sum(day.poor_s for day in enough)
    judged_s = poor_s + sum(day.upright_s for day in enough)
    return Earlier(len(enough), poor_s / judged_s) if judged_s else None


def _in_zone(episode: EpisodeRecord, tz: tzinfo) -> EpisodeRecord:
    nudged = episode.nudged_at
    return replace(
        episode,
        started=episode.started.astimezone(tz),
        ended=episode.ended.astimezone(tz),
        nudged_at=nudged and nudged.astimezone(tz),
    )


def _is_elsewhere(at: datetime, tz: tzinfo) -> bool:
    """Whether a look was taken under another offset; plain UTC says nothing about the place."""
    return at.tzinfo is not UTC and at.utcoffset() != at.astimezone(tz).utcoffset()
