import json
import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from posture.assembly import angle_model, rules_policy
from posture.config import load_config
from posture.core.anglemodel import AngleModel
from posture.core.angles import measure_angles
from posture.core.baseline import Baseline
from posture.core.calibration import CalibrationLimits, CalibrationRefusedError, calibrate
from posture.core.events import Posture
from posture.core.pose import Landmark, Pose
from posture.core.rules import assess
from posture.core.setup import Setup, SetupPolicy, advance
from posture.core.shape import mirrored
from posture.core.usable import ON_ITS_SIDE, UPSIDE_DOWN, why_unusable
from posture.core.view import View
from tests.core.poses import seated, zoomed

MODEL = angle_model(load_config())
LIMITS = CalibrationLimits()
POLICY = rules_policy(load_config())
# What [rules] calls poor, degrees of change.
LIMIT_DEG = POLICY.neck_change_deg
SLUMPED = {"torso_deg": 24.0, "neck_deg": 34.0, "head_pitch_deg": 12.0}


def upright_of(**kwargs) -> Baseline:
    return calibrate([seated(**kwargs)] * 3, None, MODEL, LIMITS).baseline


def changed(pose: Pose, points_px) -> Pose:
    return Pose(
        points_px, pose.depth_px, pose.world_m, pose.visibility, pose.presence,
        pose.width_px, pose.height_px,
    )  # fmt: skip


@pytest.mark.parametrize("azimuth_deg", [0.0, 45.0, 88.0, -45.0, -88.0])
def test_the_upright_itself_is_no_change(azimuth_deg):
    angles = measure_angles(
        seated(azimuth_deg=azimuth_deg), MODEL, upright_of(azimuth_deg=azimuth_deg)
    )
    assert abs(angles.neck_change_deg) < 2
    assert abs(angles.torso_change_deg) < 2


@pytest.mark.parametrize("azimuth_deg", [0.0, 45.0, 88.0, -45.0, -88.0])
def test_a_slump_is_seen_from_every_side(azimuth_deg):
    angles = measure_angles(
        seated(azimuth_deg=azimuth_deg, **SLUMPED), MODEL, upright_of(azimuth_deg=azimuth_deg)
    )
    assert angles.torso_change_deg == pytest.approx(23, abs=8)
    assert angles.neck_change_deg > LIMIT_DEG


def test_more_slump_never_reads_as_less():
    baseline = upright_of()
    severity = []
    for share in np.linspace(0, 1, 9):
        pose = seated(torso_deg=1 + 30 * share, neck_deg=9 + 30 * share, head_pitch_deg=10 * share)
        angles = measure_angles(pose, MODEL, baseline)
        severity.append(max(angles.neck_change_deg, angles.torso_change_deg))
    assert all(later > before - 0.5 for before, later in pairwise(severity))


@pytest.mark.parametrize("factor", [0.85, 1.15, 1.3])
@pytest.mark.parametrize("azimuth_deg", [0.0, 45.0, 88.0])
def test_everything_growing_by_one_factor_is_not_slouching(factor, azimuth_deg):
    baseline = upright_of(azimuth_deg=azimuth_deg)
    angles = measure_angles(zoomed(seated(azimuth_deg=azimuth_deg), factor), MODEL, baseline)
    assert abs(angles.neck_change_deg) < 4
    assert abs(angles.torso_change_deg) < 4
    assert angles.distance_ratio == pytest.approx(1 / factor, rel=0.02)


def test_rolling_the_chair_15_cm_nearer_is_not_slouching():
    angles = measure_angles(seated(distance_m=0.55), MODEL, upright_of())
    assert angles.neck_change_deg < LIMIT_DEG / 2
    assert angles.torso_change_deg < LIMIT_DEG / 2
    assert angles.distance_ratio < 0.85


@pytest.mark.parametrize("yaw_deg", [-40.0, 40.0])
def test_turning_the_head_is_not_slouching_and_is_trusted_less(yaw_deg):
    baseline = upright_of()
    angles = measure_angles(seated(head_yaw_deg=yaw_deg), MODEL, baseline)
    assert angles.neck_change_deg < LIMIT_DEG
    assert angles.torso_change_deg < LIMIT_DEG
    assert angles.head_yaw_deg == pytest.approx(yaw_deg, abs=10)
    assert angles.confidence < 0.8
    assert angles.neck_uncertainty_deg > measure_angles(
        seated(), MODEL, baseline
    ).neck_uncertainty_deg  # fmt: skip


