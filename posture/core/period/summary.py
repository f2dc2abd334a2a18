"""A period, added up: minutes, episodes and nudges in, a PeriodSummary out. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, tzinfo

from posture.core.day.model import JudgedTime
from posture.core.day.records import Delivery, EpisodeRecord, NudgeRecord, StateSpan
from posture.core.day.summary import earlier_days, merged_episodes, tally_of
from posture.core.day.timeline import day_bounds
from posture.core.events import Cause
from posture.core.period.calendar import Period, days_between, month_of, week_of
from posture.core.period.goal import goal_figures
from posture.core.period.model import (
    DayFigures,
    PeriodLimits,
    PeriodPart,
    PeriodSummary,
    SittingFigures,
)
from posture.core.period.totals import DayTotal, PeriodTotals, seconds
from posture.core.period.trial_result import Trial
from posture.core.states import WatchState

MOST_DAY_PARTS, MOST_WEEK_PARTS = 31, 26  # of more days, weeks are shown; of more weeks, months


def summarise_period(
    period: Period,
    tz: tzinfo,
    spans: Iterable[StateSpan],
    episodes: Iterable[EpisodeRecord],
    nudges: Iterable[NudgeRecord],
    limits: PeriodLimits,
    *,
    today: date,
    before: Sequence[JudgedTime] = (),
    goal_before: Iterable[JudgedTime] = (),
    trial: Trial | None = None,
) -> PeriodSummary:
    """Add up some local days, the last of them today at most.

    spans: in order of time. before: the days of the period before, to compare
    with. trial: all of it, until the period's end. goal_before: all days before, newest first; read
    only for a goal met every day.
    """
    totals = PeriodTotals(tz, limits)
    totals.add(spans)
    start = day_bounds(period.first, tz)[0]
    end = day_bounds(period.last, tz)[1]
    bouts = [
        episode
        for episode in merged_episodes(episodes, limits.day.merge_s)
        if start <= episode.started < end
    ]
    spoken = [nudge for nudge in nudges if start <= nudge.at < end]
    shown = days_between(period.first, max(period.first, min(period.last, today))).days
    sittings = totals.sittings.figures()
    days = tuple(_days(shown, tz, totals, sittings, bouts, spoken))
    by_state: Counter[WatchState] = Counter()
    by_cause: Counter[Cause] = Counter()
    for total in totals.by_day.values():
        by_state.update(total.by_state)
        by_cause.update(total.by_cause)
    judged = [(day.day, JudgedTime(day.upright_s, day.poor_s)) for day in days]
    min_judged_s = limits.day.report.min_judged_s
    return PeriodSummary(
        period=period,
        zone=str(tz),
        limits=limits.day.report,
        rest_s=limits.rest_s,
        until=today if period.first <= today < period.last else None,
        days=days,
        parts=tuple(_parts(period, days)),
        by_state=_watched(by_state),
        paused_s=by_state[WatchState.PAUSED] / 1e6,
        unwatched_s=sum(day.unwatched_s for day in days),
        by_cause=_longest_first(by_cause),
        weekday_hours=totals.weekday_hours(),
        sittings=sittings,
        episodes=tuple(bouts),
        tally=tally_of(bouts, spoken, limits.day.answer_s),
        trial=trial,
        nudges=len(spoken),
        goal=goal_figures(judged, goal_before, limits.day.report.goal_share, min_judged_s),
        earlier=earlier_days(before, min_judged_s),
        profiles=tuple(dict.fromkeys(name for day in days for name in day.profiles)),
        uncalibrated_days=sum(bool(day.judged_s and not day.profiles) for day in days),
        moved_zone=totals.moved_zone,
    )


def _days(
    shown: Iterable[date],
    tz: tzinfo,
    totals: PeriodTotals,
    sittings: SittingFigures,
    bouts: Iterable[EpisodeRecord],
    spoken: Iterable[NudgeRecord],
) -> Iterator[DayFigures]:
    """The figures of each day; a bout and a nudge belong to the day they began in."""
    begun = Counter(_day_of(bout.started, tz) for bout in bouts)
    nudged = Counter(
        _day_of(nudge.at, tz) for nudge in spoken if nudge.outcome is Delivery.DELIVERED
    )
    for day in shown:
        total = totals.by_day.get(day) or DayTotal()
        yield DayFigures(
            day=day,
            by_state=_watched(total.by_state),
            paused_s=total.by_state[WatchState.PAUSED] / 1e6,
            unwatched_s=total.unwatched_s,
            by_cause=_longest_first(total.by_cause),
            longest_sitting_s=sittings.longest_by_day.get(day, 0.0),
            breaks=sittings.breaks.get(day, 0),
            episodes=begun[day],
            nudges=nudged[day],
            profiles=tuple(total.profiles),
        )


def _parts(period: Period, days: Sequence[DayFigures]) -> Iterable[PeriodPart]:
    """Its days; of a longer period its weeks, of a long one its months."""
    count = len(period.days)
    if count <= MOST_DAY_PARTS:
        kind, group = "day", {day.day: [day] for day in days}
    else:
        is_weeks = count <= 7 * MOST_WEEK_PARTS
        kind, part_of = ("week", week_of) if is_weeks else ("month", month_of)
        group = {}
        for day in days:
            group.setdefault(part_of(day.day).first, []).append(day)
    for inside in group.values():
        by_state: Counter[WatchState] = Counter()
        by_cause: Counter[Cause] = Counter()
        for day in inside:
            by_state.update({state: round(s * 1e6) for state, s in day.by_state.items()})
            by_cause.update({cause: round(s * 1e6) for cause, s in day.by_cause.items()})
        causes = _longest_first(by_cause)
        yield PeriodPart(kind, inside[0].day, inside[-1].day, seconds(by_state), causes)


def _watched(micros: Counter[WatchState]) -> Mapping[WatchState, float]:
    return {state: s for state, s in seconds(micros).items() if state is not WatchState.PAUSED}


def _longest_first(micros: Counter[Cause]) -> Mapping[Cause, float]:
    return {cause: lasting / 1e6 for cause, lasting in micros.most_common()}


def _day_of(at: datetime, tz: tzinfo) -> date:
    return at.astimezone(tz).date()
