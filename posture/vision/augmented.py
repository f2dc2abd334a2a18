"""Looking at one picture several times: mirrored, moved, turned and zoomed a little, then averaged.

The landmarker's error changes with each small change of the picture; the mean of ten looks gives
angles a quarter to a third closer. Worth it for stills and calibrations, which are looked at once.
A live monitor gets the same from its next frames, for nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posture.core.pose.landmarks import Pose
from posture.core.pose.shape import mirrored
from posture.core.pose.tracking import apart_px
from posture.protocols import Frame, PoseEstimator, Rgb

Affine = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How the picture is changed. right, down: shares of its width; turn_deg: anticlockwise."""

    zoom: float = 1.0
    right: float = 0.0
    down: float = 0.0
    turn_deg: float = 0.0
    is_mirrored: bool = False

    def affine(self, width_px: int, height_px: int) -> Affine:
        """(2, 3) from picture to changed picture, mirroring left out."""
        turn = np.radians(self.turn_deg)
        cos, sin = self.zoom * np.cos(turn), self.zoom * np.sin(turn)
        spin = np.array([[cos, sin], [-sin, cos]])
        centre = np.array([width_px / 2, height_px / 2])
        shift = centre - spin @ centre + np.array([self.right, self.down]) * width_px
        return np.column_stack([spin, shift])


AUGMENTATIONS = (
    Augmentation(),
    Augmentation(is_mirrored=True),
    Augmentation(1.08, 0.016, 0.009, 2.0),
    Augmentation(0.93, -0.012, -0.009, -2.0, is_mirrored=True),
    Augmentation(1.16, -0.009, 0.022, -3.0),
    Augmentation(1.0, 0.025, -0.016, 3.0, is_mirrored=True),
    Augmentation(1.3, 0.0, 0.06),
    Augmentation(0.87, 0.0, -0.022),
    Augmentation(1.15, 0.0, 0.039),
    Augmentation(1.05, -0.019, 0.012, -4.0, is_mirrored=True),
)


class AugmentedEstimator:
    """Every estimate is the mean of ``AUGMENTATIONS``; closing it closes the inner one."""

    def __init__(self, inner: PoseEstimator) -> None:
        self._inner = inner

    def estimate(self, frame: Frame) -> tuple[Pose, ...]:
        """Every person of the first look, nearest first, each averaged over all looks."""
        people, *others = self.each_look(frame)
        found: list[Pose] = []
        for person in people:
            same = [min(look, key=lambda p: apart_px(p, person)) for look in others if look]
            near = [pose for pose in same if _is_same(pose, person)]
            found.append(mean_pose([person, *near]))
        return tuple(found)

    def each_look(
        self, frame: Frame, looks: Sequence[Augmentation] = AUGMENTATIONS
    ) -> list[tuple[Pose, ...]]:
        """The people of every look, in the coordinates of the frame."""
        return [self._look(frame, look) for look in looks]

    def close(self) -> None:
        self._inner.close()

    def _look(self, frame: Frame, look: Augmentation) -> tuple[Pose, ...]:
        if look == Augmentation():
            return self._inner.estimate(frame)
        height, width = frame.rgb.shape[:2]
        affine = look.affine(width, height)
        people = self._inner.estimate(Frame(frame.at_s, _changed(frame.rgb, affine, look)))
        return tuple(_restored(pose, affine, look) for pose in people)


def _changed(rgb: Rgb, affine: Affine, look: Augmentation) -> Rgb:
    import cv2  # noqa: PLC0415 - heavy

    height, width = rgb.shape[:2]
    changed = cv2.warpAffine(rgb, affine, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return np.ascontiguousarray(changed[:, ::-1] if look.is_mirrored else changed)


def _restored(pose: Pose, affine: Affine, look: Augmentation) -> Pose:
    seen = mirrored(pose) if look.is_mirrored else pose
    spin, shift = affine[:, :2], affine[:, 2]
    points = (seen.points_px - shift) @ np.linalg.inv(spin).T.astype(np.float64)
    return Pose(
        points,
        seen.depth_px / look.zoom,
        seen.world_m,
        seen.visibility,
        seen.presence,
        pose.width_px,
        pose.height_px,
    )


def mean_pose(poses: list[Pose]) -> Pose:
    """The landmark-wise mean of several poses of one person in one picture."""
    first = poses[0]
    return Pose(
        np.mean([p.points_px for p in poses], axis=0),
        np.mean([p.depth_px for p in poses], axis=0),
        np.mean([p.world_m for p in poses], axis=0),
        np.mean([p.visibility for p in poses], axis=0),
        np.mean([p.presence for p in poses], axis=0),
        first.width_px,
        first.height_px,
    )


def _is_same(pose: Pose, person: Pose) -> bool:
    """Whether two looks saw one person: the faces and shoulders lie on one another."""
    size = float(np.ptp(person.points_px[:13], axis=0).max())
    apart = np.abs(pose.points_px[:13] - person.points_px[:13]).mean()
    return bool(apart < 0.25 * size)
