"""Whether a pose can be judged at all, and how far its landmarks can be trusted."""

from dataclasses import dataclass

import numpy as np

from posture.core.pose import Landmark, Pose

# Landmarks no angle can do without; MediaPipe's visibility is near 1 when it sees them.
_NEEDED = [Landmark.NOSE, Landmark.LEFT_EYE, Landmark.RIGHT_EYE]
_SHOULDERS = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]
_HEAD = np.array([Landmark.LEFT_EAR, Landmark.RIGHT_EAR, Landmark.NOSE])


@dataclass(frozen=True, slots=True)
class AngleLimits:
    """The limits of config/default.toml [angles].

    min_visibility: 0 to 1, of eyes and nose. min_face_share: face over the picture's shorter side.
    head_margin, shoulder_margin: how far outside the picture eyes and shoulders may be guessed,
    in its heights. trusted_turn_deg: a head turned further is trusted less, half at doubtful_deg
    beyond. other_view_trust, cut_off_trust: what confidence is multiplied by when the camera stands
    elsewhere than at the calibration, and when a shoulder is below the picture. gross_sd: standard
    deviations beyond which a landmark counts as missed. min_growth: logarithm of a common growth
    from which a chair may have been rolled.
    """

    min_visibility: float
    min_face_share: float
    head_margin: float
    shoulder_margin: float
    trusted_turn_deg: float
    doubtful_deg: float
    other_view_trust: float
    cut_off_trust: float
    gross_sd: float
    min_growth: float


def why_unusable(pose: Pose, limits: AngleLimits) -> str | None:
    """Why no angle can be had from this pose, in a few plain words; None when they can."""
    if not pose.is_finite or pose.width_px <= 0 or pose.height_px <= 0:
        return "the landmarks are not numbers"
    y_px, height_px = pose.points_px[:, 1].tolist(), pose.height_px
    eyes_y = (y_px[Landmark.LEFT_EYE] + y_px[Landmark.RIGHT_EYE]) / 2
    shoulders_y = [y_px[shoulder] for shoulder in _SHOULDERS]
    if eyes_y > sum(shoulders_y) / 2 and eyes_y > y_px[Landmark.MOUTH_LEFT]:
        return "the picture is upside down"
    if not 0 <= pose.points_px[Landmark.NOSE, 0] <= pose.width_px:
        return "half the face is out of the picture"
    if eyes_y < -limits.head_margin * height_px:
        return "the head is out of the picture"
    if min(shoulders_y) > (1.0 + limits.shoulder_margin) * height_px:
        return "the shoulders are out of the picture"
    if pose.visibility[_NEEDED].min() < limits.min_visibility:
        return "the face cannot be seen"
    face = pose.points_px[_HEAD]
    face_px = float((face.max(axis=0) - face.min(axis=0)).max())
    if face_px < limits.min_face_share * min(pose.width_px, height_px):
        return "the person is too far away"
    return None


def trust_in(pose: Pose, limits: AngleLimits) -> float:
    """0 to 1: the least visible of the landmarks that every angle needs."""
    seen = float(pose.visibility[_NEEDED + _SHOULDERS].min())
    inside = pose.points_px[_SHOULDERS, 1].max() <= pose.height_px
    return seen if inside else limits.cut_off_trust * seen
