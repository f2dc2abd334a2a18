"""How high the head stands over the shoulders, and where a slouch begins."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.core.angles.angles import measure_angles
from posture.core.angles.baseline import with_head_height
from posture.core.angles.calibration import calibrate
from posture.core.angles.head_height import HeadHeight, head_height, learn_head_height
from posture.core.pose.shape import measure_shape
from tests.support import policies
from tests.support.calibrated import LIMITS, MODEL, SLUMPED, shifted
from tests.support.seated import seated, zoomed

POLICY = policies.HEAD_HEIGHT
UPRIGHT = np.random.default_rng(1).normal(0.6, 0.015, 40)

heights = st.lists(st.floats(-1.0, 2.0), min_size=1, max_size=40)


def test_slumping_lowers_it_and_neither_distance_nor_place_change_it():
    upright = head_height(measure_shape(seated()))
    assert head_height(measure_shape(seated(**SLUMPED))) < upright - 0.05
    for pose in (zoomed(seated(), 1.3), zoomed(seated(), 0.7), shifted(seated(), 60, 30)):
        assert head_height(measure_shape(pose)) == pytest.approx(upright, abs=1e-6)


@given(heights, heights | st.just([]))
def test_the_limit_lies_below_the_upright_whatever_was_shown(upright, slouched):
    made = learn_head_height(upright, slouched, POLICY)
    assert made.limit <= made.upright - POLICY.least_drop
    assert made.scatter > 0
    assert HeadHeight(**made.to_dict()) == made


def test_few_of_the_upright_looks_lie_below_a_limit_drawn_from_them_alone():
    made = learn_head_height(UPRIGHT, [], POLICY)
    assert (made.limit > UPRIGHT).mean() <= POLICY.upright_share
    assert made.separation is None


def test_who_scatters_more_while_upright_may_sink_further():
    calm = learn_head_height(0.6 + (UPRIGHT - 0.6) / 2, [], POLICY)
    restless = learn_head_height(0.6 + (UPRIGHT - 0.6) * 2, [], POLICY)
    assert restless.drop_limit > 1.5 * calm.drop_limit


def test_sitting_taller_now_and_then_loosens_nothing():
    usual = learn_head_height(UPRIGHT, [], POLICY)
    taller = learn_head_height([*UPRIGHT, *(UPRIGHT[:8] + 0.1)], [], POLICY)
    assert taller.drop_limit < 1.3 * usual.drop_limit


def test_a_shown_slouch_draws_the_limit_between_the_two():
    slouched = UPRIGHT - 0.06
    made = learn_head_height(UPRIGHT, slouched, POLICY)
    wrong = (made.limit > UPRIGHT).mean() + (made.limit <= slouched).mean()
    assert wrong < 0.12
    assert made.separation > 2
    assert learn_head_height(UPRIGHT, UPRIGHT + 0.06, POLICY).separation < -2


def test_ten_seconds_say_less_of_how_an_upright_scatters_than_pictures_of_ten_moments():
    still = [0.6, 0.601] * 10
    at_once = learn_head_height(still, [], POLICY, span_s=10.0)
    over_days = learn_head_height(still, [], POLICY)
    assert at_once.drop_limit > 1.2 * over_days.drop_limit


def test_the_less_was_seen_of_an_upright_the_farther_off_is_its_limit():
    draws = np.random.default_rng(2)
    drops = [
        np.median(
            [
                learn_head_height(draws.normal(0.6, 0.01, n), [], POLICY).drop_limit
                for _ in range(40)
            ]
        )
        for n in (1, 3, 40)
    ]
    assert drops == sorted(drops, reverse=True)
    # Of normal looks 3 in 100 lie 1.9 standard deviations below their mean.
    assert drops[-1] < 1.2 * 1.9 * 0.01


def test_rolling_nearer_widens_what_is_allowed():
    baseline = calibrate([seated()] * 3, None, MODEL, LIMITS).baseline
    here, nearer = (
        measure_angles(pose, MODEL, baseline) for pose in (seated(), zoomed(seated(), 1.5))
    )
    assert here.head_drop_limit == pytest.approx(baseline.head_height.drop_limit)
    assert nearer.head_drop_limit > 1.5 * here.head_drop_limit


def test_a_profile_of_an_earlier_version_gets_the_height_of_its_upright():
    made = calibrate([seated()] * 3, None, MODEL, LIMITS).baseline
    data = made.to_dict()
    del data["head_height"]
    older = type(made).from_dict(data)
    assert older.head_height is None
    known = with_head_height(older, POLICY).head_height
    assert known.upright == pytest.approx(made.head_height.upright, abs=1e-4)


@pytest.mark.parametrize("limit", [0.6, float("-inf"), float("nan")])
def test_a_height_that_cannot_be_is_refused(limit):
    with pytest.raises(ValueError, match="height"):
        HeadHeight(upright=0.5, limit=limit, scatter=0.01)
