"""Numbers that say something of a posture without knowing the person."""

import numpy as np
import pytest

from posture.core.angles.features import (
    FRONT_NAMES,
    SIDE_NAMES,
    absolute_features,
    frontal_yaw_deg,
)
from posture.core.pose.shape import SIZED, measure_shape
from posture.core.pose.view import View
from tests.support.seated import seated


def front(**how):
    shape = measure_shape(seated(**how))
    return dict(zip(FRONT_NAMES, absolute_features(shape, View.FRONTAL), strict=True))


def side(**how):
    shape = measure_shape(seated(azimuth_deg=90, **how))
    return dict(zip(SIDE_NAMES, absolute_features(shape, View.SAGITTAL), strict=True))


@pytest.mark.parametrize("view", [View.FRONTAL, View.SAGITTAL])
def test_a_picture_enlarged_about_its_middle_changes_none(view):
    shape = measure_shape(seated(azimuth_deg=0 if view is View.FRONTAL else 90))
    larger = shape.copy()
    larger[SIZED] *= 1.3
    assert absolute_features(larger, view) == pytest.approx(absolute_features(shape, view))


def test_from_the_front_a_head_that_sinks_stands_less_high_over_the_shoulders():
    upright, sunk = front(), front(neck_deg=40.0)
    assert sunk["ears_over_shoulders"] < upright["ears_over_shoulders"]
    assert sunk["face_over_shoulders"] > upright["face_over_shoulders"]


def test_a_nod_is_seen_in_the_face():
    assert front(head_pitch_deg=20.0)["nose_over_ears"] < front()["nose_over_ears"]


@pytest.mark.parametrize("turned_deg", [-25.0, -10.0, 0.0, 10.0, 25.0])
def test_from_the_front_a_turned_head_is_read_in_degrees(turned_deg):
    seen_deg = frontal_yaw_deg(measure_shape(seated(head_yaw_deg=turned_deg)))
    assert abs(seen_deg) == pytest.approx(abs(turned_deg), abs=4.0)


def test_from_the_side_the_trunks_lean_is_read_in_degrees():
    leant = side(torso_deg=20.0)["trunk_forward_deg"] - side(torso_deg=0.0)["trunk_forward_deg"]
    assert abs(leant) == pytest.approx(20.0, abs=6.0)


def test_a_trunk_without_length_gives_numbers_all_the_same():
    shape = measure_shape(seated(azimuth_deg=90))
    shape[SIZED] = 0.0
    assert np.isfinite(absolute_features(shape, View.SAGITTAL)).all()
