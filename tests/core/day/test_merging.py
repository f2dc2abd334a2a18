"""Bouts of one cause that hardly lie apart are one, in the report and in every count."""

from datetime import UTC, datetime, timedelta

import pytest

from posture.core.credit import CreditedTime
from posture.core.day.records import DayRecords, EpisodeRecord
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
