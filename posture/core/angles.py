"""From a pose to angles in degrees, per view, each with its uncertainty or the reason it is unseen."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posture.core.anglemodel import AngleModel
from posture.core.features import relative_features, sideways_features, trunk_scale
from posture.core.pose import Landmark, Pose
from posture.core.shape import Measure, Shape, measure_shape
from posture.core.view import View, estimate_view

if TYPE_CHECKING:
    from posture.core.calibration import Baseline

__all__ = ["Angles", "View", "measure_angles", "why_unusable"]


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
    shoulder_ratio: apparent trunk size over its value at the upright calibration.
    shoulder_rise: how much higher the shoulders stand in the picture than at the calibration, in
        upright shoulder widths.
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
    shoulder_ratio: float | None = None
    shoulder_rise: float | None = None
    unseen: Mapping[str, str] = field(default_factory=dict)


# Landmarks no angle can do without; MediaPipe's visibility is near 1 when it sees them.
_NEEDED = (Landmark.NOSE, Landmark.LEFT_EYE, Landmark.RIGHT_EYE)
_SHOULDERS = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
_MIN_FACE_SHARE = 0.02
_TRUSTED_TURN_DEG = 25.0


def why_unusable(pose: Pose) -> str | None:
    """Why no angle can be had from this pose, in a few plain words; None when they can."""
    if not pose.is_finite or pose.width_px <= 0 or pose.height_px <= 0:
        return "the landmarks are not numbers"
    eyes_y = (pose[Landmark.LEFT_EYE].y_px + pose[Landmark.RIGHT_EYE].y_px) / 2
    shoulders = [pose[s] for s in _SHOULDERS]
    shoulders_y = (shoulders[0].y_px + shoulders[1].y_px) / 2
    if eyes_y > shoulders_y and eyes_y > pose[Landmark.MOUTH_LEFT].y_px:
        return "the picture is upside down"
    if not 0 <= pose[Landmark.NOSE].x_px <= pose.width_px:
        return "half the face is out of the picture"
    if not -0.05 * pose.height_px <= eyes_y:
        return "the head is out of the picture"
    if min(s.y_px for s in shoulders) > 1.15 * pose.height_px:
        return "the shoulders are out of the picture"
    if min(pose[n].visibility for n in _NEEDED) < 0.3:
        return "the face cannot be seen"
    ears = pose.points_px[[Landmark.LEFT_EAR, Landmark.RIGHT_EAR, Landmark.NOSE]]
    size = float((ears.max(axis=0) - ears.min(axis=0)).max())
    if size < _MIN_FACE_SHARE * min(pose.width_px, pose.height_px):
        return "the person is too far away"
    return None


def measure_angles(
    pose: Pose,
    model: AngleModel,
    baseline: "Baseline | None" = None,
    view: View | None = None,
) -> Angles:
    """Every angle of one pose. view: as known from the frames before, else the baseline's or a look.

    Without a baseline the angles come from the population's upright and are far less certain.
    """
    reason = why_unusable(pose)
    if reason is not None:
        return Angles(view, 0.0, unseen=dict.fromkeys(_ANGLE_FIELDS, reason))
    seen_from = view or estimate_view(pose)
    # What changed can only be told on the side the calibration saw.
    view = baseline.view if baseline is not None else seen_from
    fitted = model.views[view]
    shape = measure_shape(pose)
    upright = fitted.upright_shape if baseline is None else baseline.shape
    features = relative_features(shape, upright)
    symmetric = fitted.alone if baseline is None else fitted.change
    neck, torso, pitch = symmetric(features).tolist()
    yaw, roll, neck_lateral, torso_lateral, tilt = fitted.sideways(
        sideways_features(shape, upright)
    ).tolist()
    unseen: dict[str, str] = {}
    widen = 1.0 + symmetric.strangeness(features) + max(0.0, abs(yaw) - _TRUSTED_TURN_DEG) / 30.0
    confidence = _visibility(pose) / widen * (1.0 if seen_from is view else 0.6)
    if baseline is None:
        known_neck, known_torso = fitted.upright_deg.tolist()
        unseen["neck_change_deg"] = unseen["torso_change_deg"] = "not calibrated"
        unseen["distance_ratio"] = unseen["torso_turn_deg"] = "not calibrated"
    else:
        known_neck, known_torso = baseline.neck_deg, baseline.torso_deg
    if view is View.SAGITTAL:
        for name in ("head_roll_deg", "neck_lateral_deg", "torso_lateral_deg", "shoulder_tilt_deg"):
            unseen[name] = "not visible from the side"
    from_side = view is View.SAGITTAL
    return Angles(
        view,
        confidence,
        neck_deg=known_neck + neck,
        torso_deg=known_torso + torso,
        neck_change_deg=None if baseline is None else neck,
        torso_change_deg=None if baseline is None else torso,
        neck_uncertainty_deg=float(symmetric.interval[0]) * widen,
        torso_uncertainty_deg=float(symmetric.interval[1]) * widen,
        head_pitch_deg=pitch,
        head_yaw_deg=yaw,
        head_roll_deg=None if from_side else roll,
        neck_lateral_deg=None if from_side else neck_lateral,
        torso_lateral_deg=None if from_side else torso_lateral,
        shoulder_tilt_deg=None if from_side else tilt,
        torso_turn_deg=None if baseline is None else _turn_deg(shape, upright),
        distance_ratio=(
            None
            if baseline is None
            else float(upright[Measure.FACE_SIZE] / max(shape[Measure.FACE_SIZE], 1e-6))
        ),
        shoulder_ratio=(
            None if baseline is None else trunk_scale(shape) / max(trunk_scale(upright), 1e-6)
        ),
        shoulder_rise=(
            None
            if baseline is None
            else float(shape[Measure.SHOULDER_Y] - upright[Measure.SHOULDER_Y])
            / max(trunk_scale(upright), 1e-6)
        ),
        unseen=unseen,
    )


_ANGLE_FIELDS = tuple(
    name for name in Angles.__dataclass_fields__ if name not in ("view", "confidence", "unseen")
)


def _turn_deg(shape: Shape, upright: Shape) -> float:
    return math.degrees(abs(float(shape[Measure.WORLD_AZIMUTH] - upright[Measure.WORLD_AZIMUTH])))


def _visibility(pose: Pose) -> float:
    needed = (*_NEEDED, *_SHOULDERS)
    seen = min(pose[n].visibility for n in needed)
    inside = all(pose[s].y_px <= pose.height_px for s in _SHOULDERS)
    return seen if inside else 0.5 * seen
