"""Fits one view's habits: what the landmarker's differences to the rig depend on, and its noise."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from posture.core.acquaintance import (
    Habits,
    azimuth_rad,
    camera_pitch_rad,
    elevation_rad,
    pitch_cues,
)
from posture.core.comparison import EXTENTS, comparison_of, extents, habit_terms
from posture.core.rig import UPRIGHT, Person, meet, portray, unit_of
from posture.core.shape import Measure
from posture.core.view import View
from posture.evaluation.examples import Sitting
from posture.evaluation.joints import told_by_joints

Array = NDArray[np.float64]

HABIT_RIDGE = 0.004
PITCH_RIDGE = 0.3
# Radians, squared.
AZIMUTH_RIDGE = 0.001
# The noise at rest is seen on few pictures: never taken as less than this share.
LEAST_NOISE = 0.2
# Share of the covariance that is kept on its diagonal alone: four people do not tell more.
SHRINKAGE = 0.08
# How much a guest's picture counts: for the landmarker's doing, and for what bodies do.
GUEST_WEIGHT, GUEST_BODY_WEIGHT = 1.0, 0.3
# No difference is ever known more finely than a thousandth of a shoulder width.
_LEAST_VARIANCE = 1e-6


def fit_habits(sittings: Sequence[Sitting], view: View) -> Habits:
    """The habits of these sittings; the spread is that of a normal distribution.

    What a look differs by from the rods is the landmarker's doing and, for a small part, the
    body's, which is no rod: guests, who were posed by other rules, count less in that part.
    """
    line, azimuth_line = _pitch_line(sittings, view), _azimuth_line(sittings, view)
    seen, bodily, terms, far = [], [], [], []
    for sitting in sittings:
        upright = sitting.upright
        person = meet(
            upright, view, camera_pitch_rad(upright, line), azimuth_rad(upright, azimuth_line)
        )
        by_landmarker, by_body = _differences(sitting, view, person)
        seen.append(by_landmarker)
        bodily.append(by_body)
        for state, rise in zip(sitting.states, _rises(sitting, view), strict=True):
            terms.append(habit_terms(state[None], person.pitch_rad, rise)[0])
            far.append(extents(state, rise))
    weights = np.concatenate([
        sitting.weights * (GUEST_WEIGHT if sitting.is_guest else 1.0) for sitting in sittings
    ])
    bodies = np.concatenate([
        sitting.weights * (GUEST_BODY_WEIGHT if sitting.is_guest else 1.0) for sitting in sittings
    ])
    rows, seen_, bodily_ = np.array(terms), np.concatenate(seen), np.concatenate(bodily)
    noise, growth = np.ones(len(rows)), np.zeros(EXTENTS)
    for _ in range(3):
        bias, covariance = _robust_ridge(rows, seen_, weights, noise)
        body_bias, body_covariance = _robust_ridge(rows, bodily_, bodies, noise)
        covariance += body_covariance
        covariance = (1 - SHRINKAGE) * covariance + SHRINKAGE * np.diag(np.diag(covariance))
        covariance += _LEAST_VARIANCE * np.eye(len(covariance))
        whitener = np.linalg.cholesky(np.linalg.inv(covariance))
        by_landmarker = (((seen_ - rows @ bias) @ whitener) ** 2).mean(axis=1)
        by_body = (((bodily_ - rows @ body_bias) @ whitener) ** 2).mean(axis=1)
        size = np.sqrt(by_landmarker + np.minimum(bodies / weights, 1.0) * by_body)
        growth = _positive_fit(np.array(far), size, weights / noise**2)
        noise = np.array(far) @ growth
    return Habits(
        line, azimuth_line, bias + body_bias, whitener, growth, np.full(7, 1.645)
    )


def _differences(sitting: Sitting, view: View, person: Person) -> tuple[Array, Array]:
    """(n, d) twice: how a look differs from the joints, and the joints from the rods."""
    look, upright = comparison_of(view), sitting.upright
    shown = portray(np.vstack([UPRIGHT, sitting.states]), person)
    rods = look(shown[1:], shown[0], unit_of(shown[0], view))
    seen = look(sitting.shapes, upright, unit_of(upright, view))
    if sitting.joints is None:
        return seen - rods, np.zeros_like(seen)
    shapes, base = sitting.joints
    told = told_by_joints(view)
    joints = np.where(told, look(shapes, base, unit_of(base, view)), rods)
    return seen - joints, joints - rods


def _rises(sitting: Sitting, view: View) -> Array:
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
    found[0] = max(found[0], LEAST_NOISE)
    return found


def _pitch_line(sittings: Sequence[Sitting], view: View) -> Array:
    """The upright's cues tell at what elevation a frontal camera sees the face."""
    pitches = np.array([sitting.camera_pitch_rad for sitting in sittings])
    if view is not View.FRONTAL:
        return np.array([pitches.mean()])
    cues = np.array([pitch_cues(sitting.upright) for sitting in sittings])
    wanted = pitches + [elevation_rad(sitting.upright) for sitting in sittings]
    centre, scale = cues.mean(axis=0), cues.std(axis=0)
    rows = (cues - centre) / scale
    normal = rows.T @ rows / len(rows) + PITCH_RIDGE * np.eye(rows.shape[1])
    slopes = np.linalg.solve(normal, rows.T @ (wanted - wanted.mean()) / len(rows)) / scale
    line: Array = np.append(wanted.mean() - slopes @ centre, slopes)
    return line


def _azimuth_line(sittings: Sequence[Sitting], view: View) -> Array:
    """What the landmarker's azimuth foretells of the true one; as it stands where none is told."""
    if view is View.FRONTAL:
        return np.zeros(2)
    seen = np.array([-sitting.upright[Measure.AZIMUTH] for sitting in sittings])
    true = np.array([sitting.azimuth_rad for sitting in sittings])
    told = np.isfinite(true)
    if not told.any():
        return np.array([0.0, 1.0])
    seen, true = seen[told], true[told]
    across = (seen - seen.mean()) @ (seen - seen.mean()) + len(seen) * AZIMUTH_RIDGE
    slope = float((seen - seen.mean()) @ (true - true.mean()) / across)
    return np.array([true.mean() - slope * seen.mean(), slope])


def _robust_ridge(
    terms: Array, targets: Array, weights: Array, noise: Array
) -> tuple[Array, Array]:
    """Coefficients and the residuals' covariance; gross misses weigh less in later rounds."""
    for last in (False, False, True):
        weighted = terms * (weights / noise)[:, None]
        normal = weighted.T @ terms / (weights / noise).sum() + HABIT_RIDGE * np.eye(terms.shape[1])
        bias = np.linalg.solve(normal, weighted.T @ targets / (weights / noise).sum())
        residuals = targets - terms @ bias
        covariance = (residuals * weights[:, None]).T @ residuals / weights.sum()
        if not last:
            floor = 0.1 * np.diag(np.diag(covariance)) + _LEAST_VARIANCE * np.eye(len(covariance))
            safe = np.linalg.inv(covariance + floor)
            size = np.einsum("ij,jk,ik->i", residuals, safe, residuals) / targets.shape[1]
            weights = weights * np.minimum(1.0, 2.0 / np.sqrt(size + 1e-9))
    return bias, covariance