def test_a_hand_at_the_face_changes_nothing():
    pose = seated()
    points = pose.points_px.copy()
    points[[Landmark.LEFT_WRIST, Landmark.LEFT_ELBOW]] = points[Landmark.NOSE] + [20, 60]
    with_hand = measure_angles(changed(pose, points), MODEL, upright_of())
    assert abs(with_hand.neck_change_deg) < 1
    assert abs(with_hand.torso_change_deg) < 1


def test_looking_down_is_told_from_slumping_by_the_head():
    baseline = upright_of()
    down = measure_angles(seated(head_pitch_deg=35, neck_deg=22), MODEL, baseline)
    slump = measure_angles(seated(**SLUMPED), MODEL, baseline)
    assert down.head_pitch_deg > 12
    assert down.torso_change_deg < 6 < slump.torso_change_deg
    assert down.head_pitch_deg > slump.head_pitch_deg


def test_signs_follow_the_person_and_not_the_picture():
    baseline = upright_of()
    left = measure_angles(seated(head_yaw_deg=20), MODEL, baseline)
    right = measure_angles(mirrored(seated(head_yaw_deg=20)), MODEL, baseline)
    assert left.head_yaw_deg > 10
    assert right.head_yaw_deg < -10


def test_a_higher_left_shoulder_is_a_positive_tilt():
    pose = seated()
    points = pose.points_px.copy()
    points[Landmark.LEFT_SHOULDER, 1] -= 20
    angles = measure_angles(changed(pose, points), MODEL, upright_of())
    assert angles.shoulder_tilt_deg > 2


def test_the_side_view_says_why_it_shows_no_tilt():
    angles = measure_angles(seated(azimuth_deg=88), MODEL, upright_of(azimuth_deg=88))
    assert angles.shoulder_tilt_deg is None
    assert "side" in angles.unseen["shoulder_tilt_deg"]


def test_without_calibration_there_are_angles_wide_intervals_and_no_change():
    angles = measure_angles(seated(), MODEL)
    assert angles.neck_deg is not None
    assert angles.neck_change_deg is None
    assert angles.unseen["neck_change_deg"] == "not calibrated"
    with_baseline = measure_angles(seated(), MODEL, upright_of())
    assert angles.neck_uncertainty_deg > with_baseline.neck_uncertainty_deg


def test_without_calibration_more_slump_reads_as_more():
    upright, slumped = (measure_angles(pose, MODEL) for pose in (seated(), seated(**SLUMPED)))
    assert slumped.neck_deg > upright.neck_deg + 5
    assert slumped.torso_deg > upright.torso_deg + 3


def _nan(pose):
    points = pose.points_px.copy()
    points[3] = math.nan
    return changed(pose, points)


def _turned(pose, turn_deg):
    """About the picture's middle, as a camera that is laid down sees it."""
    turn, middle = math.radians(turn_deg), np.array([pose.width_px, pose.height_px]) / 2
    spin = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    return changed(pose, (pose.points_px - middle) @ spin.T + middle)


def _upside_down(pose):
    return changed(pose, [0, pose.height_px] + pose.points_px * [1, -1])


def _shifted(pose, right_px, down_px):
    return changed(pose, pose.points_px + np.array([right_px, down_px]))


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (_nan, "not numbers"),
        (_upside_down, "upside down"),
        (lambda p: _turned(p, 90), "lies on its side"),
        (lambda p: _turned(p, -90), "lies on its side"),
        (lambda p: _shifted(p, -340, 0), "half the face"),
        (lambda p: _shifted(p, 315, 0), "half the face"),
        (lambda p: _shifted(p, 0, -330), "out of the picture"),
        (lambda p: _shifted(p, 0, 330), "shoulders"),
        (lambda p: zoomed(p, 0.05), "too far"),
    ],
    ids=["NaN", "upside down", "on its left side", "on its right side", "half a face",
         "half a face right", "head cut off", "no shoulders", "far away"],
)
def test_what_cannot_be_judged_has_no_angle_and_says_why(spoil, word):
    angles = measure_angles(spoil(seated()), MODEL, upright_of())
    assert angles.neck_deg is None
    assert angles.torso_deg is None
    assert angles.confidence == 0
    assert word in angles.unseen["neck_deg"]


