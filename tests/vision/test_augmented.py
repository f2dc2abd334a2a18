import numpy as np
import pytest

from posture.core.pose.landmarks import Landmark, Pose
from posture.protocols import Frame
from posture.vision.augmented import AUGMENTATIONS, AugmentedEstimator, mean_pose
from tests.support.seated import seated


class DotFinder:
    """Finds one bright dot and calls it everybody's nose: a landmarker whose truth is known."""

    def __init__(self):
        self.pictures = 0

    def estimate(self, frame: Frame):
        self.pictures += 1
        bright = frame.rgb[..., 0].astype(float)
        if bright.max() < 200:
            return ()
        rows, columns = np.nonzero(bright > 100)
        pose = seated()
        offset = np.array([columns.mean() + 0.5, rows.mean() + 0.5]) - pose.points_px[Landmark.NOSE]
        return (
            Pose(
                pose.points_px + offset,
                pose.depth_px,
                pose.world_m,
                pose.visibility,
                pose.presence,
                640,
                480,
            ),
        )

    def close(self):
        self.pictures = -1


def dot(x, y):
    rgb = np.zeros((480, 640, 3), np.uint8)
    rgb[y - 3 : y + 3, x - 3 : x + 3] = 255
    return Frame(0.0, rgb)


def test_every_look_is_brought_back_to_the_picture_it_came_from():
    finder = DotFinder()
    for people in AugmentedEstimator(finder).each_look(dot(300, 200)):
        assert people[0].points_px[Landmark.NOSE] == pytest.approx([300, 200], abs=1.5)
    assert finder.pictures == len(AUGMENTATIONS)


def test_the_estimate_is_the_mean_of_the_looks():
    (pose,) = AugmentedEstimator(DotFinder()).estimate(dot(250, 180))
    assert pose.points_px[Landmark.NOSE] == pytest.approx([250, 180], abs=1.0)


def test_nobody_stays_nobody():
    nothing = Frame(0.0, np.zeros((480, 640, 3), np.uint8))
    assert AugmentedEstimator(DotFinder()).estimate(nothing) == ()


def test_closing_closes_the_inner_estimator():
    finder = DotFinder()
    AugmentedEstimator(finder).close()
    assert finder.pictures == -1


def test_the_mean_of_one_pose_is_that_pose():
    pose = seated()
    assert mean_pose([pose]).points_px == pytest.approx(pose.points_px)
