"""What the fit learns from: looks at people in known postures, beside the same people's upright."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.fit.joints import true_azimuth_rad
from models.fit.settings import fit_settings
from models.fit.truth import Picture
from posture.core.angles.angles import faces_right
from posture.core.angles.lens import Lens, LensPrior, infer_lens
from posture.core.angles.skeleton import unit_of
from posture.core.pose.landmarks import Pose
from posture.core.pose.shape import Shape, measure_shape, mirrored
from posture.core.pose.view import View

Array = NDArray[np.float64]

KIND_WEIGHT = fit_settings("kinds")
# What people do on a long day, and nobody of the truth set; only guests show it.
EVERYDAY = frozenset(
    {
        "slid_down",
        "recline",
        "perch",
        "armrest",
        "chin_in_hand",
        "second_screen",
        "tucked",
        "standing",
    }
)
MIRROR = np.array([1, 1, 1, -1, -1, -1, -1])


@dataclass(frozen=True, slots=True, eq=False)
class SittingExample:
    """One person before one camera, seen by one kind of look.

    subject: who. shapes: (n, len(Measure)). changes: (n, CHANGES) against the upright. weights:
    (n,) how much each picture counts. camera_pitch_rad, azimuth_rad: where it truly stands; the
    azimuth NaN where it is not known. lens: the true one, or what is held likely.
    """

    subject: str
    upright: Shape
    shapes: Array
    changes: Array
    weights: Array
    camera_pitch_rad: float
    azimuth_rad: float
    lens: Lens

    @property
    def seen(self) -> Shape:
        """The upright as the lens makes it."""
        return self.lens.seen(self.upright)


def sittings(pictures: Sequence[Picture], view: View) -> Iterator[SittingExample]:
    """Every group of pictures by every look and the mean of the looks.

    From the front also mirrored; from the side always facing the picture's left.
    """
    counts = Counter(picture.kind for picture in pictures)
    for group in sorted({picture.group for picture in pictures}):
        mine = [picture for picture in pictures if picture.group == group]
        for is_mirrored in _flips(mine, view):
            yield from _of_group(mine, view, counts, is_mirrored=is_mirrored)


def everyday(guests: Sequence[Picture]) -> list[Picture]:
    """Those of the guests who were drawn in the postures of a long day, and their uprights."""
    groups = {guest.group for guest in guests if guest.kind in EVERYDAY}
    return [guest for guest in guests if guest.group in groups]


def _flips(pictures: Sequence[Picture], view: View) -> tuple[bool, ...]:
    if view is View.FRONTAL:
        return False, True
    sides = [faces_right(p.careful, view) for p in pictures if p.is_upright and p.careful]
    return (2 * sum(sides) > len(sides),)


def _of_group(
    mine: Sequence[Picture], view: View, counts: Counter[str], *, is_mirrored: bool
) -> Iterator[SittingExample]:
    flip: Callable[[Pose], Pose] = mirrored if is_mirrored else lambda pose: pose
    sign = MIRROR if is_mirrored else np.ones(len(MIRROR))
    known = [picture for picture in mine if picture.is_upright]
    base = np.mean([picture.angles for picture in known], axis=0)
    hips = np.mean([picture.shift for picture in known], axis=0)
    azimuth = true_azimuth_rad(known, view, is_mirrored=is_mirrored)
    for look in range(len(mine[0].looks) + 1):
        seen = [
            (picture, measure_shape(flip(pose)))
            for picture in mine
            if (pose := (*picture.looks, picture.careful)[look]) is not None
        ]
        uprights = [shape for picture, shape in seen if picture.is_upright]
        if not uprights:
            continue
        weights = np.array([KIND_WEIGHT.get(p.kind, 1.0) / counts[p.kind] for p, _ in seen])
        upright = np.median(uprights, axis=0)
        pose = next(p for p in (mine[0].careful, *mine[0].looks) if p is not None)
        hfov_deg = mine[0].hfov_deg
        lens = infer_lens(
            unit_of(upright, view),
            view,
            (pose.width_px, pose.height_px),
            lens_prior(),
            hfov_deg if np.isfinite(hfov_deg) else None,
        )
        yield SittingExample(
            mine[0].subject,
            upright,
            np.array([shape for _, shape in seen]),
            np.array(
                [np.concatenate([sign * (p.angles - base), p.shift - hips, [0.0]]) for p, _ in seen]
            ),
            weights**0.5,
            float(np.radians(mine[0].camera_pitch_deg)),
            azimuth,
            lens,
        )


def lens_prior() -> LensPrior:
    """What is assumed of a lens; no picture states it."""
    numbers = {name: np.asarray(value, np.float64) for name, value in fit_settings("lens").items()}
    return LensPrior(**numbers)
