"""Fits one view's map from a look to degrees, for people of whom no upright is known."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from models.fit.settings import fit_settings
from models.fit.truth import Picture
from posture.core.angles.angles import faces_right
from posture.core.angles.features import absolute_features
from posture.core.angles.fitted import LinearMap
from posture.core.pose.landmarks import Pose
from posture.core.pose.shape import Shape, measure_shape, mirrored
from posture.core.pose.view import View

Array = NDArray[np.float64]

_SETTINGS = fit_settings("uncalibrated")
# A feature that varies less than this over all pictures is a constant.
_LEAST_RANGE = 1e-9
_COVERED = 0.9


def fit_uncalibrated(
    pictures: Sequence[Picture], relaxed: Sequence[Picture], view: View
) -> LinearMap:
    """Slopes from what changes within a person before one camera, the level from all of them.

    People and cameras differ more than postures do; a map that learned their differences would
    follow the camera and not the person. relaxed: people on a long day, whose pictures weigh less.
    """
    inside, across, targets, levels, weights = [], [], [], [], []
    for part, weight in ((pictures, 1.0), (relaxed, _SETTINGS["everyday_weight"])):
        for x, y in _sittings(part, view):
            inside.append(x - x.mean(axis=0))
            targets.append(y - y.mean(axis=0))
            across.append(x)
            levels.append(y)
            weights.append(np.full(len(x), weight))
    x, y, weight = (np.concatenate(parts) for parts in (across, levels, weights))
    centre, level = np.average(x, 0, weight), np.average(y, 0, weight)
    # What never varies says nothing, and is divided by one.
    spread = np.sqrt(np.average((x - centre) ** 2, 0, weight))
    scale = np.where(np.ptp(x, axis=0) > _LEAST_RANGE, spread, 1.0)
    among = _SETTINGS["across_weight"]
    rows = np.concatenate([np.concatenate(inside), among * (x - centre)]) / scale
    wanted = np.concatenate([np.concatenate(targets), among * (y - level)])
    weighted = rows.T * np.tile(weight, 2) / weight.sum()
    normal = weighted @ rows + _SETTINGS["ridge"] * np.eye(x.shape[1])
    slopes = np.linalg.solve(normal, weighted @ wanted).T
    low, high = np.percentile(x, [0.5, 99.5], axis=0)
    miss = np.abs(y - level - (x - centre) / scale @ slopes.T)
    return LinearMap(low, high, centre, scale, slopes, level, np.quantile(miss, _COVERED, axis=0))


def _sittings(pictures: Sequence[Picture], view: View) -> Iterator[tuple[Array, Array]]:
    """Features (n, k) and angles (n, 3) of every group by every look, facing the picture's left."""
    for group in sorted({picture.group for picture in pictures}):
        mine = [picture for picture in pictures if picture.group == group]
        for look in range(len(mine[0].looks) + 1):
            seen = [(p, pose) for p in mine if (pose := (*p.looks, p.careful)[look]) is not None]
            if seen:
                yield (
                    np.array([absolute_features(_shape(pose, view), view) for _, pose in seen]),
                    np.array([picture.angles[[1, 0, 2]] for picture, _ in seen]),
                )


def _shape(pose: Pose, view: View) -> Shape:
    return measure_shape(mirrored(pose) if faces_right(pose, view) else pose)
