"""An upright for somebody who has not calibrated: learned from the first minutes of a watch.

    watching --settled looks over learn_s--> learned --taller for raise_s--> learned anew, higher

Nobody sits straightest all the time, but most do at some time: the tallest steady share of what is
seen is taken for upright. It never moves towards slouching, whatever comes later: only somebody who
then sits clearly taller for a while raises it. It is a guess, and whoever shows it says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from posture.core.angles.angles import Angles
from posture.core.angles.baseline import Baseline
from posture.core.angles.calibration import calibrate
from posture.core.angles.fitted import AngleModel
from posture.core.angles.refusals import CalibrationRefusedError
from posture.core.policies.angles import CalibrationLimits
from posture.core.policies.verdict import ProvisionalPolicy
from posture.core.pose.landmarks import Pose


@dataclass(frozen=True, slots=True)
class Learning:
    """What an upright is learned by where nobody has calibrated."""

    policy: ProvisionalPolicy
    limits: CalibrationLimits


@dataclass(frozen=True, slots=True, eq=False)
class TallLook:
    """One look at somebody: how straight they sat, more being straighter, and the pose."""

    at_s: float
    tallness: float
    pose: Pose


@dataclass(frozen=True, slots=True, eq=False)
class Provisional:
    """The whole memory. baseline: None until one is learned."""

    looks: tuple[TallLook, ...] = ()
    baseline: Baseline | None = None
    tallness: float = 0.0


def advance(
    state: Provisional,
    at_s: float,
    pose: Pose,
    angles: Angles,
    model: AngleModel,
    learning: Learning,
) -> Provisional:
    """The state after a look that could be judged. angles: of this pose."""
    policy = learning.policy
    tallness = _tallness(angles)
    if tallness is None:
        return state
    looks = (*state.looks, TallLook(at_s, tallness, pose))[-policy.max_looks :]
    baseline = state.baseline
    if baseline is None:
        state = replace(state, looks=looks)
        if len(looks) < policy.min_looks or at_s - looks[0].at_s < policy.learn_s:
            return state
        return _learned(state, _tallest(looks, policy.tallest_share), model, learning)
    looks = tuple(look for look in looks if at_s - look.at_s <= policy.raise_s)
    state = replace(state, looks=looks)
    is_long = at_s - looks[0].at_s >= _NEARLY * policy.raise_s and len(looks) >= policy.min_looks
    height = baseline.head_height
    scatter = height.scatter if height else _FINEST_DEG
    # All but those above the old upright: somebody sits taller, not one landmark.
    lowest = np.quantile([look.tallness for look in looks], _MISSED)
    if is_long and lowest > state.tallness + scatter:
        return _learned(state, looks, model, learning)
    return state


# Degrees by which somebody seen from the side must sit straighter to raise it.
_FINEST_DEG = 2.0
# Looks come at intervals: so much of a time is all of it. [own]
_NEARLY = 0.9
# Shares of looks that may show less than somebody sat, and more: missed landmarks. [own]
_MISSED, _MISSED_ABOVE = 0.1, 0.05


def _tallness(angles: Angles) -> float | None:
    """From the front the head's height; else how little neck and torso lean, degrees."""
    if angles.head_height is not None:
        return angles.head_height
    if angles.neck_deg is None or angles.torso_deg is None:
        return None
    return -(angles.neck_deg + angles.torso_deg) / 2.0


def _tallest(looks: Sequence[TallLook], share: float) -> tuple[TallLook, ...]:
    """The straightest share, without the very straightest: those are missed landmarks."""
    order = sorted(looks, key=lambda look: look.tallness)
    top = len(order) - int(_MISSED_ABOVE * len(order))
    return tuple(order[top - max(1, round(share * len(order))) : top])


def _learned(
    state: Provisional, looks: Sequence[TallLook], model: AngleModel, learning: Learning
) -> Provisional:
    try:
        made = calibrate(
            [look.pose for look in looks],
            None,
            model,
            learning.limits,
            span_s=0.0,
        )
    except CalibrationRefusedError:
        return replace(state, looks=())
    tallness = float(np.median([look.tallness for look in looks]))
    return Provisional((), made.baseline, tallness)