@pytest.mark.parametrize("azimuth_deg", [0.0, 45.0, 90.0])
@pytest.mark.parametrize(
    "manner", [{"head_pitch_deg": 70.0}, {"torso_deg": 50.0, "neck_deg": 60.0}]
)
def test_no_bending_of_a_body_is_taken_for_a_camera_laid_on_its_side(azimuth_deg, manner):
    bent = seated(azimuth_deg=azimuth_deg, **manner)
    assert why_unusable(bent, MODEL.limits) not in {ON_ITS_SIDE, UPSIDE_DOWN}


def test_a_gross_landmark_miss_stays_within_what_a_body_can_do():
    pose = seated()
    points = pose.points_px.copy()
    points[Landmark.LEFT_EAR] += [300, -200]
    angles = measure_angles(changed(pose, points), MODEL, upright_of())
    assert -35 <= angles.neck_change_deg <= 75
    assert -30 <= angles.torso_change_deg <= 60


def test_a_baseline_survives_its_file_and_a_damaged_one_is_refused():
    baseline = upright_of(azimuth_deg=-45)
    text = json.dumps(baseline.to_dict())
    again = Baseline.from_dict(json.loads(text))
    assert again.is_mirrored == baseline.is_mirrored
    assert again.shape == pytest.approx(baseline.shape, abs=1e-5)
    data = json.loads(text)
    data["shape"]["shoulder_y"] = math.nan
    with pytest.raises(ValueError, match="finite"):
        Baseline.from_dict(data)


def test_calibrating_from_upright_and_slouch_sets_thresholds_between_them():
    rng = np.random.default_rng(3)

    def noisy(**kwargs):
        pose = seated(**kwargs)
        return changed(pose, pose.points_px + rng.normal(0, 0.7, pose.points_px.shape))

    made = calibrate(
        [noisy() for _ in range(12)], [noisy(**SLUMPED) for _ in range(12)], MODEL, LIMITS
    )
    slouch = measure_angles(seated(**SLUMPED), MODEL, made.baseline)
    assert made.quality == "good"
    assert made.d_prime > 3
    assert 4 <= made.thresholds.torso_change_deg < slouch.torso_change_deg
    assert 4 <= made.thresholds.neck_change_deg < slouch.neck_change_deg


def test_a_slouch_like_the_upright_gives_no_thresholds_and_says_so():
    made = calibrate([seated()] * 10, [seated()] * 10, MODEL, LIMITS)
    assert made.thresholds is None
    assert made.quality == "poor"
    assert "alike" in " ".join(made.advice)


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
        ([_shifted(seated(), 230, 0)], 120.0, "shoulder"),
        ([], 120.0, "nobody"),
    ],
    ids=["too dark", "too far", "head turned", "a shoulder outside", "nobody"],
)
def test_a_calibration_that_cannot_be_says_what_to_mend(poses, brightness, word):
    with pytest.raises(CalibrationRefusedError, match=word):
        calibrate(poses, None, MODEL, LIMITS, brightness)


def test_moving_while_calibrating_is_a_warning():
    poses = [_shifted(seated(), 0, 45 * (i % 2)) for i in range(12)]
    assert "moved" in " ".join(calibrate(poses, None, MODEL, LIMITS).advice)


def _dropped(pose, widths):
    """The face lower against the shoulders; its pitch and size as they were."""
    points = pose.points_px.copy()
    across = points[Landmark.LEFT_SHOULDER] - points[Landmark.RIGHT_SHOULDER]
    points[: Landmark.MOUTH_RIGHT + 1, 1] += widths * math.hypot(*across)
    return changed(pose, points)


@pytest.mark.parametrize("camera_pitch_deg", [-25.0, -10.0, 0.0, 20.0])
@pytest.mark.parametrize(("distance_m", "focal_px", "size"), [
    (0.45, 350.0, 1.1), (0.7, 512.0, 1.0), (1.0, 615.0, 0.9),
])  # fmt: skip
def test_a_head_that_sinks_to_the_shoulders_is_ever_worse(
    camera_pitch_deg, distance_m, focal_px, size
):
    aim_m = 0.2 - distance_m * math.tan(math.radians(camera_pitch_deg))
    pose = seated(
        camera_pitch_deg=camera_pitch_deg, distance_m=distance_m, focal_px=focal_px, size=size,
        eye_level_m=aim_m,
    )  # fmt: skip
    baseline = calibrate([pose] * 3, None, MODEL, LIMITS).baseline

    def severities(own):
        looks = (measure_angles(_dropped(pose, by), MODEL, own)
                 for by in (0.0, 0.03, 0.05, 0.1, 0.2))
        return [assess(angles, POLICY).severity for angles in looks]

    calibrated = severities(baseline)
    assert all(later > before for before, later in pairwise(calibrated))
    assert calibrated[1] < 0.8
    assert assess(measure_angles(_dropped(pose, 0.12), MODEL, baseline), POLICY).severity >= 1
    assert all(later > before for before, later in pairwise(severities(None)))


