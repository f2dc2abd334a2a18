"""Where the camera stands, inferred from a person's own upright."""

import numpy as np
from numpy.typing import NDArray

from posture.core.pose.shape import Measure, Shape

Array = NDArray[np.float64]

# No camera is taken to look further up or down, or to stand further round, radians: that is a
# little behind the person's side.
_STEEPEST, _ROUND = 0.5, 1.75


def pitch_cues(upright: Shape) -> Array:
    """(2,) what a frontal upright shows of the elevation from which the camera sees the face.

    How high eyes and nose stand over the ears, and which share of the way from the eyes to the
    mouth the nose stands at: a face seen from below shortens both, each in its own way.
    """
    s = upright.tolist()
    m = Measure
    eye, nose, mouth = s[m.EYE_Y], s[m.NOSE_Y], s[m.MOUTH_Y]
    return np.array(
        [
            ((eye + nose) / 2 - s[m.EAR_Y]) / s[m.EAR_WIDTH],
            (eye - nose) / max(eye - mouth, 1e-3),
        ]
    )


def elevation_rad(upright: Shape) -> float:
    """How far above the picture's middle the eyes stand."""
    return float(np.arctan(upright[Measure.EYE_Y]))


def camera_pitch_rad(upright: Shape, line: Array) -> float:
    """The camera's pitch from the cues of the upright; the view's usual one without slopes.

    line: (1,) the pitch, or (1 + cues,) with a slope for each of ``pitch_cues``; radians.
    """
    pitch = line[0]
    if len(line) > 1:
        pitch = pitch + line[1:] @ pitch_cues(upright) - elevation_rad(upright)
    return float(min(max(pitch, -_STEEPEST), _STEEPEST))


def azimuth_rad(upright: Shape, line: Array) -> float:
    """How far the camera stands round the person; a side shape faces the picture's left.

    line: (2,) offset and slope; radians.
    """
    azimuth = line[0] - line[1] * upright[Measure.AZIMUTH]
    return float(min(max(azimuth, 0.0), _ROUND))
