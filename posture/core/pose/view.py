"""Where the camera stands, from the turn of the shoulder line."""

import math
from enum import StrEnum

from posture.core.policies.pose import ViewLimits
from posture.core.pose.landmarks import Landmark, Pose


class View(StrEnum):
    """Where the camera stands: before the person, at an angle, or at their side."""

    FRONTAL = "frontal"
    OBLIQUE = "oblique"
    SAGITTAL = "sagittal"


_ORDER = (View.FRONTAL, View.OBLIQUE, View.SAGITTAL)


def shoulder_azimuth_deg(pose: Pose) -> float:
    """Turn of the shoulders against the picture: 0 facing the camera, 90 side on; unsigned."""
    left = pose.world_m[Landmark.LEFT_SHOULDER]
    right = pose.world_m[Landmark.RIGHT_SHOULDER]
    across_x, _, across_z = (left - right).tolist()
    return math.degrees(math.atan2(abs(across_z), abs(across_x)))


def estimate_view(pose: Pose, limits: ViewLimits, previous: View | None = None) -> View:
    """The view of a pose; ``previous`` keeps it steady near a border."""
    azimuth = shoulder_azimuth_deg(pose)
    borders = [limits.frontal_below_deg, limits.sagittal_above_deg]
    if previous is not None:
        rank = _ORDER.index(previous)
        for border in range(len(borders)):
            borders[border] += (1 if border >= rank else -1) * limits.hysteresis_deg
    return _ORDER[sum(azimuth >= border for border in borders)]
