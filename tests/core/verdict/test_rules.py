from dataclasses import replace

import pytest
from msgspec import structs

from posture.core.angles.angles import Angles, View
from posture.core.angles.baseline import PersonalThresholds
from posture.core.events import Cause, Verdict, Zone
from posture.core.verdict.rules import assess, is_reliable, is_turned, sensitivity, widened, zone
from tests.support import policies

POLICY = policies.RULES
SUNK = {"head_drop": 0.2, "head_drop_limit": 0.1}
UPRIGHT = Angles(
    View.FRONTAL,
    0.9,
    neck_deg=9.0,
    torso_deg=1.0,
    neck_change_deg=0.0,
    torso_change_deg=0.0,
    head_pitch_deg=0.0,
    head_yaw_deg=0.0,
    shoulder_tilt_deg=0.0,
    neck_lateral_deg=0.0,
    torso_lateral_deg=0.0,
    distance_ratio=1.0,
)


def seen(**changes):
    return replace(UPRIGHT, **changes)


def test_upright_is_good_with_severity_zero():
    verdict = assess(UPRIGHT, POLICY)
    assert (verdict.posture, verdict.severity, verdict.causes) == (Verdict.GOOD, 0.0, ())


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"neck_change_deg": 16.0, "torso_change_deg": 4.0}, Cause.HEAD_FORWARD),
        (
            {"neck_change_deg": 16.0, "torso_change_deg": 3.0, "head_pitch_deg": 30.0},
            Cause.HEAD_DOWN,
        ),
        (
            {"neck_change_deg": 27.0, "torso_change_deg": 23.0, "head_pitch_deg": 18.0},
            Cause.SLUMPED,
        ),
        ({"neck_change_deg": 12.0, "torso_change_deg": 24.0}, Cause.LEANING_FORWARD),
        ({"torso_lateral_deg": -16.0}, Cause.LEANING_SIDEWAYS),
        ({"shoulder_tilt_deg": 12.0}, Cause.UNEVEN_SHOULDERS),
        ({"neck_lateral_deg": -20.0}, Cause.HEAD_TILTED),
        ({"distance_ratio": 0.5}, Cause.TOO_CLOSE),
    ],
)
def test_each_cause_is_told_apart(changes, cause):
    verdict = assess(seen(**changes), POLICY)
    assert verdict.posture is Verdict.POOR
    assert cause in verdict.causes


def test_severity_is_one_at_the_threshold():
    assert assess(seen(neck_change_deg=POLICY.neck_change_deg), POLICY).severity == 1.0


def test_personal_thresholds_stand_in_for_the_usual_ones():
    personal = PersonalThresholds(neck_change_deg=6.0, torso_change_deg=30.0)
    assert assess(seen(neck_change_deg=7.0), POLICY, personal).posture is Verdict.POOR
    assert assess(seen(torso_change_deg=20.0), POLICY, personal).posture is Verdict.GOOD


def test_without_calibration_angles_are_held_against_the_population():
    alone = replace(UPRIGHT, neck_change_deg=None, torso_change_deg=None)
    assert assess(alone, POLICY).severity == 0.0
    assert assess(replace(alone, neck_deg=POLICY.neck_deg), POLICY).posture is Verdict.POOR


def test_a_poor_posture_is_left_only_well_below_the_threshold():
    just_below = seen(neck_change_deg=0.9 * POLICY.neck_change_deg)
    assert assess(just_below, POLICY, was_poor=False).posture is Verdict.GOOD
    assert assess(just_below, POLICY, was_poor=True).posture is Verdict.POOR
    well_below = seen(neck_change_deg=0.7 * POLICY.neck_change_deg)
    assert assess(well_below, POLICY, was_poor=True).posture is Verdict.GOOD


def test_a_turned_head_is_unknown_never_poor():
    verdict = assess(seen(neck_change_deg=30.0, head_yaw_deg=40.0), POLICY)
    assert verdict.posture is Verdict.UNKNOWN


