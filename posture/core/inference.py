"""The posture that explains a look best: a body of rods fitted to the landmarks.

The difference to the upright should be what the rig shows, plus the landmarker's habits (a fitted
linear map of the state), plus noise of a fitted covariance. A few Gauss-Newton steps find the
state that explains it best, with a prior on how people sit; the curvature there is the certainty.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from posture.core.comparison import comparison_of, forward_of_neck, habit_terms
from posture.core.rig import STATES, UPRIGHT, Person, meet, portray, unit_of
from posture.core.shape import Measure, Shape
from posture.core.view import View

if TYPE_CHECKING:
    from posture.core.calibration import Baseline

Array = NDArray[np.float64]

# How people sit, degrees: torso, head pushed forward, head pitch beyond the torso's, yaw, roll,
# torso lateral, neck lateral. Wide, but for the second: without a reason to, heads stay back.
PRIOR_DEG = np.array([20.0, 4.2, 20.0, 15.0, 8.0, 8.0, 10.0])
_LOWEST = np.array([-30.0, -35.0, -45.0, -70.0, -50.0, -35.0, -45.0])
_HIGHEST = np.array([60.0, 75.0, 75.0, 70.0, 50.0, 35.0, 45.0])
_STEP_DEG = 0.5
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
    """change_deg: (7,) state against the upright. within_deg: (7,) half-widths that hold 9 of 10."""

    change_deg: Array
    within_deg: Array


@dataclass(frozen=True, slots=True, eq=False)
class Acquaintance:
    """A person's upright, made ready. shown: the upright as the rig shows it, with its unit."""

    view: View
    upright: Shape
    unit: float
    person: Person
    shown: Shape
    shown_unit: float


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
    return Acquaintance(
        view, upright, unit_of(upright, view), person, shown, unit_of(shown, view)
    )


def infer(habits: Habits, friend: Acquaintance, shape: Shape, steps: int = 3) -> Posture:
    """The posture behind a shape."""
    seen = comparison_of(friend.view)(shape, friend.upright, friend.unit)
    rise = float(
        np.arctan(shape[Measure.SHOULDER_SLOPE]) - np.arctan(friend.upright[Measure.SHOULDER_SLOPE])
    ) if friend.view is View.FRONTAL else 0.0
    state = UPRIGHT
    for turn in range(steps):
        error, slope = _linearise(friend, habits, state, seen, rise)
        weight = np.minimum(1.0, np.sqrt(_GROSS / np.maximum(np.abs(error), _GROSS)))
        if turn == 0:
            weight = np.ones_like(weight)
        slope, error = slope * weight[:, None], error * weight
        curvature = slope.T @ slope
        step = np.linalg.solve(curvature, slope.T @ error)
        step = np.minimum(np.maximum(step, -_LONGEST_STEP_DEG), _LONGEST_STEP_DEG)
        state = np.minimum(np.maximum(state - step, UPRIGHT + _LOWEST), UPRIGHT + _HIGHEST)
    within = np.sqrt(np.diag(np.linalg.inv(curvature)))
    return Posture(state - UPRIGHT, within * habits.spread)


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
