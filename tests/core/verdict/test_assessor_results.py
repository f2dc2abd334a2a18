"""What one look says in each case: the state, the verdict, the angles, and why there is none."""

from dataclasses import replace

import pytest
from msgspec import structs

from posture.core.angles.angles import View, measure_angles
from posture.core.angles.baseline import PersonalThresholds
from posture.core.events import BackgroundShift, Observation, Verdict
from posture.core.pose.shape import measure_shape
from posture.core.reasons import CalibrationKind, Unjudged
from posture.core.states import Condition, WatchState
from posture.core.verdict.assessor import UNKNOWN, LookResult
from posture.core.verdict.refinement import Refining
from tests.support import policies
from tests.support.calibrated import MODEL, SLUMPED, assessor_of, upright_of
from tests.support.seated import seated

HERE, ELSEWHERE = BackgroundShift(0.0, 0.0, 0.0), BackgroundShift(0.0, 0.05, 0.0)
MOVED_S = policies.SETUP_CHANGE.moved_s


@pytest.fixture(scope="module")
def upright():
    return upright_of()


def looked(assessor, at_s, place=HERE, *, hidden=False, **how):
    pose = seated(**how)
    if hidden:
        pose.visibility[:] = 0.1
    return assessor.assess(Observation(at_s, Condition.SEEN, pose, background=place))


@pytest.mark.parametrize(
    ("condition", "state", "why"),
    [
        (Condition.SEEN, WatchState.AWAY, None),
        (Condition.AWAY, WatchState.AWAY, None),
        (Condition.COVERED, WatchState.COVERED, None),
        (Condition.STALE, WatchState.STALE, None),
        (Condition.DAMAGED, WatchState.UNRELIABLE, Unjudged.DAMAGED),
        (Condition.NO_CAMERA, WatchState.NO_CAMERA, None),
        (Condition.UNPLUGGED, WatchState.NO_CAMERA, None),
        (Condition.HUNG, WatchState.NO_CAMERA, None),
        (Condition.DENIED, WatchState.DENIED, None),
        (Condition.BUSY, WatchState.BUSY, None),
        (Condition.PAUSED, WatchState.PAUSED, None),
    ],
)
def test_a_look_that_shows_nobody_says_what_it_shows(condition, state, why):
    seen = assessor_of().assess(Observation(1.0, condition))
    assert seen == LookResult(state, UNKNOWN, None, unreliable_because=why)


def test_somebody_upright_and_somebody_slumped_are_told_with_their_angles(upright):
    assessor = assessor_of(upright)
    good = looked(assessor, 0.0)
    assert (good.state, good.verdict.posture, good.has_moved) == (
        WatchState.UPRIGHT,
        Verdict.GOOD,
        False,
    )
    poor = looked(assessor, 60.0, **SLUMPED)
    assert (poor.state, poor.verdict.posture) == (WatchState.POOR, Verdict.POOR)
    assert poor.angles.neck_change_deg > 15 > abs(good.angles.neck_change_deg)


def test_somebody_turned_is_told_from_somebody_who_cannot_be_seen_well(upright):
    turned = looked(assessor_of(upright), 0.0, head_yaw_deg=45.0)
    assert (turned.state, turned.unreliable_because) == (WatchState.TURNED, None)
    hidden = looked(assessor_of(upright), 0.0, head_yaw_deg=45.0, hidden=True)
    assert hidden.state is WatchState.UNRELIABLE
    assert hidden.unreliable_because


def test_while_a_move_of_the_camera_is_suspected_a_slouch_is_measured_and_not_judged(upright):
    assessor = assessor_of(upright)
    looked(assessor, 0.0, **SLUMPED)
    seen = looked(assessor, 3.0, ELSEWHERE, **SLUMPED)
    assert (seen.state, seen.unreliable_because) == (
        WatchState.UNRELIABLE,
        Unjudged.SETUP_SUSPECTED,
    )
    assert (seen.verdict.posture, seen.verdict.causes) == (Verdict.UNKNOWN, ())
    assert seen.verdict.severity > 1
    assert seen.angles.neck_change_deg > 15
    assert looked(assessor, 63.0, ELSEWHERE).state is not WatchState.UPRIGHT


def test_once_the_camera_has_moved_it_is_told_once_and_measured_on(upright):
    assessor = assessor_of(upright)
    looked(assessor, 0.0)
    results = [looked(assessor, at_s, ELSEWHERE) for at_s in (1.0, 1.0 + MOVED_S, 2.0 + MOVED_S)]
    assert [seen.state for seen in results] == [
        WatchState.UPRIGHT,
        WatchState.SETUP_CHANGED,
        WatchState.SETUP_CHANGED,
    ]
    assert [seen.has_moved for seen in results] == [False, True, False]
    assert {seen.verdict.posture for seen in results[1:]} == {Verdict.UNKNOWN}
    assert all(abs(seen.verdict.severity) < 1 and seen.angles for seen in results)
    assert assessor.calibration is CalibrationKind.OWN