def test_angles_that_cannot_be_trusted_are_unknown():
    assert assess(seen(neck_change_deg=30.0, confidence=0.1), POLICY).posture is Verdict.UNKNOWN


def test_nothing_seen_is_unknown_without_a_severity():
    nothing = Angles(None, 0.0, unseen={"neck_deg": "half a face"})
    verdict = assess(nothing, POLICY)
    assert (verdict.posture, verdict.severity) == (Verdict.UNKNOWN, None)


def test_a_chair_rolled_fifteen_centimetres_closer_is_not_poor():
    assert assess(seen(distance_ratio=0.75), POLICY).posture is Verdict.GOOD


def test_a_cause_with_sensitivity_zero_is_never_told():
    deaf = structs.replace(POLICY, sensitivity_uneven_shoulders=0.0)
    assert assess(seen(shoulder_tilt_deg=30.0), deaf).posture is Verdict.GOOD


def test_sideways_within_its_limit_does_not_blur_the_severity():
    assert assess(seen(shoulder_tilt_deg=8.0, neck_lateral_deg=10.0), POLICY).severity == 0.0


def test_every_judged_angle_has_its_zone():
    zones = assess(seen(neck_change_deg=14.0, torso_change_deg=40.0), POLICY).zones
    assert zones["neck"] is Zone.MODERATE
    assert zones["torso"] is Zone.AWKWARD
    assert zones["shoulder_tilt"] is Zone.NEUTRAL
    unseen = assess(replace(UPRIGHT, torso_change_deg=None, torso_deg=None), POLICY).zones
    assert "torso" not in unseen


@pytest.mark.parametrize(
    ("neck_deg", "torso_deg", "is_poor"),
    [
        (-10.0, -15.0, False),
        (-8.0, -16.0, False),
        (-20.0, -25.0, False),
        (0.0, -6.0, False),
        (4.0, -16.0, True),
        (0.0, -24.0, True),
        (12.0, -6.0, True),
    ],
)
def test_reclining_with_head_and_trunk_in_line_is_fine_and_sliding_down_is_not(
    neck_deg, torso_deg, is_poor
):
    verdict = assess(seen(neck_change_deg=neck_deg, torso_change_deg=torso_deg), POLICY)
    assert (verdict.posture is Verdict.POOR) is is_poor
    assert verdict.causes == ((Cause.SLID_DOWN,) if is_poor else ())


def test_a_head_that_sinks_while_the_trunk_reclines_has_slid_down():
    sunk = seen(neck_change_deg=-5.0, torso_change_deg=-10.0, **SUNK)
    assert assess(sunk, POLICY).causes == (Cause.SLID_DOWN,)


@pytest.mark.parametrize(
    "beyond",
    [
        {"neck_change_deg": 11.0, "neck_uncertainty_deg": 12.0},
        {"torso_change_deg": 11.0, "torso_uncertainty_deg": 12.0},
        {"neck_change_deg": 3.5, "torso_change_deg": -13.5, "neck_uncertainty_deg": 6.0},
    ],
)
def test_from_the_front_an_angle_as_uncertain_as_large_is_not_called_poor(beyond):
    held_high = {"head_drop": 0.0, "head_drop_limit": 0.1}
    assert assess(seen(**beyond, **held_high), POLICY).posture is Verdict.GOOD
    sure = {**beyond, "neck_uncertainty_deg": 0.5, "torso_uncertainty_deg": 0.5}
    assert assess(seen(**sure, **held_high), POLICY).posture is Verdict.POOR
    # Where no height decides, the angle is all there is.
    assert assess(seen(**beyond), POLICY).posture is Verdict.POOR


def test_without_a_calibration_nobody_is_taken_for_reclined():
    unknown = seen(neck_change_deg=None, torso_change_deg=None, neck_deg=8.0, torso_deg=-12.0)
    assert Cause.SLID_DOWN not in assess(unknown, POLICY).causes


