"""What minutes come to, by day and by hour of the week: known sums, changed clocks, travel."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from posture.core.events import Cause
from posture.core.period.calendar import days_between, month_of, week_of
from posture.core.states import WatchState
from tests.support.days import ZONE
from tests.support.periods import lived, stretch, summed

MONDAY = date(2026, 11, 16)
UP, POOR, AWAY, PAUSED = WatchState.UPRIGHT, WatchState.POOR, WatchState.AWAY, WatchState.PAUSED


def at(day, hour, minute=0, tz=ZONE, month=11):
    return datetime(2026, month, day, hour, minute, tzinfo=tz)


def test_the_parts_of_a_period_add_up_to_the_whole():
    month = month_of(MONDAY)
    told = summed(month, *lived(month.days))
    for name in ("judged_s", "poor_s", "upright_s"):
        whole = pytest.approx(getattr(told, name), abs=1e-6)
        assert sum(getattr(day, name) for day in told.days) == whole
        assert sum(getattr(part, name) for part in told.parts) == whole
        assert sum(getattr(time, name) for time in told.weekday_hours.values()) == whole
    assert sum(told.by_cause.values()) == pytest.approx(told.poor_s)
    assert sum(day.breaks for day in told.days) == told.breaks
    assert sum(day.episodes for day in told.days) == len(told.episodes)


def test_what_was_not_watched_is_shown_and_counted_as_nothing():
    told = summed(
        week_of(MONDAY),
        [
            stretch(at(16, 9), 30, UP),
            stretch(at(16, 10), 20, POOR, Cause.SLUMPED),  # nobody looked for half an hour
            stretch(at(16, 10, 20), 10, WatchState.COVERED),
            stretch(at(16, 10, 30), 10, PAUSED),
        ],
    )
    assert told.judged_s == 50 * 60
    assert told.unwatched_s == 30 * 60
    assert told.paused_s == 10 * 60
    assert told.watched_s == 60 * 60
    assert told.recorded_days == 1


def test_an_hour_that_comes_twice_is_counted_twice_and_one_that_is_missing_not_at_all():
    back = [
        stretch(datetime(2026, 10, 25, hour, tzinfo=UTC).astimezone(ZONE), 60, UP)
        for hour in (0, 1)
    ]
    told = summed(week_of(date(2026, 10, 25)), back)
    assert told.weekday_hours[6, 2].upright_s == 2 * 3600
    forth = [
        stretch(datetime(2026, 3, 29, hour, tzinfo=UTC).astimezone(ZONE), 60, UP) for hour in (0, 1)
    ]
    told = summed(week_of(date(2026, 3, 29)), forth)
    assert {hour for _, hour in told.weekday_hours} == {1, 3}
    assert told.days[6].upright_s == 2 * 3600


def test_time_is_split_at_midnight_and_a_sitting_over_it_stays_whole():
    told = summed(week_of(MONDAY), [stretch(at(16, 23), 60, UP), stretch(at(17, 0), 90, UP)])
    assert [day.upright_s for day in told.days[:2]] == [3600, 5400]
    assert told.sittings.longest.sat_s == 9000
    assert f"{told.sittings.longest.start:%d %H}" == "16 23"


def test_whoever_travelled_did_not_sit_there_at_night():
    tokyo = ZoneInfo("Asia/Tokyo")
    told = summed(week_of(MONDAY), [stretch(at(17, 9, tz=tokyo), 60, UP)])
    assert told.moved_zone
    assert list(told.weekday_hours) == [(1, 9)]
    assert told.days[1].upright_s == 3600  # 01:00 in Berlin, the same day there
    at_home = summed(week_of(MONDAY), [stretch(at(17, 8, tz=UTC), 60, UP)])
    assert not at_home.moved_zone
    assert list(at_home.weekday_hours) == [(1, 9)]


def test_two_profiles_in_one_day_are_both_named():
    told = summed(
        week_of(MONDAY),
        [stretch(at(16, 9), 30, UP), stretch(at(16, 10), 30, UP, profile="couch")],
    )
    assert told.days[0].profiles == ("desk", "couch")
    assert told.profiles == ("desk", "couch")
    assert told.uncalibrated_days == 0


def test_a_day_without_a_profile_is_counted_as_uncalibrated():
    told = summed(week_of(MONDAY), [stretch(at(16, 9), 30, UP, profile=None)])
    assert told.uncalibrated_days == 1


@pytest.mark.parametrize(
    ("days", "kind", "parts"), [(7, "day", 7), (60, "week", 9), (365, "month", 12)]
)
def test_a_longer_period_is_shown_in_longer_parts(days, kind, parts):
    last = date(2026, 12, 31)
    first = date.fromordinal(last.toordinal() - days + 1)
    told = summed(days_between(first, last), [])
    assert {part.kind for part in told.parts} == {kind}
    assert len(told.parts) == pytest.approx(parts, abs=1)


def test_a_period_that_goes_on_ends_today():
    told = summed(week_of(MONDAY), [stretch(at(16, 9), 30, UP)], today=date(2026, 11, 18))
    assert len(told.days) == 3
    assert told.until == date(2026, 11, 18)
    assert summed(week_of(MONDAY), []).until is None
