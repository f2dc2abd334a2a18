"""Pictures as a camera shows them whose lid was tipped."""

from dataclasses import replace

import cv2
import numpy as np

from posture.core.pose.landmarks import Pose
from posture.protocols import Rgb


def lowered(rgb: Rgb, pose: Pose, down: float) -> tuple[Rgb, Pose]:
    """Everything lower by so many picture heights; a mirror fills what is missing."""
    height, width = rgb.shape[:2]
    moved = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, down * height]])
    picture = cv2.warpAffine(rgb, moved, (width, height), borderMode=cv2.BORDER_REFLECT)
    points_px = pose.points_px + np.array([0.0, down * height])
    return np.asarray(picture, np.uint8), replace(pose, points_px=points_px)
