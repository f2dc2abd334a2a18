"""The posture that explains a look best: a body of rods fitted to the landmarks.

The difference to the upright should be what the rig shows, plus the landmarker's habits (a fitted
linear map of the state), plus noise of a fitted covariance. A few Gauss-Newton steps find the
state that explains it best, with a prior on how people sit; the curvature there is the certainty.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posture.core.acquaintance import Acquaintance
from posture.core.comparison import comparison_of, noise_at
from posture.core.manners import FROM_BELOW, HEAD_FORWARD, MANNERS, USUAL, ZOOMED, Manners
from posture.core.rig import STATES, UPRIGHT, unit_of
from posture.core.shape import SIZED, Shape
from posture.core.usable import AngleLimits
from posture.core.view import View

__all__ = ["Posture", "infer"]

Array = NDArray[np.float64]

# So much less evidence than for the usual manner, and another is not looked at further.
_HOPELESS = 4.0
# Rows of every comparison that place the head, in shoulder widths, and a change of them that no
# rolled chair makes; it only spares work.
_HEAD_OVER_SHOULDERS, _BENT = slice(1, 4), 0.2
# How much less certain it makes a look to take a growth out, for each unit of its logarithm.
_ROLLED_NOISE = 0.9
_LOWEST = np.array([-30.0, -35.0, -45.0, -70.0, -50.0, -35.0, -45.0])
_HIGHEST = np.array([60.0, 75.0, 75.0, 70.0, 50.0, 35.0, 45.0])
_MORE_STEPS = 2
_SETTLED_DEG = 1.0
_LONGEST_STEP_DEG = 15.0
# The manners that explain a look by the body alone.
_BODILY = slice(ZOOMED)


@dataclass(frozen=True, slots=True, eq=False)
class Posture:
    """change_deg: (7,) against the upright. within_deg: (7,) half-widths that hold 9 of 10."""

    change_deg: Array
    within_deg: Array


@dataclass(frozen=True, slots=True, eq=False)
class Guesses:
    """For each of k manners its best state, that state's variance, and how well it explains.

    changes, variances: (k, 7). evidence: (k,) logarithms.
    """

    changes: Array
    variances: NDArray[np.floating[Any]]
    evidence: Array

    def __getitem__(self, rows: slice) -> "Guesses":
        return Guesses(self.changes[rows], self.variances[rows], self.evidence[rows])


def infer(
    friend: Acquaintance, shape: Shape, shoulder_rise: float, limits: AngleLimits
) -> Posture:
    """The posture behind a look. shoulder_rise: radians, from the front; else 0."""
    manners = FROM_BELOW if friend.is_below else MANNERS
    seen = friend.whitened(shape, shoulder_rise)
    change = np.zeros(STATES)
    bent = _bent(friend, manners, _BODILY, seen, change, shoulder_rise, limits.gross_sd)
    for _ in range(_MORE_STEPS):
        if np.abs(bent.changes[USUAL] - change).max() < _SETTLED_DEG:
            break
        change = bent.changes[USUAL]
        bent = _bent(friend, manners, _BODILY, seen, change, shoulder_rise, limits.gross_sd)
    found = [bent[:1]]
    if bent.evidence[HEAD_FORWARD] > bent.evidence[USUAL] - _HOPELESS:
        forward = slice(HEAD_FORWARD, HEAD_FORWARD + 1)
        change = bent.changes[HEAD_FORWARD]
        found.append(
            _bent(friend, manners, forward, seen, change, shoulder_rise, limits.gross_sd)
        )
    log_growth = math.log(unit_of(shape, friend.view) / friend.unit)
    if abs(log_growth) >= limits.min_growth:
        ungrown = _ungrown(friend, shape, shoulder_rise, log_growth)
        if len(ungrown):
            found.append(_rolled(friend, manners, ungrown, shoulder_rise, log_growth))
    evidence = np.concatenate([guesses.evidence for guesses in found])
    changes = np.concatenate([guesses.changes for guesses in found])
    variances = np.concatenate([guesses.variances for guesses in found])
    weights = np.exp(evidence - evidence.max())
    weights /= weights.sum()
    mean = weights @ changes
    variance = weights @ (variances + (changes - mean) ** 2)
    return Posture(mean, np.sqrt(variance) * friend.habits.spread)


def _bent(
    friend: Acquaintance, manners: Manners, rows: slice, seen: Array, change: Array,
    shoulder_rise: float, gross_sd: float,
) -> Guesses:
    """One step from a (7,) change of state towards the best one of each manner.

    seen: (d,) the whitened difference that the body alone is to explain.
    """
    knot, slope = friend.knot(change), None
    noise = noise_at(friend.habits.noise, UPRIGHT + change, shoulder_rise)
    error = seen + knot.shown
    far = np.abs(error + knot.slope @ change)
    gross = gross_sd * noise
    if far.max() > gross:
        # A gross miss of one landmark must not bend the whole body: beyond, it counts linearly.
        weight = gross / np.maximum(far, gross)
        slope = knot.slope * weight[:, None]
        curvature, misfit = slope.T @ knot.slope, (error * weight) @ error
    else:
        slope, curvature, misfit = knot.slope, knot.curvature, error @ error
    guesses = _best(manners, rows, curvature, error @ slope, misfit, noise, len(error))
    # Kept short, and within what a body can do.
    step = np.minimum(np.maximum(guesses.changes - change, -_LONGEST_STEP_DEG), _LONGEST_STEP_DEG)
    changes = np.minimum(np.maximum(change + step, _LOWEST), _HIGHEST)
    return Guesses(changes, guesses.variances, guesses.evidence)


def _rolled(
    friend: Acquaintance, manners: Manners, ungrown: Array, shoulder_rise: float, log_growth: float
) -> Guesses:
    """The guesses that the picture was zoomed or the chair was rolled: near the upright, one step.

    A gross miss refutes them: then nothing about the body has changed. ungrown: (k, d).
    """
    upright = np.zeros(STATES)
    knot = friend.knot(upright)
    noise = noise_at(friend.habits.noise, UPRIGHT, shoulder_rise) + _ROLLED_NOISE * abs(log_growth)
    error = ungrown + knot.shown
    return _best(
        manners, slice(ZOOMED, ZOOMED + len(error)), knot.curvature, error @ knot.slope,
        (error * error).sum(axis=1), noise, error.shape[1],
    )  # fmt: skip


def _best(
    manners: Manners, rows: slice, curvature: Array, pull: Array, misfit: Array | float,
    noise: float, size: int,
) -> Guesses:
    """The change of each manner that explains a look best, as far as slopes tell.

    curvature: (7, 7) the slopes' squares. pull: (7,) or (k, 7) slopes times error; misfit: the
    error's square, of which there are ``size``, all at a noise of 1.
    """
    fineness = 1.0 / (noise * noise)
    information = curvature * fineness + manners.information[rows]
    wanted = manners.pull[rows] - fineness * pull
    variances = np.linalg.inv(information)
    changes = (variances @ wanted[:, :, None])[:, :, 0]
    left: Array = misfit * fineness + manners.offset[rows] - (wanted * changes).sum(axis=1)
    # Of two fits that miss alike, the one that many states give is the likelier.
    evidence: Array = -0.5 * (left + np.log(np.linalg.det(information))) - size * math.log(noise)
    return Guesses(changes, variances.diagonal(axis1=1, axis2=2), evidence)


def _ungrown(
    friend: Acquaintance, shape: Shape, shoulder_rise: float, log_growth: float
) -> Array:
    """(k, d) what a zoomed picture and a rolled chair leave to explain: both take the growth out.

    Zooming the picture leaves all else as it is; a chair rolled before a camera leaves the camera's
    height as it was. From below, rolling and leaning look alike: there only the zoom is offered.
    """
    shrunk = shape.copy()
    shrunk[SIZED] *= math.exp(-log_growth)
    change = comparison_of(friend.view)(shrunk, friend.upright, friend.unit)
    if np.abs(change[_HEAD_OVER_SHOULDERS]).max() > _BENT:
        return np.empty((0, 0))
    seen = friend.unraised(change @ friend.habits.whitener, shoulder_rise)
    if friend.view is not View.FRONTAL or friend.is_below:
        return seen[None]
    return np.array([seen, seen - friend.rolled(log_growth)])
