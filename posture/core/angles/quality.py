"""Whether a pose can be judged at all, and how far its landmarks can be trusted."""

import math

import numpy as np

from posture.core.angles.skeleton import TORSO_LENGTH
from posture.core.policies.angles import AngleLimits
from posture.core.pose.landmarks import Landmark, Pose
from posture.core.reasons import Unjudged

# Landmarks no angle can do without; MediaPipe's visibility is near 1 when it sees them.
_NEEDED = [Landmark.NOSE, Landmark.LEFT_EYE, Landmark.RIGHT_EYE]
_SHOULDERS = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]
_HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
# From here on a picture is nearer to standing on its head, 180, than to lying on its side, 90.
_HEAD_DOWN_DEG = 135.0
_MOUTH = [Landmark.MOUTH_LEFT, Landmark.MOUTH_RIGHT]
# Wrists and the first knuckles of the index fingers, hand by hand.
_HANDS = ((Landmark.LEFT_WRIST, 19), (Landmark.RIGHT_WRIST, 20))
_HEAD = np.array([Landmark.LEFT_EAR, Landmark.RIGHT_EAR, Landmark.NOSE])
_FACE = np.array([*_HEAD, Landmark.LEFT_EYE, Landmark.RIGHT_EYE])


def why_unusable(pose: Pose, limits: AngleLimits) -> Unjudged | None:
    """Why no angle can be had from this pose; None when they can."""
    face_deg, trunk_deg = _off_vertical_deg(pose)
    if min(face_deg, trunk_deg) > limits.on_side_deg:
        return Unjudged.UPSIDE_DOWN if face_deg > _HEAD_DOWN_DEG else Unjudged.ON_ITS_SIDE
    y_px, height_px = pose.points_px[:, 1].tolist(), pose.height_px
    eyes_y = (y_px[Landmark.LEFT_EYE] + y_px[Landmark.RIGHT_EYE]) / 2
    shoulders_y = [y_px[shoulder] for shoulder in _SHOULDERS]
    if _share_outside(pose) > limits.max_face_outside:
        return Unjudged.FACE_CUT_OFF
    if eyes_y < -limits.head_margin * height_px:
        return Unjudged.HEAD_OUTSIDE
    if min(shoulders_y) > (1.0 + limits.shoulder_margin) * height_px:
        return Unjudged.SHOULDERS_OUTSIDE
    if pose.visibility[_NEEDED].min() < limits.min_visibility:
        return Unjudged.FACE_UNSEEN
    face = pose.points_px[_HEAD]
    face_px = float((face.max(axis=0) - face.min(axis=0)).max())
    if face_px < limits.min_face_share * min(pose.width_px, height_px):
        return Unjudged.TOO_FAR
    if face_px < limits.min_face_px:
        return Unjudged.TOO_SMALL
    if pose.visibility[_SHOULDERS].max() < limits.min_visibility:
        return Unjudged.SHOULDERS_UNSEEN
    return None


def trust_in(pose: Pose, limits: AngleLimits) -> float:
    """0 to 1: the least visible of the landmarks that every angle needs; less where they slide."""
    trust = float(pose.visibility[_NEEDED + _SHOULDERS].min())
    if pose.points_px[_SHOULDERS, 1].max() > pose.height_px:
        trust *= limits.cut_off_trust
    return trust * limits.hand_trust if _is_hand_at_face(pose, limits) else trust


def _is_hand_at_face(pose: Pose, limits: AngleLimits) -> bool:
    """Whether a hand lies at chin, cheek or temple: face and shoulder are seen awry then."""
    points = pose.points_px
    visible = [
        landmark
        for hand in _HANDS
        # A hand whose wrist is outside the picture is guessed at, however sure the landmarker is.
        if _is_inside(pose, hand[0])
        for landmark in hand
        if pose.visibility[landmark] >= limits.hand_visibility and _is_inside(pose, landmark)
    ]
    if not visible:
        return False
    mouth, shoulders, hips = (points[pair].mean(axis=0) for pair in (_MOUTH, _SHOULDERS, _HIPS))
    across_px = math.dist(points[_SHOULDERS[0]], points[_SHOULDERS[1]])
    width_px = max(across_px, math.dist(shoulders, hips) / TORSO_LENGTH)
    return any(math.dist(points[hand], mouth) < limits.hand_reach * width_px for hand in visible)


def _is_inside(pose: Pose, landmark: int) -> bool:
    x_px, y_px = pose.points_px[landmark].tolist()
    return bool(0.0 <= x_px <= pose.width_px and y_px <= pose.height_px)


def _off_vertical_deg(pose: Pose) -> tuple[float, float]:
    """Face (eyes to mouth) and trunk (shoulders to hips) against straight down; 0 to 180."""
    points = pose.points_px
    lines = (
        (Landmark.LEFT_EYE, Landmark.RIGHT_EYE, Landmark.MOUTH_LEFT, Landmark.MOUTH_RIGHT),
        (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
    )
    down = [(points[c] + points[d] - points[a] - points[b]).tolist() for a, b, c, d in lines]
    face_deg, trunk_deg = (math.degrees(abs(math.atan2(x, y))) for x, y in down)
    return face_deg, trunk_deg


def _share_outside(pose: Pose) -> float:
    """How much of the face, ear to ear or to the nose, lies left or right of the picture."""
    x_px = pose.points_px[_FACE, 0]
    low, high = float(x_px.min()), float(x_px.max())
    outside = max(0.0, min(-low, high - low)) + max(0.0, min(high - pose.width_px, high - low))
    return outside / max(high - low, 1.0)
