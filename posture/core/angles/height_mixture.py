"""Where a slouch begins, from head heights that nobody has labelled.

While somebody works, most heights of their head come from sitting upright, others from slouching,
and a few from landmarks that were missed. Calibration says about where the upright lies; the rest
is read from the heights themselves.

Theory
------
A mixture of two normal distributions and a uniform one, fitted by expectation maximisation
(Dempster, Laird & Rubin 1977) to its largest posterior. Means have normal priors, variances
scaled inverse chi-squared ones. The limit is where the fewest of both are mistaken, each side
predicted by Student's t, which is wide while little is known of it.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from posture.core.angles.head_height import HeadHeight, least_mistaken, student_share
from posture.core.policies.angles import HeightPolicy, RefinementPolicy

Array = NDArray[np.float64]

# Bins that heights are counted in: how far they reach to either side of the calibrated upright,
# shoulder widths. Whatever lies beyond is a missed landmark. [own]
_REACH = 0.4
_BINS = 200
_BIN = 2.0 * _REACH / _BINS
_CENTRES: Array = np.linspace(-_REACH, _REACH, _BINS + 1)[1:] - _BIN / 2.0
# It converges in ten to thirty. [own: on heights of real people]
_ITERATIONS = 40
# Slouching is lower than upright by at least so many of the nearest limits. [own]
_APART = 2.0


def no_heights() -> Array:
    """(bins,) counts of none."""
    return np.zeros(_BINS)


def bin_of(drop: float) -> int | None:
    """The bin of a height this far below the calibrated upright; None for a missed landmark."""
    number = math.floor((_REACH - drop) / _BIN)
    return number if 0 <= number < _BINS else None


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two normal distributions, with its priors; heights against the calibrated one.

    mean, sd: as now believed. expected, expected_sd: of the mean. usual_sd, sd_weight: of the
    scatter, and how many heights that knowledge is worth. moments: that are taken for this side.
    """

    mean: float
    sd: float
    expected: float
    expected_sd: float
    usual_sd: float
    sd_weight: float
    moments: float = 0.0

    def density(self) -> Array:
        """(bins,) of the heights in the middle of the bins."""
        away = (_CENTRES - self.mean) / self.sd
        density: Array = np.exp(-0.5 * away * away) / (self.sd * math.sqrt(2.0 * math.pi))
        return density

    def fitted(self, counts: Array) -> "_Side":
        """The likeliest side after these (bins,) moments of it."""
        moments = float(counts.sum())
        precision = moments / self.sd**2 + 1.0 / self.expected_sd**2
        mean = float(counts @ _CENTRES) / self.sd**2 + self.expected / self.expected_sd**2
        mean /= precision
        squares = float(counts @ (_CENTRES - mean) ** 2) + self.sd_weight * self.usual_sd**2
        sd = math.sqrt(squares / (moments + self.sd_weight))
        return replace(self, mean=mean, sd=sd, moments=moments)

    def share_below(self, grid: Array) -> Array:
        """(g,) predicted share of this side's next heights below each point of a rising grid.

        Its variance is the scatter's and that of what is not known of the mean.
        """
        freedom = self.sd_weight + self.moments
        of_mean = 1.0 / (self.moments / self.sd**2 + 1.0 / self.expected_sd**2)
        scale = math.sqrt((self.sd**2 + of_mean) * (freedom - 2.0) / freedom)
        return student_share((grid - self.mean) / scale, freedom)


def refined_height(
    known: HeadHeight,
    counts: Array,
    moments: float,
    heights: HeightPolicy,
    policy: RefinementPolicy,
) -> HeadHeight:
    """The head height after a watch.

    known: as calibrated, from so many ``moments``. counts: (bins,) moments of the watch, upright
    and slouched, by height; see ``bin_of``.
    """
    weight = heights.scatter_weight
    sd = known.scatter
    upright = _Side(0.0, sd, 0.0, sd / math.sqrt(moments), sd, weight + moments - 1.0)
    drop, drop_sd = policy.slouch_drop, policy.slouch_drop_sd
    if known.slouched is not None:
        drop, drop_sd = known.upright - known.slouched, sd
    slouched = _Side(-drop, sd, -drop, drop_sd, sd, weight)
    share = 0.5
    missed = policy.missed_share / (2.0 * _REACH)
    for _ in range(_ITERATIONS):
        ups = share * upright.density()
        downs = (1.0 - share) * slouched.density()
        every = ups + downs + missed
        upright = upright.fitted(counts * ups / every)
        slouched = slouched.fitted(counts * downs / every)
        highest = upright.mean - _APART * heights.least_drop
        slouched = replace(slouched, mean=min(slouched.mean, highest))
        share = (upright.moments + 1.0) / (upright.moments + slouched.moments + 2.0)
    mistaken = upright.share_below(_CENTRES) + 1.0 - slouched.share_below(_CENTRES)
    limit = min(least_mistaken(_CENTRES, mistaken), upright.mean - heights.least_drop)
    return replace(
        known,
        upright=known.upright + upright.mean,
        limit=known.upright + limit,
        scatter=upright.sd,
    )
