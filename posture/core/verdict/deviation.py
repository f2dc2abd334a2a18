"""How far neck, torso and head are from upright, as shares of what is allowed."""

import math
from dataclasses import dataclass
from statistics import NormalDist

from posture.core.angles.angles import Angles
from posture.core.angles.baseline import PersonalThresholds
from posture.core.policies.verdict import RulesPolicy


@dataclass(frozen=True, slots=True)
class Deviation:
    """How far neck and torso are from upright: in degrees and as a share of what is allowed.

    drop: the same share of the head's height. neck_doubt, torso_doubt: what is taken from the
    angles' shares, since they may be off by as much. within: half-width of what all the shares may
    truly be: nothing between one more and one less than their limit can be judged.
    """

    neck: float | None
    torso: float | None
    drop: float | None
    neck_deg: float
    torso_deg: float
    neck_limit_deg: float
    within: float = 0.0
    neck_doubt: float = 0.0
    torso_doubt: float = 0.0

    @property
    def certain(self) -> tuple[float | None, float | None]:
        """Shares of neck and torso, without what they may be off by."""
        return (
            None if self.neck is None else self.neck - self.neck_doubt,
            None if self.torso is None else self.torso - self.torso_doubt,
        )

    @property
    def neck_beyond_torso(self) -> float:
        return (self.neck_deg - self.torso_deg) / self.neck_limit_deg


def change_limits_deg(
    policy: RulesPolicy, personal: PersonalThresholds | None
) -> tuple[float, float]:
    """By how much neck and torso may change from the own upright."""
    neck, torso = policy.neck_change_deg, policy.torso_change_deg
    if personal is None:
        return neck, torso
    return (
        max(personal.neck_change_deg or neck, personal.upright_neck_deg),
        max(personal.torso_change_deg or torso, personal.upright_torso_deg),
    )


def deviation_of(
    angles: Angles, policy: RulesPolicy, personal: PersonalThresholds | None
) -> Deviation:
    """From the person's own upright where there is one, else from the population's."""
    neck, torso = angles.neck_change_deg, angles.torso_change_deg
    if neck is None and torso is None:
        return _population_deviation(angles, policy)
    neck_limit, torso_limit = change_limits_deg(policy, personal)
    drop = _drop(angles)
    # From the front the head's height decides, and angles are guessed at: they must be sure.
    doubt = 0.0 if drop is None else policy.front_doubt_sd / _SD_TO_RANGE
    return Deviation(
        neck=None if neck is None else neck / neck_limit,
        torso=None if torso is None else torso / torso_limit,
        drop=drop,
        neck_deg=neck or 0.0,
        torso_deg=torso or 0.0,
        neck_limit_deg=neck_limit,
        neck_doubt=doubt * (angles.neck_uncertainty_deg or 0.0) / neck_limit,
        torso_doubt=doubt * (angles.torso_uncertainty_deg or 0.0) / torso_limit,
    )


def _drop(angles: Angles) -> float | None:
    if angles.head_drop is None or angles.head_drop_limit is None:
        return None
    return angles.head_drop / angles.head_drop_limit


# The range given with an angle holds 9 of 10: so many standard deviations to either side.
_SD_TO_RANGE = NormalDist().inv_cdf(0.95)


def _population_deviation(angles: Angles, policy: RulesPolicy) -> Deviation:
    """From what is upright for most people: good only for what lies far from the limit.

    From the front the torso cannot be told without a calibration; the head's height can, and is
    averaged with the neck.
    """
    neck_limit = policy.neck_deg - policy.upright_neck_deg
    torso_limit = policy.torso_deg - policy.upright_torso_deg
    neck_deg = 0.0 if angles.neck_deg is None else angles.neck_deg - policy.upright_neck_deg
    torso_deg = 0.0 if angles.torso_deg is None else angles.torso_deg - policy.upright_torso_deg
    neck = None if angles.neck_deg is None else neck_deg / neck_limit
    torso = None if angles.torso_deg is None else torso_deg / torso_limit
    neck_within = (angles.neck_uncertainty_deg or 0.0) / neck_limit
    within = max(neck_within, (angles.torso_uncertainty_deg or 0.0) / torso_limit)
    if angles.head_height is not None and neck is not None:
        share, span = policy.height_weight, policy.upright_height - policy.slouched_height
        drop = (policy.upright_height - angles.head_height) / span
        sunk = share * drop + (1.0 - share) * neck
        within = math.hypot(share * policy.height_range / span, (1.0 - share) * neck_within)
        is_of_torso = bends_most_in_torso(neck_deg, torso_deg)
        neck, torso = (None, sunk) if is_of_torso else (sunk, None)
    return Deviation(neck, torso, None, neck_deg, torso_deg, neck_limit, within)


def bends_most_in_torso(neck_deg: float, torso_deg: float) -> bool:
    """Whether the torso bends more than the neck does beyond it."""
    return torso_deg > max(0.0, neck_deg - torso_deg)
