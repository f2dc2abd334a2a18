"""What the fit learns from: looks at people in known postures, beside the same people's upright."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posture.core.pose import Pose
from posture.core.rig import UPRIGHT
from posture.core.shape import Shape, measure_shape, mirrored
from posture.core.view import View
from posture.evaluation.truth import Picture

Array = NDArray[np.float64]

# A slump and a nod are what the monitor is for.
KIND_WEIGHT = {"slump": 2.0, "head_down": 2.0}
MIRROR = np.array([1, 1, 1, -1, -1, -1, -1])


@dataclass(frozen=True, slots=True, eq=False)
class Sitting:
    """One person before one camera, seen by one kind of look.

    shapes: (n, len(Measure)). states: (n, 7) degrees, with the upright where the rig has it.
    weights: (n,) how much each picture counts.
    """

    upright: Shape
    shapes: Array
    states: Array
    weights: Array
    camera_pitch_rad: float


def sittings(pictures: Sequence[Picture], view: View) -> Iterator[Sitting]:
    """Every group of pictures by every look, the mean of the looks, and mirrored from the front."""
    counts = Counter(picture.kind for picture in pictures)
    flips: list[Callable[[Pose], Pose]] = [lambda pose: pose]
    if view is View.FRONTAL:
        flips.append(mirrored)
    for group in sorted({picture.group for picture in pictures}):
        mine = [picture for picture in pictures if picture.group == group]
        base = np.mean([picture.angles for picture in mine if picture.is_upright], axis=0)
        for flip in flips:
            sign = MIRROR if flip is mirrored else np.ones(len(MIRROR))
            for look in range(len(mine[0].looks) + 1):
                seen = [
                    (picture, measure_shape(flip(pose))) for picture in mine
                    if (pose := (*picture.looks, picture.careful)[look]) is not None
                ]  # fmt: skip
                uprights = [shape for picture, shape in seen if picture.is_upright]
                if uprights:
                    yield Sitting(
                        np.median(uprights, axis=0),
                        np.array([shape for _, shape in seen]),
                        np.array([UPRIGHT + sign * (p.angles - base) for p, _ in seen]),
                        np.array([KIND_WEIGHT.get(p.kind, 1.0) / counts[p.kind] for p, _ in seen])
                        ** 0.5,
                        float(np.radians(mine[0].camera_pitch_deg)),
                    )
