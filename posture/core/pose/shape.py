"""What a pose looks like, in numbers that do not depend on the picture's size.

Lengths and positions are tangents: pixels over the focal length, which is taken as 0.8 of the
picture's longer side (a horizontal field of view of 64 degrees, the usual webcam). x points right
and y up from the picture's centre. ``Measure`` names each number; a ``Shape`` is all of them.
"""

import math
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from posture.core.pose.landmarks import LANDMARK_COUNT, Landmark, Pose

Shape = NDArray[np.float64]

FOCAL_OVER_LONG_SIDE = 0.8
_TINY = 1e-6


class Measure(IntEnum):
    """Index of each number in a shape. World rows are metres of the landmarker's own guess."""

    SHOULDER_X = 0  # middles of left and right
    SHOULDER_Y = 1
    EAR_X = 2
    EAR_Y = 3
    EYE_X = 4
    EYE_Y = 5
    NOSE_X = 6
    NOSE_Y = 7
    MOUTH_X = 8
    MOUTH_Y = 9
    HIP_X = 10
    HIP_Y = 11
    SHOULDER_HALF_X = 12  # from the middle to the left one
    SHOULDER_HALF_Y = 13
    EAR_HALF_X = 14
    EAR_HALF_Y = 15
    EYE_HALF_X = 16
    EYE_HALF_Y = 17
    SHOULDER_WIDTH = 18
    EAR_WIDTH = 19
    EYE_WIDTH = 20
    OUTER_EYE_WIDTH = 21
    MOUTH_WIDTH = 22
    NOSE_DEPTH = 23  # the landmarker's z against the shoulders'
    EAR_DEPTH = 24
    SHOULDER_SLOPE = 25  # rise of the left one over the distance of both
    EAR_SLOPE = 26
    EYE_SLOPE = 27
    WORLD_EAR_UP = 28  # from the middle of the shoulders, forward square to their line
    WORLD_EAR_FORWARD = 29
    WORLD_NOSE_UP = 30
    WORLD_NOSE_FORWARD = 31
    WORLD_EYE_UP = 32
    WORLD_EYE_FORWARD = 33
    WORLD_MOUTH_UP = 34
    WORLD_MOUTH_FORWARD = 35
    WORLD_HIP_UP = 36
    WORLD_HIP_FORWARD = 37
    AZIMUTH = 38  # radians, turn of the shoulder line out of the picture plane


# Rows that grow with the picture when its middle is enlarged.
SIZED = slice(Measure.SHOULDER_X, Measure.SHOULDER_SLOPE)

_PAIRS = (
    (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER),
    (Landmark.LEFT_EAR, Landmark.RIGHT_EAR),
    (Landmark.LEFT_EYE, Landmark.RIGHT_EYE),
    (Landmark.NOSE, Landmark.NOSE),
    (Landmark.MOUTH_LEFT, Landmark.MOUTH_RIGHT),
    (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
)
_LEFT = np.array([pair[0] for pair in _PAIRS])
_RIGHT = np.array([pair[1] for pair in _PAIRS])
_OUTER = (Landmark.LEFT_EYE_OUTER, Landmark.RIGHT_EYE_OUTER)


def measure_shape(pose: Pose) -> Shape:
    """The shape of a finite pose: (len(Measure),) floats, see ``Measure``."""
    focal_px = FOCAL_OVER_LONG_SIDE * max(pose.width_px, pose.height_px)
    points = (pose.points_px - (pose.width_px / 2, pose.height_px / 2)) / (focal_px, -focal_px)
    left, right = points[_LEFT], points[_RIGHT]
    middles, halves = (left + right) / 2, (left - right) / 2
    (shoulder_x, shoulder_y), (ear_x, ear_y), (eye_x, eye_y), _, (mouth_x, mouth_y), _ = (
        halves.tolist()
    )
    shoulder_width = 2 * math.hypot(shoulder_x, shoulder_y) + _TINY
    ear_width = 2 * math.hypot(ear_x, ear_y) + _TINY
    eye_width = 2 * math.hypot(eye_x, eye_y) + _TINY
    outer_x, outer_y = (points[_OUTER[0]] - points[_OUTER[1]]).tolist()
    depth = pose.depth_px[_LEFT[:4]] + pose.depth_px[_RIGHT[:4]]
    shoulder_z, ear_z, _, nose_z = (depth / (2 * focal_px)).tolist()
    return np.array(
        [
            *middles.ravel().tolist(),
            shoulder_x,
            shoulder_y,
            ear_x,
            ear_y,
            eye_x,
            eye_y,
            shoulder_width,
            ear_width,
            eye_width,
            math.hypot(outer_x, outer_y) + _TINY,
            2 * math.hypot(mouth_x, mouth_y) + _TINY,
            nose_z - shoulder_z,
            ear_z - shoulder_z,
            2 * shoulder_y / shoulder_width,
            2 * ear_y / ear_width,
            2 * eye_y / eye_width,
            *_world(pose.world_m),
        ]
    )


def _world(world_m: NDArray[np.float64]) -> list[float]:
    """Up and forward of ear, nose, eye, mouth and hip from the shoulders, then the azimuth."""
    left, right = world_m[_LEFT], world_m[_RIGHT]
    middles = (left + right) / 2
    across_x, _, across_z = (left[0] - right[0]).tolist()
    across = math.hypot(across_x, across_z) + _TINY
    # The body's forward: horizontal, square to the shoulder line, towards the chest's side.
    forward_x, forward_z = across_z / across, -across_x / across
    rows: list[float] = []
    for part in (1, 3, 2, 4, 5):
        x, y, z = (middles[part] - middles[0]).tolist()
        rows += (-y, x * forward_x + z * forward_z)
    return [*rows, math.atan2(across_z, across_x)]


_SWAP = np.array(
    [0, 4, 5, 6, 1, 2, 3, 8, 7, 10, 9]
    + [i + 1 if i % 2 else i - 1 for i in range(11, LANDMARK_COUNT)]
)


def mirrored(pose: Pose) -> Pose:
    """The pose a mirror would show: x flipped, left and right landmarks exchanged."""
    points = pose.points_px[_SWAP]
    points[:, 0] = pose.width_px - points[:, 0]
    return Pose(
        points,
        pose.depth_px[_SWAP],
        pose.world_m[_SWAP] * (-1, 1, 1),
        pose.visibility[_SWAP],
        pose.presence[_SWAP],
        pose.width_px,
        pose.height_px,
    )
