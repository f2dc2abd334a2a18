"""The posture that explains a look best: a body of rods fitted to the landmarks.

The difference to the upright should be what the rig shows, plus the landmarker's habits (a fitted
linear map of the state), plus noise of a fitted covariance. A few Gauss-Newton steps find the
state that explains it best, with a prior on how people sit; the curvature there is the certainty.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from posture.core.acquaintance import Acquaintance
from posture.core.comparison import comparison_of, noise_at
from posture.core.manners import Manner
from posture.core.rig import UPRIGHT, unit_of
from posture.core.shape import SIZED, Shape
from posture.core.view import View

__all__ = ["Posture", "infer"]

Array = NDArray[np.float64]

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
_MORE_STEPS = 2
_SETTLED_DEG = 1.0
_LONGEST_STEP_DEG = 15.0
# Beyond this many standard deviations a difference counts linearly, not squared: a gross miss of
# one landmark must not bend the whole body.
_GROSS = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Posture:
    """change_deg: (7,) against the upright. within_deg: (7,) half-widths that hold 9 of 10."""

    change_deg: Array
    within_deg: Array


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """One look at a friend. seen: (d,) whitened difference to the upright. rise: radians."""

    friend: Acquaintance
    seen: Array
    rise: float


@dataclass(frozen=True, slots=True, eq=False)
class Guess:
    """The best state of one manner, its variance, and the log of how well it explains the look."""

    state: Array
    variance: Array
    evidence: float


def infer(friend: Acquaintance, shape: Shape, shoulder_rise: float) -> Posture:
    """The posture behind a look. shoulder_rise: radians, from the front; else 0."""
    look = Look(friend, friend.whitened(shape, shoulder_rise), shoulder_rise)
    state = UPRIGHT
    usual = _guess(look, state, USUAL)
    for _ in range(_MORE_STEPS):
        if np.abs(usual.state - state).max() < _SETTLED_DEG:
            break
        state = usual.state
        usual = _guess(look, state, USUAL)
    guesses = [usual]
    forward = _guess(look, state, HEAD_FORWARD)
    if forward.evidence > usual.evidence - _HOPELESS:
        guesses.append(_guess(look, forward.state, HEAD_FORWARD))
    growth = unit_of(shape, friend.view) / friend.unit
    if abs(math.log(growth)) >= _GROWN:
        guesses += _rolled(look, shape, growth)
    evidence = np.array([guess.evidence for guess in guesses])
    weights = np.exp(evidence - evidence.max())
    weights /= weights.sum()
    states = np.array([guess.state for guess in guesses])
    mean = weights @ states
    variance = weights @ (np.array([g.variance for g in guesses]) + (states - mean) ** 2)
    return Posture(mean - UPRIGHT, np.sqrt(variance) * friend.habits.spread)


def _rolled(look: Look, shape: Shape, growth: float) -> list[Guess]:
    """What a zoomed picture and a rolled chair would explain: both take the common growth out.

    Zooming the picture leaves all else as it is; a chair rolled before a camera leaves the camera's
    height as it was. From below, rolling and leaning look alike: there only the zoom is offered.
    """
    friend = look.friend
    shrunk = shape.copy()
    shrunk[SIZED] /= growth
    change = comparison_of(friend.view)(shrunk, friend.upright, friend.unit)
    if np.abs(change[_HEAD_OVER_SHOULDERS]).max() > _BENT:
        return []
    seen = friend.unraised(change @ friend.habits.whitener, look.rise)
    frontal = friend.view is View.FRONTAL
    is_below = frontal and friend.person.pitch_rad > 0.0
    seen_so = [seen, seen - friend.rolled(growth)] if frontal and not is_below else [seen]
    manner = _ROLLED_FROM_BELOW if is_below else ROLLED
    more = _ROLLED_NOISE * abs(math.log(growth))
    # A gross miss refutes a chair rolled: then nothing about the body has changed.
    return [
        _guess(replace(look, seen=seen), UPRIGHT, manner, more, gross=math.inf) for seen in seen_so
    ]


def _guess(
    look: Look, state: Array, manner: Manner, more_noise: float = 0.0, gross: float = _GROSS
) -> Guess:
    """One step from a state towards the best one, and how well that would explain the look."""
    knot = look.friend.knot(state)
    noise = noise_at(look.friend.habits.noise, state, look.rise) + more_noise
    error = look.seen - knot.expected + knot.slope @ (state - knot.state)
    error = np.concatenate([error / noise, manner.slope @ (state - UPRIGHT) - manner.centre])
    slope = np.concatenate([knot.slope / noise, manner.slope])
    weight = np.sqrt(np.minimum(gross / (np.abs(error) + 1e-9), 1.0))
    error, slope = error * weight, slope * weight[:, None]
    curvature = slope.T @ slope
    variance = np.linalg.inv(curvature)
    pull = error @ slope
    step = variance @ pull
    # What is left of the misfit after the step, in its linear approximation.
    left = error @ error - pull @ step + 2.0 * len(look.seen) * math.log(noise)
    # Of two fits that miss alike, the one that many states give is the likelier.
    freedom = -2.0 * np.log(np.linalg.cholesky(curvature).diagonal()).sum()
    evidence = manner.log_odds + 0.5 * (freedom - left)
    return Guess(_stepped(state, step), variance.diagonal(), float(evidence))


def _stepped(state: Array, step: Array) -> Array:
    """One step, kept short and within what a body can do."""
    step = np.minimum(np.maximum(step, -_LONGEST_STEP_DEG), _LONGEST_STEP_DEG)
    stepped: Array = np.minimum(np.maximum(state - step, _LOWEST), _HIGHEST)
    return stepped
