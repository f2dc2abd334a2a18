"""A calibration of ten seconds, completed while watching."""

from dataclasses import replace

import numpy as np
import pytest

from posture.core.angles.head_height import HeadHeight
from posture.core.verdict.refinement import Refining, advance, begin, is_complete
from tests.support import policies
from tests.support.calibrated import upright_of

STEP_S = 3.0
REFINING = Refining(policies.HEAD_HEIGHT, policies.REFINEMENT)
HEIGHT = 0.6
CALIBRATED = replace(
    upright_of(), head_height=HeadHeight(HEIGHT, HEIGHT - 0.04, 0.016), moments=1.0
)


def watched(*spells, begun=None):
    """The state after looks of (height, shape or None, seconds) in turn, a little scattered."""
    state, at_s = begun or begin(CALIBRATED), 0.0
    draws = np.random.default_rng(1)
    for height, shape, length_s in spells:
        until_s = at_s + length_s
        while at_s < until_s:
            seen = CALIBRATED.shape if shape is None else shape
            state = advance(state, at_s, height + draws.normal(0.0, 0.01), seen, REFINING)
            at_s += STEP_S
    return state


def in_turn(upright, slouched, minutes=40):
    return [(height, None, 180.0) for _ in range(minutes // 6) for height in (upright, slouched)]


@pytest.mark.parametrize("usual", [0.575, 0.6, 0.625])
def test_whoever_was_calibrated_high_or_low_is_judged_by_how_they_sit(usual):
    refined = watched(*in_turn(usual, usual - 0.06)).baseline.head_height
    assert refined.upright == pytest.approx(usual, abs=0.008)
    assert usual - 0.06 + 0.01 < refined.limit < usual - 0.015


def test_a_restless_upright_gets_a_limit_farther_away():
    calm = watched(*in_turn(0.6, 0.45)).baseline.head_height
    restless = watched(
        *[(height, None, 63.0) for _ in range(5) for height in (0.56, 0.6, 0.64, 0.45)]
    ).baseline.head_height
    assert restless.drop_limit > 1.3 * calm.drop_limit


@pytest.mark.parametrize("drop", [0.08, 0.15, 0.3])
def test_who_slouches_from_the_first_minute_to_the_last_stays_slouched(drop):
    state = watched((HEIGHT - drop, None, 8 * 3600.0))
    assert HEIGHT - drop < state.baseline.head_height.limit
    assert state.baseline.moments < 3


def test_once_enough_moments_are_known_nothing_moves_any_more():
    complete = watched((HEIGHT, None, 30 * 60.0))
    assert is_complete(complete, policies.REFINEMENT)
    assert advance(complete, 1e6, HEIGHT - 0.2, CALIBRATED.shape, REFINING) is complete


def test_the_shape_becomes_the_mean_of_the_upright_moments_and_no_slouch_is_in_it():
    other, strange = CALIBRATED.shape + 0.02, CALIBRATED.shape + 9.0
    state = watched((HEIGHT, other, 10 * 60.0), (HEIGHT - 0.15, strange, 10 * 60.0))
    moved = state.baseline.shape - CALIBRATED.shape
    share = 1.0 - 1.0 / state.baseline.moments
    assert moved == pytest.approx(np.full(len(moved), 0.02 * share), abs=1e-6)


def seen_at(*times_s, height=HEIGHT, state=None):
    state = state or begin(CALIBRATED)
    for at_s in times_s:
        state = advance(state, at_s, height, CALIBRATED.shape, REFINING)
    return state


def test_a_moment_takes_a_minute_and_five_looks():
    assert seen_at(1000, 1020, 1040, 1059, 1059.9).moments == ()
    assert seen_at(1000, 1020, 1040, 1060).moments == (), "four looks"
    moment = seen_at(1000, 1020, 1040, 1050, 1060)
    assert (len(moment.moments), moment.looks) == (1, ())
    assert seen_at(1063, 1080, 1100, 1122, state=moment).looks
    assert len(seen_at(1063, 1080, 1100, 1110, 1123, state=moment).moments) == 2


def test_a_clock_set_back_begins_the_moment_anew():
    state = seen_at(500, 510, 505, 100)
    assert (state.began_s, len(state.looks)) == (100, 1)
    assert seen_at(500, 500).began_s == 500
    assert len(seen_at(500, 500).looks) == 2


def test_a_moment_is_its_middle_look_and_counts_as_one():
    state = begin(CALIBRATED)
    for number in range(9):
        height, shape = 0.56 + number / 100, CALIBRATED.shape + number
        state = advance(state, 7.5 * number, height, shape, REFINING)
    (moment,) = state.moments
    assert moment.height == pytest.approx(0.6)
    assert moment.shape == pytest.approx(CALIBRATED.shape + 4)
    assert state.counts.sum() == pytest.approx(1.0)


def test_what_was_calibrated_counts_as_the_moments_it_was_made_of():
    state = begin(replace(CALIBRATED, moments=1.5))
    for number in range(9):
        state = advance(state, 7.5 * number, HEIGHT, CALIBRATED.shape + 5.0, REFINING)
    assert state.baseline.moments == 2.5
    assert state.baseline.shape == pytest.approx(CALIBRATED.shape + 2.0)


def test_a_calibration_is_complete_at_so_many_moments_or_where_none_are_counted():
    for now, is_enough in ((20.0, True), (19.9, False), (None, True)):
        state = replace(begin(CALIBRATED), baseline=replace(CALIBRATED, moments=now))
        assert is_complete(state, policies.REFINEMENT) is is_enough


def test_a_calibration_of_more_moments_stays_as_it_was_made():
    enough = begin(replace(CALIBRATED, moments=2.0))
    assert watched((HEIGHT, None, 600.0), begun=enough) is enough


def test_from_the_side_and_of_pictures_chosen_for_themselves_there_is_nothing_to_learn():
    for fixed in ({"head_height": None}, {"moments": None}):
        assert is_complete(begin(replace(CALIBRATED, **fixed)), policies.REFINEMENT)


def test_a_slouch_that_was_shown_is_where_it_looks_for_slouching():
    shown = replace(CALIBRATED, head_height=HeadHeight(HEIGHT, HEIGHT - 0.1, 0.016, HEIGHT - 0.2))
    height = watched((HEIGHT, None, 1200.0), begun=begin(shown)).baseline.head_height
    without = watched((HEIGHT, None, 1200.0)).baseline.head_height
    assert HEIGHT - 0.2 < height.limit < without.limit


def test_missed_landmarks_are_no_posture():
    clean = watched((HEIGHT, None, 600.0)).baseline.head_height
    spells = [(HEIGHT, None, 57.0), (HEIGHT + 0.3, None, 3.0)] * 10
    missed = watched(*spells).baseline.head_height
    assert missed.upright == pytest.approx(clean.upright, abs=0.004)
    assert missed.scatter < 1.5 * clean.scatter
