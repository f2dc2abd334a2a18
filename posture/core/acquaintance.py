"""A person met once: how their body would look in any posture, kept ready for the looks to come."""

import math
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from posture.core.comparison import RAISED, comparison_of, habit_terms, raised_terms
from posture.core.rig import STATES, UPRIGHT, Person, meet, portray, unit_of
from posture.core.shape import SIZED, Measure, Shape
from posture.core.view import View

if TYPE_CHECKING:
    from posture.core.calibration import Baseline

Array = NDArray[np.float64]

# Slopes are known at the knots of a lattice; between two of them they hardly change. Degrees from
# knot to knot; the upright is one.
_CELL_DEG = np.array([5.0, 5.0, 5.0, 6.0, 6.0, 5.0, 5.0])
_STEP_DEG = 0.5
_STEPS = np.vstack([np.zeros(STATES), _STEP_DEG * np.eye(STATES)])
# As many knots as one person is remembered at; a posture held or a day's usual ones need far fewer.
_MOST_KNOTS = 512
# The same for a chair rolled nearer, in logarithms of the growth.
_GROWTH_STEP = 0.02
# Rows of a frontal comparison.
_NOSE_OVER_EARS, _MOUTH_OVER_EARS = 2, 10


@dataclass(frozen=True, slots=True, eq=False)
class Habits:
    """What was fitted for one view.

    pitch_line: (3,) offset and slopes of ``pitch_cues``, from the front, else (1,): the camera's
    pitch in radians. bias: (HABITS, d). whitener: (d, d), root of the precision at
    a noise of 1. noise: (EXTENTS,) how the noise grows with the distance from the upright.
    spread: (7,) what the curvature's standard deviation is multiplied by to cover 9 of 10.
    """

    pitch_line: Array
    bias: Array
    whitener: Array
    noise: Array
    spread: Array


@dataclass(frozen=True, slots=True, eq=False)
class Knot:
    """What a posture of the lattice would look like, whitened.

    shown: (d,) what would be left to explain of a look like the upright if the body were not
    bent, going by the slopes here. slope: (d, 7) of what is left, by each angle, a degree.
    curvature: (7, 7) the slopes' squares.
    """

    shown: Array
    slope: Array
    curvature: Array


@dataclass(frozen=True, slots=True, eq=False)
class Acquaintance:
    """A person's upright, made ready. shown: the upright as the rig shows it, with its unit.

    raised: (2, d) whitened habits of a raised shoulder. is_below: the camera looks up. knots,
    nearer: the postures and the distances met so far.
    """

    habits: Habits
    view: View
    upright: Shape
    unit: float
    person: Person
    shown: Shape
    shown_unit: float
    raised: Array
    is_below: bool
    knots: dict[bytes, Knot] = field(default_factory=dict)
    nearer: dict[int, Array] = field(default_factory=dict)

    def whitened(self, shape: Shape, shoulder_rise: float) -> Array:
        """(d,) how a shape differs from the upright, beyond what a raised shoulder brings."""
        change = comparison_of(self.view)(shape, self.upright, self.unit)
        return self.unraised(change @ self.habits.whitener, shoulder_rise)

    def unraised(self, whitened: Array, shoulder_rise: float) -> Array:
        """(d,) a whitened difference less the habits of a raised shoulder."""
        first, beyond = raised_terms(shoulder_rise)
        if first == 0.0:
            return whitened
        less: Array = whitened - first * self.raised[0] - beyond * self.raised[1]
        return less

    def knot(self, change_deg: Array) -> Knot:
        """The knot of the lattice next to a (7,) change from the upright."""
        cell = np.rint(change_deg / _CELL_DEG) + 0.0  # no knot is known as minus nought
        key = cell.tobytes()
        found = self.knots.get(key)
        if found is None:
            if len(self.knots) >= _MOST_KNOTS:
                self.knots.clear()
            found = self.knots[key] = self._tie(cell * _CELL_DEG)
        return found

    def _tie(self, change_deg: Array) -> Knot:
        states = UPRIGHT + change_deg + _STEPS
        expected = comparison_of(self.view)(
            portray(states, self.person), self.shown, self.shown_unit
        )
        expected += habit_terms(states, self.person.pitch_rad, 0.0) @ self.habits.bias
        whitened = expected @ self.habits.whitener
        slope = (whitened[0] - whitened[1:]).T / _STEP_DEG
        return Knot(-whitened[0] - slope @ change_deg, slope, slope.T @ slope)

    def rolled(self, log_growth: float) -> Array:
        """(d,) whitened: what changes when the camera is so much nearer, beyond the growth itself.

        Looking down from above, the camera sees nearer shoulders lower, and the parts of the face
        that stand out grow a little more. It is close to a line in the growth's logarithm.
        """
        step = round(log_growth / _GROWTH_STEP) or 1
        found = self.nearer.get(step)
        if found is None:
            if len(self.nearer) >= _MOST_KNOTS:
                self.nearer.clear()
            found = self.nearer[step] = self._roll(math.exp(step * _GROWTH_STEP))
        return found * (log_growth / (step * _GROWTH_STEP))

    def _roll(self, growth: float) -> Array:
        nearer = self.person.camera.copy()
        nearer[2] -= (1.0 - 1.0 / growth) / self.shown_unit
        shown = portray(UPRIGHT[None], replace(self.person, camera=nearer))[0]
        shown[SIZED] /= unit_of(shown, self.view) / self.shown_unit
        change = comparison_of(self.view)(shown, self.shown, self.shown_unit)
        # The rig has no mouth; it stands out alike.
        change[_MOUTH_OVER_EARS] = change[_NOSE_OVER_EARS]
        # The shoulders' own height depends on the camera's alone.
        change[0] = math.tan(self.person.pitch_rad) * (1.0 - 1.0 / growth) / self.unit
        whitened: Array = change @ self.habits.whitener
        return whitened


def pitch_cues(upright: Shape) -> Array:
    """(2,) what a frontal upright tells of the elevation from which the camera sees the face.

    How high eyes and nose stand over the ears, and which share of the way from the eyes to the
    mouth the nose stands at: a face seen from below shortens both, each in its own way.
    """
    s = upright.tolist()
    m = Measure
    eye, nose, mouth = s[m.EYE_Y], s[m.NOSE_Y], s[m.MOUTH_Y]
    return np.array([
        ((eye + nose) / 2 - s[m.EAR_Y]) / s[m.EAR_WIDTH],
        (eye - nose) / max(eye - mouth, 1e-3),
    ])


def elevation_rad(upright: Shape) -> float:
    """How far above the picture's middle the eyes stand."""
    return float(np.arctan(upright[Measure.EYE_Y]))


def camera_pitch_rad(upright: Shape, line: Array) -> float:
    """The camera's pitch from the cues of the upright; the view's usual one without slopes."""
    pitch = line[0]
    if len(line) > 1:
        pitch = pitch + line[1:] @ pitch_cues(upright) - elevation_rad(upright)
    return float(min(max(pitch, -0.5), 0.5))


@lru_cache(maxsize=64)
def acquaint(habits: Habits, baseline: "Baseline") -> Acquaintance:
    """Meet a person once; kept for the baselines used last."""
    view, upright = baseline.view, baseline.shape
    person = meet(upright, view, camera_pitch_rad(upright, habits.pitch_line))
    shown = portray(UPRIGHT[None], person)[0]
    return Acquaintance(
        habits, view, upright, unit_of(upright, view), person, shown, unit_of(shown, view),
        habits.bias[RAISED:] @ habits.whitener,
        is_below=view is View.FRONTAL and person.pitch_rad > 0.0,
    )
