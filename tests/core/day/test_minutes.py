"""Minutes hold the time of the looks to the microsecond, and a day made of them says the same."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from posture.core.day.minutes import looks_of, minutes_of
from posture.core.day.records import DayRecords, SampleRecord
from posture.core.day.summary import summarise
from posture.core.day.timeline import credits_within, day_bounds
from posture.core.events import Cause
from posture.core.states import WatchState
from tests.support.days import LIMITS, ZONE, a_day

DAY = date(2026, 11, 20)
NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)


def added_up(samples, start=None, end=None):
    start, end = start or NINE - timedelta(days=9), end or NINE + timedelta(days=9)
    return list(minutes_of(credits_within(samples, start, end, LIMITS.gap_intervals)))


def look(second, state=WatchState.UPRIGHT, interval_s=5.0, **more):
    return SampleRecord(NINE + timedelta(seconds=second), interval_s, state, **more)


def test_a_minute_has_one_record_for_each_state_and_cause_in_it():
    looks = [
        look(0),
        look(5, WatchState.POOR, cause=Cause.SLUMPED, neck_deg=10.0),
        look(10, WatchState.POOR, cause=Cause.HEAD_DOWN),
        look(15, WatchState.POOR, cause=Cause.SLUMPED, neck_deg=20.0),
        look(25),
        look(26),
    ]
    (upright, slumped, down) = added_up(looks)
    assert (upright.lasting_us, upright.at) == (6_000_000, NINE)
    assert (slumped.cause, slumped.lasting_us) == (Cause.SLUMPED, 15_000_000)
    assert slumped.neck_deg == pytest.approx(16.7), "the mean by time"
    assert (down.cause, down.at.second) == (Cause.HEAD_DOWN, 10)


def test_a_stretch_is_cut_where_the_minute_ends_and_a_gap_has_no_minute():
    first, second = added_up([look(58), look(63), look(600), look(601)])[:2]
    assert (first.lasting_us, second.lasting_us) == (2_000_000, 3_000_000)
    assert second.at == NINE + timedelta(minutes=1)
    assert len(added_up([look(58), look(600)])) == 0


@pytest.mark.parametrize("day", [DAY, date(2026, 10, 25), date(2026, 3, 29)], ids=str)
def test_a_day_made_of_minutes_has_the_totals_of_its_looks(day):
    records = a_day(day)
    minutes = added_up(records.samples, *day_bounds(day, ZONE))
    seen = summarise(day, ZONE, records, LIMITS)
    made = summarise(day, ZONE, replace(records, samples=looks_of(minutes)), LIMITS)
    assert made.by_state == seen.by_state
    assert made.paused_s == seen.paused_s
    assert made.by_cause == seen.by_cause
    assert [hour.by_state for hour in made.hours] == [hour.by_state for hour in seen.hours]
    assert made.profiles == seen.profiles
    assert made.upright_angles.neck_change_deg == pytest.approx(
        seen.upright_angles.neck_change_deg, abs=1.0
    )


def test_minutes_full_of_changes_stay_within_their_minutes():
    states = [WatchState.UPRIGHT, WatchState.AWAY, WatchState.POOR]
    looks = [look(second, states[second % 3], 1.0) for second in range(180)]
    made = list(looks_of(added_up(looks)))
    assert [one.at for one in made] == sorted(one.at for one in made)
    again = [(m.at.minute, m.state, m.lasting_us) for m in added_up(made)]
    assert again == [(m.at.minute, m.state, m.lasting_us) for m in added_up(looks)]


def test_where_looks_go_on_the_last_state_lasts_until_the_first_of_them():
    midnight = datetime(2026, 11, 21, tzinfo=UTC)
    before = SampleRecord(midnight - timedelta(seconds=1), 5.0, WatchState.UPRIGHT)
    after = SampleRecord(midnight + timedelta(seconds=4), 5.0, WatchState.AWAY)
    start, end = day_bounds(DAY, UTC)
    minutes = added_up([before, after], start, end)
    looks = [*looks_of(minutes, midnight), after]
    (stretch,) = credits_within(looks, start, end + timedelta(days=1), LIMITS.gap_intervals)
    assert (stretch.start, stretch.end) == (before.at, after.at)


def test_nothing_is_no_minutes():
    assert added_up([]) == list(looks_of([])) == []
    assert summarise(DAY, ZONE, DayRecords(looks_of([])), LIMITS).is_empty
