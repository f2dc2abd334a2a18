import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from posture.core.angles.angles import measure_angles
from posture.core.angles.calibration import calibrate
from posture.core.angles.fitted import AngleModel
from posture.core.angles.person_model import build_person_model
from posture.core.events import Verdict
from posture.core.pose.landmarks import Landmark
from posture.core.pose.shape import mirrored
from posture.core.pose.view import View
from posture.core.reasons import Unjudged
from posture.core.verdict.rules import assess
from tests.support import policies
from tests.support.calibrated import LIMITS, MODEL, SLUMPED, changed, shifted, upright_of
from tests.support.seated import seated, zoomed

POLICY = policies.RULES
# What [rules] calls poor, degrees of change.
LIMIT_DEG = POLICY.neck_change_deg


@pytest.mark.parametrize("azimuth_deg", [0.0, 45.0, 88.0, -45.0, -88.0])
def test_the_upright_itself_is_no_change(azimuth_deg):
    angles = measure_angles(
        seated(azimuth_deg=azimuth_deg), MODEL, upright_of(azimuth_deg=azimuth_deg)
    )
    assert abs(angles.neck_change_deg) < 2
    assert abs(angles.torso_change_deg) < 2


def test_calibrating_anew_all_day_keeps_what_is_known_of_two_people_at_most():
    """A monitor goes on through calibrations; what it knows of one takes megabytes."""
    for azimuth_deg in (0.0, 2.0, 4.0, 6.0):
        baseline = upright_of(azimuth_deg=azimuth_deg)
        measure_angles(seated(azimuth_deg=azimuth_deg), MODEL, baseline)
    assert build_person_model.cache_info().currsize <= 2


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
    assert (
        angles.neck_uncertainty_deg > measure_angles(seated(), MODEL, baseline).neck_uncertainty_deg
    )


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
    assert angles.unseen["shoulder_tilt_deg"] is Unjudged.SIDE_VIEW


def test_without_calibration_there_are_angles_wide_intervals_and_no_change():
    angles = measure_angles(seated(), MODEL)
    assert angles.neck_deg is not None
    assert angles.neck_change_deg is None
    assert angles.unseen["neck_change_deg"] is Unjudged.NOT_CALIBRATED
    with_baseline = measure_angles(seated(), MODEL, upright_of())
    assert angles.neck_uncertainty_deg > with_baseline.neck_uncertainty_deg


def test_without_calibration_more_slump_reads_as_more():
    upright, slumped = (measure_angles(pose, MODEL) for pose in (seated(), seated(**SLUMPED)))
    assert slumped.neck_deg > upright.neck_deg + 5
    assert slumped.torso_deg > upright.torso_deg + 3


def test_a_gross_landmark_miss_stays_within_what_a_body_can_do():
    pose = seated()
    points = pose.points_px.copy()
    points[Landmark.LEFT_EAR] += [300, -200]
    angles = measure_angles(changed(pose, points), MODEL, upright_of())
    assert -35 <= angles.neck_change_deg <= 75
    assert -30 <= angles.torso_change_deg <= 60


def test_a_look_that_no_posture_explains_well_claims_less():
    pose = seated(**SLUMPED)
    points = pose.points_px + np.random.default_rng(5).normal(0.0, 6.0, pose.points_px.shape)
    clean, blurred = (
        measure_angles(look, MODEL, upright_of()) for look in (pose, changed(pose, points))
    )
    assert blurred.neck_uncertainty_deg > clean.neck_uncertainty_deg
    assert blurred.torso_uncertainty_deg > clean.torso_uncertainty_deg


def test_the_farther_from_the_upright_the_less_is_claimed():
    baseline = upright_of()
    near, far = (measure_angles(p, MODEL, baseline) for p in (seated(), seated(**SLUMPED)))
    assert far.neck_uncertainty_deg > near.neck_uncertainty_deg + 1
    assert far.torso_uncertainty_deg > near.torso_uncertainty_deg + 1


def _dropped(pose, widths):
    """The face lower against the shoulders; its pitch and size as they were."""
    points = pose.points_px.copy()
    across = points[Landmark.LEFT_SHOULDER] - points[Landmark.RIGHT_SHOULDER]
    points[: Landmark.MOUTH_RIGHT + 1, 1] += widths * math.hypot(*across)
    return changed(pose, points)


@pytest.mark.parametrize("camera_pitch_deg", [-25.0, -10.0, 0.0, 20.0])
@pytest.mark.parametrize(
    ("distance_m", "focal_px", "size"),
    [
        (0.45, 350.0, 1.1),
        (0.7, 512.0, 1.0),
        (1.0, 615.0, 0.9),
    ],
)
def test_a_head_that_sinks_to_the_shoulders_is_ever_worse(
    camera_pitch_deg, distance_m, focal_px, size
):
    aim_m = 0.2 - distance_m * math.tan(math.radians(camera_pitch_deg))
    pose = seated(
        camera_pitch_deg=camera_pitch_deg,
        distance_m=distance_m,
        focal_px=focal_px,
        size=size,
        eye_level_m=aim_m,
    )
    baseline = calibrate([pose] * 3, None, MODEL, LIMITS).baseline

    def severities(own):
        looks = (
            measure_angles(_dropped(pose, by), MODEL, own) for by in (0.0, 0.01, 0.05, 0.1, 0.2)
        )
        return [assess(angles, POLICY).severity for angles in looks]

    calibrated = severities(baseline)
    assert all(later > before for before, later in pairwise(calibrated))
    assert calibrated[1] < 0.9
    assert assess(measure_angles(_dropped(pose, 0.12), MODEL, baseline), POLICY).severity >= 1
    assert all(later > before for before, later in pairwise(severities(None)))


