"""Sittings, breaks, and how one sits soon after one."""

from datetime import date, datetime, timedelta

import pytest

from posture.core.events import Cause
from posture.core.period.calendar import week_of
from posture.core.states import WatchState
from tests.support.days import ZONE
from tests.support.periods import stretch, summed

UP, AWAY, PAUSED, COVERED = (
    WatchState.UPRIGHT,
    WatchState.AWAY,
    WatchState.PAUSED,
    WatchState.COVERED,
)
START = datetime(2026, 11, 16, 9, tzinfo=ZONE)
WEEK = week_of(date(2026, 11, 16))
NOBODY_LOOKED = None


def sat(*plan):
    """(minutes, state) one after the other; None: nobody looked."""
    times, at = [], START
    for minutes, state in plan:
        if state is not NOBODY_LOOKED:
            cause = Cause.SLUMPED if state is WatchState.POOR else None
            times.append(stretch(at, minutes, state, cause))
        at += timedelta(minutes=minutes)
    return summed(WEEK, times).sittings


@pytest.mark.parametrize(
    ("between", "longest_min", "breaks"),
    [
        ([(2, AWAY)], 70, 0),
        ([(10, AWAY)], 40, 1),
        ([(10, PAUSED)], 40, 1),
        ([(10, NOBODY_LOOKED)], 40, 0),
        ([(3, COVERED)], 70, 0),
        ([(6, AWAY), (300, NOBODY_LOOKED)], 40, 0),
        ([(6, AWAY), (20, NOBODY_LOOKED)], 40, 1),
        ([(300, AWAY)], 40, 0),
    ],
    ids=[
        "a reach for the printer",
        "a break",
        "a pause",
        "a gap is no break",
        "a covered lens hides nobody for long",
        "the end of the day",
        "a break in which the machine slept",
        "an afternoon off",
    ],
)
def test_a_sitting_ends_with_a_rest_and_only_a_rest_that_was_seen_is_a_break(
    between, longest_min, breaks
):
    figures = sat((40, UP), *between, (30, UP))
    assert figures.longest.sat_s == longest_min * 60
    assert sum(figures.breaks.values()) == breaks


def test_the_first_half_hour_after_a_break_is_told_apart_from_the_rest():
    figures = sat((60, UP), (10, AWAY), (30, UP), (20, WatchState.POOR))
    assert figures.fresh.by_state == {UP: 1800}
    assert figures.later.by_state == {UP: 3600, WatchState.POOR: 1200}
