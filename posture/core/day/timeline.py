"""From looks to time: how long each state lasted, within one local day.

A sample speaks from its own time until the next sample; a stretch that is a gap (core/credit.py)
is credited to nothing, which is how suspend, a crash and a clock set forward all come out.

    look     u     u     p     p                 u     u
    time     |--u--|--u--|--p--|      gap        |--u--|
                                     (not credited)

Samples are taken in order of their instants, so a clock set back cannot give a negative or double
stretch: the credited time of a day never exceeds the day. The last sample is followed by
nothing and credited with nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise

from posture.core.credit import credited_s
from posture.core.day.records import SampleRecord, elapsed
from posture.core.states import WatchState

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Credit:
    """The stretch one sample speaks for; start and end in UTC."""

    sample: SampleRecord
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Span:
    """A state that lasted without a break, from start to end, in the day's own zone."""

    start: datetime
    end: datetime
    state: WatchState

    @property
    def duration_s(self) -> float:
        return elapsed(self.start, self.end).total_seconds()


def day_bounds(day: date, tz: tzinfo) -> tuple[datetime, datetime]:
    """The first instant of a local day and of the next, in UTC: 23, 24 or 25 hours apart.

    Days tile time: each ends where the next begins. A midnight the zone skips (Cairo, 2026-04-24)
    becomes the instant of the change, by the meaning of ``fold=0`` (PEP 495).
    """
    start = datetime(day.year, day.month, day.day, tzinfo=tz).astimezone(UTC)
    after = day + timedelta(days=1)
    return start, datetime(after.year, after.month, after.day, tzinfo=tz).astimezone(UTC)


def credits_within(
    samples: Iterable[SampleRecord], start: datetime, end: datetime, gap_intervals: float
) -> Iterator[Credit]:
    """The credited stretches of the samples, cut to ``[start, end)``, in order of time.

    samples: a sequence in any order, or what comes one by one in order of its instants.
    """
    if isinstance(samples, Sequence):
        samples = sorted(samples, key=lambda sample: sample.at.astimezone(UTC))
    timed = ((sample.at.astimezone(UTC), sample) for sample in samples)
    for (at, sample), (until, _) in pairwise(timed):
        lasting = until - at
        if sample.state is WatchState.GAP:
            continue
        if credited_s(lasting.total_seconds(), sample.interval_s, gap_intervals) is None:
            continue
        first, last = max(at, start), min(until, end)
        if first < last:
            yield Credit(sample, first, last)


class SpanJoiner:
    """Joins neighbouring stretches of one state, given in order of time."""

    def __init__(self, tz: tzinfo) -> None:
        self._tz = tz
        self._joined: list[tuple[datetime, datetime, WatchState]] = []

    def add(self, stretch: Credit) -> None:
        joined, state = self._joined, stretch.sample.state
        if joined and joined[-1][1] == stretch.start and joined[-1][2] is state:
            joined[-1] = (joined[-1][0], stretch.end, state)
        else:
            joined.append((stretch.start, stretch.end, state))

    def spans(self) -> tuple[Span, ...]:
        """The spans so far, in the zone ``tz``."""
        tz = self._tz
        return tuple(
            Span(start.astimezone(tz), end.astimezone(tz), state)
            for start, end, state in self._joined
        )


def hours_between(start: datetime, end: datetime, tz: tzinfo) -> tuple[datetime, ...]:
    """Where the clock hours of a day begin and the last one ends, in UTC; n hours, n + 1 edges."""
    edges = [start]
    while edges[-1] < end:
        local = edges[-1].astimezone(tz)
        past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        edges.append(min(end, edges[-1] + HOUR - past))
    return tuple(edges)
