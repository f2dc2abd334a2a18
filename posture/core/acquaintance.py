"""A person met once: how their body would look in every example posture, kept ready.

About each example the look is taken to change in a straight line. What the look would have to be,
how likely that is and which posture explains it best then follow by plain linear algebra, worked
out once; a look costs a few products of matrices.
"""

import math
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from posture.core.baseline import Baseline
from posture.core.comparison import comparison_of, habit_terms, noise_at
from posture.core.postures import Belief, Chair, Postures, belief
from posture.core.rig import STATES, UPRIGHT, Person, meet, portray, unit_of
from posture.core.shape import SIZED, Measure, Shape
from posture.core.view import View

Array = NDArray[np.float64]

_STEP_DEG = 0.5
_STEPS = np.vstack([np.zeros(STATES), _STEP_DEG * np.eye(STATES)])
_GROWTH_STEP = 0.01
# Shoulders raised by less than half of this, radians, are looked at as if they were not.
_RISE_STEP = math.radians(2.5)
# No camera stands further round, radians: a little behind the person's side.
_ROUND = 1.75
_DEPTHS = [Measure.NOSE_DEPTH, Measure.EAR_DEPTH]


@dataclass(frozen=True, slots=True, eq=False)
class Habits:
    """What was fitted for one view.

    pitch_line: (3,) offset and slopes of ``pitch_cues``, from the front, else (1,): the camera's
    pitch in radians. azimuth_line: (2,) offset and slope of the azimuth that the landmarker sees:
    how far the camera stands round the person, radians. bias: (HABITS, d). whitener: (d, d), root
    of the precision at a noise of 1. noise: (EXTENTS,) how the noise grows with the distance from
    the upright. spread: (7,) what the standard deviation is multiplied by to cover 9 of 10.
    """

    pitch_line: Array
    azimuth_line: Array
    bias: Array
    whitener: Array
    noise: Array
    spread: Array


@dataclass(frozen=True, slots=True, eq=False)
class Bank:
    """n examples ready to be asked about a whitened difference (d,).

    gain: (n, 8, d) and rest: (n, 8): the best change is gain @ difference + rest. variances: (n, 8)
    of that. root: (n * d, d) and middle: (n * d,): the square of root @ difference - middle, taken
    an example at a time, is how little it fits; log_weights: (n,) is taken off half of it.
    slope: (n, d, 8) and base: (n, d): what the difference would be. noise: (n,).
    """

    gain: Array
    rest: Array
    variances: Array
    root: Array
    middle: Array
    log_weights: Array
    slope: Array
    base: Array
    noise: Array


