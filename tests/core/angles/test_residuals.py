"""How a look differs from the upright: nothing from itself, the same in any size."""

import math

import numpy as np
import pytest

from posture.core.angles.residuals import (
    BIAS_TERMS,
    EXTENTS,
    RAISED,
    bias_terms,
    comparison_of,
    extents,
    forward_of_neck,
    noise_at,
    raised_terms,
)
from posture.core.angles.skeleton import PITCH, TORSO, UPRIGHT, YAW
from posture.core.pose.shape import SIZED, Measure
from posture.core.pose.view import View
from tests.support.calibrated import upright_of

FRONT, SIDE = upright_of().shape, upright_of(azimuth_deg=90).shape
STAYS = np.zeros((1, 2))
SEEN = {View.FRONTAL: FRONT, View.SAGITTAL: SIDE}


def changed_by(**degrees):
    state = UPRIGHT.copy()
    for index, deg in degrees.items():
        state[{"torso": TORSO, "pitch": PITCH, "yaw": YAW}[index]] += deg
    return state


@pytest.mark.parametrize("view", SEEN)
def test_an_upright_differs_from_itself_by_nothing(view):
    compare = comparison_of(view)
    difference = compare(SEEN[view], SEEN[view], 0.4)
    assert difference.shape == (compare.size,)
    assert not difference.any()


def test_many_shapes_are_compared_at_once():
    shapes = FRONT + np.random.default_rng(1).normal(0, 0.01, (4, len(FRONT)))
    compare = comparison_of(View.FRONTAL)
    alone = [compare(shape, FRONT, 0.4) for shape in shapes]
    assert compare(shapes, FRONT, 0.4) == pytest.approx(np.array(alone))


def test_lengths_are_told_in_the_uprights_unit():
    compare = comparison_of(View.FRONTAL)
    nearer, upright = FRONT.copy(), FRONT.copy()
    nearer[SIZED] *= 1.2
    half, half_nearer = upright.copy(), nearer.copy()
    half[SIZED] /= 2
    half_nearer[SIZED] /= 2
    assert compare(half_nearer, half, 0.2) == pytest.approx(compare(nearer, upright, 0.4))


def test_upright_has_no_bias_but_that_of_raised_shoulders():
    terms = bias_terms(UPRIGHT[None], STAYS, -0.1, 0.0)
    assert terms.shape == (1, BIAS_TERMS)
    assert np.delete(terms[0], 3) == pytest.approx(0.0)
    raised = bias_terms(UPRIGHT[None], STAYS, -0.1, math.radians(10))[0]
    assert tuple(raised[RAISED:]) == raised_terms(math.radians(10))
    assert raised_terms(math.radians(-10)) == raised_terms(math.radians(10))


def test_the_bias_is_the_same_for_both_sides_where_only_its_size_counts():
    states = np.stack([changed_by(yaw=20), changed_by(yaw=-20)])
    left, right = bias_terms(states, np.zeros((2, 2)), 0.0, 0.0)
    assert left[4] == right[4] > 0
    assert left[5] == -right[5]


@pytest.mark.parametrize(
    ("torso_deg", "forward", "has_slid"),
    [(-20, 0.4, True), (-20, 0.0, False), (0, 0.4, False), (20, 0.4, False), (-20, -0.4, False)],
    ids=["slid down", "reclined", "rolled nearer", "perching", "rolled back"],
)
def test_only_hips_forward_and_a_trunk_back_together_are_sliding_down(torso_deg, forward, has_slid):
    state = changed_by(torso=torso_deg)[None]
    stayed, moved = (bias_terms(state, np.array([[by, 0.0]]), 0.0, 0.0) for by in (0.0, forward))
    assert (moved != stayed).any() == has_slid


def test_a_neck_that_follows_spine_and_head_is_not_pushed_forward():
    torso, pitch = 20.0, 15.0
    follows = 0.85 * torso + 0.38 * (pitch - 0.33 * torso)
    assert forward_of_neck(torso, follows, pitch) == pytest.approx(0.0)
    assert forward_of_neck(torso, follows + 7.0, pitch) == pytest.approx(7.0)


def test_noise_grows_with_the_distance_from_the_upright():
    noise = np.full((EXTENTS, 1), 0.5)
    assert len(extents(UPRIGHT, 0.0)) == EXTENTS
    assert noise_at(noise, UPRIGHT, 0.0) == pytest.approx(0.5)
    near, far = (noise_at(noise, changed_by(torso=deg), 0.0) for deg in (10, 20))
    assert 0.5 < near < far
    assert noise_at(noise, changed_by(torso=-20), 0.0) == pytest.approx(far)


def test_a_trunk_that_leans_back_has_a_noise_of_its_own_and_each_difference_has():
    noise = np.zeros((EXTENTS, 2))
    noise[0], noise[2] = (0.2, 0.3), (1.0, 0.0)
    back, forward = (noise_at(noise, changed_by(torso=deg), 0.0) for deg in (-20, 20))
    assert back == pytest.approx([1.2, 0.3])
    assert forward == pytest.approx([0.2, 0.3])


@pytest.mark.parametrize("view", SEEN)
def test_a_picture_moved_shows_in_the_places_alone(view):
    compare = comparison_of(view)
    for axis, first in enumerate((Measure.SHOULDER_X, Measure.SHOULDER_Y)):
        moved = SEEN[view].copy()
        moved[first : Measure.SHOULDER_HALF_X : 2] += 0.2
        differs = compare(moved, SEEN[view], 0.5)
        assert differs == pytest.approx(compare.pans()[axis] * 0.2 / 0.5, abs=1e-12)
        assert np.count_nonzero(np.abs(differs) > 1e-9) == 1
