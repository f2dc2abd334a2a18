"""The plain words say what the figures carry, and no more."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from posture.core.day.insights import (
    CAUSE_WORDS,
    UNJUDGED_WORDS,
    about_nudges,
    findings,
    headline,
)
from posture.core.day.model import Earlier
from posture.core.day.records import DayRecords, SampleRecord
from posture.core.day.summary import summarise
from posture.core.events import Cause
from posture.core.states import WatchState
from tests.support.days import AWAY_DAY, LIMITS, SHORT_DAY, a_day

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 11, 20)


def summed(records):
    return summarise(DAY, BERLIN, records, LIMITS)


def stretch(hour, minutes, state):
    start = datetime(2026, 11, 20, hour, tzinfo=BERLIN)
    return [
        SampleRecord(at=start + timedelta(seconds=5 * i), interval_s=5.0, state=state)
        for i in range(minutes * 12)
    ]


def test_a_day_that_slouches_in_the_afternoon_is_told_so():
    day = summed(a_day())
    assert "most slouching came after 1" in headline(day)
    assert any("of the slouching came after 1" in line for line in findings(day))
    assert any("The main cause was" in line for line in findings(day))


def test_slouching_in_the_morning_is_told_as_such():
    samples = (
        stretch(9, 30, WatchState.POOR)
        + stretch(10, 50, WatchState.UPRIGHT)
        + stretch(14, 50, WatchState.UPRIGHT)
        + stretch(15, 4, WatchState.POOR)
    )
    assert "before 10:00" in headline(summed(DayRecords(tuple(samples))))


def test_an_even_day_names_no_time_of_day():
    samples = [
        s
        for hour in range(9, 17)
        for s in stretch(hour, 40, WatchState.UPRIGHT)
        + [
            replace(x, at=x.at + timedelta(minutes=40), state=WatchState.POOR)
            for x in stretch(hour, 15, WatchState.UPRIGHT)
        ]
    ]
    day = summed(DayRecords(tuple(samples)))
    assert "most slouching" not in headline(day)


def test_three_minutes_are_too_little_to_speak_of():
    day = summed(a_day(plan=SHORT_DAY))
    assert headline(day).startswith("Only 3 min could be judged")
    text = " ".join(findings(day))
    assert "at least 10 min" in text
    assert "%" not in text


@pytest.mark.parametrize(
    ("records", "words"),
    [
        (DayRecords(), "Nothing was recorded"),
        (a_day(plan=AWAY_DAY), "Nobody was seen at the desk"),
        (DayRecords(tuple(stretch(9, 20, WatchState.COVERED))), "the lens was covered"),
        (DayRecords(tuple(stretch(9, 20, WatchState.PAUSED))), "paused"),
        (DayRecords(tuple(stretch(9, 20, WatchState.UPRIGHT))), "upright nearly all"),
        (DayRecords(tuple(stretch(9, 20, WatchState.POOR))), "half of the time or more"),
    ],
    ids=["nothing recorded", "only away", "only covered", "only paused", "all upright", "all poor"],
)
def test_the_headline_is_true_of_the_day(records, words):
    assert words in headline(summed(records))


def test_a_covered_lens_is_reported_and_lunch_is_not():
    text = " ".join(
        findings(
            summed(
                DayRecords(
                    tuple(
                        stretch(9, 50, WatchState.UPRIGHT)
                        + stretch(12, 50, WatchState.AWAY)
                        + stretch(14, 15, WatchState.COVERED)
                    )
                )
            )
        )
    )
    assert "15 min could not be judged: the lens was covered" in text
    assert "nobody" not in text


def test_every_state_and_every_cause_has_its_words():
    counted_elsewhere = {WatchState.UPRIGHT, WatchState.POOR, WatchState.PAUSED, WatchState.GAP}
    assert set(UNJUDGED_WORDS) == set(WatchState) - counted_elsewhere
    assert set(CAUSE_WORDS) == set(Cause)


def test_a_whole_day_is_told_in_these_words():
    day = summed(a_day())
    share = day.upright_s / day.judged_s
    assert share == pytest.approx((6 * 60 + 10) / (7 * 60 + 41), abs=0.01)
    assert headline(day) == "You sat upright most of the time; most slouching came after 14:00."
    assert findings(day) == (
        "Upright for 6 h 10 min of the 7 h 41 min that could be judged (80%).",
        "63% of the slouching came after 14:00.",
        "The main cause was holding the head forward, 42% of the slouching.",
        "The longest slouch lasted 9 min, from 16:12, with a slumped torso.",
        "After a nudge you sat up 12 of 14 times, half of them within 40 s.",
        "The longest time in one position was 15 min, from 15:48.",
        "1 nudge could not be shown (no notification service); `posture doctor` suggests fixes.",
    )


@pytest.mark.parametrize(
    ("upright_min", "poor_min", "said"),
    [
        (60, 5, "You sat upright nearly all of the time."),
        (30, 10, "You sat upright most of the time."),
        (30, 25, "You sat upright a little more than half of the time; most slouching came after"),
        (20, 20, "You slouched for half of the time or more; most slouching came after 10:00."),
    ],
)
def test_how_one_sat_goes_by_the_share(upright_min, poor_min, said):
    samples = stretch(9, upright_min, WatchState.UPRIGHT) + stretch(10, poor_min, WatchState.POOR)
    day = summed(DayRecords(tuple(samples)))
    assert headline(day).startswith(said)


@pytest.mark.parametrize(
    ("days", "share", "said"),
    [
        (
            1,
            0.5,
            "Clearly less slouching than on the day watched before: 25% slouching against 50%.",
        ),
        (3, 0.1, "Clearly more slouching than on the 3 days watched before: "),
        (2, 0.25, "Much like the 2 days watched before: 25% slouching against 25%."),
    ],
)
def test_a_day_is_compared_with_those_before(days, share, said):
    samples = stretch(9, 30, WatchState.UPRIGHT) + stretch(10, 10, WatchState.POOR)
    day = summed(DayRecords(tuple(samples)))
    day = replace(day, earlier=Earlier(days, share))
    assert findings(day)[-1].startswith(said)


@pytest.mark.parametrize(
    ("failed", "said"),
    [
        (1, "1 nudge could not be shown (no bus); `posture doctor` suggests fixes."),
        (2, "2 nudges could not be shown (no bus); `posture doctor` suggests fixes."),
    ],
)
def test_nudges_that_could_not_be_shown_are_counted(failed, said):
    day = summed(DayRecords(tuple(stretch(9, 30, WatchState.UPRIGHT))))
    day = replace(day, tally=replace(day.tally, failed={"no bus": failed}))
    assert findings(day)[-1] == said


@pytest.mark.parametrize(
    ("followed", "corrected", "median_s", "said"),
    [
        (3, 1, 20.0, ["After a nudge you sat up once, after 20 s."]),
        (3, 2, 20.0, ["After a nudge you sat up 2 of 3 times, half of them within 20 s."]),
        (3, 0, None, ["None of the 3 nudges was followed by sitting up."]),
        (0, 0, None, []),
    ],
)
def test_what_followed_the_nudges(followed, corrected, median_s, said):
    tally = summed(DayRecords()).tally
    tally = replace(tally, followed=followed, corrected=corrected, median_correction_s=median_s)
    assert [*about_nudges(tally)] == said
