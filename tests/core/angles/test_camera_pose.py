"""Where the camera stands, as an upright tells."""

import math

import numpy as np
import pytest

from posture.core.angles.camera_pose import (
    azimuth_rad,
    camera_pitch_rad,
    elevation_rad,
    pitch_cues,
)
from posture.core.pose.shape import Measure
from posture.core.pose.view import View
from tests.support.calibrated import MODEL, upright_of

LINE = MODEL.views[View.FRONTAL].observation_model.pitch_line


def test_a_higher_camera_sees_the_eyes_lower_over_the_ears():
    low, high = (upright_of(eye_level_m=m, camera_pitch_deg=0.0).shape for m in (0.1, 0.4))
    assert pitch_cues(high)[0] < pitch_cues(low)[0]


def test_the_elevation_is_the_angle_at_which_the_eyes_stand():
    shape = upright_of().shape.copy()
    shape[Measure.EYE_Y] = math.tan(0.2)
    assert elevation_rad(shape) == pytest.approx(0.2)


def test_a_camera_tipped_down_is_told_from_one_tipped_up():
    down, up = (
        camera_pitch_rad(upright_of(camera_pitch_deg=deg, eye_level_m=m).shape, LINE)
        for deg, m in ((-18.0, 0.45), (12.0, -0.05))
    )
    assert down < up


@pytest.mark.parametrize("offset", [-5.0, 5.0])
def test_no_camera_looks_steeper_than_cameras_do(offset):
    pitch = camera_pitch_rad(upright_of().shape, np.array([offset]))
    assert abs(pitch) == pytest.approx(0.5)


def test_without_slopes_a_view_has_its_usual_pitch():
    assert camera_pitch_rad(upright_of().shape, np.array([-0.12])) == pytest.approx(-0.12)


@pytest.mark.parametrize(("offset", "expected"), [(-1.0, 0.0), (0.6, 0.6), (9.0, 1.75)])
def test_how_far_round_it_stands_is_kept_between_the_front_and_behind_the_side(offset, expected):
    assert azimuth_rad(upright_of().shape, np.array([offset, 0.0])) == pytest.approx(expected)
