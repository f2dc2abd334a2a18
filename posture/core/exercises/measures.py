"""How far a stretch has gone, from the landmarks of one look.

Everything is held against the person's own rest, with the face's size as the yardstick. A reach of
1.0 is far enough:

    side neck stretch   the eye line's tilt over the shoulder line; left and right
    shoulder roll       how far both shoulders rose in the picture and towards the ears, whichever
                        is less: nodding (the ears sink) and stretching up (all rises) are none
    chin tuck           how much the face shrank against the shoulders, plus half of what the ears
                        rose over them: the head goes back and up. Looking down lowers the ears and
                        turning or tipping back makes the face look smaller: none is a tuck

A camera in front shows the first two well. A chin tuck moves the head by a few centimetres along
the line of sight, near what the landmarks resolve: a shallow one may go unnoticed.
"""

import math
from collections.abc import Sequence
from enum import StrEnum
from statistics import median
from typing import NamedTuple

from posture.core.policies.exercises import StretchLimits
from posture.core.pose.landmarks import Landmark, Pose

NEEDED = (
    Landmark.NOSE,
    Landmark.LEFT_EYE_OUTER,
    Landmark.RIGHT_EYE_OUTER,
    Landmark.LEFT_EAR,
    Landmark.RIGHT_EAR,
    Landmark.LEFT_SHOULDER,
    Landmark.RIGHT_SHOULDER,
)
# Seen from the side the shoulders lie behind each other, and nothing of this can be measured.
MIN_SHOULDERS_OVER_EARS = 1.4
# The nose's shift over the face's size from which the head counts as turned: about 10 degrees.
TURNED = 0.15
# The nose's rise over the ears, likewise, from which the head counts as tipped back: 12 degrees.
LOOKED_UP = -0.2
# And its fall from which the head is bent so far that the eye line's tilt means little.
LOOKED_DOWN = 0.25


class Exercise(StrEnum):
    """In the order they are guided; the values name their words in config/stretch.toml."""

    CHIN_TUCK = "chin-tuck"
    SHOULDER_ROLL = "shoulder-roll"
    SIDE_NECK = "side-neck"


class Side(StrEnum):
    """The person's own; BOTH for exercises without sides."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class BodyMeasures(NamedTuple):
    """What one pose says, in pixels (y down) and degrees.

    tilt_deg: towards the person's left shoulder positive. turn: nose aside of the ears' middle,
    over the face's size. nod: nose below the ears, over the face's size.
    """

    tilt_deg: float
    shoulder_y_px: float
    ear_y_px: float
    face_px: float
    shoulders_px: float
    turn: float
    nod: float

    @property
    def is_upright(self) -> bool:
        """Whether the ears are above the shoulders; else their height means nothing."""
        return self.ear_y_px < self.shoulder_y_px


def measure_body(pose: Pose, limits: StretchLimits) -> BodyMeasures | None:
    """The measures of one pose; None when head or shoulders are unseen, or seen from the side."""
    if any(pose[mark].visibility < limits.min_visibility for mark in NEEDED):
        return None
    ears = _span(pose, Landmark.LEFT_EAR, Landmark.RIGHT_EAR)
    eyes = _span(pose, Landmark.LEFT_EYE_OUTER, Landmark.RIGHT_EYE_OUTER)
    shoulders = _span(pose, Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
    if min(ears, eyes) <= 0 or shoulders < MIN_SHOULDERS_OVER_EARS * ears:
        return None
    face = math.sqrt(ears * eyes)
    ear_y_px = _height(pose, Landmark.LEFT_EAR, Landmark.RIGHT_EAR)
    middle_x = (pose[Landmark.LEFT_EAR].x_px + pose[Landmark.RIGHT_EAR].x_px) / 2
    return BodyMeasures(
        tilt_deg=_slope_deg(pose, Landmark.LEFT_EYE_OUTER, Landmark.RIGHT_EYE_OUTER)
        - _slope_deg(pose, Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER),
        shoulder_y_px=_height(pose, Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER),
        ear_y_px=ear_y_px,
        face_px=face,
        shoulders_px=shoulders,
        turn=(pose[Landmark.NOSE].x_px - middle_x) / face,
        nod=(pose[Landmark.NOSE].y_px - ear_y_px) / face,
    )


def reach(
    exercise: Exercise, look: BodyMeasures, rest: BodyMeasures, limits: StretchLimits
) -> dict[Side, float]:
    """How far the movement has gone on each side, 1.0 being far enough; -inf: something else."""
    match exercise:
        case Exercise.SIDE_NECK:
            if look.nod - rest.nod > LOOKED_DOWN:
                return {Side.LEFT: -math.inf, Side.RIGHT: -math.inf}
            tilt = (look.tilt_deg - rest.tilt_deg) / limits.tilt_deg
            return {Side.LEFT: tilt, Side.RIGHT: -tilt}
        case Exercise.SHOULDER_ROLL:
            neck_px = rest.shoulder_y_px - rest.ear_y_px
            scale = look.face_px / rest.face_px
            rise = (rest.shoulder_y_px - look.shoulder_y_px) / neck_px
            nearer = 1.0 - (look.shoulder_y_px - look.ear_y_px) / (neck_px * scale)
            return {Side.BOTH: min(rise, nearer) / limits.raise_ratio}
        case Exercise.CHIN_TUCK:
            if abs(look.turn - rest.turn) > TURNED or look.nod - rest.nod < LOOKED_UP:
                return {Side.BOTH: -math.inf}
            shrunk = -math.log(
                (look.face_px / look.shoulders_px) / (rest.face_px / rest.shoulders_px)
            )
            risen = math.log(
                ((look.shoulder_y_px - look.ear_y_px) / look.shoulders_px)
                / ((rest.shoulder_y_px - rest.ear_y_px) / rest.shoulders_px)
            )
            return {Side.BOTH: (shrunk + (risen if risen < 0 else risen / 2)) / limits.tuck_ratio}


def median_measures(looks: Sequence[BodyMeasures]) -> BodyMeasures:
    """The median of each measure on its own."""
    return BodyMeasures(*(median(values) for values in zip(*looks, strict=True)))


def _span(pose: Pose, one: Landmark, other: Landmark) -> float:
    return math.hypot(pose[one].x_px - pose[other].x_px, pose[one].y_px - pose[other].y_px)


def _height(pose: Pose, one: Landmark, other: Landmark) -> float:
    return (pose[one].y_px + pose[other].y_px) / 2


def _slope_deg(pose: Pose, left: Landmark, right: Landmark) -> float:
    """Of the line from right to left, degrees; positive when the left end is lower."""
    return math.degrees(
        math.atan2(pose[left].y_px - pose[right].y_px, pose[left].x_px - pose[right].x_px)
    )
