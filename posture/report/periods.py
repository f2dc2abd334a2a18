"""From the store to a period's summary: minutes and bouts only, however long it is."""

from collections.abc import Iterator
from datetime import date, timedelta, tzinfo
from typing import TYPE_CHECKING

from posture.config import Config
from posture.core.day.model import JudgedTime
from posture.core.day.summary import merged_episodes
from posture.core.period.calendar import Period, month_of
from posture.core.period.model import PeriodLimits, PeriodSummary
from posture.core.period.summary import summarise_period
from posture.core.period.trial_result import Trial

if TYPE_CHECKING:  # it brings NumPy
    from posture.protocols import Store


class JudgedDays:
    """What was judged of each recorded day; read once, for reports that look far back."""

    def __init__(self, store: "Store", tz: tzinfo, gap_intervals: float) -> None:
        self._store = store
        self._tz = tz
        self._gap_intervals = gap_intervals
        self._by_month: dict[Period, dict[date, JudgedTime]] = {}

    def before(self, day: date) -> Iterator[JudgedTime]:
        """Of the days before a day, newest first."""
        while recorded := self._store.latest_days(self._tz, 1, day - timedelta(days=1)):
            month = month_of(recorded[0])
            judged = self._of(month)
            yield from (judged[each] for each in reversed(judged) if each < day)
            day = month.first

    def _of(self, month: Period) -> dict[date, JudgedTime]:
        if month not in self._by_month:
            judged = self._store.judged_by_day(month.days, self._tz, self._gap_intervals)
            self._by_month[month] = judged
        return self._by_month[month]


def period_summary(
    store: "Store",
    period: Period,
    tz: tzinfo,
    config: Config,
    today: date,
    judged_days: JudgedDays | None = None,
) -> PeriodSummary:
    """A period up to today, compared with the one before it.

    judged_days: those of the record, where several periods are reported together.
    """
    limits = period_limits(config)
    gap_intervals = limits.day.gap_intervals
    first, last = period.first, min(period.last, today)
    earlier = period.before()
    days_before = store.days(tz, earlier.first, earlier.last)
    before = store.judged_by_day(days_before, tz, gap_intervals)
    judged_days = judged_days or JudgedDays(store, tz, gap_intervals)
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
        goal_before=judged_days.before(first),
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
