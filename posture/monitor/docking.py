"""Other displays than before: the laptop was put on its dock, or taken off it."""

import math
from collections.abc import Callable

from posture.protocols import Clock

Displays = tuple[str, ...]


class Docking:
    """Asked at every look, looks now and then.

    displays: the connected ones. moved: called when they are others than before, twice in a row
    alike: a dock's come one after the other.
    """

    def __init__(
        self, displays: Callable[[], Displays], clock: Clock, moved: Callable[[], object]
    ) -> None:
        self._displays, self._clock, self._moved = displays, clock, moved
        self._known = self._latest = displays()
        self._next_s = -math.inf

    def look(self, interval_s: float) -> None:
        """interval_s: between two looks at the displays."""
        now_s = self._clock.monotonic_s()
        if now_s < self._next_s:
            return
        self._next_s = now_s + interval_s
        before, self._latest = self._latest, self._displays()
        if self._latest == before != self._known:
            self._known = self._latest
            self._moved()
