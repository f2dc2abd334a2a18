"""From upright and slouched poses to a baseline, thresholds and what to mend."""

import json
from dataclasses import replace

import numpy as np
import pytest

from posture.core.angles.angles import measure_angles
from posture.core.angles.baseline import Baseline
from posture.core.angles.calibration import calibrate
from posture.core.angles.refusals import CalibrationRefusedError, SlouchRefusedError
from posture.core.pose.view import View
from tests.support.calibrated import LIMITS, MODEL, SLUMPED, changed, shifted, upright_of
from tests.support.seated import seated, zoomed


def test_a_baseline_survives_its_file():
    baseline = upright_of(azimuth_deg=-45)
    text = json.dumps(baseline.to_dict())
    again = Baseline.from_dict(json.loads(text))
    assert again.is_mirrored == baseline.is_mirrored
    assert again.shape == pytest.approx(baseline.shape, abs=1e-5)


def test_calibrating_from_upright_and_slouch_sets_thresholds_between_them():
    rng = np.random.default_rng(3)

    def noisy(**kwargs):
        pose = seated(**kwargs)
        return changed(pose, pose.points_px + rng.normal(0, 0.7, pose.points_px.shape))

    made = calibrate(
        [noisy() for _ in range(12)], [noisy(**SLUMPED) for _ in range(12)], MODEL, LIMITS
    )
    height = made.baseline.head_height
    assert made.quality == "good"
    assert made.d_prime > 3
    assert height.slouched < height.limit < height.upright - 0.02
    # From the front the head's height tells best, and a limit on angles would only add their noise.
    assert (made.thresholds.neck_change_deg, made.thresholds.torso_change_deg) == (None, None)


def test_from_the_side_thresholds_are_those_of_angles():
    made = calibrate(
        [seated(azimuth_deg=88)] * 12, [seated(azimuth_deg=88, **SLUMPED)] * 12, MODEL, LIMITS
    )
    slouch = measure_angles(seated(azimuth_deg=88, **SLUMPED), MODEL, made.baseline)
    assert made.baseline.head_height is None
    assert 4 <= made.thresholds.torso_change_deg < slouch.torso_change_deg
    assert 4 <= made.thresholds.neck_change_deg < slouch.neck_change_deg


@pytest.mark.parametrize(
    ("upright", "slouch", "refusal", "words"),
    [
        ({}, {}, SlouchRefusedError, "look the same.*Slouch more clearly"),
        ({}, {"torso_deg": 1.0}, SlouchRefusedError, "look the same"),
        (SLUMPED, {}, CalibrationRefusedError, "swapped.*Start with upright"),
    ],
    ids=["the very same", "a degree apart", "swapped"],
)
@pytest.mark.parametrize("azimuth_deg", [0, 45, 88], ids=["in front", "oblique", "from the side"])
def test_what_is_no_slouch_is_refused_in_its_own_words(
    upright, slouch, refusal, words, azimuth_deg
):
    def ten(change):
        return [seated(azimuth_deg=azimuth_deg, **change)] * 10

    with pytest.raises(CalibrationRefusedError, match=words) as refused:
        calibrate(ten(upright), ten(slouch), MODEL, LIMITS)
    assert type(refused.value) is refusal


def test_a_slouch_nobody_can_read_is_refused():
    with pytest.raises(SlouchRefusedError, match="None of the slouched pictures"):
        calibrate([seated()] * 10, [zoomed(seated(), 0.01)] * 10, MODEL, LIMITS)


@pytest.mark.parametrize("azimuths_deg", [(45, 88), (88, 45), (0, 45), (45, 0)])
def test_a_calibration_split_between_two_views_is_the_oblique_one_in_any_order(azimuths_deg):
    poses = [seated(azimuth_deg=azimuth_deg) for azimuth_deg in azimuths_deg]
    baseline = calibrate(poses, None, MODEL, LIMITS).baseline
    assert baseline.view is View.OBLIQUE
    assert baseline.poses == 1


def test_bad_frames_are_left_out_of_the_baseline():
    good = upright_of()
    mixed = calibrate([seated()] * 9 + [seated(**SLUMPED)] * 2, None, MODEL, LIMITS).baseline
    assert mixed.shape == pytest.approx(good.shape, abs=1e-6)
    assert mixed.poses == 9


@pytest.mark.parametrize(
    ("poses", "brightness", "word"),
    [
        ([seated()], 20.0, "dark"),
        ([zoomed(seated(), 0.15)], 120.0, "far"),
        ([seated(head_yaw_deg=45)], 120.0, "turned"),
        ([shifted(seated(), 230, 0)], 120.0, "shoulder"),
        ([], 120.0, "nobody"),
    ],
    ids=["too dark", "too far", "head turned", "a shoulder outside", "nobody"],
)
def test_a_calibration_that_cannot_be_says_what_to_mend(poses, brightness, word):
    with pytest.raises(CalibrationRefusedError, match=word):
        calibrate(poses, None, MODEL, LIMITS, brightness)


def test_moving_while_calibrating_is_a_warning():
    poses = [shifted(seated(), 0, 45 * (i % 2)) for i in range(12)]
    assert "moved" in " ".join(calibrate(poses, None, MODEL, LIMITS).advice)


@pytest.mark.parametrize(("yaw_deg", "is_told"), [(0, False), (8, False), (22, True), (-22, True)])
def test_looking_aside_while_calibrating_is_told(yaw_deg, is_told):
    made = calibrate([seated(head_yaw_deg=yaw_deg)] * 12, None, MODEL, LIMITS)
    assert ("turned aside" in " ".join(made.advice)) == is_told


@pytest.mark.parametrize(("aside", "is_told"), [(0, False), (3, True), (9, True), (12, False)])
def test_turning_while_calibrating_is_told(aside, is_told):
    poses = [seated(azimuth_deg=45)] * aside + [seated()] * (12 - aside)
    made = calibrate(poses, None, MODEL, LIMITS)
    assert ("You turned" in " ".join(made.advice)) == is_told


@pytest.mark.parametrize(("slumped", "quality"), [(0, "good"), (6, "poor"), (10, "poor")])
def test_slouching_for_a_part_of_the_upright_time_is_told(slumped, quality):
    poses = [seated()] * (20 - slumped) + [seated(**SLUMPED)] * slumped
    made = calibrate(poses, None, MODEL, LIMITS)
    assert made.quality == quality
    assert ("You moved" in " ".join(made.advice)) == (quality != "good")


def test_a_camera_upside_down_is_to_be_turned_not_the_person():
    pose = seated()
    turned = changed(pose, np.array([pose.width_px, pose.height_px]) - pose.points_px)
    with pytest.raises(CalibrationRefusedError, match=r"upside down.*Turn the camera"):
        calibrate([turned], None, MODEL, LIMITS, 120.0)


def test_thresholds_are_values():
    made = calibrate([seated()] * 10, [seated(**SLUMPED)] * 10, MODEL, LIMITS)
    assert replace(made.thresholds) == made.thresholds
