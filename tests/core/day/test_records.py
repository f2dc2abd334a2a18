"""What is kept of a look and of a slouch: every value in its place."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest

from posture.core.angles.angles import Angles
from posture.core.day.records import (
    Delivery,
    EpisodeRecord,
    MinuteRecord,
    NudgeRecord,
    Origin,
    SampleRecord,
)
from posture.core.events import Assessment, Cause, EpisodeEnd, EpisodeEnded, Sample, Verdict
from posture.core.pose.view import View
from posture.core.states import WatchState

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
ORIGIN = Origin("me", "cam", is_apart=True)
KEPT = ("neck", "torso", "neck_change", "torso_change", "neck_uncertainty", "torso_uncertainty")


def wall(at_s):
    return AT + timedelta(seconds=at_s)


def test_a_look_is_kept_with_each_of_its_angles():
    degrees = {f"{name}_deg": float(number) for number, name in enumerate(KEPT, start=1)}
    assessment = Assessment(Verdict.POOR, 1.5, (Cause.SLUMPED, Cause.HEAD_DOWN))
    sample = Sample(3.0, WatchState.POOR, 2.5, assessment, Angles(View.FRONTAL, 0.9, **degrees))
    kept = SampleRecord.of(sample, AT, ORIGIN)
    assert {field.name: getattr(kept, field.name) for field in fields(kept)} == {
        "at": AT,
        "interval_s": 2.5,
        "state": WatchState.POOR,
        "posture": Verdict.POOR,
        "severity": 1.5,
        "cause": Cause.SLUMPED,
        **degrees,
        "profile": "me",
        "source": "cam",
        "is_apart": True,
    }


def test_a_look_without_angles_or_origin_has_none():
    sample = Sample(3.0, WatchState.AWAY, 5.0, Assessment(Verdict.UNKNOWN, None))
    assert SampleRecord.of(sample, AT) == SampleRecord(AT, 5.0, WatchState.AWAY)


@pytest.mark.parametrize("nudged_at_s", [None, 40.0])
def test_a_slouch_is_kept_by_the_clock_on_the_wall(nudged_at_s):
    ended = EpisodeEnded(99.0, 10.0, 90.0, (Cause.SLUMPED,), 1.7, EpisodeEnd.CORRECTED, nudged_at_s)
    told = None if nudged_at_s is None else wall(nudged_at_s)
    times = wall(10.0), wall(90.0)
    what = (Cause.SLUMPED,), 1.7, EpisodeEnd.CORRECTED, told
    assert EpisodeRecord.of(ended, wall, ORIGIN) == EpisodeRecord(*times, *what, "me", "cam", True)  # noqa: FBT003
    assert EpisodeRecord.of(ended, wall) == EpisodeRecord(*times, *what)


@pytest.mark.parametrize("naive", ["started", "ended", "nudged_at"])
def test_every_time_of_a_slouch_needs_its_offset(naive):
    times = {"started": AT, "ended": AT, "nudged_at": AT}
    times[naive] = AT.replace(tzinfo=None)
    with pytest.raises(ValueError, match=r"^2026-11-20T09:00:00 has no UTC offset$"):
        EpisodeRecord(times["started"], times["ended"], (), 1.0, "left", times["nudged_at"])


def test_no_slouch_lasts_less_than_nothing_however_the_clock_was_set():
    back = EpisodeRecord(AT, wall(-60), (), 1.0, EpisodeEnd.CORRECTED, wall(-30))
    assert (back.duration_s, back.correction_s) == (0.0, 0.0)
    on = EpisodeRecord(AT, wall(60), (), 1.0, EpisodeEnd.CORRECTED, wall(20))
    assert (on.duration_s, on.correction_s) == (60.0, 40.0)
    left = EpisodeRecord(AT, wall(60), (), 1.0, EpisodeEnd.LEFT, wall(20))
    assert left.correction_s is None
    assert EpisodeRecord(AT, wall(60), (), 1.0, EpisodeEnd.CORRECTED).correction_s is None


def test_the_time_of_a_nudge_and_of_a_minute_need_their_offset_too():
    with pytest.raises(ValueError, match="no UTC offset"):
        MinuteRecord(AT.replace(tzinfo=None), 1, WatchState.AWAY)
    with pytest.raises(ValueError, match="no UTC offset"):
        NudgeRecord(AT.replace(tzinfo=None), Cause.SLUMPED, "t", "text", Delivery.DELIVERED)
