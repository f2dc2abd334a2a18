"""A shape: what a pose looks like, whatever the picture's size."""

from dataclasses import replace

import numpy as np
import pytest

from posture.core.pose.landmarks import Landmark
from posture.core.pose.shape import FOCAL_OVER_LONG_SIDE, Measure, measure_shape, mirrored
from tests.support.calibrated import changed, shifted
from tests.support.seated import HEIGHT_PX, WIDTH_PX, seated

ACROSS = [m for m in Measure if m.name.endswith("_X") and "HALF" not in m.name]
SLOPES = [Measure.SHOULDER_SLOPE, Measure.EAR_SLOPE, Measure.EYE_SLOPE]


def test_the_same_picture_in_more_pixels_has_the_same_shape():
    pose = seated(torso_deg=12.0, head_yaw_deg=20.0)
    larger = replace(
        changed(pose, pose.points_px * 3),
        depth_px=pose.depth_px * 3,
        width_px=3 * WIDTH_PX,
        height_px=3 * HEIGHT_PX,
    )
    assert measure_shape(larger) == pytest.approx(measure_shape(pose), abs=1e-6)


def test_positions_are_tangents_from_the_pictures_middle_right_and_up():
    shape = measure_shape(seated())
    moved = measure_shape(shifted(seated(), 51.2, -102.4))
    focal_px = FOCAL_OVER_LONG_SIDE * WIDTH_PX
    assert moved[Measure.NOSE_X] - shape[Measure.NOSE_X] == pytest.approx(51.2 / focal_px)
    assert moved[Measure.EAR_Y] - shape[Measure.EAR_Y] == pytest.approx(102.4 / focal_px)
    for width in (Measure.SHOULDER_WIDTH, Measure.EAR_WIDTH, Measure.MOUTH_WIDTH):
        assert moved[width] == pytest.approx(shape[width])


def test_a_width_is_the_distance_of_its_two_landmarks():
    pose = seated()
    left, right = (
        pose.points_px[side] for side in (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
    )
    width = np.linalg.norm(left - right) / (FOCAL_OVER_LONG_SIDE * WIDTH_PX)
    assert measure_shape(pose)[Measure.SHOULDER_WIDTH] == pytest.approx(width, abs=1e-5)


def test_a_left_shoulder_that_is_raised_slopes_upwards():
    points = seated().points_px.copy()
    points[Landmark.LEFT_SHOULDER, 1] -= 20
    shape = measure_shape(changed(seated(), points))
    assert shape[Measure.SHOULDER_SLOPE] > 0.05
    assert shape[Measure.EYE_SLOPE] == pytest.approx(0.0, abs=1e-6)


def test_the_camera_at_the_side_turns_the_azimuth():
    front, side = (measure_shape(seated(azimuth_deg=deg))[Measure.AZIMUTH] for deg in (0, 90))
    assert abs(front) < 0.01
    assert abs(abs(side) - np.pi / 2) < 0.01


def test_a_mirror_flips_sideways_and_nothing_else():
    pose = seated(head_yaw_deg=25.0, aside_m=0.1)
    shape, seen = measure_shape(pose), measure_shape(mirrored(pose))
    flipped = [*ACROSS, *SLOPES, Measure.AZIMUTH]
    assert seen[flipped] == pytest.approx(-shape[flipped], abs=1e-6)
    same = [m for m in Measure if m not in flipped and "HALF" not in m.name]
    assert seen[same] == pytest.approx(shape[same], abs=1e-6)


def test_a_mirror_in_a_mirror_shows_the_pose_itself():
    pose = seated(head_yaw_deg=25.0, azimuth_deg=30.0)
    again = mirrored(mirrored(pose))
    for part in ("points_px", "depth_px", "world_m", "visibility", "presence"):
        assert getattr(again, part) == pytest.approx(getattr(pose, part))
