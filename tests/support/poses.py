"""A simple seated person before a pinhole camera, who can do stretches: Poses with known movement.

World: metres, x to the person's left, y up, z towards the camera; the camera looks along -z. Only
the head and the shoulders are placed; the other landmarks lie at the hips, out of the picture.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from posture.core.pose.landmarks import LANDMARK_COUNT, Landmark, Pose

WIDTH_PX, HEIGHT_PX, FOCAL_PX = 640, 480, 560.0

# In the head's own frame, origin in the middle between the ears.
HEAD_M = {
    Landmark.LEFT_EAR: (0.075, 0.0, 0.0),
    Landmark.RIGHT_EAR: (-0.075, 0.0, 0.0),
    Landmark.LEFT_EYE_OUTER: (0.045, 0.03, 0.075),
    Landmark.RIGHT_EYE_OUTER: (-0.045, 0.03, 0.075),
    Landmark.LEFT_EYE: (0.032, 0.03, 0.08),
    Landmark.RIGHT_EYE: (-0.032, 0.03, 0.08),
    Landmark.NOSE: (0.0, -0.01, 0.11),
    Landmark.MOUTH_LEFT: (0.025, -0.05, 0.09),
    Landmark.MOUTH_RIGHT: (-0.025, -0.05, 0.09),
}
EARS_OVER_NECK_M = 0.12
NECK_OVER_SHOULDERS_M = 0.08
HALF_SHOULDERS_M = 0.18
CAMERA_M = np.array([0.0, 0.18, 0.65])


@dataclass(frozen=True)
class Doing:
    """What the person does. Angles in degrees, lengths in metres, all 0 at rest.

    tilt: head towards the left shoulder; nod: chin down; yaw: head to the left; back: head slid
    straight back; up: both shoulders raised; lean: the whole trunk towards the camera;
    stretch_up: everything raised.
    """

    tilt_deg: float = 0.0
    nod_deg: float = 0.0
    yaw_deg: float = 0.0
    back_m: float = 0.0
    up_m: float = 0.0
    lean_m: float = 0.0
    stretch_up_m: float = 0.0

    def times(self, share: float) -> "Doing":
        return replace(self, **{name: value * share for name, value in vars(self).items()})


def _turn(axis: int, degrees: float) -> np.ndarray:
    """Rotation about x (0), y (1) or z (2)."""
    angle = np.radians(degrees)
    cos, sin = np.cos(angle), np.sin(angle)
    one, other = [i for i in range(3) if i != axis]
    matrix = np.eye(3)
    matrix[one, one] = matrix[other, other] = cos
    matrix[one, other], matrix[other, one] = -sin, sin
    return matrix


def pose_of(
    doing: Doing,
    rng: np.random.Generator | None = None,
    noise_px: float = 0.0,
    visibility: float = 0.99,
) -> Pose:
    """The pose a perfect landmarker would see, plus noise."""
    base = np.array([0.0, doing.stretch_up_m, doing.lean_m])
    neck = base + np.array([0.0, NECK_OVER_SHOULDERS_M, -doing.back_m])
    # Tilting and nodding turn about the neck's foot; sliding back lifts the crown a little.
    about_neck = _turn(2, -doing.tilt_deg) @ _turn(0, doing.nod_deg)
    head = about_neck @ _turn(1, -doing.yaw_deg)
    ears = neck + about_neck @ [0.0, EARS_OVER_NECK_M + 0.15 * doing.back_m, 0.0]
    world = np.tile(base + np.array([0.0, -0.45, 0.0]), (LANDMARK_COUNT, 1))
    for landmark, place in HEAD_M.items():
        world[landmark] = ears + head @ np.array(place)
    for landmark, side in ((Landmark.LEFT_SHOULDER, 1), (Landmark.RIGHT_SHOULDER, -1)):
        world[landmark] = base + np.array([side * HALF_SHOULDERS_M, doing.up_m, 0.0])
    relative = world - CAMERA_M
    depth = -relative[:, 2]
    points = np.stack(
        [
            WIDTH_PX / 2 + FOCAL_PX * relative[:, 0] / depth,
            HEIGHT_PX / 2 - FOCAL_PX * relative[:, 1] / depth,
        ],
        axis=1,
    )
    if rng is not None:
        points = points + rng.normal(0.0, noise_px, points.shape)
    seen = np.full(LANDMARK_COUNT, visibility)
    return Pose(
        points, np.zeros(LANDMARK_COUNT), world * [1, -1, -1], seen, seen, WIDTH_PX, HEIGHT_PX
    )


def still(seconds: float, doing: Doing | None = None) -> list[tuple[float, Doing]]:
    return [(seconds, doing or Doing())]


def movement(far: Doing, *, reps: int, hold_s: float, way_s: float = 0.8, pause_s: float = 1.0):
    """There, hold, back, pause, ``reps`` times: (seconds, where to be at their end)."""
    return [
        part
        for _ in range(reps)
        for part in ((way_s, far), (hold_s, far), (way_s, Doing()), (pause_s, Doing()))
    ]


def played(
    parts: list[tuple[float, Doing]], *, fps: float = 10.0, noise_px: float = 0.3, seed: int = 0
) -> Iterator[tuple[float, Pose]]:
    """The poses on the way through the parts, moving evenly from one to the next."""
    rng = np.random.default_rng(seed)
    at_s, start_s, was = 0.0, 0.0, Doing()
    for seconds, target in parts:
        while at_s < start_s + seconds:
            share = (at_s - start_s) / seconds
            now = Doing(
                **{
                    name: (1 - share) * vars(was)[name] + share * vars(target)[name]
                    for name in vars(target)
                }
            )
            yield at_s, pose_of(now, rng, noise_px)
            at_s += 1.0 / fps
        start_s, was = start_s + seconds, target
