"""The one rule for time: how much of it is credited between two looks, and to which state.

A look speaks from its own time until the next one. If that comes later than ``gap_intervals``
planned intervals, nobody was looking (suspend, a crash, a hang): the whole stretch is a gap and
credited to no state. Status, live line, tally, report, episodes and breaks all go by this.
"""

from collections.abc import Mapping

from posture.core.events import Sample
from posture.core.states import WatchState

# The record keeps microseconds, so a stretch exactly at the limit may come out this much longer.
_RESOLUTION_S = 1e-6


def credited_s(elapsed_s: float, interval_s: float, gap_intervals: float) -> float | None:
    """Seconds a look is credited with when the next one came ``elapsed_s`` later; None: a gap.

    interval_s: when the next look was planned. Never negative: looks out of order count as 0.
    """
    if elapsed_s > gap_intervals * interval_s + _RESOLUTION_S:
        return None
    return max(0.0, elapsed_s)


class Judged:
    """A stretch of time that was watched. by_state: seconds."""

    __slots__ = ()
    by_state: Mapping[WatchState, float]

    @property
    def judged_s(self) -> float:
        return self.upright_s + self.poor_s

    @property
    def upright_s(self) -> float:
        return self.by_state.get(WatchState.UPRIGHT, 0.0)

    @property
    def poor_s(self) -> float:
        return self.by_state.get(WatchState.POOR, 0.0)

    @property
    def poor_share(self) -> float | None:
        """Poor time over judged time; None when nothing was judged."""
        return self.poor_s / self.judged_s if self.judged_s else None


class CreditedTime(Judged):
    """Seconds in each state, from looks taken in one after the other; gaps under ``GAP``.

    by_state: what to begin with.
    """

    def __init__(
        self, gap_intervals: float, by_state: Mapping[WatchState, float] | None = None
    ) -> None:
        self.by_state: dict[WatchState, float] = dict(by_state or {})
        self._gap_intervals = gap_intervals
        self._last: Sample | None = None

    def add(self, seen: Sample, since_s: float | None = None) -> None:
        """The next look. Time before since_s (of the samples' clock) is not counted.

        Looks not later than the last are ignored.
        """
        last = self._last
        if last is not None:
            elapsed_s = seen.at_s - last.at_s
            if elapsed_s <= 0:
                return
            seconds = credited_s(elapsed_s, last.interval_s, self._gap_intervals)
            state = WatchState.GAP if seconds is None else last.state
            if since_s is not None:
                elapsed_s = min(elapsed_s, max(0.0, seen.at_s - since_s))
            self.by_state[state] = self.by_state.get(state, 0.0) + elapsed_s
        self._last = seen

    def clear(self) -> None:
        """Begin the sums anew; the last look still speaks until the next."""
        self.by_state = {}
