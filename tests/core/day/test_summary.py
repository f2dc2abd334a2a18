"""Days added up: what is credited, to which day, and what never may be."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.core.day.model import JudgedTime
from posture.core.day.records import DayRecords, Delivery, EpisodeRecord, NudgeRecord, SampleRecord
from posture.core.day.summary import summarise
from posture.core.day.timeline import day_bounds
from posture.core.events import Cause
from posture.core.states import WatchState
from tests.support.days import LIMITS, a_day, judged_on

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 11, 20)


def look(at, state=WatchState.UPRIGHT, interval_s=5.0, **more):
    return SampleRecord(at=at, interval_s=interval_s, state=state, **more)


def looks(start, seconds, state=WatchState.UPRIGHT, interval_s=5.0, **more):
    return tuple(
        look(start + timedelta(seconds=s), state, interval_s, **more)
        for s in range(0, int(seconds) + 1, int(interval_s))
    )


def summed(samples, day=DAY, tz=BERLIN, **records):
    return summarise(day, tz, DayRecords(samples=tuple(samples), **records), LIMITS)


def test_each_look_speaks_until_the_next_and_the_last_for_nothing():
    at = datetime(2026, 11, 20, 9, tzinfo=BERLIN)
    day = summed(
        [
            look(at),
            look(at + timedelta(seconds=4), WatchState.POOR, cause=Cause.SLUMPED),
            look(at + timedelta(seconds=10), WatchState.AWAY),
        ]
    )
    assert day.by_state == {WatchState.UPRIGHT: 4.0, WatchState.POOR: 6.0}
    assert day.by_cause == {Cause.SLUMPED: 6.0}
    assert day.poor_share == pytest.approx(0.6)


def test_eight_hours_of_suspend_are_a_gap_and_credit_nothing():
    evening = datetime(2026, 11, 20, 8, tzinfo=BERLIN)
    samples = looks(evening, 60) + looks(evening + timedelta(hours=8), 60)
    assert summed(samples).watched_s == 120


@pytest.mark.parametrize(("late_s", "credited_s"), [(15, 15), (15.001, 0)])
def test_three_intervals_late_still_counts_and_a_moment_more_is_a_gap(late_s, credited_s):
    at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert summed([look(at), look(at + timedelta(seconds=late_s))]).watched_s == credited_s


def test_midnight_splits_a_session_exactly():
    before = datetime(2026, 11, 20, 23, 59, 58, tzinfo=BERLIN)
    samples = [look(before), look(before + timedelta(seconds=5))]
    assert summed(samples, DAY).watched_s == 2
    assert summed(samples, DAY + timedelta(days=1)).watched_s == 3


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("Europe/Berlin", date(2026, 11, 20), 24),
        ("Africa/Cairo", date(2026, 4, 24), 23),
        ("Africa/Cairo", date(2026, 10, 29), 25),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Pacific/Apia", date(2011, 12, 30), 0),
    ],
)
def test_a_day_watched_through_has_the_hours_its_zone_gives_it(zone, day, hours):
    tz = ZoneInfo(zone)
    start, end = day_bounds(day, tz)
    samples = looks(start - timedelta(minutes=10), (end - start).total_seconds() + 1200)
    summary = summed(samples, day, tz)
    assert summary.watched_s == hours * 3600
    assert sum(hour.length_s for hour in summary.hours) == hours * 3600
    assert sum(sum(hour.by_state.values()) for hour in summary.hours) == hours * 3600
    assert all(hour.start.astimezone(tz).date() == day for hour in summary.hours)


def test_the_missing_midnight_of_cairo_begins_the_day_at_one():
    start, _ = day_bounds(date(2026, 4, 24), ZoneInfo("Africa/Cairo"))
    assert start.astimezone(ZoneInfo("Africa/Cairo")).isoformat() == "2026-04-24T01:00:00+03:00"


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1)])
def test_a_clock_set_an_hour_either_way_gives_no_negative_time_and_nothing_twice(jump):
    at = datetime(2026, 11, 20, 10, tzinfo=UTC)
    after = at + timedelta(minutes=30, seconds=5) + jump
    samples = looks(at, 1800) + looks(after, 1800, WatchState.POOR)
    day = summed(samples, tz=ZoneInfo("UTC"))
    wall = max(s.at for s in samples) - min(s.at for s in samples)
    assert all(seconds >= 0 for seconds in day.by_state.values())
    assert 1800 <= day.watched_s <= wall.total_seconds()


def test_a_day_of_travel_is_counted_once_whichever_zone_asks():
    flight = datetime(2026, 11, 20, 8, tzinfo=ZoneInfo("Asia/Tokyo"))
    landed = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("America/New_York"))
    samples = looks(flight, 3600) + looks(landed, 3600)
    for zone in ("Asia/Tokyo", "America/New_York", "UTC"):
        tz = ZoneInfo(zone)
        total = sum(summed(samples, DAY + timedelta(days=d), tz).watched_s for d in range(-2, 3))
        assert total == 7200
        assert any(summed(samples, DAY + timedelta(days=d), tz).moved_zone for d in range(-2, 3))


def test_pauses_stand_apart_from_the_watched_time():
    at = datetime(2026, 11, 20, 9, tzinfo=BERLIN)
    day = summed(looks(at, 60) + looks(at + timedelta(seconds=65), 100, WatchState.PAUSED))
    assert (day.watched_s, day.paused_s) == (65, 100)


def test_an_episode_over_midnight_belongs_whole_to_the_day_it_began():
    start = datetime(2026, 11, 20, 23, 55, tzinfo=BERLIN)
    episode = EpisodeRecord(
        start,
        start + timedelta(minutes=10),
        (Cause.SLUMPED,),
        1.4,
        "corrected",
        nudged_at=start + timedelta(minutes=9),
    )
    first = summed((), DAY, episodes=(episode,))
    assert first.longest_episode.duration_s == 600
    assert first.tally.median_correction_s == 60
    assert summed((), DAY + timedelta(days=1), episodes=(episode,)).is_empty


def test_an_episode_across_the_end_of_summer_time_lasts_its_real_time():
    started = datetime(2026, 10, 25, 2, 50, tzinfo=BERLIN, fold=0)
    ended = datetime(2026, 10, 25, 2, 10, tzinfo=BERLIN, fold=1)
    day = summed(
        (), date(2026, 10, 25), episodes=(EpisodeRecord(started, ended, (), 1.2, "corrected"),)
    )
    assert day.longest_episode.duration_s == 20 * 60


def test_nudges_are_told_apart_by_what_became_of_them():
    at = datetime(2026, 11, 20, 9, tzinfo=BERLIN)
    nudges = tuple(
        NudgeRecord(at, Cause.SLUMPED, "t", "text", outcome, why)
        for outcome, why in [
            (Delivery.DELIVERED, ""),
            (Delivery.FAILED, "no service"),
            (Delivery.HELD_BACK, "a call"),
            (Delivery.HELD_BACK, "a call"),
        ]
    )
    tally = summed((), nudges=nudges).tally
    assert tally.delivered == 1
    assert tally.failed == {"no service": 1}
    assert tally.held_back == {"a call": 2}


def nudge(at, cause=Cause.SLUMPED, outcome=Delivery.DELIVERED, why="", answer=None):
    return NudgeRecord(at, cause, "t", "text", outcome, why, answer)


def test_reminders_to_get_up_are_counted_apart_unless_they_failed():
    at = datetime(2026, 11, 20, 9, tzinfo=BERLIN)
    outcomes = [Delivery.DELIVERED] * 2 + [Delivery.HELD_BACK] * 3 + [Delivery.FAILED]
    reminders = tuple(nudge(at, Cause.SITTING_LONG, outcome) for outcome in outcomes)
    withheld = (nudge(at, outcome=Delivery.WITHHELD),) * 2
    tally = summed((), nudges=(*reminders, *withheld, nudge(at))).tally
    assert (tally.break_reminders, tally.breaks_held_back) == (2, 3)
    assert tally.failed == {"no reason recorded": 1}
    assert (tally.delivered, tally.held_back, tally.withheld) == (1, {}, 2)
    assert tally.followed == 0


def test_what_was_said_most_often_and_held_back_most_often_comes_first():
    at = datetime(2026, 11, 20, 9, tzinfo=BERLIN)
    answers = ["useful", "not now", "not now", None]
    whys = ["a call", "locked", "locked"]
    nudges = [nudge(at, answer=answer) for answer in answers]
    held = [nudge(at, outcome=Delivery.HELD_BACK, why=why) for why in whys]
    failed = [nudge(at, outcome=Delivery.FAILED, why=why) for why in whys]
    tally = summed((), nudges=(*nudges, *held, *failed)).tally
    assert [*tally.answers.items()] == [("not now", 2), ("useful", 1)]
    assert [*tally.held_back.items()] == [*tally.failed.items()] == [("locked", 2), ("a call", 1)]


def test_a_day_is_told_in_its_own_zone_from_its_first_moment_to_before_its_end():
    start, end = day_bounds(DAY, BERLIN)
    bout = EpisodeRecord(start, start, (), 1.2, "corrected", nudged_at=start)
    day = summed(
        (look(start + timedelta(hours=9)), look(start + timedelta(hours=9, seconds=5))),
        episodes=(bout, EpisodeRecord(end, end, (), 1.2, "corrected")),
        nudges=(nudge(end), nudge(start + timedelta(hours=1)), nudge(start)),
    )
    assert (day.start, day.end) == (start, end)
    assert [n.at for n in day.nudges] == [start, start + timedelta(hours=1)]
    (told,) = day.episodes
    times = [
        day.start,
        day.end,
        told.started,
        told.ended,
        told.nudged_at,
        *(n.at for n in day.nudges),
    ]
    assert all(time.tzinfo is BERLIN for time in times)
    assert day.zone == "Europe/Berlin"


def test_looks_under_the_offset_of_the_zone_are_no_travel():
    at = datetime(2026, 11, 20, 9, tzinfo=BERLIN)
    assert summed(looks(at, 60)).moved_zone is False
    assert summed(looks(at.astimezone(UTC), 60)).moved_zone is False, "UTC says nothing of a place"
    tokyo = at.astimezone(ZoneInfo("Asia/Tokyo"))
    assert summed(looks(tokyo, 60) + looks(at + timedelta(hours=1), 60)).moved_zone is True


def test_a_day_says_which_it_is_and_is_compared_with_those_that_had_enough():
    earlier = [JudgedTime(300.0, 299.0), JudgedTime(300.0, 300.0), JudgedTime(900.0, 0.0)]
    day = summarise(DAY, BERLIN, DayRecords(), LIMITS, earlier)
    assert day.day == DAY
    assert (day.earlier.days, day.earlier.poor_share) == (2, 0.2)
    assert day.paused_s == 0.0


def test_the_first_hour_of_a_day_has_its_own_time():
    midnight = datetime(2026, 11, 20, tzinfo=BERLIN)
    day = summed(looks(midnight + timedelta(minutes=10), 60))
    assert day.hours[0].by_state == {WatchState.UPRIGHT: 60.0}
    assert day.still is None
    moved = looks(midnight, 60, neck_change_deg=0.0)
    still = summed(moved).still
    assert still == (midnight, midnight + timedelta(seconds=60))
    assert {time.tzinfo for time in still} == {BERLIN}


def test_hours_are_those_of_a_clock_that_is_three_quarters_of_an_hour_off_too():
    kathmandu = ZoneInfo("Asia/Kathmandu")
    starts = [hour.start for hour in summed((), DAY, kathmandu).hours]
    assert [(start.hour, start.minute) for start in starts] == [(hour, 0) for hour in range(24)]


def test_the_profiles_judged_by_are_told_once_each_in_the_order_they_came():
    at = datetime(2026, 11, 20, 9, tzinfo=BERLIN)
    names = ["desk", "desk", None, "sofa", "desk", "desk"]
    watched = [look(at + timedelta(seconds=5 * n), profile=name) for n, name in enumerate(names)]
    assert summed(watched).profiles == ("desk", "sofa")


def test_causes_come_by_how_long_each_lasted_and_only_of_poor_posture():
    at = datetime(2026, 11, 20, 9, tzinfo=BERLIN)
    day = summed(
        looks(at, 15, WatchState.POOR, cause=Cause.HEAD_DOWN)
        + looks(at + timedelta(seconds=20), 5, WatchState.POOR)
        + looks(at + timedelta(seconds=30), 25, WatchState.POOR, cause=Cause.SLUMPED)
        + looks(at + timedelta(seconds=60), 60, cause=Cause.TOO_CLOSE)
    )
    assert [*day.by_cause.items()] == [(Cause.SLUMPED, 30.0), (Cause.HEAD_DOWN, 20.0)]
    assert day.by_state == {WatchState.UPRIGHT: 60.0, WatchState.POOR: 60.0}


def test_each_hour_has_its_own_time_and_its_start_is_on_the_clock_on_the_wall():
    at = datetime(2026, 11, 20, 9, 59, tzinfo=BERLIN)
    day = summed(looks(at, 120) + looks(at + timedelta(seconds=125), 60, WatchState.AWAY))
    hours = {hour.start.hour: hour for hour in day.hours if hour.by_state}
    assert hours[9].by_state == {WatchState.UPRIGHT: 60.0}
    assert hours[10].by_state == {WatchState.UPRIGHT: 65.0, WatchState.AWAY: 60.0}
    assert [hour.start.hour for hour in day.hours] == [*range(24)]
    assert {hour.length_s for hour in day.hours} == {3600.0}
    assert [(span.state, span.duration_s) for span in day.spans] == [
        (WatchState.UPRIGHT, 125.0),
        (WatchState.AWAY, 60.0),
    ]
    assert {span.start.tzinfo for span in day.spans} == {BERLIN}


def test_nudges_of_several_zones_come_in_order_of_time():
    at = datetime(2026, 11, 20, 9, tzinfo=BERLIN)
    tokyo = (at + timedelta(minutes=5)).astimezone(ZoneInfo("Asia/Tokyo"))
    later = at + timedelta(minutes=10)
    day = summed((), nudges=(nudge(later), nudge(tokyo), nudge(at)))
    assert [n.at for n in day.nudges] == [at, tokyo, later]


def test_medians_of_angles_weigh_each_look_by_its_time():
    at = datetime(2026, 11, 20, 9, tzinfo=BERLIN)
    samples = (
        *looks(at, 50, WatchState.POOR, neck_change_deg=20.0),
        *(
            look(at + timedelta(seconds=55 + s), WatchState.POOR, 1.0, neck_change_deg=5.0)
            for s in range(21)
        ),
    )
    assert summed(samples).poor_angles.neck_change_deg == 20.0
    assert summed(samples).upright_angles.neck_change_deg is None


def test_the_longest_time_in_one_position_ends_when_the_position_changes():
    at = datetime(2026, 11, 20, 9, tzinfo=BERLIN)
    samples = looks(at, 1195, neck_change_deg=2.0, torso_change_deg=0.0) + looks(
        at + timedelta(seconds=1200), 600, neck_change_deg=2.0, torso_change_deg=15.0
    )
    day = summed(samples)
    assert day.still == (at, at + timedelta(seconds=1200))
    lone = list(samples)
    lone[100] = look(lone[100].at, neck_change_deg=30.0, torso_change_deg=0.0)
    assert summed(lone).still_s == 1200, "a lone outlier is noise"


def test_standing_up_ends_the_time_in_one_position():
    at = datetime(2026, 11, 20, 9, tzinfo=BERLIN)
    samples = (
        looks(at, 595, neck_change_deg=2.0)
        + looks(at + timedelta(seconds=600), 55, WatchState.AWAY)
        + looks(at + timedelta(seconds=660), 500, neck_change_deg=2.0)
    )
    assert summed(samples).still_s == 600


def test_earlier_days_without_enough_data_are_not_compared_with():
    at = datetime(2026, 11, 19, 9, tzinfo=BERLIN)
    before = date(2026, 11, 19)
    short = judged_on(before, looks(at, 300), BERLIN)
    slouched = looks(at + timedelta(seconds=1205), 395, WatchState.POOR)
    long = judged_on(before, looks(at, 1200) + slouched, BERLIN)
    records = a_day()
    assert summarise(DAY, BERLIN, records, LIMITS, earlier=[short]).earlier is None
    earlier = summarise(DAY, BERLIN, records, LIMITS, earlier=[short, long]).earlier
    assert earlier.days == 1
    assert earlier.poor_share == pytest.approx(395 / 1600)


def test_the_quick_sum_of_a_day_is_the_sum_of_its_summary():
    records = a_day()
    day = summed(records.samples)
    quick = judged_on(DAY, records.samples, BERLIN)
    assert (quick.upright_s, quick.poor_s) == (day.upright_s, day.poor_s)


def test_a_time_without_an_offset_is_refused():
    with pytest.raises(ValueError, match="no UTC offset"):
        look(datetime(2026, 11, 20, 9))  # noqa: DTZ001 - the fault under test


ZONES = ["UTC", "Europe/Berlin", "Africa/Cairo", "Asia/Kathmandu", "America/St_Johns"]


@st.composite
def recordings(draw):
    """Looks over some days around a change of daylight saving, in any order, clock jumps too."""
    at = datetime(2026, 4, 22, 20, tzinfo=UTC) + timedelta(hours=draw(st.integers(0, 30)))
    samples = []
    for _ in range(draw(st.integers(0, 60))):
        at += timedelta(seconds=draw(st.floats(-3700, 9000) | st.floats(0.1, 20)))
        samples.append(
            look(
                at.astimezone(timezone(timedelta(hours=draw(st.integers(-11, 13))))),
                draw(st.sampled_from(WatchState)),
                draw(st.sampled_from([1.0, 5.0, 3600.0])),
                neck_change_deg=draw(st.none() | st.floats(-90, 90)),
            )
        )
    return draw(st.permutations(samples))


@given(recordings(), st.sampled_from(ZONES))
def test_days_tile_time_nothing_is_negative_lost_or_counted_twice(samples, zone):
    tz = ZoneInfo(zone)
    days = [summed(samples, date(2026, 4, 21) + timedelta(days=d), tz) for d in range(12)]
    for day in days:
        length_s = (day.end.astimezone(UTC) - day.start.astimezone(UTC)).total_seconds()
        assert all(seconds >= 0 for seconds in day.by_state.values())
        assert sum(day.by_state.values()) == day.watched_s
        assert day.watched_s + day.paused_s <= length_s + 1e-6
        in_hours = sum(sum(hour.by_state.values()) for hour in day.hours)
        assert in_hours == pytest.approx(day.watched_s + day.paused_s, abs=1e-3)
        assert sum(s.duration_s for s in day.spans) == pytest.approx(in_hours, abs=1e-3)
        assert 0 <= day.still_s <= length_s
    ordered = sorted(samples, key=lambda s: s.at)
    expected = sum(
        (b.at - a.at).total_seconds()
        for a, b in pairwise(ordered)
        if a.state is not WatchState.GAP and (b.at - a.at).total_seconds() <= 3 * a.interval_s
    )
    total = sum(day.watched_s + day.paused_s for day in days)
    assert total == pytest.approx(expected, abs=1e-3)


@given(st.permutations(range(40)), st.integers(0, 40))
def test_order_and_later_looks_never_lessen_what_was_counted(order, cut):
    at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    samples = [look(at + timedelta(seconds=7 * i)) for i in range(40)]
    shuffled = [samples[i] for i in order]
    assert summed(shuffled) == summed(samples)
    assert summed(samples[:cut]).watched_s <= summed(samples).watched_s
