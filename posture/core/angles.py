"""From a pose to angles in degrees, per view, each with its uncertainty or the reason it is unseen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class View(StrEnum):
    """Where the camera stands: before the person, at an angle, or at their side."""

    FRONTAL = "frontal"
    OBLIQUE = "oblique"
    SAGITTAL = "sagittal"


@dataclass(frozen=True, slots=True)
class Angles:
    """Angles of one pose, in degrees; None where this view cannot show one, reason in ``unseen``.

    neck_deg, torso_deg: from the vertical, forward positive.
    neck_change_deg, torso_change_deg: from the person's own upright; None without a baseline.
    neck_uncertainty_deg, torso_uncertainty_deg: half-width of the interval about neck_deg and
        torso_deg (about the change, with a baseline) that covers the truth in 9 of 10 pictures.
    head_pitch_deg: chin down positive. head_yaw_deg: towards the person's left positive.
    head_roll_deg, neck_lateral_deg: head towards the person's left shoulder positive.
    shoulder_tilt_deg: left shoulder higher positive.
    torso_turn_deg: shoulders turned away from their upright direction; unsigned.
    distance_ratio: distance to the camera over its value at the upright calibration.
    confidence: 0 to 1, how far the landmarks behind the angles can be trusted.
    unseen: field name -> why it is None, in a few plain words.
    """

    view: View | None
    confidence: float
    neck_deg: float | None = None
    torso_deg: float | None = None
    neck_change_deg: float | None = None
    torso_change_deg: float | None = None
    neck_uncertainty_deg: float | None = None
    torso_uncertainty_deg: float | None = None
    head_pitch_deg: float | None = None
    head_yaw_deg: float | None = None
    head_roll_deg: float | None = None
    neck_lateral_deg: float | None = None
    torso_lateral_deg: float | None = None
    shoulder_tilt_deg: float | None = None
    torso_turn_deg: float | None = None
    distance_ratio: float | None = None
    unseen: Mapping[str, str] = field(default_factory=dict)
