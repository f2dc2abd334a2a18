"""One look as a window shows it: the picture, the person's lines in it, the angles, what is wrong.

JSON-able, since it goes over the control socket. Points are shares of the picture's width and
height, x right, y down.
"""

from base64 import b64encode
from typing import Any

from posture.config import Config
from posture.core.angles.angles import Angles
from posture.core.angles.quality import why_unusable
from posture.core.events import Sample
from posture.core.pose.landmarks import Landmark, Pose
from posture.core.pose.view import View
from posture.core.states import STARTING
from posture.core.wording import why_unjudged
from posture.monitor.preview import Shown

_LANDMARKS = (
    Landmark.NOSE,
    Landmark.LEFT_EYE,
    Landmark.RIGHT_EYE,
    Landmark.LEFT_EAR,
    Landmark.RIGHT_EAR,
    Landmark.LEFT_SHOULDER,
    Landmark.RIGHT_SHOULDER,
    Landmark.LEFT_ELBOW,
    Landmark.RIGHT_ELBOW,
    Landmark.LEFT_HIP,
    Landmark.RIGHT_HIP,
)


def shown_look(
    shown: Shown | None, sample: Sample | None, limits_deg: tuple[float, float], config: Config
) -> dict[str, Any]:
    """What the latest look saw and how it was judged.

    limits_deg: of neck and torso, as ``PoseAssessor.limits_deg``.
    """
    pose = shown.pose if shown else None
    angles = sample.angles if sample else None
    reason = sample.unreliable_because if sample else None
    return {
        "picture": shown and b64encode(shown.picture.jpeg).decode(),
        "points": points_of(pose),
        "problems": problems_of(pose, angles, shown.picture.brightness, config) if shown else [],
        "state": sample.state if sample else STARTING,
        "unreliable_because": reason and why_unjudged(reason),
        "causes": list(sample.assessment.causes) if sample else [],
        "severity": sample and _rounded(sample.assessment.severity),
        **readings(angles, limits_deg),
    }


def points_of(pose: Pose | None) -> dict[str, list[float]]:
    """Landmark -> x, y as shares of the picture, and visibility."""
    if pose is None:
        return {}
    found = {}
    for landmark in _LANDMARKS:
        x_px, y_px, visibility = pose[landmark]
        place = x_px / pose.width_px, y_px / pose.height_px
        found[landmark.name.lower()] = [*(round(share, 4) for share in place), round(visibility, 2)]
    return found


def readings(angles: Angles | None, limits_deg: tuple[float, float]) -> dict[str, Any]:
    """Neck and torso with their ranges and limits; the change from the own upright where known.

    head: how far the head has come down, and how far it may; its height over the shoulders now, and
    at the limit. All in shoulder widths.
    """
    if angles is None:
        return {"neck": None, "torso": None, "head": None, "is_change": False}
    is_change = angles.neck_change_deg is not None or angles.torso_change_deg is not None
    neck_deg = angles.neck_change_deg if is_change else angles.neck_deg
    torso_deg = angles.torso_change_deg if is_change else angles.torso_deg
    return {
        "neck": _reading(neck_deg, angles.neck_uncertainty_deg, limits_deg[0]),
        "torso": _reading(torso_deg, angles.torso_uncertainty_deg, limits_deg[1]),
        "head": _head(angles),
        "is_change": is_change,
    }


def problems_of(
    pose: Pose | None, angles: Angles | None, brightness: float, config: Config
) -> list[str]:
    """What of camera and seat keeps a look from being judged well, and what to do.

    brightness: the picture's mean, 0 to 255.
    """
    if brightness < config.calibration.dark_below:
        return ["The picture is too dark. Turn on a light, or uncover the lens."]
    if pose is None:
        return ["Nobody is seen. Sit in front of the camera, head and shoulders in the picture."]
    limits, calibration = config.angles, config.calibration
    if reason := why_unusable(pose, limits):
        why = why_unjudged(reason)
        return [f"{why[:1].upper()}{why[1:]}."]
    problems = []
    left, right = pose[Landmark.LEFT_SHOULDER], pose[Landmark.RIGHT_SHOULDER]
    width = abs(left.x_px - right.x_px) / pose.width_px
    is_frontal = angles is None or angles.view in {None, View.FRONTAL}
    if is_frontal and width < calibration.min_shoulder_share:
        problems.append("You are too far away. Move the camera or yourself nearer.")
    if max(left.y_px, right.y_px) > pose.height_px:
        problems.append("A shoulder is cut off. Move back, or tilt the camera down.")
    yaw_deg = angles.head_yaw_deg if angles else None
    if yaw_deg is not None and abs(yaw_deg) > calibration.max_turn_deg:
        problems.append("Your head is turned. Look at your screen.")
    return problems


def _head(angles: Angles) -> dict[str, float] | None:
    drop, limit, height = angles.head_drop, angles.head_drop_limit, angles.head_height
    if drop is None or limit is None or height is None:
        return None
    return {
        "drop": round(drop, 3),
        "limit": round(limit, 3),
        "height": round(height, 3),
        "limit_height": round(height + drop - limit, 3),
    }


def _reading(value: float | None, within: float | None, limit: float) -> dict[str, Any] | None:
    if value is None:
        return None
    return {
        "deg": _rounded(value, 1),
        "within_deg": _rounded(within, 1),
        "limit_deg": _rounded(limit, 1),
    }


def _rounded(value: float | None, digits: int = 2) -> float | None:
    return None if value is None else round(float(value), digits)
