"""What a pose looks like, in numbers that do not depend on the picture's size.

Lengths and positions are tangents: pixels over the focal length, which is taken as 0.8 of the
picture's longer side (a horizontal field of view of 64 degrees, the usual webcam). x points right
and y up from the picture's centre. ``Measure`` names each number; a ``Shape`` is all of them.
"""

import math
from enum import IntEnum, auto

import numpy as np
from numpy.typing import NDArray

from posture.core.pose import Landmark, Pose

Shape = NDArray[np.float64]

FOCAL_OVER_LONG_SIDE = 0.8
_TINY = 1e-6


class Measure(IntEnum):
    """Index of each number in a shape. World quantities are metres of the landmarker's guess."""

    @staticmethod
    def _generate_next_value_(
        name: str, start: int, count: int, last_values: list[int]  # noqa: ARG004 - enum's signature
    ) -> int:
        return count

    SHOULDER_X = auto()
    SHOULDER_Y = auto()
    SHOULDER_WIDTH = auto()
    SHOULDER_ROLL = auto()  # radians, left shoulder higher positive
    EAR_X = auto()
    EAR_Y = auto()
    EAR_WIDTH = auto()
    EYE_X = auto()
    EYE_Y = auto()
    EYE_WIDTH = auto()
    EYE_ROLL = auto()  # radians, left eye higher positive
    NOSE_X = auto()
    NOSE_Y = auto()
    MOUTH_X = auto()
    MOUTH_Y = auto()
    MOUTH_WIDTH = auto()
    HIP_X = auto()
    HIP_Y = auto()
    FACING = auto()  # +1 when the person faces the picture's right, -1 left
    WORLD_AZIMUTH = auto()  # radians, turn of the shoulder line out of the picture plane
    WORLD_EAR_UP = auto()
    WORLD_EAR_FORWARD = auto()
    WORLD_NOSE_UP = auto()
    WORLD_NOSE_FORWARD = auto()
    WORLD_HIP_DOWN = auto()
    WORLD_HIP_BACK = auto()
    FACE_SIZE = auto()


def measure_shape(pose: Pose) -> Shape:
    """The shape of a finite pose: (len(Measure),) floats, see ``Measure``."""
    focal = FOCAL_OVER_LONG_SIDE * max(pose.width_px, pose.height_px)
    half_width, half_height = pose.width_px / 2, pose.height_px / 2
    points = [
        ((x - half_width) / focal, (half_height - y) / focal) for x, y in pose.points_px.tolist()
    ]
    world = pose.world_m.tolist()

    def middle(a: int, b: int) -> tuple[float, float]:
        return (points[a][0] + points[b][0]) / 2, (points[a][1] + points[b][1]) / 2

    def span(left: int, right: int) -> tuple[float, float]:
        dx, dy = points[left][0] - points[right][0], points[left][1] - points[right][1]
        return math.hypot(dx, dy), math.atan2(dy, abs(dx) + _TINY)

    shoulder = middle(Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
    shoulder_width, shoulder_roll = span(Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
    ear = middle(Landmark.LEFT_EAR, Landmark.RIGHT_EAR)
    ear_width, _ = span(Landmark.LEFT_EAR, Landmark.RIGHT_EAR)
    eye = middle(Landmark.LEFT_EYE, Landmark.RIGHT_EYE)
    eye_width, eye_roll = span(Landmark.LEFT_EYE_OUTER, Landmark.RIGHT_EYE_OUTER)
    nose = points[Landmark.NOSE]
    mouth = middle(Landmark.MOUTH_LEFT, Landmark.MOUTH_RIGHT)
    mouth_width, _ = span(Landmark.MOUTH_LEFT, Landmark.MOUTH_RIGHT)
    hip = middle(Landmark.LEFT_HIP, Landmark.RIGHT_HIP)

    def world_middle(a: int, b: int) -> list[float]:
        return [(p + q) / 2 for p, q in zip(world[a], world[b], strict=True)]

    left, right = world[Landmark.LEFT_SHOULDER], world[Landmark.RIGHT_SHOULDER]
    across_x, across_z = left[0] - right[0], left[2] - right[2]
    across = math.hypot(across_x, across_z) + _TINY
    # The body's forward axis: horizontal, square to the shoulder line, towards the chest's side.
    forward_x, forward_z = across_z / across, -across_x / across
    centre = world_middle(Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)

    def up_and_forward(point: list[float]) -> tuple[float, float]:
        dx, dy, dz = (p - c for p, c in zip(point, centre, strict=True))
        return -dy, dx * forward_x + dz * forward_z

    ear_up, ear_forward = up_and_forward(world_middle(Landmark.LEFT_EAR, Landmark.RIGHT_EAR))
    nose_up, nose_forward = up_and_forward(world[Landmark.NOSE])
    hip_up, hip_forward = up_and_forward(world_middle(Landmark.LEFT_HIP, Landmark.RIGHT_HIP))

    face_height = math.hypot((eye[0] + ear[0]) / 2 - mouth[0], (eye[1] + ear[1]) / 2 - mouth[1])
    return np.array(
        [
            *shoulder, shoulder_width, shoulder_roll,
            *ear, ear_width,
            *eye, eye_width, eye_roll,
            *nose,
            *mouth, mouth_width,
            *hip,
            1.0 if nose[0] >= ear[0] else -1.0,
            math.atan2(across_z, across_x),
            ear_up, ear_forward, nose_up, nose_forward, -hip_up, -hip_forward,
            math.hypot(ear_width, face_height),
        ]
    )