def test_a_crooked_camera_or_one_lower_shoulder_is_the_persons_own_upright():
    pose = seated()
    turn = np.radians(12.0)
    spin = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    crooked = changed(pose, (pose.points_px - [320, 240]) @ spin + [320, 240])
    baseline = calibrate([crooked] * 3, None, MODEL, LIMITS).baseline
    verdict = assess(measure_angles(crooked, MODEL, baseline), POLICY)
    assert verdict.posture is Verdict.GOOD
    assert abs(measure_angles(crooked, MODEL, None).shoulder_tilt_deg) > POLICY.shoulder_tilt_deg


def test_the_model_file_survives_reading_and_writing():
    again = AngleModel.from_json(MODEL.to_json(), MODEL.limits, MODEL.view_limits)
    first, second = (measure_angles(seated(**SLUMPED), m, upright_of()) for m in (MODEL, again))
    assert first.neck_change_deg == pytest.approx(second.neck_change_deg, abs=1e-6)
    assert set(again.views) == set(View)


def _with_hand_at(pose, beside_px, visibility):
    points, seen = pose.points_px.copy(), pose.visibility.copy()
    points[Landmark.LEFT_WRIST] = points[Landmark.MOUTH_LEFT] + beside_px
    seen[Landmark.LEFT_WRIST] = visibility
    return replace(pose, points_px=points, visibility=seen)


def test_with_a_hand_at_the_chin_a_look_is_left_unjudged():
    baseline = upright_of()
    resting = _with_hand_at(seated(**SLUMPED), [15, 20], 0.95)
    assert assess(measure_angles(resting, MODEL, baseline), POLICY).posture is Verdict.UNKNOWN
    for pose in (
        seated(**SLUMPED),
        _with_hand_at(seated(**SLUMPED), [15, 20], 0.1),
        _with_hand_at(seated(**SLUMPED), [300, 200], 0.95),
    ):
        assert assess(measure_angles(pose, MODEL, baseline), POLICY).posture is Verdict.POOR


def test_a_hand_guessed_outside_the_picture_spoils_nothing():
    at_the_edge = shifted(seated(**SLUMPED), -300, 0)
    beside_px = [-1.0 - at_the_edge.points_px[Landmark.MOUTH_LEFT, 0], 20]
    guessed = _with_hand_at(at_the_edge, beside_px, 0.95)
    mouth, hand = guessed.points_px[[Landmark.MOUTH_LEFT, Landmark.LEFT_WRIST]]
    assert hand[0] < 0 < mouth[0] < 60
    trust = measure_angles(at_the_edge, MODEL, None).confidence
    assert measure_angles(guessed, MODEL, None).confidence == trust


@pytest.mark.parametrize("azimuth_deg", [45.0, 88.0])
@pytest.mark.parametrize("forward_px", [-40, 40])
def test_a_chair_rolled_past_a_camera_at_the_side_is_not_slouching(azimuth_deg, forward_px):
    moved = shifted(seated(azimuth_deg=azimuth_deg), forward_px, 0)
    angles = measure_angles(moved, MODEL, upright_of(azimuth_deg=azimuth_deg))
    assert abs(angles.neck_change_deg) < LIMIT_DEG / 2
    assert abs(angles.torso_change_deg) < LIMIT_DEG / 2


FRAMED = replace(MODEL, auto_framing=True)


@pytest.mark.parametrize("azimuth_deg", [0.0, 45.0, 88.0])
@pytest.mark.parametrize("way", [{}, {"torso_deg": 21.0, "neck_deg": 29.0}], ids=["up", "lean"])
def test_a_camera_that_pans_by_itself_changes_no_angle_once_that_is_known(azimuth_deg, way):
    baseline, pose = upright_of(azimuth_deg=azimuth_deg), seated(azimuth_deg=azimuth_deg, **way)
    still, panned = (
        measure_angles(seen, FRAMED, baseline) for seen in (pose, shifted(pose, 40.0, -60.0))
    )
    assert panned.neck_change_deg == pytest.approx(still.neck_change_deg, abs=0.5)
    assert panned.torso_change_deg == pytest.approx(still.torso_change_deg, abs=0.5)


@pytest.mark.parametrize("azimuth_deg", [0.0, 45.0, 88.0])
def test_an_upright_that_such_a_camera_enlarges_stays_upright(azimuth_deg):
    framed = shifted(zoomed(seated(azimuth_deg=azimuth_deg), 1.2), 40.0, -60.0)
    angles, unknown = (
        measure_angles(framed, model, upright_of(azimuth_deg=azimuth_deg))
        for model in (FRAMED, MODEL)
    )
    assert abs(angles.neck_change_deg) < 0.5
    assert abs(angles.torso_change_deg) < 0.5
    off, off_untold = (
        max(abs(seen.neck_change_deg), abs(seen.torso_change_deg)) for seen in (angles, unknown)
    )
    assert off_untold > 3 * off


def test_before_such_a_camera_place_and_size_in_the_picture_say_nothing():
    angles = measure_angles(zoomed(seated(), 1.6), FRAMED, upright_of())
    assert angles.distance_ratio is angles.shoulder_ratio is angles.shoulder_rise is None
    assert angles.unseen["distance_ratio"] is Unjudged.AUTO_FRAMED
    assert angles.head_drop == pytest.approx(0.0, abs=0.01)
    assert angles.head_drop_limit == upright_of().head_height.drop_limit
    assert assess(angles, POLICY).posture is Verdict.GOOD
