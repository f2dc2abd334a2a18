"""The colour of somebody's clothes: whether two pictures of one sitting show the same person.

The proportions a pose model gives distinguish people hardly better than one person's slouch changes
them; what they wear does not change while they sit. Nothing of it is kept.
"""

import math

import numpy as np
from numpy.typing import NDArray

from posture.core.pose.landmarks import Landmark, Pose
from posture.protocols import Rgb

Lab = NDArray[np.float64]

# The patch on the chest, in shoulder widths: how far below the shoulders, how wide, how high.
_BELOW, _WIDE, _HIGH = 0.35, 0.5, 0.3
_LEAST_PX = 3
# Lamps and exposure change how light a colour is more than which colour it is.
_LIGHTNESS_WEIGHT = 0.5


def clothes_colour(rgb: Rgb, pose: Pose) -> Lab | None:
    """(3,) CIE L*a*b*, the median of the chest; None when it is not in the picture."""
    left, right = (
        pose.points_px[side] for side in (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
    )
    width_px = math.dist(left, right)
    x_px, y_px = (left + right) / 2 + (0.0, _BELOW * width_px)
    half_px = np.array([_WIDE, _HIGH]) * width_px / 2
    size_px = np.array(rgb.shape[1::-1])
    (x0, y0), (x1, y1) = (
        np.clip((x_px, y_px) + side * half_px, 0, size_px).astype(int) for side in (-1, 1)
    )
    if min(x1 - x0, y1 - y0) < _LEAST_PX:
        return None
    import cv2  # noqa: PLC0415 - heavy

    patch = rgb[y0:y1, x0:x1].astype(np.float32) / 255.0
    lab: Lab = np.median(cv2.cvtColor(patch, cv2.COLOR_RGB2LAB).reshape(-1, 3), axis=0)
    return lab


def colours_apart(one: Lab, other: Lab) -> float:
    """How different two colours are: the CIE 1976 difference, lightness counted for less."""
    return float(np.linalg.norm((one - other) * (_LIGHTNESS_WEIGHT, 1.0, 1.0)))
