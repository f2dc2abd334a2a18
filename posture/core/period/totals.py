"""What minutes come to, by day, by hour of the week and in all; taken in one after the other.

Times are summed in whole microseconds, so that each sum is exact and the parts add up to the whole.
A day is one of the zone reported in, as on the day's own page. The hour of the week is that of the
clock where somebody sat: whoever travelled did not sit there at night.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo

from posture.core.day.records import StateSpan
from posture.core.day.timeline import day_bounds
from posture.core.events import Cause
from posture.core.period.model import PeriodLimits, StateTime
from posture.core.period.sittings import EPOCH, SittingTotals
from posture.core.states import WatchState

_HOUR_US = 3_600_000_000
_MONDAY = 3  # the weekday of 1970-01-01, from Monday 0


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

    def __init__(self, first: date, tz: tzinfo, limits: PeriodLimits) -> None:
        self._tz = tz
        self._begin(first)
        self._hours: defaultdict[tuple[int, int], Counter[WatchState]] = defaultdict(Counter)
        self.by_day: defaultdict[date, DayTotal] = defaultdict(DayTotal)
        self.sittings = SittingTotals(tz, limits)
        self.moved_zone = False

    def add(self, span: StateSpan) -> None:
        """The next; none reaches over a midnight of the zone."""
        at_us, lasting_us, state = span.at_us, span.lasting_us, span.state
        if state is WatchState.GAP or not lasting_us:
            return
        while at_us >= self._ends_us:
            self._begin(self._day + timedelta(days=1))
        total = self.by_day[self._day]
        total.by_state[state] += lasting_us
        if state is WatchState.POOR and span.cause is not None:
            total.by_cause[span.cause] += lasting_us
        if span.profile:
            total.profiles[span.profile] = None
        if total.first_us is None:
            total.first_us = at_us
        total.last_us = max(total.last_us, at_us + lasting_us)
        self.sittings.add(at_us, lasting_us, state)
        self._add_to_hours(span)

    def weekday_hours(self) -> Mapping[tuple[int, int], StateTime]:
        """By weekday, Monday 0, and hour of the clock; only those with a record."""
        return {key: StateTime(seconds(self._hours[key])) for key in sorted(self._hours)}

    def _add_to_hours(self, span: StateSpan) -> None:
        offset_s = here_s = self._offset_here_s(span.at_us)
        if span.offset_s:  # plain UTC says nothing about the place
            offset_s = span.offset_s
            self.moved_zone = self.moved_zone or offset_s != here_s
        clock_us, lasting_us = span.at_us + offset_s * 1_000_000, span.lasting_us
        while lasting_us > 0:
            hours, past_us = divmod(clock_us, _HOUR_US)
            inside_us = min(lasting_us, _HOUR_US - past_us)
            days, hour = divmod(hours, 24)
            self._hours[(days + _MONDAY) % 7, hour][span.state] += inside_us
            clock_us += inside_us
            lasting_us -= inside_us

    def _begin(self, day: date) -> None:
        begin, end = day_bounds(day, self._tz)
        self._day, self._ends_us = day, (end - EPOCH) // timedelta(microseconds=1)
        offset_s = _offset_s(begin, self._tz)
        self._all_day_s = offset_s if offset_s == _offset_s(end, self._tz) else None

    def _offset_here_s(self, at_us: int) -> int:
        """The zone's own; asked for each moment only on a day it changes, for that is slow."""
        if self._all_day_s is not None:
            return self._all_day_s
        return _offset_s(EPOCH + timedelta(microseconds=at_us), self._tz)


def seconds(micros: Counter[WatchState]) -> dict[WatchState, float]:
    """In the order of WatchState; only states that occurred."""
    return {state: micros[state] / 1e6 for state in WatchState if micros[state]}


def _offset_s(at: datetime, tz: tzinfo) -> int:
    return int((at.astimezone(tz).utcoffset() or timedelta()).total_seconds())
