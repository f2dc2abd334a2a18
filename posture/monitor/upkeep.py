"""The record's daily upkeep in a watch that runs for days: a backup, and thinning what is old."""

from collections.abc import Callable
from datetime import datetime

from posture.core.events import Event, Sample
from posture.core.nudges.breaks import SITTING
from posture.protocols import Clock


class Upkeep:
    """A listener. maintain: does the upkeep of the day it is given; it was done at the start.

    It takes some tenths of a second, and waits until nobody sits there.
    """

    def __init__(self, clock: Clock, maintain: Callable[[datetime], None]) -> None:
        self._clock, self._maintain = clock, maintain
        self._done = clock.utc().date()

    def __call__(self, event: Event) -> None:
        if not isinstance(event, Sample) or event.state in SITTING:
            return
        now = self._clock.utc()
        if now.date() != self._done:
            self._done = now.date()
            self._maintain(now)
