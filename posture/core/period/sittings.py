"""Sittings and the breaks between them.

Theory of operation
-------------------
Sitting and resting are what the break reminders take for it (core/nudges/breaks.py). A sitting goes
on until its person has not been seen sitting for ``rest_s``:

    seen   sitting  away 1 min  sitting  covered  sitting | away 10 min | sitting
           |--------------- one sitting ------------------|   a break   |---- the next

What ended it is a break if at least ``rest_s`` of it was seen as rest, away or paused, and the next
sitting began within ``break_max_s``: longer is the end of a day's work. A gap, in which nobody
looked, ends a sitting too, but is no break: nobody knows.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, tzinfo

from posture.core.day.instants import to_datetime
from posture.core.day.records import StateSpan
from posture.core.nudges.breaks import RESTING, SITTING
from posture.core.period.model import Break, PeriodLimits, Sitting, SittingFigures, StateTime
from posture.core.states import WatchState

_JUDGED = (WatchState.UPRIGHT, WatchState.POOR)


class SittingTotals:
    """Fed the time in each state, in order; instants are microseconds since 1970.

    breaks: those so far, in order of time.
    """

    def __init__(self, tz: tzinfo, limits: PeriodLimits) -> None:
        self._tz = tz
        self._rest_us = round(limits.rest_s * 1e6)
        self._break_max_us = round(limits.day.report.break_max_s * 1e6)
        self._fresh_us = round(limits.day.report.fresh_s * 1e6)
        self._start_us: int | None = None
        self._seen_us = 0
        self._sat_us = 0
        self._rested_us = 0
        self._is_after_break = False
        self.breaks: list[Break] = []
        self._sittings: list[Sitting] = []
        self._fresh: Counter[WatchState] = Counter()
        self._later: Counter[WatchState] = Counter()

    def add(self, spans: Iterable[StateSpan]) -> None:
        """The next times in one state."""
        for span in spans:
            self._add(span.at_us, span.lasting_us, span.state)

    def _add(self, at_us: int, lasting_us: int, state: WatchState) -> None:
        if state in RESTING:
            self._rested_us += lasting_us
        if state not in SITTING:
            return
        if self._start_us is None:
            self._begin(at_us)
        elif at_us - self._seen_us >= self._rest_us:
            self._end()
            is_break = self._rested_us >= self._rest_us
            self._is_after_break = is_break and at_us - self._seen_us <= self._break_max_us
            if self._is_after_break:
                self.breaks.append(Break(self._local(self._seen_us), self._local(at_us)))
            self._begin(at_us)
        if state in _JUDGED:
            fresh_us = 0
            if self._is_after_break and self._sat_us < self._fresh_us:
                fresh_us = min(lasting_us, self._fresh_us - self._sat_us)
                self._fresh[state] += fresh_us
            self._later[state] += lasting_us - fresh_us
        self._sat_us += lasting_us
        self._seen_us = max(self._seen_us, at_us + lasting_us)
        self._rested_us = 0

    def figures(self) -> SittingFigures:
        """So far; the sitting that goes on counts as it is."""
        self._end()
        by_day: dict[date, float] = {}
        for sitting in self._sittings:
            day = sitting.start.date()
            by_day[day] = max(by_day.get(day, 0.0), sitting.sat_s)
        return SittingFigures(
            max(self._sittings, key=lambda sitting: sitting.sat_s, default=None),
            by_day,
            dict(Counter(taken.start.date() for taken in self.breaks)),
            _seconds(self._fresh),
            _seconds(self._later),
        )

    def _begin(self, at_us: int) -> None:
        self._start_us, self._seen_us, self._sat_us = at_us, at_us, 0

    def _end(self) -> None:
        if self._start_us is not None:
            start, end = self._local(self._start_us), self._local(self._seen_us)
            self._sittings.append(Sitting(start, end, self._sat_us / 1e6))
            self._start_us = None

    def _local(self, at_us: int) -> datetime:
        return to_datetime(at_us).astimezone(self._tz)


def _seconds(micros: Counter[WatchState]) -> StateTime:
    return StateTime({state: micros[state] / 1e6 for state in WatchState if micros[state]})
