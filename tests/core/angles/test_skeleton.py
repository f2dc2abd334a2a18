"""The rods before the lens: what each angle does to the picture, and the person fitted to one."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posture.core.angles.skeleton import (
    NECK,
    NECK_LATERAL,
    PITCH,
    ROLL,
    TORSO,
    TORSO_LATERAL,
    UPRIGHT,
    YAW,
    Skeleton,
    fit_skeleton,
    is_before_lens,
    project,
    unit_of,
)
from posture.core.pose.shape import Measure as M  # noqa: N817 - on every line below
from posture.core.pose.view import View

# The camera is level, two shoulder widths before somebody, at the height of their shoulders.
PERSON = Skeleton(0.0, 0.0, np.array([0.0, 1.4, 2.0]), 0.6, 1.0)
SIDE = Skeleton(0.0, math.pi / 2, np.array([0.0, 1.4, 2.5]), 0.6, 1.0)
SIDEWAYS = [YAW, ROLL, TORSO_LATERAL, NECK_LATERAL]
FLIPPED = [M.SHOULDER_X, M.EAR_X, M.EYE_X, M.NOSE_X, M.MOUTH_X, M.HIP_X, M.EAR_SLOPE, M.EYE_SLOPE]
LEVEL = [M.SHOULDER_Y, M.EAR_Y, M.NOSE_Y, M.EAR_WIDTH, M.EYE_WIDTH, M.SHOULDER_WIDTH]
states = st.lists(st.floats(-25, 25), min_size=7, max_size=7).map(np.array)


def shown(person=PERSON, shift=None, bent=(), by_deg=0.0):
    state = UPRIGHT.copy()
    state[[*bent]] += by_deg
    return project(state[None], person, None if shift is None else np.array([shift]))[0]


def test_an_upright_body_stands_level_with_its_head_above_its_shoulders():
    shape = shown()
    assert shape[[M.SHOULDER_X, M.EAR_X, M.NOSE_X]] == pytest.approx(0.0, abs=1e-9)
    assert shape[[M.SHOULDER_SLOPE, M.EYE_SLOPE]] == pytest.approx(0.0, abs=1e-9)
    assert shape[M.EYE_Y] > shape[M.EAR_Y] > shape[M.SHOULDER_Y] > shape[M.HIP_Y]


def test_leaning_forward_brings_shoulders_nearer_and_lower():
    shape, leant = shown(), shown(bent=[TORSO], by_deg=25)
    assert leant[M.SHOULDER_WIDTH] > shape[M.SHOULDER_WIDTH]
    assert leant[M.SHOULDER_Y] < shape[M.SHOULDER_Y]


def test_a_neck_bent_forward_lowers_the_ears_towards_the_shoulders():
    shape, bent = shown(), shown(bent=[NECK], by_deg=25)
    assert bent[M.SHOULDER_Y] == pytest.approx(shape[M.SHOULDER_Y])
    assert bent[M.EAR_Y] < shape[M.EAR_Y]
    assert bent[M.EAR_WIDTH] > shape[M.EAR_WIDTH]


def test_a_nod_lowers_the_nose_against_the_ears_and_moves_no_ear():
    shape, nod = shown(), shown(bent=[PITCH], by_deg=20)
    assert nod[M.NOSE_Y] < shape[M.NOSE_Y]
    assert nod[M.EAR_Y] == pytest.approx(shape[M.EAR_Y])


@pytest.mark.parametrize(("angle", "row"), [(YAW, M.NOSE_X), (NECK_LATERAL, M.EAR_X)])
def test_what_goes_to_the_persons_left_goes_right_in_the_picture(angle, row):
    assert shown(bent=[angle], by_deg=15)[row] > 0.02


def test_from_the_side_leaning_moves_the_shoulders_across_the_picture():
    moved = shown(SIDE, bent=[TORSO], by_deg=20)[M.SHOULDER_X] - shown(SIDE)[M.SHOULDER_X]
    assert moved < -0.1  # a body seen from its right, as kept, faces the picture's left


def test_a_chair_rolled_nearer_grows_everything_and_one_raised_lifts_it():
    shape, nearer, higher = shown(), shown(shift=(0.4, 0.0)), shown(shift=(0.0, 0.2))
    for width in (M.SHOULDER_WIDTH, M.EAR_WIDTH, M.EYE_WIDTH):
        assert nearer[width] > 1.1 * shape[width]
    assert higher[M.SHOULDER_Y] > shape[M.SHOULDER_Y] + 0.05


@given(states)
@settings(max_examples=30, deadline=None)
def test_a_body_turned_the_other_way_is_its_mirror_image(change):
    other = change.copy()
    other[SIDEWAYS] *= -1
    one, two = project(UPRIGHT + np.stack([change, other]), PERSON)
    assert two[FLIPPED] == pytest.approx(-one[FLIPPED], abs=1e-9)
    assert two[LEVEL] == pytest.approx(one[LEVEL], abs=1e-9)


def test_many_states_at_once_are_each_state_alone():
    many = UPRIGHT + np.random.default_rng(3).normal(0, 12, (5, 7))
    alone = [project(state[None], PERSON)[0] for state in many]
    assert project(many, PERSON) == pytest.approx(np.array(alone))


@pytest.mark.parametrize("neck", [0.5, 0.75])
@pytest.mark.parametrize("head", [0.85, 1.2])
@pytest.mark.parametrize("pitch_rad", [-0.2, 0.15])
def test_a_person_is_found_again_from_their_own_upright(neck, head, pitch_rad):
    known = Skeleton(pitch_rad, 0.0, np.array([0.1, 1.6, 2.2]), neck, head)
    upright = project(UPRIGHT[None], known)[0]
    found = fit_skeleton(upright, View.FRONTAL, pitch_rad, 0.0)
    assert found.neck_length == pytest.approx(neck, rel=0.03)
    assert found.head_size == pytest.approx(head, rel=0.03)
    assert found.camera == pytest.approx(known.camera, abs=0.06)
    again = project(UPRIGHT[None], found)[0]
    assert again[LEVEL] == pytest.approx(upright[LEVEL], abs=0.02)


def test_a_face_wider_than_any_body_gives_a_head_that_people_have():
    upright = project(UPRIGHT[None], PERSON)[0]
    upright[M.EAR_WIDTH] *= 4
    assert 0.6 <= fit_skeleton(upright, View.FRONTAL, 0.0, 0.0).head_size <= 1.6


def test_a_unit_is_the_shoulders_width_from_the_front_and_of_the_trunk_from_the_side():
    shape = shown()
    assert unit_of(shape, View.FRONTAL) == pytest.approx(shape[M.SHOULDER_WIDTH])
    assert unit_of(shown(SIDE), View.SAGITTAL) == pytest.approx(1 / 2.5, rel=0.05)
    assert unit_of(np.zeros(len(M)), View.FRONTAL) > 0


def test_a_body_bent_through_the_lens_is_not_before_it():
    bent = UPRIGHT.copy()
    bent[TORSO] = 85.0
    near = Skeleton(0.0, 0.0, np.array([0.0, 0.2, 1.2]), 0.6, 1.0)
    both = is_before_lens(np.stack([UPRIGHT, bent]), near, np.zeros((2, 2)))
    assert both.tolist() == [True, False]
