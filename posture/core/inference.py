"""The posture that explains a look best: a body of rods fitted to the landmarks.

The difference to the upright should be what the rig shows, plus the landmarker's habits (a fitted
linear map of the state), plus noise of a fitted covariance. A few Gauss-Newton steps find the
state that explains it best, with a prior on how people sit; the curvature there is the certainty.
"""

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from posture.core.comparison import (
    RAISED,
    comparison_of,
    forward_of_neck,
    habit_terms,
    noise_at,
)
from posture.core.rig import (
    NECK,
    PITCH,
    STATES,
    TORSO,
    UPRIGHT,
    Person,
    meet,
    portray,
    unit_of,
)
from posture.core.shape import SIZED, Measure, Shape
from posture.core.view import View

if TYPE_CHECKING:
    from posture.core.calibration import Baseline

Array = NDArray[np.float64]

@dataclass(frozen=True, slots=True, eq=False)
class Manner:
    """One way people sit, as a normal distribution.

    odds: how likely its middle is, against the middle of the usual way. mean_deg, sd_deg: (7,)
    torso, head pushed forward, head pitch beyond the torso's, yaw, roll, torso lateral, neck
    lateral.
    """

    odds: float
    mean_deg: Array
    sd_deg: Array


# Without a reason to, heads stay back. When one is pushed forward, the trunk stays up and the eyes
# stay on the screen. Who rolls their chair sits on as they sat.
USUAL = Manner(1.0, np.zeros(7), np.array([20.0, 3.0, 20.0, 15.0, 8.0, 8.0, 10.0]))
HEAD_FORWARD = Manner(
    2.5,
    np.array([4.0, 11.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
    np.array([4.0, 4.0, 4.0, 5.0, 4.0, 3.0, 3.0]),
)
ROLLED = Manner(3.0, np.zeros(7), np.array([2.0, 1.0, 3.0, 6.0, 4.0, 3.0, 4.0]))
# To a camera that looks up, leaning in looks much like growing: there it must be all but sure.
_ROLLED_FROM_BELOW = replace(ROLLED, odds=0.002)
# From a change of state to what a manner tells of: the neck's own forward, the head's own pitch.
_PRIOR = np.eye(STATES)
_PRIOR[NECK] = forward_of_neck(*np.eye(STATES)[: PITCH + 1])
_PRIOR[PITCH, TORSO] = -0.33
# So much less evidence than for the usual manner, and another is not looked at further.
_HOPELESS = 4.0
# Rows of every comparison that place the head, in shoulder widths, and a change of them that no
# rolled chair makes; it only spares work.
_HEAD_OVER_SHOULDERS, _BENT = slice(1, 4), 0.2
# Growth by one factor, as a logarithm, below which no chair was rolled; and how much noise it adds.
_GROWN = 0.04
_ROLLED_NOISE = 0.9
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
class Posture:
    """change_deg: (7,) against the upright. within_deg: (7,) half-widths that hold 9 of 10."""

    change_deg: Array
    within_deg: Array


@dataclass(frozen=True, slots=True, eq=False)
class Acquaintance:
    """A person's upright, made ready. shown: the upright as the rig shows it, with its unit.

    slope: (d, 7) of whitened errors at the upright by each angle.
    """

    view: View
    upright: Shape
    unit: float
    person: Person
    shown: Shape
    shown_unit: float
    slope: Array


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
    size = comparison_of(view).size
    friend = Acquaintance(
        view, upright, unit_of(upright, view), person, shown, unit_of(shown, view),
        np.empty((size, STATES)),
    )
    slope = _linearise(Look(habits, friend, np.zeros(size), 0.0), UPRIGHT).slope
    return replace(friend, slope=slope)


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


def infer(habits: Habits, friend: Acquaintance, shape: Shape, shoulder_rise: float) -> Posture:
    """The posture behind a look. shoulder_rise: radians, from the front; else 0."""
    look = Look(habits, friend, compare(friend, shape), shoulder_rise)
    # The first step starts at the upright, where the slopes are known and all else is nought.
    raised = habit_terms(UPRIGHT[None], friend.person.pitch_rad, shoulder_rise)[0, RAISED:]
    unexplained = look.seen - raised @ habits.bias[RAISED:]
    noise = noise_at(habits.noise, UPRIGHT, shoulder_rise)
    linear = Linear(UPRIGHT, unexplained @ habits.whitener, friend.slope, noise)
    usual = _guess(linear, USUAL)
    for _ in range(_MORE_STEPS):
        if np.abs(usual.state - linear.state).max() < _SETTLED_DEG:
            break
        linear = _linearise(look, usual.state)
        usual = _guess(linear, USUAL)
    guesses = [usual]
    forward = _guess(linear, HEAD_FORWARD)
    if forward.evidence > usual.evidence - _HOPELESS:
        guesses.append(_guess(_linearise(look, forward.state), HEAD_FORWARD))
    growth = unit_of(shape, friend.view) / friend.unit
    if abs(np.log(growth)) >= _GROWN:
        guesses += [
            _explain_rolled(look, shrunk - raised @ habits.bias[RAISED:], growth)
            for shrunk in without_growth(friend, shape, growth)
        ]
    evidence = np.array([guess.evidence for guess in guesses])
    weights = np.exp(evidence - evidence.max())
    weights /= weights.sum()
    states = np.array([guess.state for guess in guesses])
    mean = weights @ states
    variance = weights @ (np.array([g.variance for g in guesses]) + (states - mean) ** 2)
    return Posture(mean - UPRIGHT, np.sqrt(variance) * habits.spread)


def without_growth(friend: Acquaintance, shape: Shape, growth: float) -> list[Array]:
    """What the comparison would be, had the picture been zoomed or the chair been rolled.

    Both take the common growth out. Zooming the picture leaves all else as it is; a chair rolled
    before a camera leaves the camera's height as it was: looking down from above, the camera sees
    nearer shoulders lower, and the parts of the face that stand out grow a little more. From below,
    rolling and leaning look alike: there only the zoom is offered.
    """
    shrunk = shape.copy()
    shrunk[SIZED] /= growth
    zoomed = compare(friend, shrunk)
    if np.abs(zoomed[_HEAD_OVER_SHOULDERS]).max() > _BENT:
        return []
    if friend.view is not View.FRONTAL or friend.person.pitch_rad > 0.0:
        return [zoomed]
    rolled = zoomed - rolled_beyond_growth(friend, growth)
    rolled[0] -= np.tan(friend.person.pitch_rad) * (1.0 - 1.0 / growth) / friend.unit
    return [zoomed, rolled]


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """One look at a friend. seen: (d,) how it differs from the upright. rise: of the shoulders."""

    habits: Habits
    friend: Acquaintance
    seen: Array
    rise: float


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """How well a state explains a look, and how that changes with the state.

    error: (d,) whitened, at a noise of 1. slope: (d, 7) by each angle, a degree.
    """

    state: Array
    error: Array
    slope: Array
    noise: float


@dataclass(frozen=True, slots=True, eq=False)
class Guess:
    """The best state of one manner, its variance, and the log of how well it explains the look."""

    state: Array
    variance: Array
    evidence: float


def _explain_rolled(look: Look, shrunk: Array, growth: float) -> Guess:
    """The guess that the chair was rolled: near the upright one step is enough."""
    noise = noise_at(look.habits.noise, UPRIGHT, look.rise)
    noise += _ROLLED_NOISE * abs(float(np.log(growth)))
    friend = look.friend
    is_below = friend.view is View.FRONTAL and friend.person.pitch_rad > 0.0
    at_upright = Linear(UPRIGHT, shrunk @ look.habits.whitener, friend.slope, noise)
    # A gross miss refutes a chair rolled: then nothing about the body has changed.
    return _guess(at_upright, _ROLLED_FROM_BELOW if is_below else ROLLED, gross=np.inf)


def _guess(at: Linear, manner: Manner, gross: float = _GROSS) -> Guess:
    """One step from a state towards the best one, and how well that would explain the look."""
    change = at.state - UPRIGHT
    prior = (_PRIOR @ change - manner.mean_deg) / manner.sd_deg
    error = np.concatenate([at.error / at.noise, prior])
    slope = np.concatenate([at.slope / at.noise, _PRIOR / manner.sd_deg[:, None]])
    weight = np.sqrt(np.minimum(gross / (np.abs(error) + 1e-9), 1.0))
    error, slope = error * weight, slope * weight[:, None]
    curvature = slope.T @ slope
    variance = np.linalg.inv(curvature)
    pull = error @ slope
    step = variance @ pull
    # What is left of the misfit after the step, in its linear approximation.
    left = error @ error - pull @ step + 2.0 * len(at.error) * math.log(at.noise)
    # Of two fits that miss alike, the one that many states give is the likelier.
    freedom = -2.0 * np.log(np.linalg.cholesky(curvature).diagonal()).sum()
    evidence = math.log(manner.odds) + 0.5 * (freedom - left)
    return Guess(_stepped(at.state, step), variance.diagonal(), float(evidence))


def _stepped(state: Array, step: Array) -> Array:
    """One step, kept short and within what a body can do."""
    step = np.minimum(np.maximum(step, -_LONGEST_STEP_DEG), _LONGEST_STEP_DEG)
    stepped: Array = np.minimum(np.maximum(state - step, _LOWEST), _HIGHEST)
    return stepped


def _linearise(look: Look, state: Array) -> Linear:
    """Whitened errors at a state and their slopes by each angle."""
    habits, friend = look.habits, look.friend
    states = state + _STEPS
    expected = comparison_of(friend.view)(
        portray(states, friend.person), friend.shown, friend.shown_unit
    )
    expected += habit_terms(states, friend.person.pitch_rad, look.rise) @ habits.bias
    errors = (look.seen - expected) @ habits.whitener
    slope = (errors[1:] - errors[0]).T / _STEP_DEG
    return Linear(state, errors[0], slope, noise_at(habits.noise, state, look.rise))
