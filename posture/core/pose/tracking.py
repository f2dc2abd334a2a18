"""Whose posture it is when several people, or pictures of people, are before the camera.

Theory of operation
-------------------
The landmarker says who is there, look by look, and knows neither names nor posters. ``advance``
remembers whom it followed and how large they were:

    nobody known      the nearest is taken: the largest head and shoulders
    known, seen on    near the place and size they had: the same person, however far they roll back
    somebody nearer   nearer_ratio times as large: takes over; the other was a passer-by or a poster
    known, gone       who else is there is taken too, unless below background_ratio of the size that
                      is remembered: that is the wall, or a colleague behind, and nobody is there

Somebody in the background who stays for settle_s and moves about, as no poster does, is taken after
all: the camera may have been moved away.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from posture.core.policies.pose import PeoplePolicy
from posture.core.pose.landmarks import Landmark, Pose

_HEAD_AND_SHOULDERS = np.array(
    [
        Landmark.NOSE,
        Landmark.LEFT_SHOULDER,
        Landmark.RIGHT_SHOULDER,
        Landmark.LEFT_EAR,
        Landmark.RIGHT_EAR,
    ]
)
_PLACE = np.array([Landmark.NOSE, Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER])


@dataclass(frozen=True, slots=True)
class BackgroundPerson:
    """Somebody in the background: where first and last seen."""

    first: Pose
    last: Pose
    since_s: float
    has_moved: bool = False


@dataclass(frozen=True, slots=True)
class Tracking:
    """What is remembered of who is there. person: whom the last look showed and followed.

    width_share: how large the person followed is of late, over the picture's width; None while
    nobody has been.
    """

    person: Pose | None = None
    width_share: float | None = None
    at_s: float = 0.0
    behind: BackgroundPerson | None = None


def advance(
    tracking: Tracking, poses: Sequence[Pose], at_s: float, policy: PeoplePolicy
) -> Tracking:
    """The memory after a look, its ``person`` the one to judge.

    The poses and ``company.person`` are in pixels of pictures of one size.
    """
    found = follow(poses, tracking.person, policy)
    if found is None:
        return replace(tracking, person=None)
    is_same = tracking.person is not None and is_same_person(found, tracking.person, policy)
    known = tracking.width_share
    if is_same or known is None or _width_share(found) >= policy.background_ratio * known:
        return _taken(tracking, found, at_s, policy)
    behind = _watched(tracking.behind, found, at_s, policy)
    if behind.has_moved and at_s - behind.since_s >= policy.settle_s:
        return Tracking(found, _width_share(found), at_s)
    return replace(tracking, person=None, behind=behind)


def nearest(poses: Sequence[Pose]) -> Pose | None:
    """The person nearest the camera: the largest head and shoulders. None when nobody is there."""
    return max(poses, key=size_px, default=None)


def follow(poses: Sequence[Pose], previous: Pose | None, policy: PeoplePolicy) -> Pose | None:
    """The person seen before, wherever they are now in the picture; the nearest when they left.

    Somebody clearly nearer the camera takes over.
    """
    if previous is None or not poses:
        return nearest(poses)
    closest = min(poses, key=lambda pose: apart_px(pose, previous))
    if max(map(size_px, poses)) > policy.nearer_ratio * size_px(closest):
        return nearest(poses)
    return closest if is_same_person(closest, previous, policy) else nearest(poses)


def is_same_person(pose: Pose, previous: Pose, policy: PeoplePolicy) -> bool:
    """Whether place and size are such as somebody can have one look after the other."""
    was_px = size_px(previous)
    ratio = size_px(pose) / max(was_px, 1.0)
    is_near = apart_px(pose, previous) <= policy.reach_sizes * was_px
    return is_near and 1 / policy.size_ratio < ratio < policy.size_ratio


def size_px(pose: Pose) -> float:
    """Extent of head and shoulders, pixels: grows as a person comes nearer, in every view."""
    # Plain numbers: for five points NumPy's own reductions take longer.
    x_px, y_px = pose.points_px[_HEAD_AND_SHOULDERS].T.tolist()
    return math.hypot(max(x_px) - min(x_px), max(y_px) - min(y_px))


def place_px(pose: Pose) -> tuple[float, float]:
    """The middle, x and y, of a person's head and shoulders."""
    x_px, y_px = pose.points_px[_PLACE].T.tolist()
    return sum(x_px) / len(_PLACE), sum(y_px) / len(_PLACE)


def apart_px(one: Pose, other: Pose) -> float:
    """How far apart two people's heads and shoulders are, pixels."""
    return math.dist(place_px(one), place_px(other))


def _width_share(pose: Pose) -> float:
    return size_px(pose) / max(pose.width_px, 1)


def _taken(tracking: Tracking, found: Pose, at_s: float, policy: PeoplePolicy) -> Tracking:
    """The size remembered follows slowly, so that walking away does not make anybody small."""
    now, was = _width_share(found), tracking.width_share
    if was is None or now > policy.nearer_ratio * was:
        return Tracking(found, now, at_s)
    # The time of an absence is no time of being seen.
    elapsed_s = 0.0 if tracking.person is None else max(0.0, at_s - tracking.at_s)
    return Tracking(found, now + (was - now) * math.exp(-elapsed_s / policy.memory_s), at_s)


def _watched(
    behind: BackgroundPerson | None, found: Pose, at_s: float, policy: PeoplePolicy
) -> BackgroundPerson:
    """From look to look the same somebody, or another one from now on."""
    if behind is None or not is_same_person(found, behind.last, policy):
        return BackgroundPerson(found, found, at_s)
    has_moved = apart_px(found, behind.first) > policy.moved_sizes * size_px(found)
    return replace(behind, last=found, has_moved=behind.has_moved or has_moved)
