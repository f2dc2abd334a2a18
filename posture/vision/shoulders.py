"""Whether shoulders are really in the picture: behind a desk the model guesses them and is sure.

Where a body is, a row of pixels at the height of the shoulders shows it: outside, body, outside. A
desk that covers them runs on unchanged, or fades evenly from one side to the other.
"""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from posture.core.angles.skeleton import TORSO_LENGTH
from posture.core.pose.landmarks import Landmark, Pose
from posture.protocols import Frame, PoseEstimator, Rgb

_SHOULDERS = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]
_HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
# The strip that is looked at, in shoulder widths: to either side, above and below the shoulders.
_ASIDE, _ABOVE, _BELOW = 0.9, 0.02, 0.2
_COLUMNS, _ROWS = 24, 4
_LEAST_PX = 3


class SeenShoulders:
    """An estimator that calls shoulders invisible where the picture shows none.

    min_contrast: how much the strip must vary across, over the contrast of what is above it.
    """

    def __init__(self, inner: PoseEstimator, min_contrast: float) -> None:
        self._inner, self._min_contrast = inner, min_contrast

    def estimate(self, frame: Frame) -> tuple[Pose, ...]:
        return tuple(self._checked(pose, frame.rgb) for pose in self._inner.estimate(frame))

    def close(self) -> None:
        self._inner.close()

    def _checked(self, pose: Pose, rgb: Rgb) -> Pose:
        contrast = shoulder_contrast(rgb, pose)
        if contrast is None or contrast >= self._min_contrast:
            return pose
        visibility = pose.visibility.copy()
        visibility[_SHOULDERS] = 0.0
        return replace(pose, visibility=visibility)


def shoulder_contrast(rgb: Rgb, pose: Pose) -> float | None:
    """How much the picture varies across the shoulders, over the contrast of what is above them.

    An even change from one side to the other does not count. None when the shoulders lie outside
    the picture. rgb: (height, width, 3) uint8.
    """
    height, width = rgb.shape[:2]
    points = pose.points_px
    (x, y), hips = points[_SHOULDERS].mean(axis=0), points[_HIPS].mean(axis=0)
    # From the side the shoulders lie behind one another; the trunk stands for their width.
    across_px = max(math.dist(*points[_SHOULDERS]), math.dist((x, y), hips) / TORSO_LENGTH)
    left, right = np.clip([x - _ASIDE * across_px, x + _ASIDE * across_px], 0, width).astype(int)
    top, bottom = np.clip([y - _ABOVE * across_px, y + _BELOW * across_px], 0, height).astype(int)
    if min(right - left, bottom - top, top) < _LEAST_PX:
        return None
    columns = np.median(_shrunk(rgb[top:bottom, left:right], _COLUMNS, _ROWS), axis=0)
    run = np.linspace(-1.0, 1.0, _COLUMNS)
    uneven = np.sort(columns - np.outer(run, run @ columns) / (run @ run), axis=0)
    above = _shrunk(rgb[:top], _COLUMNS, _COLUMNS).reshape(-1, 3)
    low, high = np.percentile(above, (5, 95), axis=0)
    # The second of either end: one column may hold a lamp, a cable or the edge of the desk.
    return float((uneven[-2] - uneven[1]).max() / max((high - low).max(), 1.0))


def _shrunk(rgb: Rgb, columns: int, rows: int) -> NDArray[np.float64]:
    """(rows, columns, 3) means."""
    import cv2  # noqa: PLC0415 - heavy

    small: Rgb = cv2.resize(rgb, (columns, rows), interpolation=cv2.INTER_AREA)
    return small.astype(np.float64)
