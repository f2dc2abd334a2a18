"""Numbers that say something of a posture without knowing the person: ratios and directions."""

import math

import numpy as np
from numpy.typing import NDArray

from posture.core.angles.skeleton import NOSE_BEFORE_EARS
from posture.core.pose.shape import Measure as M  # noqa: N817 - on every line below
from posture.core.pose.shape import Shape
from posture.core.pose.view import View

FRONT_NAMES = (
    "nose_over_shoulders",
    "ears_over_shoulders",
    "nose_over_ears",
    "eyes_over_ears",
    "mouth_over_ears",
    "face_over_shoulders",
)
SIDE_NAMES = (
    "ears_forward_deg",
    "nose_forward_deg",
    "trunk_forward_deg",
    "neck_over_trunk",
    "nose_of_ears_deg",
    "eyes_of_ears_deg",
    "world_ears_forward",
    "azimuth_deg",
)


def absolute_features(shape: Shape, view: View) -> NDArray[np.float64]:
    """(6,) from the front, (8,) from the side. A side shape faces the picture's left."""
    s = shape.tolist()
    if view is View.FRONTAL:
        width, face = s[M.SHOULDER_WIDTH], s[M.EAR_WIDTH]
        return np.array(
            [
                (s[M.NOSE_Y] - s[M.SHOULDER_Y]) / width,
                (s[M.EAR_Y] - s[M.SHOULDER_Y]) / width,
                (s[M.NOSE_Y] - s[M.EAR_Y]) / face,
                (s[M.EYE_Y] - s[M.EAR_Y]) / face,
                (s[M.MOUTH_Y] - s[M.EAR_Y]) / face,
                math.log(face / width),
            ]
        )

    def forward(of: M, by: M) -> tuple[float, float]:
        dx, dy = s[by] - s[of], s[of + 1] - s[by + 1]
        return math.degrees(math.atan2(dx, dy)), math.hypot(dx, dy)

    ears, neck = forward(M.EAR_X, M.SHOULDER_X)
    nose, _ = forward(M.NOSE_X, M.SHOULDER_X)
    trunk, length = forward(M.SHOULDER_X, M.HIP_X)
    return np.array(
        [
            ears,
            nose,
            trunk,
            neck / max(length, 1e-3),
            forward(M.NOSE_X, M.EAR_X)[0],
            forward(M.EYE_X, M.EAR_X)[0],
            s[M.WORLD_EAR_FORWARD],
            math.degrees(s[M.AZIMUTH]),
        ]
    )


def frontal_yaw_deg(shape: Shape) -> float:
    """How far a head seen from the front is turned from the camera: the nose off the ears' middle.

    Positive towards the picture's right.
    """
    aside = (shape[M.NOSE_X] - shape[M.EAR_X]) / shape[M.EAR_WIDTH]
    return math.degrees(math.atan(float(aside) / NOSE_BEFORE_EARS))
