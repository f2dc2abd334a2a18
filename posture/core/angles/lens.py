"""How long the camera's lens is, as far as the picture's shape and a person's size in it show.

A length is the focal length over the picture's longer side. Few cameras say theirs, and whoever
crops a picture makes it longer; but people sit at an arm's length or two from their screens, so one
who fills the picture was probably cropped, and not a hand's breadth from the lens.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posture.core.pose.shape import FOCAL_OVER_LONG_SIDE, SIZED, Shape
from posture.core.pose.view import View

_ORDER = (View.FRONTAL, View.OBLIQUE, View.SAGITTAL)


@dataclass(frozen=True, slots=True, eq=False)
class LensPrior:
    """What is held likely before looking; standard deviations are of logarithms.

    length: (3,) of a wide picture, of one about as wide as high, of a tall one. squarish: () how
    many times longer one side of the second may be. length_sd: (3,) of usual lenses, odd_sd: () of
    others, odd_share: () how many these are. distance: (3,) of the shoulders
    from the camera, in their widths, for each view as ``View`` names them. distance_sd: ().
    known_sd: () of a length that the user or the picture's file names.
    """

    length: NDArray[np.float64]
    squarish: NDArray[np.float64]
    length_sd: NDArray[np.float64]
    odd_sd: NDArray[np.float64]
    odd_share: NDArray[np.float64]
    distance: NDArray[np.float64]
    distance_sd: NDArray[np.float64]
    known_sd: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lens:
    """length: focal length over the picture's longer side. sd: of its logarithm."""

    length: float
    sd: float

    def seen(self, shape: Shape) -> Shape:
        """The shape with its tangents as this lens makes them."""
        seen = shape.copy()
        seen[SIZED] *= FOCAL_OVER_LONG_SIDE / self.length
        return seen


def infer_lens(
    unit: float,
    view: View,
    size_px: tuple[int, int],
    prior: LensPrior,
    hfov_deg: float | None = None,
) -> Lens:
    """The lens before which somebody is ``unit`` wide, a tangent as ``Shape`` has them.

    Both what is usual for such a picture and how far people sit say something of it; each counts by
    how little it varies. hfov_deg: the picture's horizontal field of view, where it is known.
    """
    width, height = size_px
    if hfov_deg is not None:
        length = 0.5 * width / math.tan(math.radians(hfov_deg) / 2) / max(width, height)
        return Lens(length, float(prior.known_sd))
    kind = _format(width, height, float(prior.squarish))
    usual = _TRIED - math.log(prior.length[kind])
    by_size = _TRIED - math.log(unit * FOCAL_OVER_LONG_SIDE * prior.distance[_ORDER.index(view)])
    share, sd, odd = float(prior.odd_share), float(prior.length_sd[kind]), float(prior.odd_sd)
    likely = (1 - share) / sd * np.exp(-0.5 * (usual / sd) ** 2)
    likely += share / odd * np.exp(-0.5 * (usual / odd) ** 2)
    # How far people sit scatters, too: where the usual lens puts them nowhere, it is another.
    weights = likely * np.exp(-0.5 * (by_size / float(prior.distance_sd)) ** 2)
    weights /= weights.sum()
    middle = float(weights @ _TRIED)
    spread = float(weights @ (_TRIED - middle) ** 2)
    return Lens(math.exp(middle), max(spread**0.5, float(prior.known_sd)))


# Logarithms of lengths: 150 to 20 degrees on the longer side.
_TRIED = np.linspace(-1.35, 1.05, 97)


def _format(width: int, height: int, squarish: float) -> int:
    if width > squarish * height:
        return 0
    return 2 if height > squarish * width else 1
