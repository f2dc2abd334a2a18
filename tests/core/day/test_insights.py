"""The plain words say what the figures carry, and no more."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from posture.core.credit import CreditedTime
from posture.core.day.insights import (
    CAUSE_WORDS,
    UNJUDGED_WORDS,
    about_cause,
    about_nudges,
    about_unjudged,
    findings,
    headline,
    share_in_words,
    worst_part,
)
from posture.core.day.model import Earlier
from posture.core.day.records import DayRecords, EpisodeRecord, SampleRecord
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
    assert findings(day) == (
        "Shares and patterns need at least 10 min of judged time; there was 3 min.",
    )


def test_a_day_of_which_nothing_could_be_judged_says_for_how_long_and_why():
    records = stretch(9, 11, WatchState.COVERED) + stretch(10, 9, WatchState.STALE)
    assert findings(summed(DayRecords(tuple(records)))) == (
        "Shares and patterns need at least 10 min of judged time; there was none.",
        "11 min could not be judged: the lens was covered.",
    )


def test_what_hindered_longest_is_told_first_and_ten_minutes_are_enough():
    told = about_unjudged(
        {WatchState.COVERED: 600.0, WatchState.BUSY: 900.0, WatchState.STALE: 599.0}, 600.0, str
    )
    assert [*told] == [
        "900.0 could not be judged: another program was using the camera.",
        "600.0 could not be judged: the lens was covered.",
    ]


def test_what_hindered_longest_is_told_first_whatever_it_is_called():
    told = about_unjudged({WatchState.BUSY: 600.0, WatchState.COVERED: 900.0}, 600.0, str)
    assert [words.split()[0] for words in told] == ["900.0", "600.0"]


@pytest.mark.parametrize(("poor_min", "is_told"), [(4, False), (5, True)])
def test_a_main_cause_is_told_from_half_of_what_a_share_needs(poor_min, is_told):
    slumped = [replace(one, cause=Cause.SLUMPED) for one in stretch(9, poor_min, WatchState.POOR)]
    upright = stretch(10, 30, WatchState.UPRIGHT)
    follows = slumped[-1].at + timedelta(seconds=5)
    samples = [*slumped, replace(upright[0], at=follows), *upright]
    told = findings(summed(DayRecords(tuple(samples))))
    assert any("cause was a slumped torso" in line for line in told) is is_told


@pytest.mark.parametrize(
    ("causes", "why"), [((Cause.SLUMPED, Cause.HEAD_DOWN), ", with a slumped torso"), ((), "")]
)
def test_the_longest_slouch_is_told_with_its_time_and_main_cause(causes, why):
    day = summed(DayRecords(tuple(stretch(9, 30, WatchState.UPRIGHT))))
    at = datetime(2026, 11, 20, 9, 5, tzinfo=BERLIN)
    long, short = (
        EpisodeRecord(
            at + timedelta(hours=later),
            at + timedelta(hours=later, minutes=lasting),
            causes,
            1.5,
            "left",
        )
        for later, lasting in ((2, 7), (0, 3))
    )
    told = findings(replace(day, episodes=(short, long)))
    assert f"The longest slouch lasted 7 min, from 11:05{why}." in told


def test_the_first_words_say_how_much_of_what_was_judged_was_upright():
    samples = stretch(9, 30, WatchState.UPRIGHT) + stretch(10, 10, WatchState.POOR)
    by_state = {WatchState.UPRIGHT: 1800.0, WatchState.POOR: 600.0}
    day = replace(summed(DayRecords(tuple(samples))), by_state=by_state)
    assert findings(day)[0] == "Upright for 30 min of the 40 min that could be judged (75%)."


@pytest.mark.parametrize(("still_s", "is_told"), [(599, False), (600, True)])
def test_the_longest_time_in_one_position_is_told_where_it_was_long(still_s, is_told):
    day = summed(DayRecords(tuple(stretch(9, 30, WatchState.UPRIGHT))))
    at = datetime(2026, 11, 20, 9, 10, tzinfo=BERLIN)
    told = findings(replace(day, still=(at, at + timedelta(seconds=still_s))))
    assert ("The longest time in one position was 10 min, from 09:10." in told) is is_told


@pytest.mark.parametrize(
    ("before", "said"), [(0.75, "Clearly less"), (0.74, "Much like"), (1 / 3, "Clearly more")]
)
def test_so_many_times_as_much_is_clearly_more_or_less(before, said):
    samples = stretch(9, 20, WatchState.UPRIGHT) + stretch(10, 20, WatchState.POOR)
    day = summed(DayRecords(tuple(samples)))
    half = replace(day, by_state={WatchState.UPRIGHT: 1200.0, WatchState.POOR: 1200.0})
    assert findings(replace(half, earlier=Earlier(2, before)))[-1].startswith(said)


def test_a_cause_that_was_the_only_one_is_called_so():
    assert about_cause(Cause.HEAD_TILTED, 1.0) == "The only cause was a tilted head."
    assert about_cause(Cause.HEAD_TILTED, 0.99) == (
        "The main cause was a tilted head, 99% of the slouching."
    )


@pytest.mark.parametrize(
    ("share", "words"), [(0.1, "most of"), (0.35, "a little more than half"), (0.5, "slouched")]
)
def test_a_share_at_a_limit_is_worded_as_what_lies_above_it(share, words):
    assert words in share_in_words(share)


def hours(*minutes):
    """Hours by their (upright, slouched) minutes."""
    return [
        CreditedTime(3.0, {WatchState.UPRIGHT: 60.0 * upright, WatchState.POOR: 60.0 * poor})
        for upright, poor in minutes
    ]


@pytest.mark.parametrize(
    ("minutes", "found"),
    [
        ([(20, 0), (10, 5)], (1, True, 1.0)),
        ([(20, 0), (10, 4)], None),  # of slouching there is too little
        ([(10, 5), (20, 0)], (1, False, 1.0)),
        ([(20, 0), (20, 0), (10, 5)], (2, True, 1.0)),
        ([(20, 2), (20, 2), (20, 6)], (2, True, 0.6)),
        ([(20, 2), (20, 3), (20, 6)], (1, True, 9 / 11)),
        ([(10, 0), (5, 4), (3, 6)], (1, True, 1.0)),  # in the last hour too little was judged
        ([(20, 10)], None),
        ([(20, 4), (20, 4)], None),
    ],
)
def test_the_worst_part_of_a_day_is_where_most_of_the_slouching_is_and_clearly_denser(
    minutes, found
):
    assert worst_part(hours(*minutes), LIMITS.report) == (
        found and (*found[:2], pytest.approx(found[2]))
    )


@pytest.mark.parametrize(
    ("records", "words"),
    [
        (DayRecords(), "Nothing was recorded on this day."),
        (a_day(plan=AWAY_DAY), "Nobody was seen at the desk on this day."),
        (DayRecords(tuple(stretch(9, 20, WatchState.COVERED))), "the lens was covered"),
        (
            DayRecords(
                tuple(stretch(9, 20, WatchState.UNRELIABLE) + stretch(12, 30, WatchState.BUSY))
            ),
            "Nothing could be judged on this day: another program was using the camera.",
        ),
        (
            DayRecords(tuple(stretch(9, 20, WatchState.PAUSED))),
            "posture was paused: nothing was judged on this day.",
        ),
        (DayRecords(tuple(stretch(9, 20, WatchState.UPRIGHT))), "upright nearly all"),
        (DayRecords(tuple(stretch(9, 20, WatchState.POOR))), "half of the time or more"),
    ],
    ids=[
        "nothing recorded",
        "only away",
        "only covered",
        "busy for longest",
        "only paused",
        "all upright",
        "all poor",
    ],
)
def test_the_headline_is_true_of_the_day(records, words):
    said = headline(summed(records))
    assert words in said
    assert said == words or not words.endswith(".")


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
