"""Stretches counted from landmarks: real ones count, other movements do not."""

from itertools import permutations

import pytest

from posture.core.exercises.measures import Exercise, Side, measure_body, reach
from posture.core.exercises.stretch import (
    Begun,
    Ended,
    Ready,
    Repetition,
    Stretching,
    Unseen,
    advance,
    finish,
    skip,
)
from posture.core.policies.exercises import StretchLimits
from tests.support.poses import Doing, movement, played, pose_of, still

LIMITS = StretchLimits(
    reps=3,
    rest_s=2.0,
    hold_s=1.0,
    roll_s=1.5,
    limit_s=90.0,
    smooth_s=0.6,
    exit_ratio=0.5,
    tilt_deg=10.0,
    raise_ratio=0.10,
    tuck_ratio=0.04,
    min_visibility=0.5,
    interval_s=0.1,
)

FAR = {
    Exercise.CHIN_TUCK: Doing(back_m=0.04),
    Exercise.SHOULDER_ROLL: Doing(up_m=0.05),
    Exercise.SIDE_NECK: Doing(tilt_deg=30),
}


def session(exercise, parts, limits=LIMITS, **how):
    """Everything said while somebody goes through the parts in one exercise."""
    state, said = Stretching(exercise=exercise), []
    for at_s, pose in played(parts, **how):
        state, more = advance(state, at_s, pose, limits)
        said += more
        if state.exercise is not exercise:
            break
    return said


def counted(said):
    return [event for event in said if isinstance(event, Repetition)]


@pytest.mark.parametrize("noise_px", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("exercise", list(Exercise))
@pytest.mark.parametrize("fps", [5, 10, 25])
def test_three_slow_repetitions_are_counted_and_done_well(exercise, noise_px, fps):
    far = FAR[exercise]
    parts = still(3) + movement(far, reps=3, hold_s=2.0)
    if exercise is Exercise.SIDE_NECK:
        parts += movement(far.times(-1), reps=3, hold_s=2.0)
    said = session(exercise, parts, fps=fps, noise_px=noise_px)
    assert said[:2] == [Begun(exercise), Ready(exercise)]
    reps = counted(said)
    assert len(reps) == (6 if exercise is Exercise.SIDE_NECK else 3)
    assert all(rep.is_well for rep in reps)
    assert [rep.count for rep in reps[:3]] == [1, 2, 3]
    assert said[-1] == Ended(exercise, len(reps), "done")


def test_the_side_that_was_stretched_is_named():
    said = session(Exercise.SIDE_NECK, still(3) + movement(Doing(tilt_deg=30), reps=1, hold_s=2))
    assert [rep.side for rep in counted(said)] == [Side.LEFT]
    said = session(Exercise.SIDE_NECK, still(3) + movement(Doing(tilt_deg=-30), reps=1, hold_s=2))
    assert [rep.side for rep in counted(said)] == [Side.RIGHT]


@pytest.mark.parametrize(
    ("exercise", "hold_s", "way_s"),
    [
        (Exercise.SIDE_NECK, 0.3, 0.4),
        (Exercise.CHIN_TUCK, 0.4, 0.3),
        (Exercise.SHOULDER_ROLL, 0.2, 0.3),
    ],
)
def test_a_hasty_repetition_is_counted_but_not_praised(exercise, hold_s, way_s):
    parts = still(3) + movement(FAR[exercise], reps=1, hold_s=hold_s, way_s=way_s)
    (rep,) = counted(session(exercise, parts))
    assert not rep.is_well


@pytest.mark.parametrize("exercise", list(Exercise))
def test_sitting_still_counts_nothing(exercise):
    assert counted(session(exercise, still(60), noise_px=1.0)) == []


OTHERS = {
    "looking down": Doing(nod_deg=30),
    "looking up": Doing(nod_deg=-20),
    "turning the head": Doing(yaw_deg=40),
    "leaning in": Doing(lean_m=0.12),
    "stretching up": Doing(stretch_up_m=0.05),
}


@pytest.mark.parametrize("exercise", list(Exercise))
@pytest.mark.parametrize("other", list(OTHERS))
def test_another_movement_is_no_repetition(exercise, other):
    said = session(exercise, still(3) + movement(OTHERS[other], reps=4, hold_s=2.0), noise_px=0.5)
    assert counted(said) == []


@pytest.mark.parametrize(("exercise", "other"), list(permutations(Exercise, 2)))
def test_one_exercise_is_not_taken_for_another(exercise, other):
    said = session(exercise, still(3) + movement(FAR[other], reps=3, hold_s=2.0), noise_px=0.5)
    assert counted(said) == []


def test_half_a_stretch_is_none():
    parts = still(3) + movement(Doing(tilt_deg=7), reps=3, hold_s=2.0)
    assert counted(session(Exercise.SIDE_NECK, parts)) == []


def test_the_three_follow_each_other_and_skipping_takes_the_next():
    state, said = advance(Stretching(), 0.0, pose_of(Doing()), LIMITS)
    assert said == (Begun(Exercise.CHIN_TUCK),)
    for exercise, following in zip(list(Exercise), [*list(Exercise)[1:], None], strict=True):
        state, said = skip(state)
        assert said == (Ended(exercise, 0, "skipped"),)
        assert state.exercise is following
    assert skip(state) == (state, ())
    assert advance(state, 1.0, pose_of(Doing()), LIMITS) == (state, ())


def test_an_exercise_nobody_does_ends_after_its_time():
    state, said = Stretching(), []
    for at_s in range(0, 100, 5):
        state, more = advance(state, float(at_s), pose_of(Doing()), LIMITS)
        said += more
    assert Ended(Exercise.CHIN_TUCK, 0, "time") in said
    assert state.exercise is Exercise.SHOULDER_ROLL


@pytest.mark.parametrize(
    "pose",
    [None, pose_of(Doing(), visibility=0.1)],
    ids=["nobody", "hidden"],
)
def test_unseen_is_told_once_and_a_movement_behind_a_gap_is_not_counted(pose):
    state, said = Stretching(exercise=Exercise.SIDE_NECK), []
    poses = list(played(still(3) + movement(Doing(tilt_deg=30), reps=1, hold_s=3)))
    for at_s, seen in poses:
        state, more = advance(state, at_s, pose if 5 < at_s < 6 else seen, LIMITS)
        said += more
    assert said.count(Unseen()) == 1
    assert all(rep.at_s > 6 for rep in counted(said))


def test_from_the_side_nothing_is_measured():
    side_on = pose_of(Doing())
    points = side_on.points_px.copy()
    points[11, 0] = points[12, 0] + 20
    moved = type(side_on)(
        points, side_on.depth_px, side_on.world_m, side_on.visibility, side_on.presence, 640, 480
    )
    assert measure_body(moved, LIMITS) is None


def test_a_recording_that_ends_ends_the_exercise_under_way():
    state, _ = advance(Stretching(), 0.0, pose_of(Doing()), LIMITS)
    state, said = finish(state)
    assert said == (Ended(Exercise.CHIN_TUCK, 0, "time"),)
    assert finish(state) == (state, ())
    assert finish(Stretching())[1] == ()


def test_reach_grows_with_the_movement():
    rest = measure_body(pose_of(Doing()), LIMITS)
    for exercise, far in FAR.items():
        reaches = [
            max(reach(exercise, measure_body(pose_of(far.times(k)), LIMITS), rest, LIMITS).values())
            for k in (0.0, 0.25, 0.5, 0.75, 1.0)
        ]
        assert reaches == sorted(reaches)
        assert abs(reaches[0]) < 1e-9
        assert reaches[-1] >= 1.0
