"""One day, added up: records in, a DaySummary out. Pure; the day and its zone are given."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, tzinfo
from statistics import median

from posture.core.day.model import (
    AngleMedians,
    DaySummary,
    Earlier,
    Hour,
    JudgedTime,
    NudgeTally,
)
from posture.core.day.records import (
    DayRecords,
    Delivery,
    EpisodeRecord,
    NudgeRecord,
    SampleRecord,
    elapsed,
)
from posture.core.day.timeline import Span, credits_within, day_bounds
from posture.core.day.totals import DayTotals
from posture.core.events import Cause
from posture.core.nudges.inputs import AnswerKind
from posture.core.policies.day import SummaryLimits
from posture.core.reasons import EpisodeEnd
from posture.core.states import WatchState
from posture.core.verdict.episodes import is_one_bout

# A nudge and its bout are kept by two readings of the clock.
_SAME_S = 2.0

__all__ = [
    "AngleMedians",
    "DayRecords",
    "DaySummary",
    "Delivery",
    "Earlier",
    "EpisodeRecord",
    "Hour",
    "JudgedTime",
    "NudgeRecord",
    "NudgeTally",
    "SampleRecord",
    "Span",
    "summarise",
]


def summarise(
    day: date,
    tz: tzinfo,
    records: DayRecords,
    limits: SummaryLimits,
    earlier: Sequence[JudgedTime] = (),
) -> DaySummary:
    """Add up one local day. records may reach beyond the day; what lies outside is not counted.

    An episode or nudge belongs to the day it began in, whole; time is split at midnight exactly.
    earlier: the judged time of previous days to compare with.
    """
    start, end = day_bounds(day, tz)
    totals = DayTotals(start, end, tz, limits.report)
    for stretch in credits_within(records.samples, start, end, limits.gap_intervals):
        totals.add(stretch)
    by_state = totals.by_state()
    paused_s = by_state.pop(WatchState.PAUSED, 0.0)
    episodes = [
        episode
        for episode in merged_episodes(records.episodes, limits.merge_s)
        if start <= episode.started < end
    ]
    nudges = sorted(
        (nudge for nudge in records.nudges if start <= nudge.at < end),
        key=lambda nudge: nudge.at.astimezone(UTC),
    )
    return DaySummary(
        day=day,
        zone=str(tz),
        start=start.astimezone(tz),
        end=end.astimezone(tz),
        limits=limits.report,
        by_state=by_state,
        paused_s=paused_s,
        by_cause=totals.by_cause(),
        hours=totals.hours(),
        spans=totals.spans.spans(),
        episodes=tuple(_in_zone(episode, tz) for episode in episodes),
        nudges=tuple(replace(nudge, at=nudge.at.astimezone(tz)) for nudge in nudges),
        tally=tally_of(episodes, nudges, limits.answer_s),
        still=totals.still(),
        upright_angles=totals.medians(WatchState.UPRIGHT),
        poor_angles=totals.medians(WatchState.POOR),
        earlier=earlier_days(earlier, limits.report.min_judged_s),
        profiles=totals.profiles(),
        moved_zone=totals.moved_zone,
    )


def merged_episodes(episodes: Iterable[EpisodeRecord], merge_s: float) -> list[EpisodeRecord]:
    """In order of time; those of one cause less than merge_s apart are one."""
    merged: list[EpisodeRecord] = []
    for episode in sorted(episodes, key=lambda episode: episode.started.astimezone(UTC)):
        if merged:
            before = merged[-1]
            apart_s = elapsed(before.ended, episode.started).total_seconds()
            if is_one_bout(before.causes, episode.causes, apart_s, merge_s):
                merged[-1] = replace(
                    episode,
                    started=before.started,
                    causes=tuple(dict.fromkeys((*before.causes, *episode.causes))),
                    worst_severity=max(before.worst_severity, episode.worst_severity),
                    nudged_at=before.nudged_at or episode.nudged_at,
                )
                continue
        merged.append(episode)
    return merged


def tally_of(
    episodes: Iterable[EpisodeRecord], nudges: Sequence[NudgeRecord], answer_s: float
) -> NudgeTally:
    """What became of the nudges, and what followed those shown within ``answer_s``."""
    by_outcome: dict[Delivery, Counter[str]] = {outcome: Counter() for outcome in Delivery}
    breaks: Counter[Delivery] = Counter()
    answers: Counter[str] = Counter()
    for nudge in nudges:
        if nudge.cause is Cause.SITTING_LONG and nudge.outcome is not Delivery.FAILED:
            breaks[nudge.outcome] += 1
        else:
            by_outcome[nudge.outcome][nudge.why or "no reason recorded"] += 1
        if nudge.answer:
            answers[nudge.answer] += 1
    followed = list(_after_nudges(episodes, nudges))
    corrections = [after_s for after_s in followed if after_s is not None and after_s <= answer_s]
    return NudgeTally(
        delivered=by_outcome[Delivery.DELIVERED].total(),
        failed=dict(by_outcome[Delivery.FAILED].most_common()),
        held_back=dict(by_outcome[Delivery.HELD_BACK].most_common()),
        answers=dict(answers.most_common()),
        break_reminders=breaks[Delivery.DELIVERED],
        breaks_held_back=breaks[Delivery.HELD_BACK],
        withheld=by_outcome[Delivery.WITHHELD].total(),
        followed=len(followed),
        corrected=len(corrections),
        median_correction_s=median(corrections) if corrections else None,
    )


def _after_nudges(
    episodes: Iterable[EpisodeRecord], nudges: Iterable[NudgeRecord]
) -> Iterator[float | None]:
    """Of each nudge shown about a bout that is over: seconds until the user sat up, if so.

    Those answered "false alarm" are left out.
    """
    shown = sorted(
        (
            n
            for n in nudges
            if n.outcome is Delivery.DELIVERED and n.cause is not Cause.SITTING_LONG
        ),
        key=lambda nudge: nudge.at.astimezone(UTC),
    )
    times = [nudge.at.timestamp() for nudge in shown]
    for bout in episodes:
        if bout.nudged_at is None:
            continue
        first = bisect_left(times, bout.started.timestamp())
        last = bisect_right(times, bout.ended.timestamp() + _SAME_S)
        about = [(nudge.at, nudge.answer) for nudge in shown[first:last]]
        for at, answer in about or [(bout.nudged_at, None)]:
            if answer != AnswerKind.FALSE_ALARM:
                is_corrected = bout.reason == EpisodeEnd.CORRECTED
                yield max(0.0, elapsed(at, bout.ended).total_seconds()) if is_corrected else None


def earlier_days(days: Iterable[JudgedTime], min_judged_s: float) -> Earlier | None:
    """The days with enough judged time, together; None without any."""
    enough = [day for day in days if day.upright_s + day.poor_s >= min_judged_s]
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
