"""Whether a pose can be judged at all, and how far its landmarks can be trusted."""

import math

from posture.core.angles.skeleton import TORSO_LENGTH
from posture.core.policies.angles import AngleLimits
from posture.core.pose.landmarks import Landmark, Pose
from posture.core.reasons import Unjudged

# Landmarks no angle can do without; MediaPipe's visibility is near 1 when it sees them.
_NEEDED = (Landmark.NOSE, Landmark.LEFT_EYE, Landmark.RIGHT_EYE)
_SHOULDERS = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
_HIPS = (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
_EYES = (Landmark.LEFT_EYE, Landmark.RIGHT_EYE)
_MOUTH = (Landmark.MOUTH_LEFT, Landmark.MOUTH_RIGHT)
# Wrists and the first knuckles of the index fingers, hand by hand.
_HANDS = ((Landmark.LEFT_WRIST, 19), (Landmark.RIGHT_WRIST, 20))
_HEAD = (Landmark.LEFT_EAR, Landmark.RIGHT_EAR, Landmark.NOSE)
_FACE = (*_HEAD, *_EYES)
# From here on a picture is nearer to standing on its head, 180, than to lying on its side, 90.
_HEAD_DOWN_DEG = 135.0

# Every landmark's x and y, pixels: plain numbers, since so few of them are looked at.
_Points = list[list[float]]


def why_unusable(pose: Pose, limits: AngleLimits) -> Unjudged | None:
    """Why no angle can be had from this pose; None when they can."""
    points: _Points = pose.points_px.tolist()
    visibility: list[float] = pose.visibility.tolist()
    face_deg = _off_vertical_deg(points, _EYES, _MOUTH)
    trunk_deg = _off_vertical_deg(points, _SHOULDERS, _HIPS)
    if min(face_deg, trunk_deg) > limits.on_side_deg:
        return Unjudged.UPSIDE_DOWN if face_deg > _HEAD_DOWN_DEG else Unjudged.ON_ITS_SIDE
    if _share_outside(points, pose.width_px) > limits.max_face_outside:
        return Unjudged.FACE_CUT_OFF
    if _middle(points, _EYES)[1] < -limits.head_margin * pose.height_px:
        return Unjudged.HEAD_OUTSIDE
    shoulders_y = min(points[shoulder][1] for shoulder in _SHOULDERS)
    if shoulders_y > (1.0 + limits.shoulder_margin) * pose.height_px:
        return Unjudged.SHOULDERS_OUTSIDE
    if min(visibility[needed] for needed in _NEEDED) < limits.min_visibility:
        return Unjudged.FACE_UNSEEN
    face_px = max(_extent([points[part][axis] for part in _HEAD]) for axis in (0, 1))
    if face_px < limits.min_face_share * min(pose.width_px, pose.height_px):
        return Unjudged.TOO_FAR
    if face_px < limits.min_face_px:
        return Unjudged.TOO_SMALL
    if max(visibility[shoulder] for shoulder in _SHOULDERS) < limits.min_visibility:
        return Unjudged.SHOULDERS_UNSEEN
    return None


def trust_in(pose: Pose, limits: AngleLimits) -> float:
    """0 to 1: the least visible of the landmarks that every angle needs; less where they slide."""
    points: _Points = pose.points_px.tolist()
    visibility: list[float] = pose.visibility.tolist()
    trust = min(visibility[needed] for needed in _NEEDED + _SHOULDERS)
    if max(points[shoulder][1] for shoulder in _SHOULDERS) > pose.height_px:
        trust *= limits.cut_off_trust
    hands = [
        points[landmark]
        for hand in _HANDS
        # A hand whose wrist is outside the picture is guessed at, however sure the landmarker is.
        if _is_inside(pose, points[hand[0]])
        for landmark in hand
        if visibility[landmark] >= limits.hand_visibility and _is_inside(pose, points[landmark])
    ]
    return trust * limits.hand_trust if _is_at_face(points, hands, limits) else trust


def _is_at_face(points: _Points, hands: _Points, limits: AngleLimits) -> bool:
    """Whether a hand lies at chin, cheek or temple: face and shoulder are seen awry then."""
    mouth, shoulders = _middle(points, _MOUTH), _middle(points, _SHOULDERS)
    across_px = math.dist(points[_SHOULDERS[0]], points[_SHOULDERS[1]])
    width_px = max(across_px, math.dist(shoulders, _middle(points, _HIPS)) / TORSO_LENGTH)
    return any(math.dist(hand, mouth) < limits.hand_reach * width_px for hand in hands)


def _is_inside(pose: Pose, point: list[float]) -> bool:
    x_px, y_px = point
    return 0.0 <= x_px <= pose.width_px and y_px <= pose.height_px


def _middle(points: _Points, pair: tuple[int, int]) -> tuple[float, float]:
    (x, y), (other_x, other_y) = points[pair[0]], points[pair[1]]
    return (x + other_x) / 2, (y + other_y) / 2


def _extent(numbers: list[float]) -> float:
    return max(numbers) - min(numbers)


def _off_vertical_deg(points: _Points, upper: tuple[int, int], lower: tuple[int, int]) -> float:
    """A line from the middle of two landmarks to that of two others, against straight down."""
    (x, y), (below_x, below_y) = _middle(points, upper), _middle(points, lower)
    return math.degrees(abs(math.atan2(below_x - x, below_y - y)))


def _share_outside(points: _Points, width_px: int) -> float:
    """How much of the face, ear to ear or to the nose, lies left or right of the picture."""
    x_px = [points[part][0] for part in _FACE]
    low, wide = min(x_px), _extent(x_px)
    outside = max(0.0, min(-low, wide)) + max(0.0, min(low + wide - width_px, wide))
    return outside / max(wide, 1.0)