@dataclass(frozen=True, slots=True, eq=False)
class Acquaintance:
    """A person's upright, made ready. shown: the upright as the rig shows it, with its unit.

    is_below: the camera looks up. banks: by how many steps the shoulders are raised.
    """

    habits: Habits
    belief: Belief
    chair_noise: Array
    view: View
    upright: Shape
    unit: float
    person: Person
    shown: Shape
    shown_unit: float
    banks: dict[int, Bank] = field(default_factory=dict)

    def whitened(self, shape: Shape) -> Array:
        """(d,) how a shape differs from the upright."""
        change = comparison_of(self.view)(shape, self.upright, self.unit)
        whitened: Array = change @ self.habits.whitener
        return whitened

    def bank(self, shoulder_rise: float) -> Bank:
        """The bank for shoulders raised so far, radians."""
        steps = round(abs(shoulder_rise) / _RISE_STEP)
        found = self.banks.get(steps)
        if found is None:
            found = self.banks[steps] = self._bank(steps * _RISE_STEP)
        return found

    def _bank(self, rise: float) -> Bank:
        held = self.belief
        base, slope = self._expected(rise)
        growths = held.centres[:, STATES]
        noise = np.array([
            noise_at(self.habits.noise, UPRIGHT + centre[:STATES], rise) for centre in held.centres
        ]) + self.chair_noise * np.abs(growths)  # fmt: skip
        slopes, bases = slope / noise[:, None, None], base / noise[:, None]
        across = slopes.transpose(0, 2, 1)
        variance = np.linalg.inv(across @ slopes + held.information)
        gain = variance @ across
        middle = held.information @ held.centres[:, :, None]
        rest = variance @ middle - gain @ bases[:, :, None]
        # How a look scatters about an example: by the noise, and by straying from the example.
        scatter = np.eye(slopes.shape[1]) + slopes @ np.linalg.inv(held.information) @ across
        root = np.linalg.cholesky(np.linalg.inv(scatter)).transpose(0, 2, 1)
        usual = bases[:, :, None] + slopes @ held.centres[:, :, None]
        size = slopes.shape[1]
        fineness = np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1) - size * np.log(noise)
        return Bank(
            gain / noise[:, None, None],
            rest[:, :, 0],
            np.ascontiguousarray(np.diagonal(variance, axis1=1, axis2=2)),
            (root / noise[:, None, None]).reshape(-1, size),
            (root @ usual).reshape(-1),
            held.log_odds + fineness,
            slope,
            base,
            noise,
        )

    def _expected(self, rise: float) -> tuple[Array, Array]:
        """(n, d) at no change and (n, d, 8): the whitened difference in a line about an example."""
        held = self.belief
        changes, growths = held.centres[:, :STATES], held.centres[:, STATES]
        states = (UPRIGHT + changes)[:, None] + _STEPS
        flat = states.reshape(-1, STATES)
        habits = habit_terms(flat, self.person.pitch_rad, rise) @ self.habits.bias
        often = len(_STEPS)
        seen = self._looks(flat, np.repeat(growths, often), np.repeat(held.is_zoomed, often))
        seen = ((seen + habits) @ self.habits.whitener).reshape(*states.shape[:2], -1)
        level = self._looks(UPRIGHT + changes, growths, held.is_zoomed)
        grown = self._looks(UPRIGHT + changes, growths + _GROWTH_STEP, held.is_zoomed)
        slope = np.concatenate(
            [
                (seen[:, 1:] - seen[:, :1]) / _STEP_DEG,
                ((grown - level) @ self.habits.whitener / _GROWTH_STEP)[:, None],
            ],
            axis=1,
        ).transpose(0, 2, 1)
        return seen[:, 0] - (slope @ held.centres[:, :, None])[:, :, 0], slope

    def _looks(self, states: Array, growths: Array, is_zoomed: NDArray[np.bool_]) -> Array:
        """(n, d) differences that the rig shows, growths: (n,) logarithms.

        A zoomed picture grows about its middle. A chair rolled nearer leaves the camera's height as
        it was: looking down, the camera sees nearer shoulders lower, and what stands out of the
        face grows a little more.
        """
        shapes = np.empty((len(states), len(Measure)))
        for growth in np.unique(growths):
            for zoomed in (False, True):
                rows = (growths == growth) & (is_zoomed == zoomed)
                if rows.any():
                    shapes[rows] = self._portrayed(states[rows], float(growth), zoomed=zoomed)
        look: Array = comparison_of(self.view)(shapes, self.shown, self.shown_unit)
        return look

    def _portrayed(self, states: Array, growth: float, *, zoomed: bool) -> Array:
        person, factor = self.person, math.exp(growth)
        if not zoomed:
            camera = person.camera.copy()
            camera[2] -= (1.0 - 1.0 / factor) / self.shown_unit
            person = replace(person, camera=camera)
        shapes = portray(states, person)
        if zoomed:
            shapes[:, SIZED] *= factor
        # The landmarker's own depths, which the rig does not know, grow along.
        shapes[:, _DEPTHS] = 1.0 + (factor - 1.0) * self.upright[_DEPTHS] * (
            self.shown_unit / self.unit
        )
        return shapes


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


def azimuth_rad(upright: Shape, line: Array) -> float:
    """How far the camera stands round the person; a side shape faces the picture's left."""
    azimuth = line[0] - line[1] * upright[Measure.AZIMUTH]
    return float(min(max(azimuth, 0.0), _ROUND))


def introduced(upright: Shape, view: View, habits: Habits) -> Person:
    """The person with this upright, before the camera that it tells of."""
    return meet(
        upright, view, camera_pitch_rad(upright, habits.pitch_line),
        azimuth_rad(upright, habits.azimuth_line),
    )  # fmt: skip


@lru_cache(maxsize=16)
def acquaint(
    habits: Habits, postures: Postures, chair: Chair, baseline: Baseline
) -> Acquaintance:
    """Meet a person once; kept for the baselines used last."""
    view, upright = baseline.view, baseline.shape
    person = introduced(upright, view, habits)
    shown = portray(UPRIGHT[None], person)[0]
    is_below = view is View.FRONTAL and person.pitch_rad > 0.0
    return Acquaintance(
        habits, belief(postures, chair, is_below=is_below), chair.noise, view, upright,
        unit_of(upright, view), person, shown, unit_of(shown, view),
    )  # fmt: skip