def test_a_crooked_camera_or_one_lower_shoulder_is_the_persons_own_upright():
    pose = seated()
    turn = np.radians(12.0)
    spin = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    crooked = changed(pose, (pose.points_px - [320, 240]) @ spin + [320, 240])
    baseline = calibrate([crooked] * 3, None, MODEL, LIMITS).baseline
    verdict = assess(measure_angles(crooked, MODEL, baseline), POLICY)
    assert verdict.posture is Posture.GOOD
    assert abs(measure_angles(crooked, MODEL, None).shoulder_tilt_deg) > POLICY.shoulder_tilt_deg


def _look(pose, baseline):
    return measure_angles(pose, MODEL, baseline)


def test_another_set_up_is_told_once_and_takes_two_minutes():
    baseline, state, told = upright_of(), Setup(), []
    other = zoomed(seated(), 1.6)
    for at_s in range(0, 300, 5):
        state, now = advance(state, at_s, _look(other, baseline), SetupPolicy())
        if now:
            told.append(at_s)
    assert told == [120]
    assert state.is_changed


@pytest.mark.parametrize(
    "pose", [seated(**SLUMPED), zoomed(seated(), 1.2), seated(distance_m=0.55)],
    ids=["slumping for long", "a chair a little nearer", "a chair 15 cm nearer"],
)  # fmt: skip
def test_sitting_badly_or_a_little_nearer_is_no_other_set_up(pose):
    baseline, state = upright_of(), Setup()
    for at_s in range(0, 600, 5):
        state, told = advance(state, at_s, _look(pose, baseline), SetupPolicy())
        assert not told


def test_the_set_up_coming_back_is_judged_again():
    baseline, state = upright_of(), Setup(is_changed=True)
    for at_s in range(0, 150, 5):
        state, _ = advance(state, at_s, _look(seated(), baseline), SetupPolicy())
    assert not state.is_changed


def test_the_model_file_survives_reading_and_writing():
    again = AngleModel.from_json(MODEL.to_json(), MODEL.limits, MODEL.view_limits)
    first, second = (measure_angles(seated(**SLUMPED), m, upright_of()) for m in (MODEL, again))
    assert first.neck_change_deg == pytest.approx(second.neck_change_deg, abs=1e-6)
    assert set(again.views) == set(View)


def test_thresholds_are_values():
    made = calibrate([seated()] * 10, [seated(**SLUMPED)] * 10, MODEL, LIMITS)
    assert replace(made.thresholds) == made.thresholds


def _with_hand_at(pose, beside_px, visibility):
    points, seen = pose.points_px.copy(), pose.visibility.copy()
    points[Landmark.LEFT_WRIST] = points[Landmark.MOUTH_LEFT] + beside_px
    seen[Landmark.LEFT_WRIST] = visibility
    return replace(pose, points_px=points, visibility=seen)


def test_with_a_hand_at_the_chin_a_look_is_left_unjudged():
    baseline = upright_of()
    resting = _with_hand_at(seated(**SLUMPED), [15, 20], 0.95)
    assert assess(measure_angles(resting, MODEL, baseline), POLICY).posture is Posture.UNKNOWN
    for pose in (
        seated(**SLUMPED),
        _with_hand_at(seated(**SLUMPED), [15, 20], 0.1),
        _with_hand_at(seated(**SLUMPED), [300, 200], 0.95),
    ):
        assert assess(measure_angles(pose, MODEL, baseline), POLICY).posture is Posture.POOR


@pytest.mark.parametrize("azimuth_deg", [45.0, 88.0])
@pytest.mark.parametrize("forward_px", [-40, 40])
def test_a_chair_rolled_past_a_camera_at_the_side_is_not_slouching(azimuth_deg, forward_px):
    moved = _shifted(seated(azimuth_deg=azimuth_deg), forward_px, 0)
    angles = measure_angles(moved, MODEL, upright_of(azimuth_deg=azimuth_deg))
    assert abs(angles.neck_change_deg) < LIMIT_DEG / 2
    assert abs(angles.torso_change_deg) < LIMIT_DEG / 2