def test_every_sensitivity_of_the_settings_reaches_its_cause():
    names = [name for name in POLICY.__struct_fields__ if "sensitivity" in name]
    assert set(sensitivity(POLICY)) == {*Cause} - {Cause.SITTING_LONG}  # the breaks' business
    for name in names:
        policy = structs.replace(POLICY, **{name: 0.25})
        assert sorted(sensitivity(policy).values())[:2] == [0.25, 1.0], name


def test_one_angle_that_can_be_trusted_is_enough_to_judge_by():
    assert is_reliable(UPRIGHT, POLICY)
    assert is_reliable(seen(neck_deg=None), POLICY)
    assert is_reliable(seen(torso_deg=None), POLICY)
    assert not is_reliable(seen(neck_deg=None, torso_deg=None), POLICY)
    assert is_reliable(seen(confidence=POLICY.min_confidence), POLICY)
    assert not is_reliable(seen(confidence=POLICY.min_confidence - 0.01), POLICY)


@pytest.mark.parametrize("turn", ["head_yaw_deg", "torso_turn_deg"])
def test_head_or_shoulders_beyond_the_limit_to_either_side_are_turned(turn):
    limit = POLICY.turned_deg
    turned = [is_turned(seen(**{turn: deg}), POLICY) for deg in (limit, -limit)]
    assert turned == [False, False]
    assert is_turned(seen(**{turn: limit + 0.1}), POLICY)
    assert is_turned(seen(**{turn: -limit - 0.1}), POLICY)


def test_every_verdict_has_the_zones_of_what_was_seen_and_the_worst_severity():
    good = assess(seen(neck_change_deg=5.0), POLICY)
    assert (good.posture, good.severity, good.causes) == (Verdict.GOOD, 0.5, ())
    poor = assess(seen(neck_change_deg=12.0, torso_change_deg=0.0), POLICY)
    assert (poor.posture, poor.severity) == (Verdict.POOR, 1.2)
    turned = assess(seen(neck_change_deg=12.0, head_yaw_deg=40.0), POLICY)
    assert (turned.posture, turned.severity, turned.causes) == (Verdict.UNKNOWN, 1.2, ())
    near = seen(
        neck_change_deg=None, torso_change_deg=None, neck_deg=23.0, neck_uncertainty_deg=6.0
    )
    doubtful = assess(near, POLICY)
    assert (doubtful.posture, doubtful.causes) == (Verdict.UNKNOWN, ())
    assert doubtful.severity == pytest.approx(14 / 15)
    unseen = assess(Angles(View.FRONTAL, 0.9, distance_ratio=1.0), POLICY)
    assert (unseen.posture, unseen.severity) == (Verdict.UNKNOWN, None)
    for verdict in (good, poor, turned, doubtful, unseen):
        assert verdict.zones["distance"] is Zone.NEUTRAL


def test_causes_come_by_how_far_each_is_beyond_its_limit():
    tilted = {"neck_lateral_deg": 30.0, "shoulder_tilt_deg": 13.5, "torso_lateral_deg": 24.0}
    verdict = assess(seen(neck_change_deg=12.0, **tilted), POLICY)
    assert verdict.causes == (
        Cause.HEAD_TILTED,
        Cause.LEANING_SIDEWAYS,
        Cause.UNEVEN_SHOULDERS,
        Cause.HEAD_FORWARD,
    )
    assert verdict.severity == 2.0


def test_a_sensitivity_raises_what_is_nearly_beyond_and_counts_for_the_order():
    keen = structs.replace(POLICY, sensitivity_uneven_shoulders=2.0)
    verdict = assess(seen(neck_change_deg=15.0, shoulder_tilt_deg=9.0), keen)
    assert verdict.causes == (Cause.UNEVEN_SHOULDERS, Cause.HEAD_FORWARD)
    assert verdict.severity == 2.0


def test_a_sideways_lean_is_left_at_the_same_share_as_the_rest():
    just_below = seen(shoulder_tilt_deg=0.9 * POLICY.shoulder_tilt_deg)
    assert assess(just_below, POLICY).posture is Verdict.GOOD
    assert assess(just_below, POLICY, was_poor=True).causes == (Cause.UNEVEN_SHOULDERS,)
    at_the_limit = seen(shoulder_tilt_deg=POLICY.shoulder_tilt_deg)
    assert assess(at_the_limit, POLICY).posture is Verdict.POOR


