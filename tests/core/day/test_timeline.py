"""From looks to time: what each look is credited with, joined to spans and cut to hours."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from posture.core.day.records import SampleRecord
from posture.core.day.timeline import Credit, SpanJoiner, credits_within, day_bounds, hours_between
from posture.core.day.totals import AngleTotals
from posture.core.states import WatchState

BERLIN = ZoneInfo("Europe/Berlin")
NINE = datetime(2026, 11, 20, 9, tzinfo=BERLIN)
UP, POOR, AWAY, GAP = WatchState.UPRIGHT, WatchState.POOR, WatchState.AWAY, WatchState.GAP


def at(seconds):
    return NINE + timedelta(seconds=seconds)


def look(seconds, state=UP, **more):
    return SampleRecord(at(seconds), 5.0, state, **more)


def credited(looks, start_s=0, end_s=3600):
    """(state, start, end) of each stretch, seconds after nine."""
    return [
        (one.sample.state, (one.start - NINE).total_seconds(), (one.end - NINE).total_seconds())
        for one in credits_within(looks, at(start_s), at(end_s), 3.0)
    ]


def test_a_gap_is_credited_to_nothing_and_what_follows_it_goes_on():
    looks = [look(0), look(5, GAP), look(10, POOR), look(40), look(45, AWAY), look(46)]
    assert credited(looks) == [(UP, 0, 5), (UP, 40, 45), (AWAY, 45, 46)]


def test_stretches_are_cut_to_the_span_and_nothing_is_credited_with_no_time():
    looks = [look(0), look(5), look(5, POOR), look(10, AWAY), look(15)]
    assert credited(looks, 3, 10) == [(UP, 3, 5), (POOR, 5, 10)]
    assert credited(looks, 15, 60) == []


def test_looks_in_any_order_and_of_any_zone_come_in_order_of_time():
    tokyo = SampleRecord(at(5).astimezone(ZoneInfo("Asia/Tokyo")), 5.0, POOR)
    assert credited([look(10, AWAY), tokyo, look(0), look(12)]) == [
        (UP, 0, 5),
        (POOR, 5, 10),
        (AWAY, 10, 12),
    ]
    (stretch,) = credits_within([look(0), look(5)], at(0), at(60), 3.0)
    assert stretch.start.tzinfo is stretch.end.tzinfo is UTC


def test_a_day_is_bounded_in_utc():
    start, end = day_bounds(date(2026, 10, 25), BERLIN)
    assert (start.isoformat(), end.isoformat()) == (
        "2026-10-24T22:00:00+00:00",
        "2026-10-25T23:00:00+00:00",
    )


def test_neighbours_of_one_state_are_joined_and_others_are_not():
    joiner = SpanJoiner(BERLIN)
    for start_s, end_s, state in ((0, 5, UP), (5, 10, UP), (10, 15, POOR), (20, 25, POOR)):
        start, end = (at(seconds).astimezone(UTC) for seconds in (start_s, end_s))
        joiner.add(Credit(look(start_s, state), start, end))
    spans = joiner.spans()
    assert [(span.state, span.start, span.end) for span in spans] == [
        (UP, at(0), at(10)),
        (POOR, at(10), at(15)),
        (POOR, at(20), at(25)),
    ]
    assert [span.duration_s for span in spans] == [10, 5, 5]
    assert {time.tzinfo for span in spans for time in (span.start, span.end)} == {BERLIN}


def test_hours_begin_where_those_of_the_clock_do():
    kathmandu = ZoneInfo("Asia/Kathmandu")  # 5:45 ahead
    start = datetime(2026, 11, 20, 9, 20, 30, 500, tzinfo=kathmandu).astimezone(UTC)
    edges = hours_between(start, start + timedelta(hours=2), kathmandu)
    local = [edge.astimezone(kathmandu).time().isoformat() for edge in edges]
    assert local == ["09:20:30.000500", "10:00:00", "11:00:00", "11:20:30.000500"]
    assert hours_between(start, start, kathmandu) == (start,)


def median_of(*held):
    """held: (degrees, seconds)."""
    totals = AngleTotals()
    for degrees, seconds in held:
        totals.add(Credit(look(0, neck_deg=degrees), at(0), at(seconds)))
    return totals.medians().neck_deg


@pytest.mark.parametrize(
    ("held", "median"),
    [
        ([(1, 10), (2, 10), (3, 19)], 2),
        ([(1, 10), (2, 9), (3, 20)], 3),
        ([(1, 10), (3, 10)], 1),
        ([(3, 6), (1, 5), (3, 6), (2, 1), (1, 5)], 3),
        ([(7.123, 1)], 7.12),
        ([(None, 9)], None),
        ([], None),
    ],
)
def test_a_median_is_by_time(held, median):
    assert median_of(*held) == median
