"""Whether the camera, the chair or the person changed since the calibration.

    fits --strange look--> suspected --strange for hold_s--> changed (reported once)
      ^----normal look--------'      changed --normal for hold_s--> fits

A look is strange when face and shoulders both stand at another scale by the same factor, when both
stand higher or far lower at the same scale, when their proportion is another person's, or when the
camera sees another side. Bending changes one measure against the other and is none of these.
The baseline itself never moves.
"""

import math
from dataclasses import dataclass, replace

from posture.core.angles import Angles


@dataclass(frozen=True, slots=True)
class SetupPolicy:
    """How much change is a changed set-up.

    growth_log: log of a common growth of face and shoulders that a chair rolled nearer does not
    reach; agreement_log: how equal the two must be; proportion_log: log of face over shoulders
    that is another person; rise_ratio: shoulders higher or lower at the same scale, in upright
    shoulder widths; turn_deg: another side; hold_s: how long it must last.
    """

    growth_log: float = 0.35
    agreement_log: float = 0.12
    proportion_log: float = 0.35
    rise_ratio: float = 0.4
    turn_deg: float = 35.0
    hold_s: float = 120.0


@dataclass(frozen=True, slots=True)
class Setup:
    """since_s: when the present spell that contradicts ``is_changed`` began, if one runs."""

    is_changed: bool = False
    since_s: float | None = None


def advance(state: Setup, at_s: float, angles: Angles, policy: SetupPolicy) -> tuple[Setup, bool]:
    """The state after this look, and whether it has just turned to changed (so: say it once)."""
    strange = is_strange(angles, policy)
    if strange is None:
        return state, False
    if strange == state.is_changed:
        return replace(state, since_s=None), False
    since_s = at_s if state.since_s is None else state.since_s
    if at_s - since_s < policy.hold_s:
        return replace(state, since_s=since_s), False
    return Setup(strange), strange


def is_strange(angles: Angles, policy: SetupPolicy) -> bool | None:
    """Whether one look does not fit the calibration; None when it cannot be told."""
    if angles.distance_ratio is None or angles.shoulder_ratio is None:
        return None
    if (angles.torso_turn_deg or 0.0) > policy.turn_deg:
        return True
    face, shoulders = -math.log(angles.distance_ratio), math.log(angles.shoulder_ratio)
    together = abs(face - shoulders) < policy.agreement_log
    if together and min(abs(face), abs(shoulders)) > policy.growth_log:
        return True
    rise = angles.shoulder_rise or 0.0
    still = max(abs(face), abs(shoulders)) < policy.agreement_log
    is_another = abs(face - shoulders) > policy.proportion_log
    return is_another or (still and abs(rise) > policy.rise_ratio)
