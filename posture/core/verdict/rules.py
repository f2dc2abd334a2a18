"""Angles held against thresholds: is this posture poor, how much, and why.

Everything is a deviation divided by its limit, so severity reads the same for every cause:
0 at upright, 1 at the threshold, more beyond, below 0 more upright than the reference.
"""

import math
from collections.abc import Iterator, Mapping

from msgspec import structs

from posture.core.angles.angles import Angles
from posture.core.angles.baseline import PersonalThresholds
from posture.core.events import Assessment, Cause, Verdict, Zone
from posture.core.policies.verdict import RulesPolicy
from posture.core.verdict.deviation import Deviation, bends_most_in_torso, deviation_of

_ANGLE_OF = {
    Cause.LEANING_SIDEWAYS: "torso_lateral",
    Cause.UNEVEN_SHOULDERS: "shoulder_tilt",
    Cause.HEAD_TILTED: "neck_lateral",
    Cause.TOO_CLOSE: "distance",
}


_SENSITIVITY = {
    Cause.HEAD_FORWARD: "sensitivity_head_forward",
    Cause.HEAD_DOWN: "sensitivity_head_down",
    Cause.SLUMPED: "sensitivity_slumped_torso",
    Cause.SLID_DOWN: "sensitivity_slid_down",
    Cause.LEANING_FORWARD: "sensitivity_leaning_forward",
    Cause.LEANING_SIDEWAYS: "sensitivity_leaning_sideways",
    Cause.UNEVEN_SHOULDERS: "sensitivity_uneven_shoulders",
    Cause.HEAD_TILTED: "sensitivity_head_tilted",
    Cause.TOO_CLOSE: "sensitivity_too_close",
}


def sensitivity(policy: RulesPolicy) -> dict[Cause, float]:
    """What the severity of each cause that angles tell is multiplied by."""
    return {cause: getattr(policy, name) for cause, name in _SENSITIVITY.items()}


def widened(policy: RulesPolicy, factors: Mapping[Cause, float]) -> RulesPolicy:
    """The same rules, with the limit of each of these causes so many times as wide."""
    weights = {
        _SENSITIVITY[cause]: weight / factors[cause]
        for cause, weight in sensitivity(policy).items()
        if cause in factors
    }
    return structs.replace(policy, **weights)


def is_turned(angles: Angles, policy: RulesPolicy) -> bool:
    """Whether the head or the shoulders point so far aside that the angles stop meaning much."""
    turns = (angles.head_yaw_deg, angles.torso_turn_deg)
    return any(turn is not None and abs(turn) > policy.turned_deg for turn in turns)


def is_reliable(angles: Angles, policy: RulesPolicy) -> bool:
    """Whether there is an angle to judge by and it can be trusted."""
    unseen = angles.neck_deg is None and angles.torso_deg is None
    return not unseen and angles.confidence >= policy.min_confidence


def assess(
    angles: Angles,
    policy: RulesPolicy,
    personal: PersonalThresholds | None = None,
    *,
    was_poor: bool = False,
) -> Assessment:
    """The verdict on one look. was_poor: the last verdict, for hysteresis.

    A turned head and unreliable angles are ``unknown``, never good and never poor; the severity is
    given all the same where there is an angle to take it from.
    """
    deviation = deviation_of(angles, policy, personal)
    sideways = _sideways(angles, policy)
    zones = _zones(deviation, sideways, policy)
    weight = sensitivity(policy)
    forward = {c: s * weight[c] for c, s in _forward(angles, policy, deviation)}
    if not forward:
        return Assessment(Verdict.UNKNOWN, None, zones=zones)
    worst = max(forward.values())
    if is_turned(angles, policy) or not is_reliable(angles, policy):
        return Assessment(Verdict.UNKNOWN, worst, zones=zones)
    limit = policy.exit_ratio if was_poor else 1.0
    within = deviation.within
    beyond = {c: s for c, s in forward.items() if s >= limit + within}
    if not beyond and worst > limit - within:
        return Assessment(Verdict.UNKNOWN, worst, zones=zones)
    # What leans sideways within its limit is nobody's business: it must not blur the severity.
    beyond |= {c: s * weight[c] for c, s in sideways.items() if s * weight[c] >= limit}
    worst = max([worst, *beyond.values()])
    if not beyond:
        return Assessment(Verdict.GOOD, worst, zones=zones)
    ranked = sorted(beyond, key=lambda cause: -beyond[cause])
    return Assessment(Verdict.POOR, worst, tuple(ranked), zones)


