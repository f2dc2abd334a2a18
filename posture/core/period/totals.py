"""What minutes come to, by day, by hour of the week and in all; taken in one after the other.

Times are summed in whole microseconds, so that each sum is exact and the parts add up to the whole.
A day is one of the zone reported in, as on the day's own page. The hour of the week is that of the
clock where somebody sat: whoever travelled did not sit there at night.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo

from posture.core.day.instants import to_datetime
from posture.core.day.local_days import by_local_day
from posture.core.day.records import StateSpan
from posture.core.day.timeline import day_bounds
from posture.core.events import Cause
from posture.core.period.model import PeriodLimits, StateTime
from posture.core.period.sittings import SittingTotals
from posture.core.states import WatchState

_HOUR_US = 3_600_000_000
_WEEK = 7 * 24  # hours
_SINCE_MONDAY = 3 * 24  # of 1970-01-01, a Thursday


@dataclass(slots=True)
class DayTotal:
    """One day's sums, in microseconds; first_us and last_us: when it was watched."""

    by_state: Counter[WatchState] = field(default_factory=Counter)
    by_cause: Counter[Cause] = field(default_factory=Counter)
    profiles: dict[str, None] = field(default_factory=dict)
    first_us: int | None = None
    last_us: int = 0

    @property
    def unwatched_s(self) -> float:
        """Seconds between the first and the last moment watched that nobody looked."""
        reach_us = self.last_us - (self.first_us or 0)
        return max(0, reach_us - self.by_state.total()) / 1e6 if self.first_us is not None else 0.0


class PeriodTotals:
    """Sums over what is given in order of time."""

    def __init__(self, tz: tzinfo, limits: PeriodLimits) -> None:
        self._tz = tz
        self._hours: defaultdict[int, Counter[WatchState]] = defaultdict(Counter)
        self.by_day: dict[date, DayTotal] = {}
        self.sittings = SittingTotals(tz, limits)
        self.moved_zone = False

    def add(self, spans: Iterable[StateSpan]) -> None:
        """Whole local days, in order of time."""
        for day, inside in by_local_day(spans, self._tz):
            watched = [s for s in inside if s.state is not WatchState.GAP and s.lasting_us]
            if watched:
                self.by_day[day] = _total(watched)
                self.sittings.add(watched)
                self._add_to_hours(day, watched)

    def weekday_hours(self) -> Mapping[tuple[int, int], StateTime]:
        """By weekday, Monday 0, and hour of the clock; only those with a record."""
        hours = sorted(self._hours)
        return {divmod(hour, 24): StateTime(seconds(self._hours[hour])) for hour in hours}

    def _add_to_hours(self, day: date, spans: Iterable[StateSpan]) -> None:
        all_day_s = self._offset_all_day_s(day)
        for span in spans:
            # Asked for each moment only on a day it changes, for that is slow.
            offset_s = all_day_s if all_day_s is not None else _offset_s(span.at_us, self._tz)
            if span.offset_s and span.offset_s != offset_s:  # plain UTC says nothing of the place
                offset_s = span.offset_s
                self.moved_zone = True
            clock_us, lasting_us = span.at_us + offset_s * 1_000_000, span.lasting_us
            while lasting_us > 0:
                hour, past_us = divmod(clock_us, _HOUR_US)
                inside_us = min(lasting_us, _HOUR_US - past_us)
                self._hours[(hour + _SINCE_MONDAY) % _WEEK][span.state] += inside_us
                clock_us += inside_us
                lasting_us -= inside_us

    def _offset_all_day_s(self, day: date) -> int | None:
        """The zone's own; None on a day it changes."""
        begin_s, end_s = (_offset_of(at, self._tz) for at in day_bounds(day, self._tz))
        return begin_s if begin_s == end_s else None


def _total(spans: Sequence[StateSpan]) -> DayTotal:
    total = DayTotal(first_us=spans[0].at_us)
    for span in spans:
        total.by_state[span.state] += span.lasting_us
        if span.state is WatchState.POOR and span.cause is not None:
            total.by_cause[span.cause] += span.lasting_us
        if span.profile:
            total.profiles[span.profile] = None
        total.last_us = max(total.last_us, span.at_us + span.lasting_us)
    return total


def seconds(micros: Counter[WatchState]) -> dict[WatchState, float]:
    """In the order of WatchState; only states that occurred."""
    return {state: micros[state] / 1e6 for state in WatchState if micros[state]}


def _offset_s(at_us: int, tz: tzinfo) -> int:
    return _offset_of(to_datetime(at_us), tz)


def _offset_of(at: datetime, tz: tzinfo) -> int:
    return int((at.astimezone(tz).utcoffset() or timedelta()).total_seconds())
