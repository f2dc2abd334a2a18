"""How high the head stands over the shoulders, and where a person's slouch begins.

From the front this one ratio separates slouching from upright better than any angle that must
be guessed from a picture: whatever bends or slides, the head comes down between the shoulders. It
needs no lens and no distance. What it needs is the person's own upright and how much that scatters.

Theory
------
Every height seen while sitting upright stands for a small distribution about it: Student's t, as of
somebody whose mean and scatter are known by no more than what was seen. It is wide with long tails
while that is little, narrow and normal when it is much. Together they are how this person's upright
scatters. Without a shown slouch the limit is where only ``upright_share`` of that lies below. With
one, which gets the same treatment, it is where the fewest of both are mistaken.
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
# the nose's, before a slouch was shown. [own: real people; 0.4 to 0.75 separate equally well]
NOSE_SHARE = 0.6
# A face turned aside looks narrower, and so do shoulders: the size a height is measured in is taken
# from both. The share is the face's; outer eye corners lie this many times nearer than shoulders.
# [own: shares from 0.25 to 0.5 do equally well on real people, 0 a little less]
_FACE_SHARE = 0.4
_SHOULDERS_OVER_EYES = 3.4

# Points at which the distributions are worked out, from so many scatters below all heights to as
# many above, and the steps of Student's t: beyond lie 3 in 10,000.
_GRID, _REACH = 1024, 20.0
_STEPS = np.linspace(-40.0, 40.0, 8001)


def head_height(shape: Shape, nose_share: float = NOSE_SHARE) -> float:
    """Height of nose and ears over the middle of the shoulders, in shoulder widths.

    nose_share: how much the nose counts; the rest is the ears'.
    """
    nose, ear = nose_and_ear_heights(shape)
    return nose_share * nose + (1.0 - nose_share) * ear


def nose_and_ear_heights(shape: Shape) -> tuple[float, float]:
    """Heights of the nose and of the ears over the middle of the shoulders, in shoulder widths."""
    shoulders = float(shape[Measure.SHOULDER_WIDTH])
    face = _SHOULDERS_OVER_EYES * float(shape[Measure.OUTER_EYE_WIDTH])
    size = shoulders ** (1.0 - _FACE_SHARE) * face**_FACE_SHARE
    nose_y, ear_y = shape[[Measure.NOSE_Y, Measure.EAR_Y]] - shape[Measure.SHOULDER_Y]
    return float(nose_y / size), float(ear_y / size)


@dataclass(frozen=True, slots=True)
class HeadHeight:
    """One person's head height before one camera, in shoulder widths.

    upright, slouched: medians of what was shown; slouched None when none was. limit: below it is
    slouching. scatter: standard deviation of the upright, on its lower side. nose_share: of each of
    these heights. Raises ValueError for numbers that are not finite, or a limit not below the
    upright.
    """

    upright: float
    limit: float
    scatter: float
    slouched: float | None = None
    nose_share: float = NOSE_SHARE

    def __post_init__(self) -> None:
        numbers = (self.upright, self.limit, self.scatter, self.slouched or 0.0, self.nose_share)
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
            "nose_share": self.nose_share,
        }


def learn_head_height(
    upright: Sequence[float],
    slouched: Sequence[float],
    policy: HeightPolicy,
    span_s: float | None = None,
    nose_share: float = NOSE_SHARE,
) -> HeadHeight:
    """What these heights say of a person. slouched: may be empty. nose_share: of each height.

    span_s: how long the upright was watched, when its heights follow close on each other: looks of
    one moment say little of how differently the next will be sat through. None: each height is of
    a moment of its own. Raises ValueError without an upright height.
    """
    if not len(upright):
        raise ValueError("no upright height")
    good = np.asarray(upright, np.float64)
    poor = np.asarray(slouched, np.float64)
    moments = moments_of(len(good), policy, span_s)
    reach = _REACH * policy.scatter
    every = np.concatenate([good, poor])
    grid = np.linspace(float(every.min()) - reach, float(good.max()) + reach, _GRID)
    below = _distribution(grid, good, moments, policy)
    middle = float(np.median(good))
    scatter = (middle - float(np.interp(_ONE_SD_BELOW, below, grid))) or policy.scatter
    if not len(poor):
        limit = float(np.interp(policy.upright_share, below, grid))
        limit = min(limit, middle - policy.least_drop)
        return HeadHeight(middle, limit, scatter, nose_share=nose_share)
    above = 1.0 - _distribution(grid, poor, moments_of(len(poor), policy, span_s), policy)
    limit = min(least_mistaken(grid, below + above), middle - policy.least_drop)
    return HeadHeight(middle, limit, scatter, float(np.median(poor)), nose_share)


_ONE_SD_BELOW = NormalDist().cdf(-1.0)
# Limits that mistake so little more than the best are as good: their middle is taken.
_ALIKE = 1e-3


def least_mistaken(grid: Array, mistaken: Array) -> float:
    """The limit on a (g,) grid where the least share is mistaken, (g,)."""
    return float(grid[mistaken <= mistaken.min() + _ALIKE].mean())


def moments_of(heights: int, policy: HeightPolicy, span_s: float | None) -> float:
    """How many of the heights are independent."""
    return heights if span_s is None else max(1.0, min(heights, span_s / policy.settle_s))


def _width(moments: float, policy: HeightPolicy) -> float:
    """Scale that each height stands for: what is not known of the mean, and of the scatter."""
    unknown = policy.scatter_weight / (policy.scatter_weight + moments)
    return policy.scatter * math.sqrt(1.0 / moments + unknown)


def _distribution(grid: Array, heights: Array, moments: float, policy: HeightPolicy) -> Array:
    """(g,) share of the smoothed heights below each point of a rising grid."""
    away = (grid[:, None] - heights) / _width(moments, policy)
    share: Array = student_share(away, policy.scatter_weight + moments - 1.0).mean(axis=1)
    return share


def student_share(values: Array, freedom: float) -> Array:
    """(n,) of Student's t distribution below these, its density summed up; 1e-4 off at the most."""
    density = (1.0 + _STEPS**2 / freedom) ** (-(freedom + 1.0) / 2.0)
    share = np.cumsum(density) - density / 2.0
    below: Array = np.interp(values, _STEPS, share / density.sum())
    return below
