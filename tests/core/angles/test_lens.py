"""Any person before any lens at any distance: angles or a reason, and never an exception."""

import math
import warnings
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posture.core.angles.angles import measure_angles
from posture.core.angles.baseline import Baseline
from posture.core.angles.calibration import calibrate
from posture.core.angles.lens import infer_lens
from posture.core.angles.refusals import CalibrationRefusedError
from posture.core.pose.landmarks import Pose
from posture.core.pose.view import View
from posture.core.reasons import Unjudged
from tests.support.calibrated import LIMITS, MODEL, SLUMPED
from tests.support.seated import seated

SIZES = ((640, 480), (1280, 720), (480, 640), (360, 480), (480, 480))


def as_seen(pose: Pose, share: float, size_px: tuple[int, int]) -> Pose:
    """The pose in a picture of that size, everything as much larger as makes the shoulders that
    share of its longer side."""
    left, right = pose.points_px[11], pose.points_px[12]
    trunk = (pose.points_px[[11, 12]] - pose.points_px[[23, 24]]).mean(axis=0)
    was_px = max(math.dist(left, right), float(np.hypot(*trunk)) / 1.38)
    grown = share * max(size_px) / was_px
    middle = pose.points_px[:13].mean(axis=0)
    points = (pose.points_px - middle) * grown + np.array(size_px) / 2
    return Pose(
        points, pose.depth_px * grown, pose.world_m, pose.visibility, pose.presence, *size_px
    )


@settings(max_examples=40)
@given(
    share=st.floats(0.1, 1.2),
    size_px=st.sampled_from(SIZES),
    azimuth_deg=st.sampled_from((-90.0, -45.0, 0.0, 20.0, 60.0)),
    camera_pitch_deg=st.floats(-30.0, 25.0),
    distance_m=st.floats(0.45, 2.5),
    posture=st.sampled_from(
        (
            {},
            SLUMPED,
            {"torso_deg": -20.0, "neck_deg": 12.0},
            {"head_yaw_deg": 50.0},
            {"torso_deg": 35.0, "neck_deg": 60.0, "head_pitch_deg": 50.0},
        )
    ),
    hfov_deg=st.none() | st.floats(20.0, 150.0),
)
def test_any_person_before_any_lens_at_any_distance_has_finite_angles_or_a_reason(
    share, size_px, azimuth_deg, camera_pitch_deg, distance_m, posture, hfov_deg
):
    before = {
        "azimuth_deg": azimuth_deg,
        "camera_pitch_deg": camera_pitch_deg,
        "distance_m": distance_m,
    }
    upright = as_seen(seated(**before), share, size_px)
    look = as_seen(seated(**before, **posture), share, size_px)
    # Numpy's warnings of what geometry cannot mean count, too.
    with warnings.catch_warnings(action="error"):
        try:
            made = calibrate([upright] * 3, None, MODEL, LIMITS)
        except CalibrationRefusedError:
            return
        for pose in (upright, look):
            angles = measure_angles(pose, MODEL, replace(made.baseline, hfov_deg=hfov_deg))
            if angles.neck_change_deg is None:
                assert angles.unseen["neck_deg"]
                continue
            numbers = (
                angles.neck_change_deg,
                angles.torso_change_deg,
                angles.neck_uncertainty_deg,
                angles.torso_uncertainty_deg,
            )
            assert np.isfinite(numbers).all()
            assert min(numbers[2:]) > 0


def test_an_upright_whose_shoulders_fill_the_picture_is_a_person_like_others():
    upright = as_seen(seated(), 0.95, (480, 480))
    baseline = calibrate([upright] * 3, None, MODEL, LIMITS).baseline
    slumped = measure_angles(as_seen(seated(**SLUMPED), 0.95, (480, 480)), MODEL, baseline)
    assert slumped.neck_change_deg > 10
    assert abs(measure_angles(upright, MODEL, baseline).neck_change_deg) < 3


def test_a_square_picture_is_taken_for_one_cut_out_and_a_person_who_fills_it_for_cropped():
    wide, square = (
        infer_lens(0.5, View.FRONTAL, size_px, MODEL.lens) for size_px in ((640, 480), (480, 480))
    )
    assert square.length > wide.length
    filling = infer_lens(1.4, View.FRONTAL, (480, 480), MODEL.lens)
    assert filling.length > 1.3 * square.length


def test_a_lens_that_is_named_is_believed():
    lens = infer_lens(0.5, View.FRONTAL, (640, 480), MODEL.lens, hfov_deg=90.0)
    assert lens.length == pytest.approx(0.5)
    tall = infer_lens(0.5, View.FRONTAL, (480, 640), MODEL.lens, hfov_deg=90.0)
    assert tall.length == pytest.approx(0.375)
    assert lens.sd < infer_lens(0.5, View.FRONTAL, (640, 480), MODEL.lens).sd


def test_a_profile_keeps_the_lens_and_those_from_before_it_do_without():
    baseline = replace(calibrate([seated()] * 3, None, MODEL, LIMITS).baseline, hfov_deg=78.0)
    kept = baseline.to_dict()
    assert Baseline.from_dict(kept).hfov_deg == 78.0
    del kept["hfov_deg"]
    assert Baseline.from_dict(kept).hfov_deg is None


def test_a_picture_squeezed_or_cropped_since_the_calibration_is_another_set_up():
    baseline = calibrate([seated()] * 3, None, MODEL, LIMITS).baseline
    squeeze = (640 / 480, 1.0), (1.0, 640 / 480), (0.75, 1.0)
    for across, down in squeeze:
        upright = seated()
        pose = Pose(
            upright.points_px * (across, down),
            upright.depth_px,
            upright.world_m,
            upright.visibility,
            upright.presence,
            round(640 * across),
            round(480 * down),
        )
        angles = measure_angles(pose, MODEL, baseline)
        assert angles.unusable_because is Unjudged.OTHER_SHAPE


def test_the_same_picture_larger_or_smaller_is_the_same_set_up():
    baseline = calibrate([seated()] * 3, None, MODEL, LIMITS).baseline
    for size_px in ((1280, 960), (320, 240), (427, 320)):
        upright = seated()
        scale = size_px[0] / 640
        pose = Pose(
            upright.points_px * scale,
            upright.depth_px * scale,
            upright.world_m,
            upright.visibility,
            upright.presence,
            *size_px,
        )
        assert abs(measure_angles(pose, MODEL, baseline).neck_change_deg) < 1
