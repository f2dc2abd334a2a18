"""The first sentence: what changed, when it is worst, what helps; only what the figures carry."""

from datetime import date, datetime

import pytest

from posture.core.day.model import JudgedTime
from posture.core.events import Cause
from posture.core.period.calendar import days_between, month_of, week_of
from posture.core.period.insights import findings, headline
from posture.core.states import WatchState
from tests.support.days import ZONE
from tests.support.periods import lived, stretch, summed

DAY = date(2026, 11, 16)
WEEK = week_of(DAY)


def at(hour, day=16):
    return datetime(2026, 11, day, hour, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("before", "begins"),
    [
        (JudgedTime(1000.0, 9000.0), "Clearly less slouching than in the week before"),
        (JudgedTime(9900.0, 100.0), "Clearly more slouching than in the week before"),
        (JudgedTime(7000.0, 3000.0), "About as much slouching as in the week before"),
        (JudgedTime(60.0, 0.0), "You sat upright most of the time"),
    ],
    ids=["less", "more", "the same", "too little before"],
)
def test_it_begins_with_what_changed(before, begins):
    assert headline(summed(WEEK, *lived(WEEK.days), before=[before])).startswith(begins)


def test_it_says_when_it_is_worst_and_what_helps():
    told = headline(summed(WEEK, *lived(WEEK.days)))
    assert "most slouching came after 1" in told
    assert told.endswith("least soon after a break.")


def test_an_even_week_is_given_no_pattern():
    times = [
        stretch(at(hour), minutes, state, Cause.SLUMPED if state is WatchState.POOR else None)
        for hour in range(9, 17)
        for minutes, state in ((30, WatchState.UPRIGHT), (10, WatchState.POOR))
    ]
    assert headline(summed(WEEK, times)) == "You sat upright most of the time."


def test_a_weekday_is_called_worst_only_from_two_of_them_on():
    month = month_of(DAY)
    told = "\n".join(findings(summed(month, *lived(month.days, level=0.15))))
    assert "On Thursdays" in told
    told = "\n".join(findings(summed(WEEK, *lived(WEEK.days, level=0.15))))
    assert "On Thursdays" not in told


@pytest.mark.parametrize(
    ("times", "says"),
    [
        ([], "Nothing was recorded this week."),
        ([stretch(at(9), 60, WatchState.AWAY)], "Nobody was seen at the desk this week."),
        ([stretch(at(9), 60, WatchState.PAUSED)], "posture was paused"),
        (
            [stretch(at(9), 60, WatchState.COVERED)],
            "Nothing could be judged this week: the lens",
        ),
        ([stretch(at(9), 4, WatchState.UPRIGHT)], "Only 4 min could be judged"),
    ],
    ids=["empty", "away", "paused", "covered", "a first few minutes"],
)
def test_a_week_with_little_in_it_says_why(times, says):
    told = summed(WEEK, times)
    assert says in headline(told)
    assert not any("%" in line for line in findings(told))


def test_a_span_of_days_is_spoken_of_as_days():
    span = days_between(date(2026, 11, 9), DAY)
    assert headline(summed(span, [])) == "Nothing was recorded on these 8 days."
