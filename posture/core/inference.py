"""The posture that explains a look best: a body of rods held against the landmarks.

The difference to the upright should be what the rig shows, plus the landmarker's habits (a fitted
linear map of the state), plus noise of a fitted covariance. Every example of how people sit is
asked which change about it explains the look best, and how well; the answer is their mean, weighted
by that.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posture.core.acquaintance import Acquaintance
from posture.core.rig import STATES
from posture.core.shape import Shape

Array = NDArray[np.float64]

_LOWEST = np.array([-30.0, -35.0, -45.0, -70.0, -50.0, -35.0, -45.0])
_HIGHEST = np.array([60.0, 75.0, 75.0, 70.0, 50.0, 35.0, 45.0])


@dataclass(frozen=True, slots=True, eq=False)
class Posture:
    """change_deg: (7,) against the upright. within_deg: (7,) half-widths that hold 9 of 10."""

    change_deg: Array
    within_deg: Array


def infer(
    friend: Acquaintance, shape: Shape, shoulder_rise: float, gross_sd: float
) -> Posture:
    """The posture behind a look. shoulder_rise: radians, from the front; else 0.

    gross_sd: standard deviations beyond which a difference is taken for a gross miss, and cut
    short: one landmark must not bend the whole body.
    """
    bank = friend.bank(shoulder_rise)
    seen = friend.whitened(shape)
    evidence = _evidence(friend, shoulder_rise, seen)
    best = int(evidence.argmax())
    fit = bank.fit[best] @ seen + bank.fit_rest[best]
    left, most = seen - fit, gross_sd * bank.noise[best]
    if np.abs(left).max() > most:
        seen = fit + np.minimum(np.maximum(left, -most), most)
        evidence = _evidence(friend, shoulder_rise, seen)
    weights = np.exp(evidence - evidence.max())
    weights /= weights.sum()
    changes = bank.gain @ seen + bank.rest
    mean = weights @ changes
    variance = weights @ (bank.variances + (changes - mean) ** 2)
    return Posture(
        np.minimum(np.maximum(mean[:STATES], _LOWEST), _HIGHEST),
        np.sqrt(variance[:STATES]) * friend.habits.spread,
    )


def _evidence(friend: Acquaintance, shoulder_rise: float, seen: Array) -> Array:
    """(n,) how well each example explains a whitened difference, as logarithms."""
    bank = friend.bank(shoulder_rise)
    off = (bank.root @ seen - bank.middle).reshape(len(bank.noise), -1)
    evidence: Array = bank.log_weights - 0.5 * np.einsum("ij,ij->i", off, off)
    return evidence
