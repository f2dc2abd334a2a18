"""What postures prove about the set-up, on made-up looks: figures that can be reckoned by hand."""

import math

import numpy as np
import pytest

from posture.core.angles.angles import Angles
from posture.core.angles.inference import PostureEstimate
from posture.core.events import BackgroundShift
from posture.core.pose.view import View
from posture.core.verdict.setup_change import Held, Setup, advance
from tests.support import policies

POLICY = policies.SETUP_CHANGE
STEP_S = 3
SETTLED_S = POLICY.settled_looks * STEP_S
# Mean squares that three postures may leave unexplained, and that one may.
OF_THREE = POLICY.misfit_limit + POLICY.misfit_sampling / 3
OF_ONE = POLICY.misfit_limit + POLICY.misfit_sampling


def look(lean_deg=0.0, left=0.0, *, face=0.0, shoulders=0.0, view=View.FRONTAL, confidence=0.9):
    """left: mean square left unexplained, or all of it. face, shoulders: logarithms of growth."""
    unexplained = np.full(10, math.sqrt(left)) if np.isscalar(left) else np.array(left)
    change = np.array([lean_deg, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])
    return Angles(
        view,
        confidence,
        distance_ratio=math.exp(-face),
        shoulder_ratio=math.exp(shoulders),
        posture=PostureEstimate(change, change, np.zeros(2), unexplained),
    )


def watched(looks, state=None, from_s=0.0):
    """The state after these looks, and when a changed set-up was told."""
    state, told = state or Setup(), []
    for number, angles in enumerate(looks):
        state, now = advance(state, from_s + number * STEP_S, angles, POLICY)
        told += [from_s + number * STEP_S] if now else []
    return state, told


def held_in_turn(*looks, rounds):
    """Each look held until it is settled, again and again."""
    return [one for one in looks for _ in range(POLICY.settled_looks)] * rounds


def strange(left, **how):
    return [look(20.0 * number, left, **how) for number in range(3)]


def test_three_postures_that_leave_too_much_are_told_after_they_did_for_so_long():
    state, told = watched(held_in_turn(*strange(OF_THREE + 0.1), rounds=6))
    third_settled_s = 3 * SETTLED_S - STEP_S
    assert told == [third_settled_s + POLICY.hold_s]
    assert state.is_other
    assert state.strange_s == third_settled_s
    assert state.fitting_s == math.inf


@pytest.mark.parametrize(
    "looks",
    [
        strange(OF_THREE - 0.1),
        [look(0.0, 9.0), look(20.0, 9.0)],
        strange(POLICY.oblique_ratio * (OF_THREE - 0.1), view=View.SAGITTAL),
    ],
    ids=["a little less", "two postures", "a little less from the side"],
)
def test_less_proves_nothing(looks):
    state, told = watched(held_in_turn(*looks, rounds=30))
    assert not told
    assert not state.is_changed
    assert state.strange_s == math.inf


def test_from_the_side_more_may_be_left_unexplained():
    looks = strange(POLICY.oblique_ratio * (OF_THREE + 0.1), view=View.SAGITTAL)
    assert len(watched(held_in_turn(*looks, rounds=6))[1]) == 1


def test_what_differs_from_posture_to_posture_is_noise():
    signs = [np.tile(signs, 5) for signs in ((2.0, -2.0), (-2.0, 2.0), (2.0, -2.0), (-2.0, 2.0))]
    looks = [look(20.0 * number, left) for number, left in enumerate(signs)]
    state, told = watched(held_in_turn(*looks, rounds=10))
    assert not told
    assert not state.is_suspected
    assert state.is_confirmed


def test_one_landmark_gone_astray_counts_for_no_more_than_the_clip():
    for far in (100.0, -100.0):
        looks = [look(20.0 * number, [far, *[0.0] * 9]) for number in range(3)]
        assert 0.9 * POLICY.clip_sd**2 / 10 < OF_THREE
        state, told = watched(held_in_turn(*looks, rounds=10))
        assert not told
        assert np.abs(state.held[-1].unexplained).max() == POLICY.clip_sd


def test_somebody_none_of_whose_postures_fits_is_doubted_until_one_does():
    state, _ = watched(held_in_turn(look(0.0, OF_ONE + 1.0), rounds=1))
    assert state.is_doubtful
    assert state.is_suspected
    assert not state.is_confirmed
    state, _ = watched(held_in_turn(look(0.0, OF_ONE - 1.0), rounds=1))
    assert (state.is_doubtful, state.is_confirmed) == (False, False)
    state, _ = watched(held_in_turn(look(), look(20.0, OF_ONE + 1.0), rounds=1))
    assert (state.is_doubtful, state.is_confirmed) == (False, True)


def test_the_old_set_up_is_back_once_a_posture_has_fitted_for_so_long():
    changed, _ = watched(held_in_turn(*strange(6.0), rounds=6))
    began_s = changed.seen_s + STEP_S
    fitting = [look(80.0)] * 60
    settled_s = began_s + SETTLED_S - STEP_S
    looks_until_back = int((settled_s + POLICY.hold_s - began_s) / STEP_S) + 1
    state, _ = watched(fitting[: looks_until_back - 1], changed, began_s)
    assert state.is_other
    assert state.fitting_s == settled_s
    state, told = watched(fitting[:looks_until_back], changed, began_s)
    assert not state.is_other
    assert not told
    assert (state.strange_s, state.fitting_s) == (math.inf, math.inf)
    assert [known.change_deg[0] for known in state.held] == [80.0], "the others are nothing to it"


