"""Whether the picture still fits the calibration: another camera, chair or person."""

import math

import pytest

from posture.core.angles.angles import measure_angles
from posture.core.events import BackgroundShift
from posture.core.verdict.setup_change import Setup, advance
from tests.support import policies
from tests.support.calibrated import MODEL, SLUMPED, upright_of
from tests.support.seated import seated, zoomed

POLICY = policies.SETUP_CHANGE
# What a person at work goes through, and sits in for half a minute each.
WAYS = (
    {},
    SLUMPED,
    {"head_pitch_deg": 25.0, "neck_deg": 18.0},
    {"head_yaw_deg": 25.0},
    {"torso_deg": 14.0, "neck_deg": 20.0},
)
STEP_S, HELD_S = 3, 30


def watched(poses, baseline, state=None, from_s=0):
    """The state after each pose was held, and when a changed set-up was told."""
    state, told, at_s = state or Setup(), [], from_s
    for pose in poses:
        angles = measure_angles(pose, MODEL, baseline)
        for _ in range(HELD_S // STEP_S):
            state, now = advance(state, at_s, angles, POLICY)
            told += [at_s] if now else []
            at_s += STEP_S
    return state, told


def ways(**how):
    return [seated(**{**way, **how}) for way in WAYS]


ELSEWHERE = {"eye_level_m": 0.4, "camera_pitch_deg": -20.0}


@pytest.mark.parametrize(
    "how", [ELSEWHERE, {"size": 0.85}], ids=["the camera on a shelf", "a smaller person"]
)
def test_another_set_up_is_told_once_after_it_has_lasted(how):
    state, told = watched(ways(**how) * 12, upright_of())
    assert len(told) == 1
    assert told[0] >= POLICY.hold_s
    assert state.is_changed


def test_a_camera_moved_nearer_is_told_by_the_growth_that_stays():
    _, told = watched([zoomed(pose, 1.8) for pose in ways()] * 8, upright_of())
    assert len(told) == 1


def test_an_upright_on_a_chair_ten_centimetres_lower_is_measured_as_that():
    angles = measure_angles(seated(eye_level_m=0.35), MODEL, upright_of())
    assert abs(angles.neck_change_deg) < 4
    assert abs(angles.torso_change_deg) < 4
    assert angles.posture.shift[1] == pytest.approx(-0.1 / 0.36, abs=0.12)


def test_what_is_proof_is_suspected_while_it_lasts():
    state, told = watched(ways(**ELSEWHERE), upright_of())
    assert state.is_suspected
    assert not told


def shifts(*places, from_s=0):
    """The states of somebody upright while the background lies in these places, a look each.

    Right and down, and how far it has grown; None where that cannot be told.
    """
    state, told = Setup(), []
    angles = measure_angles(seated(), MODEL, upright_of())
    for look, place in enumerate(places):
        lies = BackgroundShift(*(*place, 0.0)[:3]) if place else None
        state, now = advance(state, from_s + look * STEP_S, angles, POLICY, lies)
        told.append(now)
    return state, told


def test_a_tipped_lid_is_suspected_at_once_and_told_within_seconds():
    state, _ = shifts((0.0, 0.0), (0.0, 0.05))
    assert state.is_suspected
    assert not state.is_changed
    state, told = shifts((0.0, 0.0), *[(0.0, 0.05)] * 10)
    assert state.is_changed
    assert told.count(True) == 1
    assert told.index(True) * STEP_S <= STEP_S + POLICY.moved_s + STEP_S


def test_a_picture_that_was_zoomed_is_no_camera_that_was_moved():
    state, _ = shifts((0.0, 0.0), *[(0.0, 0.0, 0.1)] * 10)
    assert not state.is_suspected


def test_a_lid_that_is_tipped_back_is_the_old_set_up_at_once():
    state, told = shifts((0.0, 0.0), *[(0.0, 0.05)] * 10, (0.0, 0.0))
    assert not state.is_changed
    assert not state.is_suspected
    assert told.count(True) == 1


def test_a_knocked_desk_and_a_background_nobody_can_tell_change_nothing():
    state, told = shifts((0.0, 0.0), (0.0, 0.05), (0.0, 0.0), None, None, (0.001, -0.002))
    assert not state.is_suspected
    assert not any(told)


def test_a_background_that_stays_elsewhere_is_remembered_while_it_cannot_be_told():
    state, _ = shifts((0.0, 0.0), *[(0.0, 0.05)] * 5, None, None)
    assert state.is_changed


@pytest.mark.parametrize(
    "poses",
    [
        ways(),
        [zoomed(pose, 1.2) for pose in ways()],
        ways(distance_m=0.55),
        [seated(**SLUMPED)],
        [seated(head_yaw_deg=28.0)],
    ],
    ids=[
        "many ways to sit",
        "a chair a little nearer",
        "a chair 15 cm nearer",
        "slumping for long",
        "turned for long",
    ],
)
def test_however_one_sits_or_rolls_it_is_no_other_set_up(poses):
    state, told = watched(poses * (200 // len(poses)), upright_of())
    assert not told
    assert not state.is_suspected


def test_one_posture_alone_never_proves_another_set_up():
    state, told = watched([zoomed(seated(), 1.6)] * 200, upright_of())
    assert not told
    assert state.is_suspected


def test_a_slouch_no_example_explains_is_believed_of_somebody_whose_upright_fitted():
    baseline = upright_of()
    state, _ = watched([seated()], baseline)
    assert state.is_confirmed
    state, told = watched([zoomed(seated(), 1.6)] * 200, baseline, state, from_s=HELD_S)
    assert not told
    assert not state.is_suspected


def test_postures_that_are_only_passed_through_are_not_remembered():
    baseline, state = upright_of(), Setup()
    for at_s, pose in enumerate(ways(**ELSEWHERE) * 100):
        state, told = advance(state, at_s, measure_angles(pose, MODEL, baseline), POLICY)
        assert not told
    assert len(state.held) == 1


def test_the_set_up_coming_back_is_judged_again_from_a_fresh_memory():
    baseline = upright_of()
    state, _ = watched(ways(**ELSEWHERE) * 3, baseline)
    assert state.is_changed
    state, told = watched(ways() * 3, baseline, state, from_s=1000)
    assert not state.is_changed
    assert not state.is_suspected
    assert not told


def test_after_somebody_was_away_nothing_is_held_against_whoever_sits_down():
    baseline = upright_of()
    state, _ = watched(ways(**ELSEWHERE), baseline)
    assert state.is_suspected
    angles = measure_angles(seated(), MODEL, baseline)
    state, _ = advance(state, state.seen_s + POLICY.forget_s + 1, angles, POLICY)
    assert not state.is_suspected
    assert state.strange_s == math.inf
    assert len(state.held) == 1


def test_a_look_that_cannot_be_trusted_changes_nothing():
    baseline = upright_of()
    state, _ = watched(ways(), baseline)
    hidden = zoomed(seated(), 1.6)
    hidden.visibility[:] = 0.31
    after, _ = watched([hidden] * 10, baseline, state, from_s=state.seen_s + STEP_S)
    assert after.held == state.held
