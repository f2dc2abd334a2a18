"""Poses made of a pinhole and a person of rods: seated before a camera, angles chosen."""

import math

import numpy as np

from posture.core.pose.landmarks import LANDMARK_COUNT, Landmark, Pose

WIDTH_PX, HEIGHT_PX = 640, 480

# Metres: x to the person's left, y up, z forward, from mid-shoulder; the head hangs on the ears.
_HEAD = {
    Landmark.NOSE: (0.0, -0.02, 0.11),
    Landmark.LEFT_EYE: (0.032, 0.015, 0.085),
    Landmark.LEFT_EYE_INNER: (0.016, 0.015, 0.09),
    Landmark.LEFT_EYE_OUTER: (0.046, 0.015, 0.075),
    Landmark.LEFT_EAR: (0.075, 0.0, 0.0),
    Landmark.MOUTH_LEFT: (0.025, -0.07, 0.085),
}
_MIRROR = {
    Landmark.LEFT_EYE: Landmark.RIGHT_EYE,
    Landmark.LEFT_EYE_INNER: Landmark.RIGHT_EYE_INNER,
    Landmark.LEFT_EYE_OUTER: Landmark.RIGHT_EYE_OUTER,
    Landmark.LEFT_EAR: Landmark.RIGHT_EAR,
    Landmark.MOUTH_LEFT: Landmark.MOUTH_RIGHT,
}


def _turn(point: np.ndarray, pitch_deg: float, yaw_deg: float = 0.0) -> np.ndarray:
    p, y = math.radians(pitch_deg), math.radians(yaw_deg)
    about_y = np.array([[math.cos(y), 0, math.sin(y)], [0, 1, 0], [-math.sin(y), 0, math.cos(y)]])
    about_x = np.array([[1, 0, 0], [0, math.cos(p), -math.sin(p)], [0, math.sin(p), math.cos(p)]])
    return about_y @ about_x @ point


def seated(
    *,
    neck_deg: float = 9.0,
    torso_deg: float = 1.0,
    head_pitch_deg: float = 0.0,
    head_yaw_deg: float = 0.0,
    distance_m: float = 0.7,
    azimuth_deg: float = 0.0,
    camera_pitch_deg: float = -10.0,
    eye_level_m: float = 0.25,
    focal_px: float = 512.0,
    size: float = 1.0,
    aside_m: float = 0.0,
) -> Pose:
    """One person of ordinary size whose hips stay on the chair, 0.45 m below the upright shoulders.

    azimuth_deg: the camera walks around the person; positive towards their right side.
    eye_level_m: height of the camera over the upright shoulders.
    """
    body: dict[int, np.ndarray] = {}
    hip = np.array([0.0, -0.45, 0.0])
    shoulder = hip + _turn(np.array([0.0, 0.45, 0.0]), torso_deg)
    ear = shoulder + _turn(np.array([0.0, 0.19, 0.0]), neck_deg)
    for landmark, offset in _HEAD.items():
        body[landmark] = ear + _turn(np.array(offset), head_pitch_deg, head_yaw_deg)
        if landmark in _MIRROR:
            flipped = np.array(offset) * [-1, 1, 1]
            body[_MIRROR[landmark]] = ear + _turn(flipped, head_pitch_deg, head_yaw_deg)
    for left, x in ((Landmark.LEFT_SHOULDER, 0.18), (Landmark.RIGHT_SHOULDER, -0.18)):
        body[left] = shoulder + np.array([x, 0.0, 0.0])
    for left, x in ((Landmark.LEFT_HIP, 0.12), (Landmark.RIGHT_HIP, -0.12)):
        body[left] = hip + np.array([x, 0.0, 0.0])
    # Hands, arms and legs lie in the lap.
    lap = [ear if i < Landmark.LEFT_SHOULDER else hip for i in range(LANDMARK_COUNT)]
    points = np.array([body.get(i, lap[i]) for i in range(LANDMARK_COUNT)]) * size
    turned = np.array([_turn(point, 0.0, -azimuth_deg) for point in points])
    # Camera axes: x right (the person's left seen from before them), y down, z away.
    camera = turned * [1, -1, -1] + [aside_m, eye_level_m, distance_m]
    pitch = math.radians(camera_pitch_deg)
    tilt = np.array(
        [[1, 0, 0], [0, math.cos(pitch), math.sin(pitch)], [0, -math.sin(pitch), math.cos(pitch)]]
    )
    camera = camera @ tilt.T
    pixels = focal_px * camera[:, :2] / camera[:, 2:] + [WIDTH_PX / 2, HEIGHT_PX / 2]
    hips = camera[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=0)
    return Pose(
        points_px=pixels,
        depth_px=(camera[:, 2] - hips[2]) * focal_px / distance_m,
        world_m=camera - hips,
        visibility=np.ones(LANDMARK_COUNT),
        presence=np.ones(LANDMARK_COUNT),
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
    )


def zoomed(pose: Pose, factor: float) -> Pose:
    """The same picture with its middle enlarged: everything grows by one factor."""
    centre = np.array([pose.width_px / 2, pose.height_px / 2])
    return Pose(
        (pose.points_px - centre) * factor + centre,
        pose.depth_px * factor,
        pose.world_m,
        pose.visibility,
        pose.presence,
        pose.width_px,
        pose.height_px,
    )