@pytest.mark.parametrize(
    ("share", "told"),
    [(0.99, Zone.NEUTRAL), (1.0, Zone.MODERATE), (1.99, Zone.MODERATE), (2.0, Zone.AWKWARD)],
)
def test_a_zone_begins_at_its_limit(share, told):
    assert zone(share, POLICY) is told


def test_a_limit_made_wider_takes_so_much_more_and_the_others_stay():
    wide = widened(POLICY, {Cause.HEAD_FORWARD: 2.0, Cause.SITTING_LONG: 3.0})
    assert sensitivity(wide) == sensitivity(POLICY) | {Cause.HEAD_FORWARD: 0.5}


@pytest.mark.parametrize(
    ("neck_deg", "torso_deg", "causes", "severity"),
    [
        (18.0, 7.0, (Cause.HEAD_FORWARD,), 1.8),
        (16.9, 7.0, (Cause.HEAD_FORWARD,), 1.69),
        (16.0, 8.0, (Cause.SLUMPED,), 1.6),
        (19.0, 8.0, (Cause.HEAD_FORWARD,), 1.9),
        (18.0, 8.0, (Cause.HEAD_FORWARD,), 1.8),
        (9.0, 12.0, (Cause.LEANING_FORWARD,), 1.2),
        (12.0, 12.0, (Cause.SLUMPED,), 1.2),
    ],
)
def test_a_neck_is_a_cause_of_its_own_where_it_bends_beyond_what_the_torso_carries(
    neck_deg, torso_deg, causes, severity
):
    verdict = assess(seen(neck_change_deg=neck_deg, torso_change_deg=torso_deg), POLICY)
    assert (verdict.causes, verdict.severity) == (causes, pytest.approx(severity))


@pytest.mark.parametrize(
    ("neck_deg", "torso_deg", "causes"),
    [
        (4.0, 2.0, (Cause.HEAD_FORWARD,)),
        (4.0, 3.0, (Cause.SLUMPED,)),
        (2.0, 3.0, (Cause.LEANING_FORWARD,)),
    ],
)
def test_a_head_that_sinks_is_the_slouch_of_what_bends_the_most(neck_deg, torso_deg, causes):
    verdict = assess(seen(neck_change_deg=neck_deg, torso_change_deg=torso_deg, **SUNK), POLICY)
    assert (verdict.causes, verdict.severity) == (causes, 2.0)


def test_a_sensitivity_multiplies_the_severity_of_its_cause():
    keen = structs.replace(POLICY, sensitivity_head_forward=2.0)
    assert assess(seen(neck_change_deg=6.0), keen).severity == pytest.approx(1.2)


def test_somebody_reclined_whose_trunk_is_uncertain_is_given_the_doubt():
    reclined = {"neck_change_deg": 6.0, "torso_change_deg": -10.0, "head_drop": 0.0}
    certain = seen(**reclined, head_drop_limit=0.1)
    assert assess(certain, POLICY).causes == (Cause.SLID_DOWN,)
    unsure = replace(certain, torso_uncertainty_deg=20.0)
    assert assess(unsure, POLICY).posture is Verdict.GOOD


def test_a_head_that_sinks_speaks_for_the_torso_where_the_neck_is_not_seen():
    sunk = seen(neck_change_deg=None, torso_change_deg=3.0, **SUNK)
    verdict = assess(sunk, POLICY)
    assert (verdict.causes, verdict.severity) == ((Cause.LEANING_FORWARD,), 2.0)


@pytest.mark.parametrize(
    ("pitch_deg", "cause"), [(20.0, Cause.HEAD_DOWN), (19.9, Cause.HEAD_FORWARD)]
)
def test_a_head_is_bent_down_from_its_limit_on(pitch_deg, cause):
    assert assess(seen(neck_change_deg=16.0, head_pitch_deg=pitch_deg), POLICY).causes == (cause,)
