"""What the landmarker saw: one person's 33 landmarks in one frame."""

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

LANDMARK_COUNT = 33


class Landmark(IntEnum):
    """Index of each landmark in use, in MediaPipe's order; left and right are the person's."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_HIP = 23
    RIGHT_HIP = 24


class Keypoint(NamedTuple):
    """A landmark in the picture: pixels, x right, y down; visibility 0 to 1."""

    x_px: float
    y_px: float
    visibility: float


class NotFiniteError(ValueError):
    """A coordinate that is no number."""


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """One person in one frame.

    points_px: (33, 2) pixels, x right, y down. Landmarks outside the picture have coordinates
        outside ``[0, width_px] x [0, height_px]``.
    depth_px: (33,) the landmarker's z in pixels, smaller is nearer the camera, zero at the hips.
    world_m: (33, 3) metres, x right, y down, z away from the camera, origin mid-hip (a guess
        when the hips are out of the picture).
    visibility, presence: (33,) 0 to 1.

    Raises ValueError for arrays of another shape and a picture without size, NotFiniteError when a
    coordinate is no number: there is no such pose.
    """

    points_px: Array
    depth_px: Array
    world_m: Array
    visibility: Array
    presence: Array
    width_px: int
    height_px: int

    def __post_init__(self) -> None:
        for name, shape in _SHAPES.items():
            part = getattr(self, name)
            if part.shape != shape:
                raise ValueError(f"{name} of shape {part.shape} instead of {shape}")
            if not np.isfinite(part).all():
                raise NotFiniteError(f"{name} is not finite")
        if self.width_px <= 0 or self.height_px <= 0:
            raise ValueError(f"a picture of {self.width_px} x {self.height_px} pixels")

    def __getitem__(self, landmark: Landmark) -> Keypoint:
        x, y = self.points_px[landmark]
        return Keypoint(float(x), float(y), float(self.visibility[landmark]))


_SHAPES = {
    "points_px": (LANDMARK_COUNT, 2),
    "depth_px": (LANDMARK_COUNT,),
    "world_m": (LANDMARK_COUNT, 3),
    "visibility": (LANDMARK_COUNT,),
    "presence": (LANDMARK_COUNT,),
}
