"""Whose posture it is when several people are in the picture."""

import math
from collections.abc import Sequence

from posture.core.pose import Landmark, Pose

# A person does not move farther between two looks than this many of their own sizes.
_REACH_SIZES = 1.0
_SIZE_RATIO = 1.6
# Somebody this much larger sits nearer: the one in the background is not followed any longer.
_CLEARLY_NEARER = 1.5


def nearest(poses: Sequence[Pose]) -> Pose | None:
    """The person nearest the camera: the largest head and shoulders. None when nobody is usable."""
    usable = [pose for pose in poses if pose.is_finite]
    return max(usable, key=size_px, default=None)


def follow(poses: Sequence[Pose], previous: Pose | None) -> Pose | None:
    """The person seen before, wherever they are now in the picture; the nearest when they left.

    Somebody clearly nearer the camera takes over: whoever was seen first may be a passer-by or a
    picture on the wall.
    """
    usable = [pose for pose in poses if pose.is_finite]
    if previous is None or not previous.is_finite or not usable:
        return nearest(usable)
    was = size_px(previous)
    same = min(usable, key=lambda pose: _distance_px(pose, previous))
    ratio = size_px(same) / max(was, 1.0)
    if max(map(size_px, usable)) > _CLEARLY_NEARER * size_px(same):
        return nearest(usable)
    if _distance_px(same, previous) <= _REACH_SIZES * was and 1 / _SIZE_RATIO < ratio < _SIZE_RATIO:
        return same
    return nearest(usable)


def size_px(pose: Pose) -> float:
    """Extent of head and shoulders, pixels: grows as a person comes nearer, in every view."""
    rows = [Landmark.NOSE, Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_EAR,
            Landmark.RIGHT_EAR]
    spread = pose.points_px[rows].max(axis=0) - pose.points_px[rows].min(axis=0)
    return math.hypot(*spread.tolist())


def _distance_px(one: Pose, other: Pose) -> float:
    rows = [Landmark.NOSE, Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]
    apart = one.points_px[rows].mean(axis=0) - other.points_px[rows].mean(axis=0)
    return math.hypot(*apart.tolist())
