"""From the store to a period's summary: minutes and bouts only, however long it is."""

from collections.abc import Iterable, Iterator
from datetime import date, tzinfo

from posture.config import Config
from posture.core.day.model import JudgedTime
from posture.core.day.summary import judged_time
from posture.core.day.timeline import credits_within, day_bounds
from posture.core.period.calendar import Period
from posture.core.period.model import PeriodLimits, PeriodSummary
from posture.core.period.summary import summarise_period
from posture.core.period.totals import LookTime
from posture.protocols import Store
from posture.report.write import limits_of


def period_summary(
    store: Store, period: Period, tz: tzinfo, config: Config, today: date
) -> PeriodSummary:
    """A period up to today, compared with the one before it."""
    limits = period_limits(config)
    recorded = store.days(tz)
    days = [day for day in recorded if period.first <= day <= min(period.last, today)]
    earlier = period.before()
    before = [day for day in recorded if earlier.first <= day <= earlier.last]
    past = [day for day in reversed(recorded) if day < period.first]
    return summarise_period(
        period,
        tz,
        _times(store, days, tz, limits),
        [episode for day in days for episode in store.episodes(day, tz)],
        [nudge for day in days for nudge in store.nudges(day, tz)],
        limits,
        today=today,
        before=tuple(_judged(store, before, tz, limits)),
        goal_before=_judged(store, past, tz, limits),
    )


def period_limits(config: Config) -> PeriodLimits:
    return PeriodLimits(
        day=limits_of(config),
        rest_s=config.breaks.hourly_rest_s,
        break_max_s=config.report.break_max_s,
        fresh_s=config.report.fresh_s,
        goal_share=config.report.goal_share,
    )


def _times(
    store: Store, days: Iterable[date], tz: tzinfo, limits: PeriodLimits
) -> Iterator[LookTime]:
    for day in days:
        looks = store.samples(day, tz)
        for stretch in credits_within(looks, *day_bounds(day, tz), limits.day.gap_intervals):
            yield LookTime.of(stretch)


def _judged(
    store: Store, days: Iterable[date], tz: tzinfo, limits: PeriodLimits
) -> Iterator[JudgedTime]:
    for day in days:
        yield judged_time(day, tz, store.samples(day, tz), limits.day)
