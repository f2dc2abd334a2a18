"""Whether the icon in the panel is there to show what a watch does."""

import math

from posture.protocols import Clock

# An icon that has asked nothing for so many of its intervals is gone.
_MISSED_QUESTIONS = 4


class IconSeen:
    """Whether `posture tray` asked lately, and so will show what happens."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._at_s = -math.inf

    def note(self) -> None:
        """It has asked."""
        self._at_s = self._clock.monotonic_s()

    def is_there(self, ask_interval_s: float) -> bool:
        """ask_interval_s: how often it asks."""
        return self._clock.monotonic_s() - self._at_s < _MISSED_QUESTIONS * ask_interval_s
