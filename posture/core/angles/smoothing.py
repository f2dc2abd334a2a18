"""Calm numbers: a One Euro filter takes the jitter, a median over seconds takes the outliers."""

import math
from collections import deque
from dataclasses import replace

from posture.core.angles.angles import Angles
from posture.core.policies.angles import SmoothingPolicy

SMOOTHED = (
    "neck_deg",
    "torso_deg",
    "neck_change_deg",
    "torso_change_deg",
    "head_pitch_deg",
    "head_yaw_deg",
    "head_roll_deg",
    "neck_lateral_deg",
    "torso_lateral_deg",
    "shoulder_tilt_deg",
    "torso_turn_deg",
    "distance_ratio",
)


# In shoulder widths, and what decides: calmed over several looks.
HEIGHTS = ("head_height", "head_drop")


class OneEuro:
    """A low-pass filter whose cut-off rises with speed (Casiez, Roussel & Vogel, CHI 2012).

    cut-off in Hz = min_cutoff_hz + beta * speed in units a second.
    """

    def __init__(self, min_cutoff_hz: float, beta: float, speed_cutoff_hz: float = 1.0) -> None:
        self._min_cutoff_hz, self._beta = min_cutoff_hz, beta
        self._speed_cutoff_hz = speed_cutoff_hz
        self._at_s: float | None = None
        self._value = self._speed = 0.0

    def smooth(self, at_s: float, value: float) -> float:
        """The filtered value. A time that does not advance, or a non-number, changes nothing."""
        if not math.isfinite(value):
            return self._value
        if self._at_s is None:
            self._at_s, self._value = at_s, value
            return value
        step_s = at_s - self._at_s
        if step_s <= 0:
            return self._value
        speed = (value - self._value) / step_s
        self._speed += _weight(self._speed_cutoff_hz, step_s) * (speed - self._speed)
        cutoff_hz = self._min_cutoff_hz + self._beta * abs(self._speed)
        self._value += _weight(cutoff_hz, step_s) * (value - self._value)
        self._at_s = at_s
        return self._value


def _weight(cutoff_hz: float, step_s: float) -> float:
    turn = 2 * math.pi * cutoff_hz * step_s
    return turn / (turn + 1)


class MedianWindow:
    """The median of what came in the last seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._seen: deque[tuple[float, float]] = deque()

    def smooth(self, at_s: float, value: float) -> float:
        """The median with this value. at_s: never earlier than the one before."""
        self._seen.append((at_s, value))
        while self._seen[0][0] < at_s - self._seconds:
            self._seen.popleft()
        ordered = sorted(v for _, v in self._seen)
        middle = len(ordered) // 2
        if len(ordered) % 2:
            return ordered[middle]
        return (ordered[middle - 1] + ordered[middle]) / 2


class AngleSmoother:
    """One filter per angle. An unseen angle stays unseen; after a gap its filter starts anew."""

    def __init__(self, policy: SmoothingPolicy) -> None:
        self._settings = dict.fromkeys(SMOOTHED, (policy.min_cutoff_hz, policy.beta))
        self._settings |= dict.fromkeys(HEIGHTS, (policy.height_cutoff_hz, policy.height_beta))
        self._median_s, self._reset_after_s = policy.median_s, policy.reset_after_s
        self._filters: dict[str, tuple[OneEuro, MedianWindow]] = {}
        self._last_s: dict[str, float] = {}

    def smooth(self, at_s: float, angles: Angles) -> Angles:
        """The same angles with each number calmed; view, confidence and reasons are untouched."""
        calmed: dict[str, float] = {}
        for name in self._settings:
            value = getattr(angles, name)
            if value is None:
                continue
            if not 0 <= at_s - self._last_s.get(name, -math.inf) <= self._reset_after_s:
                self._filters[name] = (OneEuro(*self._settings[name]), MedianWindow(self._median_s))
            euro, median = self._filters[name]
            calmed[name] = euro.smooth(at_s, median.smooth(at_s, value))
            self._last_s[name] = at_s
        return replace(angles, **calmed)  # type: ignore[arg-type]  # names are Angles' own