def test_an_upright_that_was_learned_is_forgotten_with_the_place_it_was_learned_in():
    assessor = assessor_of()
    assert assessor.calibration is CalibrationKind.NONE
    assert looked(assessor, 0.0).angles.neck_change_deg is None
    for at_s in range(3, 186, 3):
        seen = looked(assessor, float(at_s))
        assert seen.failure is None
        is_learned = assessor.calibration is CalibrationKind.PROVISIONAL
        assert (seen.angles.neck_change_deg is not None) is is_learned, "from that look on"
    assert assessor.calibration is CalibrationKind.PROVISIONAL
    assert assessor.limits_deg == (
        policies.RULES.neck_change_deg,
        policies.RULES.torso_change_deg,
    )
    looked(assessor, 190.0, ELSEWHERE)
    seen = looked(assessor, 190.0 + MOVED_S, ELSEWHERE)
    assert (seen.state, seen.unreliable_because, seen.has_moved) == (
        WatchState.UNRELIABLE,
        Unjudged.NEAR_THE_LIMIT,
        False,
    )
    assert (seen.verdict.posture, seen.verdict.causes) == (Verdict.UNKNOWN, ())
    assert seen.verdict.severity is not None
    assert seen.angles.neck_change_deg is not None
    assert assessor.calibration is CalibrationKind.NONE
    after = looked(assessor, 200.0, ELSEWHERE)
    assert after.angles.neck_change_deg is None, "measured against nobody's upright again"
    assert after.state is not WatchState.SETUP_CHANGED


def test_other_limits_hold_from_the_next_look_on(upright):
    assessor = assessor_of(upright)
    strict = structs.replace(policies.RULES, neck_change_deg=1.0, torso_change_deg=1.0)
    loose = structs.replace(policies.RULES, neck_change_deg=80.0, torso_change_deg=90.0)
    assessor.use(loose)
    assert assessor.limits_deg == (80.0, 90.0)
    assessor.use(strict)
    assert assessor.limits_deg == (1.0, 1.0)
    alone = assessor_of()
    assert alone.limits_deg == (policies.RULES.neck_deg, policies.RULES.torso_deg)


def test_limits_shown_at_the_calibration_are_kept_where_it_is_complete(upright):
    complete = replace(upright, moments=None)
    shown = PersonalThresholds(4.0, 5.0)
    assert assessor_of(complete, shown).limits_deg == (4.0, 5.0)


def test_a_look_that_fails_is_told_with_its_trace_and_the_next_is_judged(upright, monkeypatch):
    assessor = assessor_of(upright)
    looked(assessor, 0.0)

    def fail(*_):
        raise ZeroDivisionError("odd landmarks")

    with monkeypatch.context() as patched:
        patched.setattr("posture.core.verdict.assessor.measure_angles", fail)
        seen = looked(assessor, 3.0)
    assert (seen.state, seen.unreliable_because) == (WatchState.UNRELIABLE, Unjudged.FAULT)
    assert (seen.verdict, seen.angles) == (UNKNOWN, None)
    assert "ZeroDivisionError: odd landmarks" in seen.failure
    assert looked(assessor, 6.0).state is WatchState.UPRIGHT


def test_a_pose_that_still_holds_is_not_measured_again(upright, monkeypatch):
    assessor, pose = assessor_of(upright), seated()
    assessor.assess(Observation(0.0, Condition.SEEN, pose))
    monkeypatch.setattr("posture.core.verdict.assessor.measure_angles", None)
    seen = assessor.assess(Observation(3.0, Condition.SEEN, pose))
    assert seen.state is WatchState.UPRIGHT


@pytest.fixture
def refined(monkeypatch):
    """What a calibration is completed by: when, the height, the shape, and by which rules."""
    fed = []

    def advance(state, at_s, *seen):
        fed.append((at_s, *seen))
        return replace(state, baseline=replace(state.baseline)) if at_s == 9.0 else state

    monkeypatch.setattr("posture.core.verdict.assessor.refinement.advance", advance)
    return fed


def test_a_calibration_of_few_moments_is_completed_by_looks_that_can_be_judged(upright, refined):
    assessor = assessor_of(replace(upright, moments=1.0))
    pose = seated()
    seen = assessor.assess(Observation(0.0, Condition.SEEN, pose, background=HERE))
    ((at_s, height, shape, refining),) = refined
    assert (at_s, height) == (0.0, seen.angles.head_height)
    assert (shape == measure_shape(pose)).all()
    assert refining == Refining(policies.HEAD_HEIGHT, policies.REFINEMENT)
    slumped = looked(assessor, 3.0, **SLUMPED)
    assert slumped.state is WatchState.POOR
    assert [at_s for at_s, *_ in refined] == [0.0, 3.0], "a slouch is a moment too"


