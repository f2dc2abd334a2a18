"""The posture that explains a look best: a body of rods fitted to the landmarks.

The difference to the upright should be what the rig shows, plus the landmarker's habits (a fitted
linear map of the state), plus noise of a fitted covariance. A few Gauss-Newton steps find the
state that explains it best, with a prior on how people sit; the curvature there is the certainty.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from posture.core.comparison import RAISED, comparison_of, forward_of_neck, habit_terms
from posture.core.rig import STATES, UPRIGHT, Person, meet, portray, unit_of
from posture.core.shape import SIZED, Measure, Shape
from posture.core.view import View

if TYPE_CHECKING:
    from posture.core.calibration import Baseline

Array = NDArray[np.float64]

# How people sit, degrees: torso, head pushed forward, head pitch beyond the torso's, yaw, roll,
# torso lateral, neck lateral. Wide, but for the second: without a reason to, heads stay back.
PRIOR_DEG = np.array([20.0, 4.0, 20.0, 15.0, 8.0, 8.0, 10.0])
_LOWEST = UPRIGHT + np.array([-30.0, -35.0, -45.0, -70.0, -50.0, -35.0, -45.0])
_HIGHEST = UPRIGHT + np.array([60.0, 75.0, 75.0, 70.0, 50.0, 35.0, 45.0])
_STEP_DEG = 0.5
_MORE_STEPS = 2
_SETTLED_DEG = 1.0
# Rows of a frontal comparison.
_NOSE_OVER_EARS, _MOUTH_OVER_EARS = 2, 10
_LONGEST_STEP_DEG = 15.0
_STEPS = np.vstack([np.zeros(STATES), _STEP_DEG * np.eye(STATES)])
# Beyond this many standard deviations a difference counts linearly, not squared: a gross miss of
# one landmark must not bend the whole body.
_GROSS = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Habits:
    """What was fitted for one view.

    pitch_line: (2,) slope and offset from how high eyes and nose stand over the ears to the
    camera's pitch in radians. bias: (HABITS, d). whitener: (d, d), root of the precision.
    spread: (7,) what the curvature's standard deviation is multiplied by to cover 9 of 10.
    """

    pitch_line: Array
    bias: Array
    whitener: Array
    spread: Array


@dataclass(frozen=True, slots=True, eq=False)
class Posture:
    """change_deg: (7,) against the upright. within_deg: (7,) half-widths that hold 9 of 10."""

    change_deg: Array
    within_deg: Array


@dataclass(frozen=True, slots=True, eq=False)
class Acquaintance:
    """A person's upright, made ready. shown: the upright as the rig shows it, with its unit.

    first_step: (7, d) from whitened errors at the upright to the step they ask for.
    """

    view: View
    upright: Shape
    unit: float
    person: Person
    shown: Shape
    shown_unit: float
    first_step: Array


def camera_pitch_rad(upright: Shape, line: Array) -> float:
    """The camera's pitch, from how high the eyes and the nose stand over the ears."""
    m = Measure
    eyes_and_nose = (upright[m.EYE_Y] + upright[m.NOSE_Y]) / 2 - upright[m.EAR_Y]
    pitch = line[0] * eyes_and_nose / upright[m.EAR_WIDTH] + line[1]
    return float(min(max(pitch, -0.5), 0.5))


@lru_cache(maxsize=64)
def acquaint(habits: Habits, baseline: "Baseline") -> Acquaintance:
    """Meet a person once; kept for the baselines used last."""
    view, upright = baseline.view, baseline.shape
    person = meet(upright, view, camera_pitch_rad(upright, habits.pitch_line))
    shown = portray(UPRIGHT[None], person)[0]
    friend = Acquaintance(
        view, upright, unit_of(upright, view), person, shown, unit_of(shown, view), np.empty(0)
    )
    nothing = np.zeros(comparison_of(view).size)
    _, slope = _linearise(friend, habits, UPRIGHT, nothing, 0.0)
    step: Array = np.linalg.solve(slope.T @ slope, slope.T).astype(np.float64)
    return replace(friend, first_step=step[:, : len(nothing)])


def compare(friend: Acquaintance, shape: Shape) -> Array:
    """How a shape differs from the friend's upright."""
    change: Array = comparison_of(friend.view)(shape, friend.upright, friend.unit)
    return change


def rolled_beyond_growth(friend: Acquaintance, growth: float) -> Array:
    """What changes when the camera is so much nearer, once the growth itself is taken out.

    Only of the head against the shoulders; the shoulders' own height depends on the camera's.
    """
    person = friend.person
    nearer = person.camera.copy()
    nearer[2] -= (1.0 - 1.0 / growth) / friend.shown_unit
    shown = portray(UPRIGHT[None], replace(person, camera=nearer))[0]
    shown[SIZED] /= unit_of(shown, friend.view) / friend.shown_unit
    change: Array = comparison_of(friend.view)(shown, friend.shown, friend.shown_unit)
    change[0] = 0.0
    change[_MOUTH_OVER_EARS] = change[_NOSE_OVER_EARS]  # the rig has no mouth; it stands out alike
    return change


def infer(habits: Habits, friend: Acquaintance, seen: Array, shoulder_rise: float) -> Posture:
    """The posture behind a comparison. shoulder_rise: radians, from the front; else 0."""
    # The first step starts at the upright, where the slopes are known and all else is nought.
    raised = habit_terms(UPRIGHT[None], friend.person.pitch_rad, shoulder_rise)[0, RAISED:]
    error = (seen - raised @ habits.bias[RAISED:]) @ habits.whitener
    state = _stepped(UPRIGHT, friend.first_step @ error)
    for _ in range(_MORE_STEPS):
        error, slope = _linearise(friend, habits, state, seen, shoulder_rise)
        weight = np.sqrt(_GROSS / np.maximum(np.abs(error), _GROSS))
        error, slope = error * weight, slope * weight[:, None]
        last, curvature = state, slope.T @ slope
        step: Array = np.linalg.solve(curvature, error @ slope).astype(np.float64)
        state = _stepped(state, step)
        if np.abs(state - last).max() < _SETTLED_DEG:
            break
    within = np.sqrt(np.linalg.inv(curvature).diagonal())
    return Posture(state - UPRIGHT, within * habits.spread)


def _stepped(state: Array, step: Array) -> Array:
    """One step, kept short and within what a body can do."""
    step = np.minimum(np.maximum(step, -_LONGEST_STEP_DEG), _LONGEST_STEP_DEG)
    stepped: Array = np.minimum(np.maximum(state - step, _LOWEST), _HIGHEST)
    return stepped


def _linearise(
    friend: Acquaintance, habits: Habits, state: Array, seen: Array, rise: float
) -> tuple[Array, Array]:
    """Whitened errors, prior included, and their slopes by each angle."""
    states = state + _STEPS
    look = comparison_of(friend.view)
    expected = look(portray(states, friend.person), friend.shown, friend.shown_unit)
    expected += habit_terms(states, friend.person.pitch_rad, rise) @ habits.bias
    misfit = (seen - expected) @ habits.whitener
    change = states - UPRIGHT
    torso, neck, pitch = change[:, 0], change[:, 1], change[:, 2]
    prior = change / PRIOR_DEG
    prior[:, 1] = forward_of_neck(torso, neck, pitch) / PRIOR_DEG[1]
    prior[:, 2] = (pitch - 0.33 * torso) / PRIOR_DEG[2]
    errors = np.concatenate([misfit, prior], axis=1)
    return errors[0], (errors[1:] - errors[0]).T / _STEP_DEG
