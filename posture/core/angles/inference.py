"""The posture that explains a look best: a body of rods held against the landmarks.

The difference to the upright should be what the rig shows, plus the landmarker's bias (a fitted
linear map of the state), plus noise of a fitted covariance. Every example of how people sit is
asked which change about it explains the look best, and how well; the answer is their mean, weighted
by that.

How noisy this person's looks are before this camera is not known: the noise is Student's t. So a
look is compared with the examples by the pattern of its differences, not by their bare size, and
one that fits none of them well says so by a wider range.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from posture.core.angles.forward_model import SHIFT
from posture.core.angles.person_model import LinearizedExamples, PersonModel
from posture.core.angles.skeleton import NECK, STATES, TORSO
from posture.core.policies.angles import AngleLimits
from posture.core.pose.shape import Shape

Array = NDArray[np.float64]

# An example that explains a look so many times worse than the best one says nothing.
_NEGLIGIBLE = 1e-4
# Bounds of an inferred change, degrees of torso, neck, head pitch, yaw and roll, torso and neck
# lateral: seated people reach no further, so a look beyond them is not understood. [own: about the
# range of motion of healthy spines and necks]
_LOWEST = np.array([-30.0, -35.0, -45.0, -70.0, -50.0, -35.0, -45.0])
_HIGHEST = np.array([60.0, 75.0, 75.0, 70.0, 50.0, 35.0, 45.0])


@dataclass(frozen=True, slots=True, eq=False)
class PostureEstimate:
    """change_deg: (7,) against the upright. within_deg: (7,) half-widths that hold 9 of 10.

    shift: (2,) of the hips forward and up, on the chair or with it, in shoulder widths.
    unexplained: (d,) what the best example leaves of the look, in standard deviations of the noise.
    """

    change_deg: Array
    within_deg: Array
    shift: Array
    unexplained: Array


def infer(
    person: PersonModel, shape: Shape, shoulder_rise: float, limits: AngleLimits
) -> PostureEstimate:
    """The posture behind a look. shoulder_rise: radians, from the front; else 0.

    A difference beyond ``limits.outlier_sd`` is cut short: one landmark must not bend the
    whole body.
    """
    linearized = person.linearized(shoulder_rise)
    seen = person.whitened(shape)
    found = _explain(linearized, seen, limits.noise_degrees_of_freedom)
    left = found.left_sd
    if np.abs(left).max() > limits.outlier_sd:
        kept = np.minimum(np.maximum(left, -limits.outlier_sd), limits.outlier_sd)
        seen = seen + (kept - left) * linearized.noise[found.best]
        found = _explain(linearized, seen, limits.noise_degrees_of_freedom)
    weights = np.exp(found.evidence - found.evidence[found.best])
    rows = np.flatnonzero(weights > _NEGLIGIBLE)
    weights = weights[rows] / weights[rows].sum()
    strays = linearized.straying[rows] @ found.coordinates[rows, :, None]
    changes = linearized.centres[rows] + strays[:, :, 0]
    mean = weights @ changes
    apart = weights @ (changes - mean) ** 2
    variance = (weights * found.louder[rows]) @ linearized.variances[rows] + apart
    own_way = limits.individual_share * np.hypot(mean[TORSO], mean[NECK])
    return PostureEstimate(
        np.minimum(np.maximum(mean[:STATES], _LOWEST), _HIGHEST),
        np.sqrt(variance[:STATES] + own_way**2) * person.observation_model.spread,
        mean[SHIFT],
        left,
    )


class _Explanations(NamedTuple):
    """What each of n examples says of a look.

    evidence: (n,) how well it explains the look, as logarithms; louder: (n,) how many times its
    variance the noise must then have had: the multivariate t distribution. coordinates: (n, c) see
    LinearizedExamples. best: the example that explains it best, and left_sd: (d,) what even that
    leaves of the look, in standard deviations of its noise.
    """

    evidence: Array
    louder: Array
    coordinates: Array
    best: int
    left_sd: Array


def _explain(linearized: LinearizedExamples, seen: Array, freedom: float) -> _Explanations:
    noise = linearized.noise
    many, size = linearized.looks.shape
    off = seen / noise - linearized.looks
    coordinates = (linearized.axes @ seen - linearized.origin).reshape(many, -1)
    misfit = np.einsum("ij,ij->i", off, off) - np.einsum("ij,ij->i", coordinates, coordinates)
    misfit = np.maximum(misfit, 0.0)  # rounding, with looks that are far from any posture
    every = freedom + size
    evidence = linearized.log_weights - 0.5 * every * np.log1p(misfit / freedom)
    best = int(evidence.argmax())
    axes = linearized.axes.reshape(many, -1, size)[best]
    left = off[best] - noise[best] * (coordinates[best] @ axes)
    return _Explanations(evidence, (freedom + misfit) / every, coordinates, best, left)
