"""What the true places of joints give: a shape without a landmarker, a side camera's azimuth."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from models.fit.truth import Picture
from posture.core.angles.skeleton import UPRIGHT, fit_skeleton, project, unit_of
from posture.core.pose.shape import FOCAL_OVER_LONG_SIDE, Measure, Shape
from posture.core.pose.view import View

Array = NDArray[np.float64]

_WIDTH, _HEIGHT = 640.0, 480.0
_TRIED_RAD = np.radians(np.arange(10.0, 100.0, 1.0))
# Rows of a shape that the joints give: middle, half, width and slope of the pairs in ``POINTS``.
_PAIRS = (
    (
        (5, 6),
        Measure.SHOULDER_X,
        Measure.SHOULDER_HALF_X,
        Measure.SHOULDER_WIDTH,
        Measure.SHOULDER_SLOPE,
    ),
    ((3, 4), Measure.EAR_X, Measure.EAR_HALF_X, Measure.EAR_WIDTH, Measure.EAR_SLOPE),
    ((1, 2), Measure.EYE_X, Measure.EYE_HALF_X, Measure.EYE_WIDTH, Measure.EYE_SLOPE),
)
_SINGLE = (((0, 0), Measure.NOSE_X), ((7, 8), Measure.HIP_X))
_MIRRORED = [0, 2, 1, 4, 3, 6, 5, 8, 7]


def shape_of_joints(points_px: Array, *, is_mirrored: bool) -> Shape:
    """The shape of (9, 2) true places; rows that they do not give are 1."""
    points = (points_px - [_WIDTH / 2, _HEIGHT / 2]) / (FOCAL_OVER_LONG_SIDE * _WIDTH)
    points = points * [1.0, -1.0]
    if is_mirrored:
        points = points[_MIRRORED] * [-1.0, 1.0]
    shape = np.ones(len(Measure))
    for (left, right), middle in _SINGLE:
        shape[middle : middle + 2] = (points[left] + points[right]) / 2
    for (left, right), middle, half, width, slope in _PAIRS:
        shape[middle : middle + 2] = (points[left] + points[right]) / 2
        apart = (points[left] - points[right]) / 2
        shape[half : half + 2] = apart
        shape[width] = 2.0 * np.hypot(*apart) + 1e-9
        shape[slope] = 2.0 * apart[1] / shape[width]
    return shape


def true_azimuth_rad(uprights: Sequence[Picture], view: View, *, is_mirrored: bool) -> float:
    """The azimuth of the camera before which these sit; NaN where no places are known."""
    known = [p.points_px for p in uprights if p.points_px is not None]
    if not known or view is View.FRONTAL:
        return float("nan")
    pitch_rad = float(np.radians(uprights[0].camera_pitch_deg))
    shapes = [shape_of_joints(points, is_mirrored=is_mirrored) for points in known]
    return float(np.median([_azimuth(shape.tobytes(), view, pitch_rad) for shape in shapes]))


@cache
def _azimuth(of_joints: bytes, view: View, pitch_rad: float) -> float:
    """The azimuth at which the rods look most like a shape of joints; asked for in every fit."""
    shape = np.frombuffer(of_joints)
    halves = [row for _, _, half, *_ in _PAIRS for row in (half, half + 1)]
    misses = []
    for azimuth in _TRIED_RAD:
        person = fit_skeleton(shape, view, pitch_rad, float(azimuth))
        off = project(UPRIGHT[None], person)[0] - shape
        nose = off[Measure.NOSE_X] - off[Measure.EAR_X]
        misses.append(float((off[halves] ** 2).sum() + nose**2) / unit_of(shape, view) ** 2)
    return float(_TRIED_RAD[int(np.argmin(misses))])
