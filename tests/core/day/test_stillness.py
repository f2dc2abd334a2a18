"""The longest time in one position: what ends it, what does not, and which angles speak."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from posture.core.day.records import SampleRecord
from posture.core.day.stillness import LongestStill
from posture.core.day.timeline import Credit
from posture.core.states import WatchState

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
STILL_DEG, BRIDGE_S = 6.0, 15.0
UP, AWAY = WatchState.UPRIGHT, WatchState.AWAY


def at(seconds):
    return AT + timedelta(seconds=seconds)


def longest(*looks):
    """Seconds of its start and end; looks: (seconds, state, angles), each until the next."""
    still = LongestStill(STILL_DEG, BRIDGE_S)
    for (start_s, state, angles), (end_s, *_) in pairwise(looks):
        still.add(Credit(SampleRecord(at(start_s), 5.0, state, **angles), at(start_s), at(end_s)))
    found = still.longest()
    return found and tuple((time - AT).total_seconds() for time in found)


def leant(*degrees, first_s=0, name="neck_change_deg", state=UP):
    return [(first_s + 5 * n, state, {name: value}) for n, value in enumerate(degrees)]


END = (10_000, AWAY, {})


def test_a_run_goes_on_while_each_look_is_near_the_mean_of_those_before():
    assert longest(*leant(0, 6, 6, 6, 6, 6), (30, AWAY, {}), END) == (0, 30)
    drifting = leant(0, 3, 6, 9, 12, 15, 18, 21), (40, AWAY, {}), END
    start, end = longest(*drifting[0], *drifting[1:])
    assert end - start < 40


def test_it_ends_at_the_first_of_two_looks_beyond_and_the_next_begins_with_both():
    looks = leant(*[0] * 6, *[20] * 8)
    assert longest(*looks, (70, AWAY, {}), END) == (30, 70)
    assert longest(*looks[:9], (45, AWAY, {}), END) == (0, 30)


def test_one_look_beyond_and_back_again_ends_nothing():
    assert longest(*leant(0, 0, 20, 0, 0, 20, 0, 0), (40, AWAY, {}), END) == (0, 40)


def test_a_doubted_last_look_still_counts_to_the_run():
    assert longest(*leant(0, 0, 0, 20), (20, AWAY, {}), END) == (0, 20)


def test_looks_that_could_not_be_judged_are_bridged_for_so_long_and_no_longer():
    before, after = leant(0, 0), leant(0, 0, 0, first_s=25)
    unseen = (10, WatchState.UNRELIABLE, {})
    assert longest(*before, unseen, *after, (40, AWAY, {}), END) == (0, 40)
    later = leant(0, 0, 0, first_s=26)
    assert longest(*before, unseen, *later, (41, AWAY, {}), END) == (26, 41)


@pytest.mark.parametrize("name", ["neck_deg", "torso_deg", "neck_change_deg", "torso_change_deg"])
def test_any_angle_that_is_there_tells_a_change(name):
    assert longest(*leant(*[0] * 4, *[20] * 5, name=name), (45, AWAY, {}), END) == (20, 45)


@pytest.mark.parametrize("part", ["neck", "torso"])
def test_the_change_against_upright_is_believed_before_the_angle(part):
    looks = [
        (5 * n, UP, {f"{part}_deg": 40.0 * (n // 3), f"{part}_change_deg": 0.0}) for n in range(6)
    ]
    assert longest(*looks, (30, AWAY, {}), END) == (0, 30)


def test_a_look_without_any_angle_neither_begins_nor_ends_a_run():
    assert longest((0, UP, {}), (5, AWAY, {}), END) is None
    assert longest(*leant(0, 0), (10, UP, {}), *leant(0, first_s=15), (20, AWAY, {}), END) == (
        0,
        20,
    )


def test_slouching_still_is_staying_still_and_being_away_is_not():
    assert longest(*leant(9, 9, 9, state=WatchState.POOR), (15, AWAY, {}), END) == (0, 15)
    assert longest(*leant(9, 9, 9, state=AWAY), (15, AWAY, {}), END) is None


def test_of_two_runs_as_long_the_first_is_told():
    looks = *leant(0, 0), (10, AWAY, {}), *leant(0, 0, first_s=60), (70, AWAY, {}), END
    assert longest(*looks) == (0, 10)
