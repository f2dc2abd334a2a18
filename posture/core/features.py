"""What changed against the person's own upright, in numbers a small linear model can weigh.

Every number is a ratio of lengths or a logarithm of one, so rolling the chair or changing the
camera scales them little. Each is clipped by the model to the range it was fitted on.
"""

import math

import numpy as np
from numpy.typing import NDArray

from posture.core.shape import Measure as M  # noqa: N817 - named on every line below
from posture.core.shape import Shape

_TINY = 1e-3

NAMES = (
    "shoulder_drop", "shoulder_growth", "ear_height", "nose_height", "eye_height", "mouth_height",
    "face_growth", "eye_growth", "nose_over_ear", "eye_over_ear", "mouth_over_nose",
    "ear_forward", "nose_forward", "shoulder_forward", "hip_height",
    "head_turn", "head_roll", "head_aside", "shoulder_roll", "torso_turn",
    "world_ear_up", "world_ear_forward", "world_nose_up", "world_nose_forward",
    "world_hip_down", "world_hip_back",
)


SIDEWAYS_NAMES = (
    "head_turn", "eye_roll", "shoulder_roll", "head_aside", "nose_aside", "shoulder_aside",
    "torso_turn", "mouth_aside",
)


def trunk_scale(shape: Shape) -> float:
    """A length that stands for the torso's size in any view: shoulder width, or face and hips."""
    return float(max(shape[M.SHOULDER_WIDTH], 2.2 * shape[M.FACE_SIZE]))


def relative_features(shape: Shape, upright: Shape) -> NDArray[np.float64]:
    """(len(NAMES),) changes of ``shape`` against ``upright``, forward and down as they come."""
    now: list[float] = shape.tolist()
    was: list[float] = upright.tolist()
    scale, scale_was = trunk_scale(shape), trunk_scale(upright)
    facing = was[M.FACING]

    def height(row: M, column: M) -> float:
        return (now[row] - now[column]) / scale - (was[row] - was[column]) / scale_was

    def forward(row: int, column: int) -> float:
        return facing * ((now[row] - now[column]) / scale - (was[row] - was[column]) / scale_was)

    def growth(row: int) -> float:
        return math.log((now[row] + _TINY) / (was[row] + _TINY))

    def face(row: int, column: int) -> float:
        return (now[row] - now[column]) / now[M.FACE_SIZE] - (
            was[row] - was[column]
        ) / was[M.FACE_SIZE]

    turn = abs((now[M.NOSE_X] - now[M.EAR_X]) / now[M.FACE_SIZE]
               - (was[M.NOSE_X] - was[M.EAR_X]) / was[M.FACE_SIZE])
    return np.array(
        [
            (now[M.SHOULDER_Y] - was[M.SHOULDER_Y]) / scale_was,
            math.log(scale / scale_was),
            height(M.EAR_Y, M.SHOULDER_Y), height(M.NOSE_Y, M.SHOULDER_Y),
            height(M.EYE_Y, M.SHOULDER_Y), height(M.MOUTH_Y, M.SHOULDER_Y),
            growth(M.FACE_SIZE), growth(M.EYE_WIDTH),
            face(M.NOSE_Y, M.EAR_Y), face(M.EYE_Y, M.EAR_Y), face(M.MOUTH_Y, M.NOSE_Y),
            forward(M.EAR_X, M.SHOULDER_X), forward(M.NOSE_X, M.SHOULDER_X),
            forward(M.SHOULDER_X, M.HIP_X), height(M.SHOULDER_Y, M.HIP_Y),
            turn,
            abs(now[M.EYE_ROLL] - was[M.EYE_ROLL]),
            abs(height(M.EAR_X, M.SHOULDER_X)),
            abs(now[M.SHOULDER_ROLL] - was[M.SHOULDER_ROLL]),
            abs(now[M.WORLD_AZIMUTH] - was[M.WORLD_AZIMUTH]),
            *(now[row] - was[row] for row in (
                M.WORLD_EAR_UP, M.WORLD_EAR_FORWARD, M.WORLD_NOSE_UP, M.WORLD_NOSE_FORWARD,
                M.WORLD_HIP_DOWN, M.WORLD_HIP_BACK,
            )),
        ]
    )


def sideways_features(shape: Shape, upright: Shape) -> NDArray[np.float64]:
    """(len(SIDEWAYS_NAMES),) signed changes, positive towards the picture's right or left side up."""
    now: list[float] = shape.tolist()
    was: list[float] = upright.tolist()
    scale, scale_was = trunk_scale(shape), trunk_scale(upright)

    def change(row: int, column: int) -> float:
        return (now[row] - now[column]) / scale - (was[row] - was[column]) / scale_was

    def turn(shape_: list[float]) -> float:
        return (shape_[M.NOSE_X] - shape_[M.EAR_X]) / shape_[M.FACE_SIZE]

    return np.array(
        [
            turn(now) - turn(was),
            now[M.EYE_ROLL] - was[M.EYE_ROLL],
            now[M.SHOULDER_ROLL] - was[M.SHOULDER_ROLL],
            change(M.EAR_X, M.SHOULDER_X), change(M.NOSE_X, M.SHOULDER_X),
            (now[M.SHOULDER_X] - was[M.SHOULDER_X]) / scale_was,
            now[M.WORLD_AZIMUTH] - was[M.WORLD_AZIMUTH],
            change(M.MOUTH_X, M.EAR_X),
        ]
    )
