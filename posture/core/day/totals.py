"""What the looks of a day come to, taken in one after the other: a long day is never in memory.

Medians are of angles to the hundredth of a degree, so that they need a count of each value only.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, datetime, timedelta, tzinfo

from posture.core.day.model import AngleMedians, Hour
from posture.core.day.stillness import LongestStill
from posture.core.day.timeline import Credit, SpanJoiner, hours_between
from posture.core.events import Cause
from posture.core.policies.day import ReportPolicy
from posture.core.states import WatchState

_ANGLES = tuple(field.name for field in fields(AngleMedians))
_MICROSECOND = timedelta(microseconds=1)


class StateTotals:
    """Seconds in each state."""

    def __init__(self) -> None:
        self._total: defaultdict[WatchState, timedelta] = defaultdict(timedelta)

    def add(self, state: WatchState, lasting: timedelta) -> None:
        self._total[state] += lasting

    def seconds(self) -> dict[WatchState, float]:
        """In the order of WatchState; only states that occurred."""
        return {s: self._total[s].total_seconds() for s in WatchState if s in self._total}


class DayTotals:
    """Sums over the credited stretches of one local day, given in order of time.

    start, end: the day's bounds, in UTC. moved_zone, profiles: as in DaySummary.
    """

    def __init__(self, start: datetime, end: datetime, tz: tzinfo, limits: ReportPolicy) -> None:
        self._tz = tz
        self._edges = hours_between(start, end, tz)
        self._hours = [StateTotals() for _ in self._edges[1:]]
        self._hour = 0
        self._by_state = StateTotals()
        self._by_cause: Counter[Cause] = Counter()
        self._angles = {state: AngleTotals() for state in (WatchState.UPRIGHT, WatchState.POOR)}
        self._still = LongestStill(limits.still_deg, limits.bridge_s)
        self._profiles: dict[str, None] = {}
        self.spans = SpanJoiner(tz)
        self.moved_zone = False

    def add(self, stretch: Credit) -> None:
        """The next stretch."""
        sample, lasting = stretch.sample, stretch.end - stretch.start
        self._by_state.add(sample.state, lasting)
        if sample.state is WatchState.POOR and sample.cause is not None:
            self._by_cause[sample.cause] += round(lasting / _MICROSECOND)
        if sample.state in self._angles:
            self._angles[sample.state].add(stretch)
        if sample.profile:
            self._profiles[sample.profile] = None
        self._add_to_hours(stretch)
        self._still.add(stretch)
        self.spans.add(stretch)
        self.moved_zone = self.moved_zone or _is_elsewhere(sample.at, self._tz)

    def by_state(self) -> dict[WatchState, float]:
        return self._by_state.seconds()

    def by_cause(self) -> dict[Cause, float]:
        """Seconds of poor posture by its main cause, longest first."""
        return {cause: micros / 1e6 for cause, micros in self._by_cause.most_common()}

    def hours(self) -> tuple[Hour, ...]:
        """Every clock hour of the day."""
        ends = zip(self._edges, self._edges[1:], self._hours, strict=False)
        return tuple(
            Hour(edge.astimezone(self._tz), (until - edge).total_seconds(), total.seconds())
            for edge, until, total in ends
        )

    def medians(self, state: WatchState) -> AngleMedians:
        """Medians by time over the looks of a judged state."""
        return self._angles[state].medians()

    def still(self) -> tuple[datetime, datetime] | None:
        """Start and end of the longest time in one position, in the day's zone."""
        longest = self._still.longest()
        return longest and (longest[0].astimezone(self._tz), longest[1].astimezone(self._tz))

    def profiles(self) -> tuple[str, ...]:
        return tuple(self._profiles)

    def _add_to_hours(self, stretch: Credit) -> None:
        at = stretch.start
        while at < stretch.end:
            while self._edges[self._hour + 1] <= at:
                self._hour += 1
            until = min(stretch.end, self._edges[self._hour + 1])
            self._hours[self._hour].add(stretch.sample.state, until - at)
            at = until


class AngleTotals:
    """How long each value of each angle was held."""

    def __init__(self) -> None:
        self._held: dict[str, Counter[float]] = {name: Counter() for name in _ANGLES}

    def add(self, stretch: Credit) -> None:
        lasting = round((stretch.end - stretch.start) / _MICROSECOND)
        for name, held in self._held.items():
            value = getattr(stretch.sample, name)
            if value is not None:
                held[round(value, 2)] += lasting

    def medians(self) -> AngleMedians:
        return AngleMedians(**{name: _median(held.items()) for name, held in self._held.items()})


def _median(held: Iterable[tuple[float, int]]) -> float | None:
    """The value at which half of the time lies below and half above."""
    ordered = sorted(held)
    half = sum(lasting for _, lasting in ordered) / 2
    passed = 0
    for value, lasting in ordered:
        passed += lasting
        if passed >= half:
            return float(value)
    return None


def _is_elsewhere(at: datetime, tz: tzinfo) -> bool:
    """Whether a look was taken under another offset; plain UTC says nothing about the place."""
    return at.tzinfo is not UTC and at.utcoffset() != at.astimezone(tz).utcoffset()
