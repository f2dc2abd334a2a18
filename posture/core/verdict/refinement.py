"""A calibration completed while watching: ten seconds are one moment of how somebody sits upright.

    calibrated --a moment was held, upright or not--> known better --enough upright ones--> complete

People settle anew about once a minute, a little higher or lower, nearer or turned: whoever was
calibrated in one go is known by one of those moments. The first of the watch are added to it. Which
of them were upright, the heights of the head tell (``angles.height_mixture``). What was calibrated
counts as much as the moments it was made of, so that it is refined and never replaced, and once
enough moments are known nothing moves any more: slouching does not become normal by lasting. The
stored calibration stays as it is; each watch begins from it.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from posture.core.angles.baseline import Baseline
from posture.core.angles.height_mixture import bin_of, no_heights, refined_height
from posture.core.policies.angles import HeightPolicy, RefinementPolicy
from posture.core.pose.shape import Shape

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Refining:
    """By what a calibration is refined."""

    heights: HeightPolicy
    policy: RefinementPolicy


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """A minute or so of sitting: the head's height in shoulder widths, and the shape, typical."""

    height: float
    shape: Shape


@dataclass(frozen=True, slots=True, eq=False)
class Refinement:
    """The whole memory. baseline: as refined so far.

    calibrated: as stored. counts: (bins,) moments of each height. began_s, looks: the moment that
    is being held. moments: those that were.
    """

    calibrated: Baseline
    baseline: Baseline
    counts: Array = field(default_factory=no_heights)
    began_s: float = 0.0
    looks: tuple[Moment, ...] = ()
    moments: tuple[Moment, ...] = ()


def begin(calibrated: Baseline) -> Refinement:
    return Refinement(calibrated, calibrated)


def is_complete(state: Refinement, policy: RefinementPolicy) -> bool:
    """Whether nothing is left to learn: from the side, where no height is measured, nothing is."""
    known, now = state.calibrated.moments, state.baseline.moments
    if state.calibrated.head_height is None or known is None or now is None:
        return True
    return known >= policy.few_moments or now >= policy.moments


def advance(
    state: Refinement, at_s: float, height: float, shape: Shape, refining: Refining
) -> Refinement:
    """The state after a look that could be judged.

    height: of the head, shoulder widths.
    """
    if is_complete(state, refining.policy):
        return state
    if not state.looks or at_s < state.began_s:
        state = replace(state, began_s=at_s, looks=())
    state = replace(state, looks=(*state.looks, Moment(height, shape)))
    is_long = at_s - state.began_s >= refining.heights.settle_s
    if not is_long or len(state.looks) < refining.policy.min_looks:
        return state
    return _with_moment(state, refining)


def _with_moment(state: Refinement, refining: Refining) -> Refinement:
    known, before = state.calibrated.head_height, state.calibrated.moments
    assert known is not None  # noqa: S101 - else it is complete
    assert before is not None  # noqa: S101
    counts = state.counts.copy()
    for look in state.looks:
        number = bin_of(known.upright - look.height)
        if number is not None:
            counts[number] += 1.0 / len(state.looks)
    ordered = sorted(state.looks, key=lambda look: look.height)
    moments = (*state.moments, ordered[len(ordered) // 2])
    refined = refined_height(known, counts, before, refining.heights, refining.policy)
    upright = [moment.shape for moment in moments if moment.height >= refined.limit]
    shapes = [state.calibrated.shape * before, *upright]
    baseline = replace(
        state.calibrated,
        shape=np.sum(shapes, axis=0) / (before + len(upright)),
        head_height=refined,
        moments=before + len(upright),
    )
    return Refinement(state.calibrated, baseline, counts, moments=moments)
