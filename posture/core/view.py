"""Where the camera stands, from the turn of the shoulder line."""

import math
from enum import StrEnum

from posture.core.pose import Landmark, Pose


class View(StrEnum):
    """Where the camera stands: before the person, at an angle, or at their side."""

    FRONTAL = "frontal"
    OBLIQUE = "oblique"
    SAGITTAL = "sagittal"


# Turn of the shoulder line out of the picture plane, degrees, between one view and the next. On
# the truth pictures a frontal camera reads up to 20, an oblique one 23 to 73, a side one over 77.
FRONTAL_BELOW_DEG = 22.0
SAGITTAL_ABOVE_DEG = 70.0
HYSTERESIS_DEG = 6.0

_ORDER = (View.FRONTAL, View.OBLIQUE, View.SAGITTAL)


def shoulder_azimuth_deg(pose: Pose) -> float:
    """Turn of the shoulders against the picture: 0 facing the camera, 90 side on; unsigned."""
    left = pose.world_m[Landmark.LEFT_SHOULDER]
    right = pose.world_m[Landmark.RIGHT_SHOULDER]
    across_x, _, across_z = (left - right).tolist()
    return math.degrees(math.atan2(abs(across_z), abs(across_x)))


def estimate_view(pose: Pose, previous: View | None = None) -> View:
    """The view of a finite pose; ``previous`` keeps it steady near a border."""
    azimuth = shoulder_azimuth_deg(pose)
    borders = [FRONTAL_BELOW_DEG, SAGITTAL_ABOVE_DEG]
    if previous is not None:
        rank = _ORDER.index(previous)
        for border in range(len(borders)):
            borders[border] += HYSTERESIS_DEG if border >= rank else -HYSTERESIS_DEG
    return _ORDER[sum(azimuth >= border for border in borders)]
