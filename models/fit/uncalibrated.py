"""Fits one view's map from a look to degrees, for people of whom no upright is known."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.fit.settings import fit_settings
from models.fit.truth import Picture
from posture.core.angles.features import absolute_features
from posture.core.angles.fitted import LinearMap
from posture.core.pose.shape import measure_shape
from posture.core.pose.view import View

Array = NDArray[np.float64]

_SETTINGS = fit_settings("uncalibrated")
# A feature that varies less than this over all pictures is a constant.
_LEAST_RANGE = 1e-9
_COVERED = 0.9


def fit_uncalibrated(pictures: Sequence[Picture], view: View) -> LinearMap:
    """Slopes from what changes within a person before one camera, the level from all of them.

    People and cameras differ more than postures do; a map that learned their differences would
    follow the camera and not the person.
    """
    inside, across, targets, levels = [], [], [], []
    for group in sorted({picture.group for picture in pictures}):
        mine = [picture for picture in pictures if picture.group == group]
        for look in range(len(mine[0].looks) + 1):
            seen = [(p, pose) for p in mine if (pose := (*p.looks, p.careful)[look]) is not None]
            x = np.array([absolute_features(measure_shape(pose), view) for _, pose in seen])
            y = np.array([picture.angles[[1, 0, 2]] for picture, _ in seen])
            inside.append(x - x.mean(axis=0))
            targets.append(y - y.mean(axis=0))
            across.append(x)
            levels.append(y)
    x, y = np.concatenate(across), np.concatenate(levels)
    centre, level = x.mean(axis=0), y.mean(axis=0)
    # What never varies says nothing, and is divided by one.
    scale = np.where(np.ptp(x, axis=0) > _LEAST_RANGE, x.std(axis=0), 1.0)
    rows = (
        np.concatenate([np.concatenate(inside), _SETTINGS["across_weight"] * (x - centre)]) / scale
    )
    wanted = np.concatenate([np.concatenate(targets), _SETTINGS["across_weight"] * (y - level)])
    normal = rows.T @ rows / len(x) + _SETTINGS["ridge"] * np.eye(x.shape[1])
    weights = np.linalg.solve(normal, rows.T @ wanted / len(x)).T
    low, high = np.percentile(x, [0.5, 99.5], axis=0)
    miss = np.abs(y - level - (x - centre) / scale @ weights.T)
    return LinearMap(low, high, centre, scale, weights, level, np.quantile(miss, _COVERED, axis=0))
