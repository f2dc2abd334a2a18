"""Bouts of one cause that hardly lie apart are one, in the report and in every count."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from posture.core.credit import CreditedTime
from posture.core.day.records import DayRecords, Delivery, EpisodeRecord, NudgeRecord
from posture.core.day.summary import summarise
from posture.core.events import Cause, EpisodeEnded, EpisodeStarted
from posture.monitor.loop import Tally
from tests.support.days import LIMITS

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SLUMPED, HEAD_DOWN = (Cause.SLUMPED,), (Cause.HEAD_DOWN,)


def bouts(*plan):
    """Episodes from (start second, end second, causes) after nine."""
    return tuple(
        EpisodeRecord(at(start_s), at(end_s), causes, 1.5, "corrected")
        for start_s, end_s, causes in plan
    )


def at(seconds):
    return NINE + timedelta(seconds=seconds)


def counted(plan):
    """The same through the monitor's own tally."""
    tally = Tally(CreditedTime(LIMITS.gap_intervals), LIMITS.merge_s)
    for a, b, causes in plan:
        tally.count(EpisodeStarted(a + 30, a, causes))
        tally.count(EpisodeEnded(b + 3, a, b, causes, 1.5, "corrected"))
    return tally.episodes


def reported(plan):
    return summarise(NINE.date(), UTC, DayRecords(episodes=bouts(*plan)), LIMITS).episodes


def test_eight_bouts_five_seconds_apart_are_one():
    plan = [(65 * n, 65 * n + 60, SLUMPED) for n in range(8)]
    (one,) = reported(plan)
    assert one.duration_s == 7 * 65 + 60
    assert one.reason == "corrected"
    assert counted(plan) == 1


@pytest.mark.parametrize(
    "plan",
    [
        [(0, 60, SLUMPED), (60 + LIMITS.merge_s, 200, SLUMPED)],
        [(0, 60, SLUMPED), (65, 125, HEAD_DOWN)],
    ],
    ids=["far enough apart", "another cause"],
)
def test_others_stay_two(plan):
    assert len(reported(plan)) == counted(plan) == 2


def test_a_nudge_within_one_bout_is_followed_by_its_last_end():
    first, second = bouts((0, 60, SLUMPED), (65, 125, SLUMPED))
    nudged = EpisodeRecord(first.started, first.ended, first.causes, 1.5, "corrected", at(30))
    day = summarise(NINE.date(), UTC, DayRecords(episodes=(second, nudged)), LIMITS)
    assert (day.tally.followed, day.tally.corrected) == (1, 1)
    assert day.tally.median_correction_s == 95


@pytest.mark.parametrize(
    ("ended_s", "reason", "answer", "counts"),
    [
        (90, "corrected", None, (1, 1)),
        (90, "corrected", "useful", (1, 1)),
        (90, "corrected", "false alarm", (0, 0)),
        (30 + 300, "corrected", None, (1, 1)),
        (30 + 14 * 60, "corrected", None, (1, 0)),
        (90, "left", None, (1, 0)),
    ],
    ids=["soon", "useful", "a false alarm", "at the last moment", "14 minutes later", "left"],
)
def test_a_nudge_is_followed_by_what_comes_within_the_time_to_answer(
    ended_s, reason, answer, counts
):
    nudge = NudgeRecord(at(30), Cause.SLUMPED, "tip", "text", Delivery.DELIVERED, "", answer)
    bout = EpisodeRecord(at(0), at(ended_s), SLUMPED, 1.5, reason, at(30))
    records = DayRecords(episodes=(bout,), nudges=(nudge,))
    tally = summarise(NINE.date(), UTC, records, LIMITS).tally
    assert (tally.followed, tally.corrected) == counts


def test_each_nudge_about_one_slouch_is_counted_by_itself():
    nudges = tuple(
        NudgeRecord(at(second), Cause.SLUMPED, "tip", "text", Delivery.DELIVERED)
        for second in (30, 630)
    )
    bout = EpisodeRecord(at(0), at(700), SLUMPED, 1.5, "corrected", at(30))
    records = DayRecords(episodes=(bout,), nudges=nudges)
    tally = summarise(NINE.date(), UTC, records, LIMITS).tally
    assert (tally.followed, tally.corrected, tally.median_correction_s) == (2, 1, 70)


def test_one_of_several_bouts_has_all_their_causes_the_worst_of_them_and_the_first_nudge():
    first, second, third = (
        EpisodeRecord(at(start_s), at(start_s + 60), causes, severity, "corrected", nudged, "desk")
        for start_s, causes, severity, nudged in (
            (0, (Cause.SLUMPED, Cause.HEAD_DOWN), 1.5, None),
            (65, (Cause.SLUMPED, Cause.TOO_CLOSE), 2.5, at(95)),
            (130, (Cause.SLUMPED, Cause.HEAD_DOWN), 1.2, at(160)),
        )
    )
    day = summarise(NINE.date(), UTC, DayRecords(episodes=(third, first, second)), LIMITS)
    assert day.episodes == (
        EpisodeRecord(
            at(0),
            at(190),
            (Cause.SLUMPED, Cause.HEAD_DOWN, Cause.TOO_CLOSE),
            2.5,
            "corrected",
            at(95),
            "desk",
        ),
    )


def test_a_bout_that_ended_before_its_nudge_was_written_down_was_corrected_at_once():
    bout = EpisodeRecord(at(0), at(60), SLUMPED, 1.5, "corrected", at(60.5))
    tally = summarise(NINE.date(), UTC, DayRecords(episodes=(bout,)), LIMITS).tally
    assert tally.median_correction_s == 0


@pytest.mark.parametrize("apart_s", [0, 0.5])
def test_bouts_that_hardly_lie_apart_are_one(apart_s):
    plan = [(0, 60, SLUMPED), (60 + apart_s, 200, SLUMPED)]
    assert len(reported(plan)) == counted(plan) == 1


def test_only_nudges_that_were_shown_about_a_bout_and_while_it_lasted_are_followed():
    nudges = tuple(
        NudgeRecord(at(second), cause, "tip", "text", outcome)
        for second, cause, outcome in (
            (-500, Cause.SLUMPED, Delivery.DELIVERED),
            (110, Cause.SLUMPED, Delivery.HELD_BACK),
            (120, Cause.SITTING_LONG, Delivery.DELIVERED),
            (125, Cause.SLUMPED, Delivery.FAILED),
            (130, Cause.SLUMPED, Delivery.DELIVERED),
            (900, Cause.SLUMPED, Delivery.DELIVERED),
        )
    )
    untold, told = bouts((0, 60, SLUMPED), (100, 200, SLUMPED))
    told = replace(told, nudged_at=at(130))
    records = DayRecords(episodes=(untold, told), nudges=nudges)
    tally = summarise(NINE.date(), UTC, records, LIMITS).tally
    assert (tally.followed, tally.corrected, tally.median_correction_s) == (1, 1, 70)


@pytest.mark.parametrize(("late_s", "counts"), [(1.5, (0, 0)), (2.5, (1, 1))])
def test_a_nudge_written_down_just_after_its_bout_has_ended_is_about_it(late_s, counts):
    bout = EpisodeRecord(at(0), at(60), SLUMPED, 1.5, "corrected", at(60))
    nudge = NudgeRecord(
        at(60 + late_s), Cause.SLUMPED, "tip", "text", Delivery.DELIVERED, "", "false alarm"
    )
    records = DayRecords(episodes=(bout,), nudges=(nudge,))
    tally = summarise(NINE.date(), UTC, records, LIMITS).tally
    assert (tally.followed, tally.corrected) == counts
