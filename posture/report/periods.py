"""From the store to a period's summary: minutes and bouts only, however long it is."""

from collections.abc import Iterator
from datetime import date, timedelta, tzinfo
from typing import TYPE_CHECKING

from posture.config import Config
from posture.core.day.model import JudgedTime
from posture.core.day.summary import merged_episodes
from posture.core.period.calendar import Period
from posture.core.period.model import PeriodLimits, PeriodSummary
from posture.core.period.summary import summarise_period
from posture.core.period.trial_result import Trial

if TYPE_CHECKING:  # it brings NumPy
    from posture.protocols import Store

_DAYS_AT_ONCE = 32  # read in search of the end of a row of days


def period_summary(
    store: "Store", period: Period, tz: tzinfo, config: Config, today: date
) -> PeriodSummary:
    """A period up to today, compared with the one before it."""
    limits = period_limits(config)
    gap_intervals = limits.day.gap_intervals
    first, last = period.first, min(period.last, today)
    earlier = period.before()
    days_before = store.days(tz, earlier.first, earlier.last)
    before = store.judged_by_day(days_before, tz, gap_intervals)
    return summarise_period(
        period,
        tz,
        store.spans(first, tz, gap_intervals, last),
        store.episodes(first, tz, last),
        store.nudges(first, tz, last),
        limits,
        today=today,
        before=tuple(before.values()),
        trial=_trial(store, last, tz, limits),
        goal_before=_judged_before(store, first, tz, gap_intervals),
    )


def _trial(store: "Store", last: date, tz: tzinfo, limits: PeriodLimits) -> Trial | None:
    """All of it, up to a day."""
    nudges = store.trial_nudges(tz, last)
    if not nudges:
        return None
    from posture.core.period.trial import decisions_of, read_trial  # noqa: PLC0415 - brings NumPy

    since = min(nudge.at.astimezone(tz).date() for nudge in nudges)
    bouts = merged_episodes(store.episodes(since, tz, last), limits.day.merge_s)
    least = limits.day.report.least_trial_nudges
    return read_trial(decisions_of(nudges, bouts), limits.day.answer_s, least)


def period_limits(config: Config) -> PeriodLimits:
    return PeriodLimits(config.summary_limits, config.breaks.hourly_rest_s)


def _judged_before(
    store: "Store", day: date, tz: tzinfo, gap_intervals: float
) -> Iterator[JudgedTime]:
    """Of the recorded days before a day, newest first."""
    while recorded := store.latest_days(tz, _DAYS_AT_ONCE, day - timedelta(days=1)):
        day = recorded[-1]
        judged = store.judged_by_day(recorded, tz, gap_intervals)
        yield from reversed(judged.values())
