"""Whether the camera pans and zooms by itself to keep the person in the picture.

    not known --reframed several times--> frames by itself, until the watch ends

Whoever moves before a camera that stays put moves in the picture, and the background does not.
Whoever turns a camera moves both. Before a camera that frames people by itself, the background
moves and the person stays where they were in the picture: it has "reframed". Once may be a lid
that somebody tipped to see their face again; several times are not.
"""

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

from posture.core.events import BackgroundShift
from posture.core.policies.verdict import AutoFramingPolicy
from posture.core.pose.landmarks import Pose
from posture.core.pose.tracking import place_px, size_px

# Nobody is smaller, picture heights; what looks so is no person.
_LEAST_SIZE = 0.01


class Framed(NamedTuple):
    """What a picture shows: where the background lies, and where somebody's head and shoulders are.

    right, down: of the person, from the picture's middle, in picture heights; size: likewise.
    """

    background: BackgroundShift
    right: float
    down: float
    size: float


@dataclass(frozen=True, slots=True)
class AutoFraming:
    """The whole memory.

    is_proven: the camera has reframed often enough. settled: the picture as it last stood still;
    latest: as it has been from since_s on. reframed: how often the camera has reframed.
    """

    is_proven: bool = False
    settled: Framed | None = None
    latest: Framed | None = None
    since_s: float = math.inf
    reframed: int = 0


def framed(pose: Pose, background: BackgroundShift) -> Framed:
    """The picture that shows this pose before this background."""
    x_px, y_px = place_px(pose)
    high = pose.height_px
    return Framed(
        background,
        (x_px - pose.width_px / 2) / high,
        (y_px - high / 2) / high,
        max(size_px(pose) / high, _LEAST_SIZE),
    )


def advance(
    state: AutoFraming, at_s: float, seen: Framed, policy: AutoFramingPolicy
) -> AutoFraming:
    """The state after this look."""
    if state.is_proven:
        return state
    if state.settled is None or state.latest is None:
        return replace(state, settled=seen, latest=seen, since_s=at_s)
    if _apart(seen, state.latest)[0] > policy.moved_share:
        return replace(state, latest=seen, since_s=at_s)
    if at_s - state.since_s < policy.settled_s:
        return state
    background, person = _apart(seen, state.settled)
    if background <= policy.moved_share:
        return state
    state = replace(state, settled=seen)
    if person > policy.person_share * background:
        return state
    reframed = state.reframed + 1
    return replace(state, reframed=reframed, is_proven=reframed >= policy.reframed_times)


def _apart(now: Framed, then: Framed) -> tuple[float, float]:
    """How far the background has moved where the person was, and how far the person, heights.

    A growth counts as the movement of what lies half a person's size aside.
    """
    grown = now.background.zoom - then.background.zoom
    scale = math.exp(grown)
    right, down = (
        shift + scale * (place - was) - place
        for shift, was, place in (
            (now.background.right, then.background.right, then.right),
            (now.background.down, then.background.down, then.down),
        )
    )
    half = 0.5 * then.size
    taller = math.log(now.size / then.size)
    return (
        math.hypot(right, down, half * grown),
        math.hypot(now.right - then.right, now.down - then.down, half * taller),
    )
