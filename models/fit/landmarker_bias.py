"""Fits one view's observation model: what the landmarker's bias depends on, and its noise."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.fit.camera_pose import CameraLines
from models.fit.examples import SittingExample
from models.fit.settings import fit_settings
from posture.core.angles.camera_pose import azimuth_rad, camera_pitch_rad
from posture.core.angles.forward_model import SHIFT, ForwardModel
from posture.core.angles.person_model import ObservationModel
from posture.core.angles.residuals import BIAS_TERMS, EXTENTS, bias_terms, comparison_of, extents
from posture.core.angles.skeleton import STATES, UPRIGHT, unit_of
from posture.core.pose.shape import Measure
from posture.core.pose.view import View

Array = NDArray[np.float64]

_SETTINGS = fit_settings("observation_model")
# No difference is ever known more finely than a thousandth of a shoulder width.
_LEAST_VARIANCE = 1e-6
# A normal distribution's standard deviation over the mean of its absolute values: sqrt(pi / 2).
_SD_OF_MEAN = 1.2533
# A difference beyond so many times the usual noise is a landmark that was missed.
_GROSS = 4.0


class _Looks(NamedTuple):
    """What n looks show and the rods do not.

    targets: (n, d). terms: (n, BIAS_TERMS), on which it depends; far: (n, EXTENTS), on which its
    noise does. weights: (n,).
    """

    terms: Array
    targets: Array
    far: Array
    weights: Array


def fit_observation_model(
    sittings: Sequence[SittingExample],
    visiting: Sequence[SittingExample],
    lines: CameraLines,
    view: View,
) -> ObservationModel:
    """The observation model of these sittings; the spread is that of a normal distribution.

    visiting: of people posed by other rules. No bias is learned from them, only how far off one may
    be, so that the noise is not only that of the few others.
    """
    known, strange = (_looks_of(part, lines, view) for part in (sittings, visiting))
    noise, growth = np.ones(len(known.weights)), np.zeros(EXTENTS)
    for _ in range(3):
        bias, covariance = _robust_ridge(known.terms, known.targets, known.weights, noise)
        diagonal = _SETTINGS["diagonal_share"] * np.diag(np.diag(covariance))
        covariance = (1 - _SETTINGS["diagonal_share"]) * covariance + diagonal
        covariance += _LEAST_VARIANCE * np.eye(len(covariance))
        covariance = _with_strangers(covariance, strange, bias)
        whitener = np.linalg.cholesky(np.linalg.inv(covariance))
        left = (known.targets - known.terms @ bias) @ whitener
        growth = _positive_fit(known.far, np.sqrt((left**2).mean(axis=1)), known.weights / noise**2)
        noise = known.far @ growth
    return ObservationModel(
        lines.pitch,
        lines.azimuth,
        lines.sd,
        bias,
        whitener,
        _by_direction(known, strange, bias, whitener, growth),
        np.full(7, 1.645),
    )


def _looks_of(sittings: Sequence[SittingExample], lines: CameraLines, view: View) -> _Looks:
    look = comparison_of(view)
    nothing = np.zeros((BIAS_TERMS, look.size))
    terms, targets = [np.zeros((0, BIAS_TERMS))], [np.zeros((0, look.size))]
    far = []
    for sitting in sittings:
        upright = sitting.upright
        forward_model = _true_forward_model(sitting, view, lines)
        expected = forward_model.predict(sitting.changes, nothing, 0.0)
        targets.append(look(sitting.shapes, upright, unit_of(upright, view)) - expected)
        states = UPRIGHT + sitting.changes[:, :STATES]
        shifts, pitch_rad = sitting.changes[:, SHIFT], forward_model.person.pitch_rad
        for state, shift, rise in zip(states, shifts, _rises(sitting, view), strict=True):
            terms.append(bias_terms(state[None], shift[None], pitch_rad, rise))
            far.append(extents(state, rise))
    return _Looks(
        np.concatenate(terms),
        np.concatenate(targets),
        np.reshape(far, (-1, EXTENTS)),
        np.concatenate([np.zeros(0), *(sitting.weights for sitting in sittings)]),
    )


def _with_strangers(covariance: Array, strange: _Looks, bias: Array) -> Array:
    """The covariance with a share of the strangers' about this bias; gross misses weigh less."""
    if not len(strange.weights):
        return covariance
    share = _SETTINGS["guests_share"]
    left = strange.targets - strange.terms @ bias
    size = np.einsum("ij,jk,ik->i", left, np.linalg.inv(covariance), left) / left.shape[1]
    weights = strange.weights * np.minimum(1.0, 2.0 / np.sqrt(size + 1e-9))
    theirs = (left * weights[:, None]).T @ left / strange.weights.sum()
    mixed: Array = (1.0 - share) * covariance + share * theirs
    return mixed


