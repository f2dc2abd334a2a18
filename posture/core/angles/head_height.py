"""How high the head stands over the shoulders, and where a person's slouch begins.

From the front this one ratio tells slouching from sitting upright better than any angle that must
be guessed from a picture: whatever bends or slides, the head comes down between the shoulders. It
needs no lens and no distance. What it needs is the person's own upright and how much that scatters.

Theory
------
Every height seen while sitting upright stands for a small normal distribution about it, wide while
few have been seen and narrow when many have: together they are how this person's upright scatters.
Without a shown slouch the limit is where only ``upright_share`` of that lies below. With one, which
gets the same treatment, it is where the fewest of both are mistaken.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from posture.core.policies.angles import HeightPolicy
from posture.core.pose.shape import Measure, Shape

Array = NDArray[np.float64]

# A nodding head moves the nose, a turned one the ears: the height is taken from both. The share is
# the nose's. [own: real people; from 0.4 to 0.75 they are told equally well]
_NOSE_SHARE = 0.6
# A face turned aside looks narrower, and so do shoulders: the size a height is measured in is taken
# from both. The share is the face's; outer eye corners lie this many times nearer than shoulders.
# [own: shares from 0.25 to 0.5 tell slouching equally well on real people, 0 a little less]
_FACE_SHARE = 0.4
_SHOULDERS_OVER_EYES = 3.4

# Points at which the distributions are worked out, from so many standard deviations below all
# heights to as many above: beyond lie 3 in ten million.
_GRID, _TAIL = 1024, 5.0


def head_height(shape: Shape) -> float:
    """Height of nose and ears over the middle of the shoulders, in shoulder widths."""
    nose_y, ear_y = shape[Measure.NOSE_Y], shape[Measure.EAR_Y]
    head_y = _NOSE_SHARE * nose_y + (1.0 - _NOSE_SHARE) * ear_y
    shoulders = float(shape[Measure.SHOULDER_WIDTH])
    face = _SHOULDERS_OVER_EYES * float(shape[Measure.OUTER_EYE_WIDTH])
    size = shoulders ** (1.0 - _FACE_SHARE) * face**_FACE_SHARE
    return float((head_y - shape[Measure.SHOULDER_Y]) / size)


@dataclass(frozen=True, slots=True)
class HeadHeight:
    """One person's head height before one camera, in shoulder widths.

    upright, slouched: medians of what was shown; slouched None when none was. limit: below it is
    slouching. scatter: standard deviation of the upright, on its lower side.
    """

    upright: float
    limit: float
    scatter: float
    slouched: float | None = None

    def __post_init__(self) -> None:
        numbers = (self.upright, self.limit, self.scatter, self.slouched or 0.0)
        if not all(map(math.isfinite, numbers)) or not self.limit < self.upright:
            raise ValueError("a head height whose limit does not lie below its upright")

    @property
    def drop_limit(self) -> float:
        """How far the head may come down."""
        return self.upright - self.limit

    @property
    def separation(self) -> float | None:
        """How far upright and slouched lie apart, in the upright's scatter; None without a slouch.

        Negative when the slouch shown was the higher.
        """
        return None if self.slouched is None else (self.upright - self.slouched) / self.scatter

    def to_dict(self) -> dict[str, float | None]:
        return {
            "upright": self.upright,
            "limit": self.limit,
            "scatter": self.scatter,
            "slouched": self.slouched,
        }


def learn_head_height(
    upright: Sequence[float],
    slouched: Sequence[float],
    policy: HeightPolicy,
    span_s: float | None = None,
) -> HeadHeight:
    """What these heights say of a person. slouched: may be empty.

    span_s: how long the upright was watched, when its heights follow close on each other: looks of
    one moment say little of how differently the next will be sat through. None: each height is of
    a moment of its own. Raises ValueError without an upright height.
    """
    if not len(upright):
        raise ValueError("no upright height")
    good = np.asarray(upright, np.float64)
    width = _width(len(good), policy, span_s)
    middle = float(np.median(good))
    lowest = float(min(good.min(), *slouched)) if len(slouched) else float(good.min())
    grid = np.linspace(lowest - _TAIL * width, float(good.max()) + _TAIL * width, _GRID)
    below = _distribution(grid, good, width)
    limit = float(np.interp(policy.upright_share, below, grid))
    scatter = (middle - float(np.interp(_ONE_SD_BELOW, below, grid))) or width
    if not len(slouched):
        return HeadHeight(middle, min(limit, middle - policy.least_drop), scatter)
    poor = np.asarray(slouched, np.float64)
    mistaken = below + 1.0 - _distribution(grid, poor, _width(len(poor), policy, span_s))
    best = grid[mistaken <= mistaken.min() + _ALIKE]
    limit = float(best.mean())
    return HeadHeight(
        middle, min(limit, middle - policy.least_drop), scatter, float(np.median(poor))
    )


_ONE_SD_BELOW = NormalDist().cdf(-1.0)
# Limits that mistake so little more than the best are as good: their middle is taken.
_ALIKE = 1e-3


def _width(heights: int, policy: HeightPolicy, span_s: float | None) -> float:
    """Standard deviation that each height stands for."""
    moments = heights if span_s is None else min(heights, span_s / policy.settle_s)
    return policy.scatter * math.sqrt(policy.scatter_weight / (policy.scatter_weight + moments))


def _distribution(grid: Array, heights: Array, width: float) -> Array:
    """(g,) share of the smoothed heights below each point of a rising grid."""
    normal = np.vectorize(NormalDist().cdf, otypes=[np.float64])
    share: Array = normal((grid[:, None] - heights) / width).mean(axis=1)
    return share