@pytest.mark.parametrize(
    ("moments", "place", "how"),
    [
        (1.0, HERE, {"head_yaw_deg": 45.0}),
        (1.0, HERE, {"hidden": True}),
        (1.0, HERE, {"azimuth_deg": 88.0}),
        (1.0, ELSEWHERE, {}),
        (None, HERE, {}),
    ],
    ids=["turned", "not seen well", "from the side", "perhaps moved", "complete as it is"],
)
def test_nothing_else_is_learned_from(upright, refined, moments, place, how):
    assessor = assessor_of(replace(upright, moments=moments))
    looked(assessor, 0.0)
    refined.clear()
    looked(assessor, 60.0, place, **how)
    assert refined == []


def test_what_was_refined_is_measured_against_from_the_next_look_on(upright, refined, monkeypatch):
    few = replace(upright, moments=1.0)
    assessor, against = assessor_of(few), []

    def measured(pose, model, baseline, view):
        against.append(baseline)
        return measure_angles(pose, model, baseline, view)

    monkeypatch.setattr("posture.core.verdict.assessor.measure_angles", measured)
    pose = seated()
    for at_s in (3.0, 6.0, 9.0, 12.0, 15.0):
        assessor.assess(Observation(at_s, Condition.SEEN, pose))
    first, second = against
    assert first is few
    assert second is not few
    assert len(refined) == 5


SIDE = {"azimuth_deg": 88.0}
NEARLY = {"torso_deg": 8.6, "neck_deg": 17.25, "head_pitch_deg": 3.96}  # a third of SLUMPED


def test_a_slouch_is_left_only_well_below_its_limit():
    side = upright_of(**SIDE)
    assert looked(assessor_of(side), 0.0, **SIDE, **NEARLY).state is WatchState.UPRIGHT
    assessor = assessor_of(side)
    assert looked(assessor, 0.0, **SIDE, **SLUMPED).state is WatchState.POOR
    assert looked(assessor, 300.0, **SIDE, **NEARLY).state is WatchState.POOR


def test_limits_shown_at_the_calibration_are_judged_by():
    side, wide = upright_of(**SIDE), PersonalThresholds(60.0, 60.0)
    assert looked(assessor_of(side, wide), 0.0, **SIDE, **SLUMPED).state is WatchState.UPRIGHT


def test_somebody_seen_badly_is_told_why(upright):
    assert looked(assessor_of(upright), 0.0, hidden=True).unreliable_because is Unjudged.FACE_UNSEEN
    assert looked(assessor_of(), 0.0).unreliable_because is Unjudged.NEAR_THE_LIMIT


def test_after_a_look_that_failed_a_slouch_has_to_reach_its_limit_again(monkeypatch):
    assessor = assessor_of(upright_of(**SIDE))
    assert looked(assessor, 0.0, **SIDE, **SLUMPED).state is WatchState.POOR
    with monkeypatch.context() as patched:
        patched.setattr("posture.core.verdict.assessor.measure_angles", None)
        assert looked(assessor, 3.0, **SIDE).unreliable_because is Unjudged.FAULT
    assert looked(assessor, 300.0, **SIDE, **NEARLY).state is WatchState.UPRIGHT


def test_without_a_calibration_a_camera_that_moves_takes_nothing_away():
    assessor = assessor_of()
    states = [
        looked(assessor, at_s, place, **SIDE, **SLUMPED).state
        for at_s, place in ((0.0, HERE), (3.0, ELSEWHERE), (30.0, ELSEWHERE))
    ]
    assert states == [WatchState.POOR] * 3


def test_where_the_camera_stands_is_told_by_where_it_stood_before(upright, monkeypatch):
    assessor, before, measured_from = assessor_of(upright), [], []
    views = iter((View.FRONTAL, View.OBLIQUE))

    def estimated(_pose, limits, last):
        before.append(last)
        assert limits is MODEL.view_limits
        return next(views)

    def measured(pose, model, baseline, view):
        measured_from.append(view)
        return measure_angles(pose, model, baseline, View.FRONTAL)

    monkeypatch.setattr("posture.core.verdict.assessor.estimate_view", estimated)
    monkeypatch.setattr("posture.core.verdict.assessor.measure_angles", measured)
    for at_s in (0.0, 3.0):
        assert looked(assessor, at_s).failure is None
    assert before == [None, View.FRONTAL]
    assert measured_from == [View.FRONTAL, View.OBLIQUE]