def _by_direction(
    known: _Looks, strange: _Looks, bias: Array, whitener: Array, growth: Array
) -> Array:
    """(EXTENTS, d) how the noise of each whitened difference grows: its own way and that of all.

    growth: (EXTENTS,) of all together. The innovations of a modified Cholesky decomposition
    (Pourahmadi 1999), each with a standard deviation of its own.
    """
    share, part = _SETTINGS["own_growth_share"], _SETTINGS["guests_growth_share"]
    looks = [(known, 1.0 - part if len(strange.weights) else 1.0), (strange, part)]
    looks = [(some, each) for some, each in looks if len(some.weights)]
    far = np.concatenate([some.far for some, _ in looks])
    left = np.concatenate([(some.targets - some.terms @ bias) @ whitener for some, _ in looks])
    weights = np.concatenate([each * some.weights / some.weights.sum() for some, each in looks])
    usual = far @ growth
    size = _SD_OF_MEAN * np.minimum(np.abs(left), _GROSS * usual[:, None])
    own = [_positive_fit(far, each, weights / usual**2) for each in size.T]
    found: Array = share * np.transpose(own) + (1.0 - share) * growth[:, None]
    return found


def _true_forward_model(sitting: SittingExample, view: View, lines: CameraLines) -> ForwardModel:
    """Before the camera where it truly stands; how far that is misjudged is fitted separately."""
    pitch, azimuth = sitting.camera_pitch_rad, sitting.azimuth_rad
    if view is not View.FRONTAL:
        pitch = camera_pitch_rad(sitting.seen, lines.pitch)
    if not np.isfinite(azimuth):
        azimuth = azimuth_rad(sitting.upright, lines.azimuth)
    return ForwardModel.of(sitting.seen, view, pitch, azimuth)


def _rises(sitting: SittingExample, view: View) -> Array:
    """(n,) slope of the shoulders against the upright, radians; from the front, else 0."""
    if view is not View.FRONTAL:
        return np.zeros(len(sitting.shapes))
    rises: Array = np.arctan(sitting.shapes[:, Measure.SHOULDER_SLOPE]) - np.arctan(
        sitting.upright[Measure.SHOULDER_SLOPE]
    )
    return rises


def _positive_fit(rows: Array, targets: Array, weights: Array) -> Array:
    """Least squares with no coefficient below nought; the first, the noise at rest, well over."""
    kept = np.arange(rows.shape[1])
    found = np.zeros(rows.shape[1])
    while True:
        part = rows[:, kept] * np.sqrt(weights)[:, None]
        answer = np.linalg.lstsq(part, targets * np.sqrt(weights), rcond=None)[0]
        if (answer[1:] >= 0).all():
            break
        kept = kept[np.r_[True, answer[1:] > 0]]
    found[kept] = answer
    found[0] = max(found[0], _SETTINGS["least_noise"])
    return found


def _robust_ridge(
    terms: Array, targets: Array, weights: Array, noise: Array
) -> tuple[Array, Array]:
    """Coefficients and the residuals' covariance; gross misses weigh less in later rounds."""
    for last in (False, False, True):
        weighted = terms * (weights / noise)[:, None]
        normal = weighted.T @ terms / (weights / noise).sum()
        normal += _SETTINGS["ridge"] * np.eye(terms.shape[1])
        bias = np.linalg.solve(normal, weighted.T @ targets / (weights / noise).sum())
        residuals = targets - terms @ bias
        covariance = (residuals * weights[:, None]).T @ residuals / weights.sum()
        if not last:
            floor = 0.1 * np.diag(np.diag(covariance)) + _LEAST_VARIANCE * np.eye(len(covariance))
            safe = np.linalg.inv(covariance + floor)
            size = np.einsum("ij,jk,ik->i", residuals, safe, residuals) / targets.shape[1]
            weights = weights * np.minimum(1.0, 2.0 / np.sqrt(size + 1e-9))
    return bias, covariance