def test_whoever_is_back_keeps_all_the_postures_that_fit():
    changed, _ = watched(held_in_turn(*strange(6.0), rounds=6))
    fitting = held_in_turn(look(80.0), look(100.0), rounds=7)
    state, _ = watched(fitting, changed, changed.seen_s + STEP_S)
    assert not state.is_other
    assert sorted(known.change_deg[0] for known in state.held) == [80.0, 100.0]


@pytest.mark.parametrize(
    ("face", "shoulders", "is_told"),
    [
        (0.45, 0.40, True),
        (0.40, 0.45, True),
        (-0.40, -0.45, True),
        (0.40, 0.30, False),
        (-0.40, -0.30, False),
        (0.30, 0.40, False),
        (0.60, 0.40, False),
        (-0.60, -0.40, False),
        (0.40, -0.40, False),
    ],
)
def test_face_and_shoulders_that_have_grown_or_shrunk_together_tell_too(face, shoulders, is_told):
    looks = [look(20.0 * number, face=face, shoulders=shoulders) for number in range(3)]
    state, told = watched(held_in_turn(*looks, rounds=6))
    assert bool(told) is is_told
    assert state.is_confirmed is not is_told


def test_growth_that_does_not_stay_in_all_postures_is_a_rolled_chair():
    looks = [
        look(20.0 * number, face=grown, shoulders=grown)
        for number, grown in enumerate((0.4, 0.4, 0.0))
    ]
    assert not watched(held_in_turn(*looks, rounds=20))[1]
    looks[2] = look(40.0, face=-0.4, shoulders=-0.4)
    assert not watched(held_in_turn(*looks, rounds=20))[1]


@pytest.mark.parametrize(
    "unusable",
    [
        look(60.0, confidence=POLICY.min_confidence - 0.01),
        Angles(View.FRONTAL, 0.9, distance_ratio=1.0, shoulder_ratio=1.0),
    ],
    ids=["not trusted", "nobody calibrated"],
)
def test_a_look_that_shows_too_little_adds_nothing(unusable):
    state, _ = watched([look()] * 5)
    after, told = watched([unusable] * 5, state, state.seen_s + STEP_S)
    assert after.held == state.held
    assert not told
    assert watched([look(confidence=POLICY.min_confidence)])[0].held


def test_before_a_camera_that_frames_people_by_itself_nobody_has_grown():
    sizeless = Angles(View.FRONTAL, 0.9, posture=look().posture)
    state, told = watched([sizeless] * 5)
    assert [held.growth for held in state.held] == [0.0]
    assert not told


def test_a_posture_seen_again_is_the_mean_of_its_looks_and_later_ones_count_for_more():
    first, more = (Held(np.full(7, of), np.full(3, of), of) for of in (0.0, 1.0))
    for memory_looks, means in ((10, (1 / 2, 2 / 3, 3 / 4)), (2, (1 / 2, 3 / 4, 7 / 8))):
        seen = first
        for looks, mean in enumerate(means, start=2):
            seen = seen.again(more, memory_looks)
            assert seen.looks == looks
            assert seen.growth == pytest.approx(mean)
            assert seen.change_deg == pytest.approx(mean)
            assert seen.unexplained == pytest.approx(mean)


def test_a_look_is_added_to_the_nearest_posture_unless_it_is_distinct():
    state, _ = watched(held_in_turn(look(0.0), look(20.0), look(11.0), rounds=1))
    assert [known.change_deg[0] for known in state.held] == pytest.approx([0.0, 15.5])
    state, _ = watched(held_in_turn(look(0.0), look(POLICY.distinct_deg), rounds=1))
    assert [known.change_deg[0] for known in state.held] == [0.0, POLICY.distinct_deg]


def test_a_posture_must_be_held_to_be_remembered():
    brief, held = [look(30.0)] * (POLICY.settled_looks - 1), [look(60.0)] * POLICY.settled_looks
    state, _ = watched([*[look()] * 4, *brief, *held, look(90.0), look(120.0)])
    assert [known.change_deg[0] for known in state.held] == [0.0, 60.0, 120.0]


def test_of_very_many_postures_the_latest_are_remembered():
    many = POLICY.max_postures + 2
    state, _ = watched(held_in_turn(*[look(20.0 * number) for number in range(many)], rounds=1))
    assert [known.change_deg[0] for known in state.held] == [20.0 * n for n in range(2, many)]


def test_somebody_unseen_for_long_begins_anew_before_a_set_up_that_is_still_changed():
    changed, _ = watched(held_in_turn(*strange(6.0), rounds=6))
    place = BackgroundShift(0.5, 0.5, 0.0)
    elsewhere = Setup(
        is_other=True, is_moved=True, background=place, shifted_s=7.0, held=changed.held
    )
    state, told = advance(elsewhere, POLICY.forget_s + 1, look(), POLICY, background=None)
    assert (state.is_other, state.is_moved, told) == (True, True, False)
    assert (state.background, state.shifted_s) == (place, 7.0)
    assert [known.looks for known in state.held] == [1]
    soon, _ = advance(changed, changed.seen_s + POLICY.forget_s, look(80.0), POLICY)
    assert len(soon.held) == 4


def test_the_background_tells_by_how_far_and_how_long_it_has_shifted():
    def after(share, seconds):
        state, told = advance(Setup(), 0.0, look(), POLICY, BackgroundShift(0.1, 0.2, 0.0))
        for at_s in (1.0, 1.0 + seconds):
            place = BackgroundShift(0.1, 0.2 + share, 0.0)
            state, told = advance(state, at_s, look(), POLICY, place)
        return state.is_moved, told, state.is_suspected

    far = POLICY.moved_share + 0.001
    assert after(far, POLICY.moved_s) == (True, True, True)
    assert after(far, POLICY.moved_s - 0.1) == (False, False, True)
    assert after(POLICY.moved_share - 0.001, 60.0) == (False, False, False)
