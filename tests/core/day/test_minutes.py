"""Minutes hold the time of the looks to the microsecond, and a day made of them says the same."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from posture.core.day.minutes import looks_of, minutes_of
from posture.core.day.records import DayRecords, MinuteRecord, SampleRecord
from posture.core.day.summary import summarise
from posture.core.day.timeline import credits_within, day_bounds
from posture.core.events import Cause, Verdict
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


def test_a_minute_ends_with_its_last_microsecond():
    late = timedelta(seconds=59, microseconds=900_000)
    looks = [SampleRecord(NINE + late, 5.0, WatchState.UPRIGHT), look(61), look(62)]
    first, second = added_up(looks)
    assert (first.at, first.lasting_us) == (NINE + late, 100_000)
    assert (second.at, second.lasting_us) == (NINE + timedelta(minutes=1), 2_000_000)
    odd = MinuteRecord(NINE + late, 100_000, WatchState.UPRIGHT)
    again = MinuteRecord(NINE + timedelta(seconds=3), 1_000_000, WatchState.AWAY)
    assert [one.at - NINE for one in looks_of([again, odd])] == [
        timedelta(seconds=3),
        timedelta(seconds=4),
        late,
        timedelta(seconds=60),
    ]


def test_a_minute_says_whose_it_was_of_what_and_by_which_clock():
    tokyo = timezone(timedelta(hours=9))
    whose = {"profile": "me", "source": "clip.mp4", "is_apart": True}
    looks = [
        replace(look(second, **whose), at=(NINE + timedelta(seconds=second)).astimezone(tokyo))
        for second in (0, 5)
    ]
    other = look(10, profile="her", source="cam")
    mine, hers = added_up([*looks, other, look(15)])
    assert mine == MinuteRecord(NINE, 10_000_000, WatchState.UPRIGHT, **whose)
    assert mine.at.utcoffset() == timedelta(hours=9)
    assert hers.at.utcoffset() == timedelta()
    assert (hers.profile, hers.source, hers.is_apart) == ("her", "cam", False)


def test_only_slouching_has_a_cause():
    looks = [look(0, cause=Cause.SLUMPED), look(5, WatchState.POOR, cause=Cause.SLUMPED), look(9)]
    assert [minute.cause for minute in added_up(looks)] == [None, Cause.SLUMPED]


def test_angles_are_means_over_the_time_they_were_seen():
    looks = [look(0, neck_deg=10.0), look(5), look(10, neck_deg=40.0), look(15)]
    (minute,) = added_up(looks)
    assert (minute.neck_deg, minute.torso_deg) == (25.0, None)


def test_three_states_in_one_minute_are_laid_out_one_after_the_other():
    made = [
        MinuteRecord(NINE + timedelta(seconds=second), lasting * 1_000_000, state)
        for second, lasting, state in (
            (0, 30, WatchState.UPRIGHT),
            (5, 20, WatchState.AWAY),
            (50, 10, WatchState.POOR),
        )
    ]
    assert [(one.at - NINE).seconds for one in looks_of(made)] == [0, 30, 50, 60]


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


def test_a_look_of_a_minute_holds_all_that_the_minute_does_where_it_was_lived():
    at = datetime(2026, 11, 20, 9, 0, 30, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    angles = {"neck_deg": 21.5, "torso_deg": 7.0, "neck_change_deg": 3.0, "torso_change_deg": 2.0}
    whose = {"profile": "me", "source": "clip.mp4", "is_apart": True}
    told = MinuteRecord(at, 1_500_000, WatchState.POOR, Cause.SLUMPED, **angles, **whose)
    first, gap = looks_of([told])
    assert first == SampleRecord(
        at, 1.5, WatchState.POOR, Verdict.POOR, cause=Cause.SLUMPED, **angles, **whose
    )
    assert first.at.tzinfo is at.tzinfo
    assert (gap.at, gap.interval_s) == (at + timedelta(seconds=1.5), 0.0)
    assert gap.state is WatchState.GAP


@pytest.mark.parametrize(
    ("state", "verdict"),
    [(WatchState.UPRIGHT, Verdict.GOOD), (WatchState.AWAY, Verdict.UNKNOWN)],
)
def test_a_minute_of_a_state_is_judged_as_that_state_is(state, verdict):
    assert next(iter(looks_of([MinuteRecord(NINE, 1_000_000, state)]))).posture is verdict


def test_what_began_late_in_a_minute_makes_room_for_what_came_after_it():
    """Forty seconds are told from 0:50 on, and twenty after them: all end with the minute."""
    late = MinuteRecord(NINE + timedelta(seconds=50), 40_000_000, WatchState.UPRIGHT)
    after = MinuteRecord(NINE + timedelta(seconds=55), 20_000_000, WatchState.AWAY)
    first, second, gap = looks_of([late, after])
    assert [one.at - NINE for one in (first, second, gap)] == [
        timedelta(seconds=second) for second in (0, 40, 60)
    ]


def test_minutes_that_follow_each_other_have_no_gap_between_them_and_others_have():
    minute = MinuteRecord(NINE, 60_000_000, WatchState.UPRIGHT)
    on, later = (replace(minute, at=NINE + timedelta(minutes=number)) for number in (1, 5))
    made = [*looks_of([minute, on, later])]
    gaps = [one.at - NINE for one in made if one.state is WatchState.GAP]
    assert gaps == [timedelta(minutes=2), timedelta(minutes=6)]
    assert [one.interval_s for one in made if one.state is not WatchState.GAP] == [60.0] * 3


def test_only_what_lasts_to_where_looks_go_on_lasts_longer():
    minute = MinuteRecord(NINE, 30_000_000, WatchState.UPRIGHT)
    end = NINE + timedelta(seconds=30)
    assert [(one.state, one.interval_s) for one in looks_of([minute], end)] == [
        (WatchState.UPRIGHT, 60.0)
    ]
    assert [one.state for one in looks_of([minute], end + timedelta(seconds=1))] == [
        WatchState.UPRIGHT,
        WatchState.GAP,
    ]


def test_nothing_is_no_minutes():
    assert added_up([]) == list(looks_of([])) == []
    assert summarise(DAY, ZONE, DayRecords(looks_of([])), LIMITS).is_empty