def zone(share: float, policy: RulesPolicy) -> Zone:
    """The zone of an angle that has used up this share of its limit."""
    if share < 1.0:
        return Zone.NEUTRAL
    return Zone.MODERATE if share < policy.awkward_severity else Zone.AWKWARD


def _zones(
    deviation: Deviation, sideways: Mapping[Cause, float], policy: RulesPolicy
) -> dict[str, Zone]:
    shares = {
        "neck": deviation.neck,
        "torso": deviation.torso,
        **{_ANGLE_OF[cause]: share for cause, share in sideways.items()},
    }
    return {name: zone(share, policy) for name, share in shares.items() if share is not None}


def _sideways(angles: Angles, policy: RulesPolicy) -> dict[Cause, float]:
    """Share of its limit that each cause beyond neck and torso has used up."""
    shares = {
        cause: abs(value) / limit
        for cause, value, limit in (
            (Cause.LEANING_SIDEWAYS, angles.torso_lateral_deg, policy.torso_lateral_deg),
            (Cause.UNEVEN_SHOULDERS, angles.shoulder_tilt_deg, policy.shoulder_tilt_deg),
            (Cause.HEAD_TILTED, angles.neck_lateral_deg, policy.neck_lateral_deg),
        )
        if value is not None
    }
    if angles.distance_ratio is not None:
        shares[Cause.TOO_CLOSE] = (1.0 - angles.distance_ratio) / (1.0 - policy.distance_ratio)
    return shares


def _forward(
    angles: Angles, policy: RulesPolicy, deviation: Deviation
) -> Iterator[tuple[Cause, float]]:
    """The causes neck and torso stand for.

    A torso that goes forward takes the neck along: only what the neck bends beyond it is a cause of
    its own. A head that sinks towards the shoulders is slouching even where the angles, which must
    guess at what a camera in front cannot see, say less: it lends its share to the neck.
    """
    neck, torso = deviation.certain
    drop = deviation.drop or 0.0
    is_compared = angles.neck_change_deg is not None and angles.torso_change_deg is not None
    if neck is not None and is_compared and deviation.torso_deg <= -policy.reclined_deg:
        yield Cause.SLID_DOWN, slid_down(deviation, policy)
        return
    sinks_with_torso = _sinks_with_torso(deviation)
    if torso is not None and sinks_with_torso:
        torso = max(torso, drop)
    elif neck is not None:
        neck = max(neck, drop)
    if torso is not None:
        cause = _torso_cause(deviation)
        is_carried = torso >= policy.exit_ratio and deviation.neck_beyond_torso < 1.0
        if neck is not None and (is_carried or sinks_with_torso):
            yield cause, max(torso, neck)
            return
        yield cause, torso
    if neck is not None:
        yield _neck_cause(angles, policy), neck


def slid_down(deviation: Deviation, policy: RulesPolicy) -> float:
    """Share of the neck's limit that the head of somebody reclined stays forward of their trunk.

    Head and trunk in line are a supported recline, which nobody is told of. The hips slide forward,
    the trunk sinks back and the head, which goes on looking at the screen, stays forward and comes
    down: that is sliding down in the chair.
    """
    ahead_deg = deviation.neck_deg - policy.in_line_share * deviation.torso_deg
    doubt = math.hypot(deviation.neck_doubt, policy.in_line_share * deviation.torso_doubt)
    return max(ahead_deg / deviation.neck_limit_deg - doubt, deviation.drop or 0.0)


def _sinks_with_torso(deviation: Deviation) -> bool:
    """Whether the head comes down more than the angles can say, and the torso bends the more."""
    shares = (share or 0.0 for share in deviation.certain)
    is_of_torso = bends_most_in_torso(deviation.neck_deg, deviation.torso_deg)
    return (deviation.drop or 0.0) > max(shares) and is_of_torso


def _neck_cause(angles: Angles, policy: RulesPolicy) -> Cause:
    pitch = angles.head_pitch_deg
    down = pitch is not None and pitch >= policy.head_pitch_deg
    return Cause.HEAD_DOWN if down else Cause.HEAD_FORWARD


def _torso_cause(deviation: Deviation) -> Cause:
    """Slumping carries the neck beyond the torso; leaning from the hips does not."""
    slumped = deviation.neck_deg >= deviation.torso_deg
    return Cause.SLUMPED if slumped else Cause.LEANING_FORWARD
