"""The time credited to the local day so far, for the status and the live line."""

from datetime import UTC, tzinfo

from posture.core.credit import CreditedTime
from posture.core.day.model import JudgedTime
from posture.core.day.timeline import day_bounds
from posture.core.events import Event, Sample
from posture.core.states import WatchState
from posture.protocols import Clock


class Today:
    """A listener that adds up the day; a new day begins at midnight, as the report's does.

    time: what is credited to the day.
    """

    def __init__(self, clock: Clock, tz: tzinfo, gap_intervals: float) -> None:
        self._clock, self._tz = clock, tz
        self._day = self._clock.utc().astimezone(tz).date()
        self.time = CreditedTime(gap_intervals)

    def begin(self, before: JudgedTime) -> None:
        """Begin anew with what the day had before."""
        self.time.clear()
        self.time.by_state = {
            WatchState.UPRIGHT: before.upright_s,
            WatchState.POOR: before.poor_s,
        }

    def __call__(self, event: Event) -> None:
        if not isinstance(event, Sample):
            return
        now = self._clock.utc().astimezone(UTC)
        day = now.astimezone(self._tz).date()
        if day != self._day:
            self._day = day
            self.time.clear()
        midnight, _ = day_bounds(day, self._tz)
        midnight_s = self._clock.monotonic_s() - (now - midnight).total_seconds()
        self.time.add(event, since_s=midnight_s)
