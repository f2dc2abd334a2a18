"""Spans of time by the local day they are in: cut at its midnights, each second once."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from posture.core.day.local_days import by_local_day, judged_by_day
from posture.core.day.model import JudgedTime
from posture.core.day.records import StateSpan
from posture.core.events import Cause
from posture.core.states import WatchState

BERLIN = ZoneInfo("Europe/Berlin")
UP, POOR, AWAY = WatchState.UPRIGHT, WatchState.POOR, WatchState.AWAY
FRIDAY = date(2026, 11, 20)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HOUR_US = 3_600_000_000


def span(start, hours, state=UP, **more):
    at_us = (start - EPOCH) // timedelta(microseconds=1)
    return StateSpan(at_us, 3600, round(hours * HOUR_US), state, **more)


def hours_of(spans):
    return [(part.state, part.lasting_us / HOUR_US) for part in spans]


def at(day, hour, tz=BERLIN, month=11, **more):
    return datetime(2026, month, day, hour, tzinfo=tz, **more)


def test_a_span_over_midnight_is_cut_there_and_keeps_its_cause_and_profile():
    late = span(at(20, 22), 5, POOR, cause=Cause.SLUMPED, profile="desk")
    (friday, (before,)), (saturday, (after,)) = by_local_day([late], BERLIN)
    assert (friday, saturday) == (FRIDAY, FRIDAY + timedelta(days=1))
    midnight = span(at(21, 0), 3, POOR, cause=Cause.SLUMPED, profile="desk")
    assert after == midnight
    assert before == span(at(20, 22), 2, POOR, cause=Cause.SLUMPED, profile="desk")


def test_spans_of_one_day_stay_together_and_a_day_without_any_is_left_out():
    spans = [span(at(20, 9), 1), span(at(20, 10), 2, AWAY), span(at(23, 9), 1, POOR)]
    told = [(day, hours_of(inside)) for day, inside in by_local_day(spans, BERLIN)]
    assert told == [(FRIDAY, [(UP, 1), (AWAY, 2)]), (date(2026, 11, 23), [(POOR, 1)])]
    assert not list(by_local_day([], BERLIN))


def test_a_span_that_ends_at_midnight_is_of_that_day_alone():
    spans = [span(at(20, 23), 1), span(at(21, 0), 1, POOR)]
    told = [(day.day, hours_of(inside)) for day, inside in by_local_day(spans, BERLIN)]
    assert told == [(20, [(UP, 1)]), (21, [(POOR, 1)])]


def test_a_span_of_several_days_has_a_part_in_each():
    told = [
        (day.day, hours_of(inside)) for day, inside in by_local_day([span(at(20, 12), 60)], UTC)
    ]
    assert told == [(20, [(UP, 13)]), (21, [(UP, 24)]), (22, [(UP, 23)])]


@pytest.mark.parametrize(
    ("month", "day", "hours"), [(3, 29, 23), (10, 25, 25)], ids=["an hour lost", "an hour won"]
)
def test_a_day_of_a_changed_clock_has_its_own_length(month, day, hours):
    whole = span(at(day - 1, 0, month=month), 24 + hours + 1)
    told = [hours_of(inside)[0][1] for _, inside in by_local_day([whole], BERLIN)]
    assert told == [24, hours, 1]


def test_a_clock_set_back_over_midnight_ends_a_day_at_the_first_and_begins_none_twice():
    st_johns = ZoneInfo("America/St_Johns")  # at one past midnight it was 23:01 again
    first = datetime(2010, 11, 6, tzinfo=st_johns)
    spans = [span(first.astimezone(UTC) + timedelta(minutes=30 * n), 0.5) for n in range(100)]
    told = {
        day: sum(hours for _, hours in hours_of(inside))
        for day, inside in by_local_day(spans, st_johns)
    }
    assert told == {first.date(): 24, date(2010, 11, 7): 25, date(2010, 11, 8): 1}
    # Whoever sits down at half past eleven for the second time sits down on the next day.
    again = datetime(2010, 11, 6, 23, 30, tzinfo=st_johns, fold=1).astimezone(UTC)
    ((day, _),) = by_local_day([span(again, 0.25)], st_johns)
    assert day == date(2010, 11, 7)


def test_upright_and_slouched_time_of_each_day_are_added_up_in_seconds_and_no_other():
    spans = [
        span(at(20, 9), 1),
        span(at(20, 10), 0.5, POOR),
        span(at(20, 11), 1, AWAY),
        span(at(20, 23), 2),
        span(at(21, 1), 0.25, POOR),
        span(at(21, 2), 0.25, POOR),
    ]
    assert dict(judged_by_day(spans, BERLIN)) == {
        FRIDAY: JudgedTime(upright_s=7200, poor_s=1800),
        date(2026, 11, 21): JudgedTime(upright_s=3600, poor_s=1800),
    }


def test_a_part_of_a_span_never_reaches_beyond_it():
    whole = span(at(20, 9), 2, POOR, cause=Cause.SLUMPED, profile="desk")
    before, inside, after = (span(at(20, hour), 0).at_us for hour in (8, 10, 12))
    assert whole.within(before, after) == whole
    assert whole.within(inside, after) == span(
        at(20, 10), 1, POOR, cause=Cause.SLUMPED, profile="desk"
    )
    assert whole.within(before, inside) == span(
        at(20, 9), 1, POOR, cause=Cause.SLUMPED, profile="desk"
    )
