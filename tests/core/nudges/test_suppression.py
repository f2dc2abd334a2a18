"""What holds a nudge back: the desktop, the user's wish, quiet hours, the pause, the hour."""

import dataclasses

import pytest
from msgspec.structs import replace

from posture.core.events import Cause, HeldBack
from posture.core.nudges.breaks import Rested, StillSitting
from posture.core.nudges.inputs import NudgeContext, Quieten, Resume
from posture.core.nudges.suppression import NudgingState, held_by, is_quiet, pause_s
from posture.core.nudges.tips import TipKind
from tests.support.nudging import POLICY, Run, ended, started


@pytest.mark.parametrize("reason", ["call", "do not disturb", "full screen", "locked"])
def test_never_while_the_desktop_is_busy_and_once_it_is_free_if_still_poor(reason):
    run = Run()
    run.at(0.0, started(), busy=[reason])
    run.ticks(1, 900, busy=[reason])
    assert run.said == [HeldBack(0.0, Cause.SLUMPED, reason)]
    (nudge,) = run.at(901.0)
    assert nudge.at_s == 901.0


def test_at_most_three_in_any_hour_and_the_fourth_waits():
    run = Run(replace(POLICY, backoff_factor=1))
    run.at(0.0, started())
    run.ticks(1, 3700)
    assert [nudge.at_s for nudge in run.nudges] == [0, 600, 1200, 3600]
    assert run.held == [(1800, "hourly limit")]


def test_a_second_episode_within_the_cooldown_waits_for_its_end_and_is_counted_once():
    run = Run()
    run.at(0.0, started())
    run.at(50.0, ended(50.0))
    run.at(100.0, started(100.0))
    run.ticks(101, 700)
    assert run.held == [(100.0, "cooldown")]
    assert [nudge.at_s for nudge in run.nudges] == [0, 600]


def test_what_is_held_back_is_dropped_when_the_episode_ends_first():
    run = Run()
    run.at(0.0, started(), busy=["call"])
    run.at(20.0, ended(20.0), busy=["call"])
    run.ticks(21, 2000, every_s=10)
    assert run.nudges == []
    assert run.held == [(0.0, "call")]


def test_quiet_hours_hold_nudges_back_over_midnight():
    run = Run()
    run.at(0.0, started(), minute=23 * 60)
    run.at(60.0, minute=6 * 60 + 59)
    assert run.held == [(0.0, "quiet hours")]
    (nudge,) = run.at(120.0, minute=7 * 60)
    assert nudge.at_s == 120.0


@pytest.mark.parametrize(
    ("minute", "quiet"), [(0, True), (419, True), (420, False), (1319, False), (1320, True)]
)
def test_a_quiet_span_includes_its_start_and_not_its_end(minute, quiet):
    assert is_quiet(minute, ((1320, 420),)) is quiet
    assert not is_quiet(minute, ())


def test_nobody_who_wants_no_steps_is_spoken_to():
    run = Run(replace(POLICY, steps=()))
    run.at(0.0, started())
    run.ticks(1, 5000, every_s=10)
    assert run.said == [HeldBack(0.0, Cause.SLUMPED, "nudges are off")]


def test_a_break_reminder_waits_for_the_cooldown_and_is_dropped_once_rested():
    run = Run()
    run.at(0.0, started())
    run.at(100.0, ended(100.0))
    run.at(200.0, StillSitting(200.0, 3000.0, TipKind.EYES))
    run.ticks(201, 700)
    assert run.held == [(200.0, "cooldown")]
    assert run.nudges[-1].cause is Cause.SITTING_LONG
    assert run.nudges[-1].tip == "look-away"
    run.at(701.0, StillSitting(701.0, 3500.0))
    run.at(800.0, Rested(800.0, 300.0))
    run.ticks(801, 4000, every_s=10)
    assert len(run.nudges) == 2


def test_after_a_restart_the_record_keeps_the_pause_and_the_variety():
    first = Run()
    first.at(0.0, started())
    again = Run(state=NudgingState(sent_at_s=(-100.0,), used=(first.nudges[0].tip,)))
    again.at(0.0, started())
    again.ticks(1, 600)
    assert again.held == [(0.0, "cooldown")]
    assert again.nudges[0].at_s == 500
    assert again.nudges[0].tip != first.nudges[0].tip


def test_focus_mode_lasts_until_it_is_taken_back():
    run = Run()
    run.at(0.0, Quieten(None, "focus mode"))
    run.at(1.0, started(1.0))
    run.ticks(2, 20_000, every_s=100)
    assert run.held == [(1.0, "focus mode")]
    (nudge,) = run.at(20_001.0, Resume())
    assert nudge.at_s == 20_001.0


RARE = replace(POLICY, cooldown_s=3600, long_s=300, long_cooldown_s=600)


def test_a_long_slouch_is_told_before_the_pause_between_messages_is_over():
    run = Run(RARE)
    run.at(0.0, started())
    run.at(50.0, ended(50.0))
    run.at(700.0, started(700.0))  # poor since 670
    run.ticks(701, 1200)
    assert [nudge.at_s for nudge in run.nudges] == [0, 970]


def test_the_shorter_pause_is_only_for_a_long_slouch():
    state = NudgingState(sent_at_s=(0.0,))
    assert (pause_s(state, RARE), pause_s(state, RARE, is_long=True)) == (3600, 600)


def test_a_long_slouch_waits_for_its_own_shorter_pause():
    run = Run(RARE)
    run.at(0.0, started())
    run.at(50.0, ended(50.0))
    run.at(100.0, started(100.0))
    run.ticks(101, 900)
    assert [nudge.at_s for nudge in run.nudges] == [0, 600]


def test_a_short_slouch_and_a_second_word_on_a_long_one_wait_for_the_whole_pause():
    run = Run(replace(RARE, backoff_factor=1))
    run.at(0.0, started())
    run.ticks(1, 3599, every_s=5)
    assert [nudge.at_s for nudge in run.nudges] == [0]
    run.ticks(3600, 3610)
    assert [nudge.at_s for nudge in run.nudges] == [0, 3600]


@pytest.mark.parametrize(
    ("minute", "is_so"), [(539, False), (540, True), (1019, True), (1020, False), (0, False)]
)
def test_a_quiet_span_begins_and_ends_to_the_minute(minute, is_so):
    assert is_quiet(minute, ((540, 1020),)) is is_so


@pytest.mark.parametrize(
    ("minute", "is_so"), [(1319, False), (1320, True), (0, True), (359, True), (360, False)]
)
def test_a_quiet_span_may_run_over_midnight(minute, is_so):
    assert is_quiet(minute, ((1320, 360),)) is is_so


def test_a_slouch_and_a_reminder_that_are_due_at_once_are_both_told_of():
    run = Run(replace(POLICY, cooldown_s=0))
    run.at(0.0, started(), busy=["call"])
    run.at(1.0, StillSitting(1.0, 3000.0), busy=["call"])
    assert [(said.cause, said.reason) for said in run.said] == [
        (Cause.SLUMPED, "call"),
        (Cause.SITTING_LONG, "call"),
    ]
    both = run.at(2.0)
    assert [nudge.cause for nudge in both] == [Cause.SLUMPED, Cause.SITTING_LONG]


def test_several_reasons_at_once_are_told_by_the_same_one_each_time():
    run = Run()
    run.at(0.0, started(), busy=["locked", "call"])
    run.at(1.0, busy=["call", "locked"])
    assert run.held == [(0.0, "call")]


def test_the_memory_holds_the_last_hour_and_always_the_last_nudge():
    run = Run(replace(POLICY, max_per_hour=100, backoff_factor=1))
    run.at(0.0, started())
    run.ticks(1, 7200, every_s=5)
    assert min(run.state.sent_at_s) > 3600
    run.at(7201.0, ended(7201.0))
    (last,) = run.state.sent_at_s[-1:]
    run.at(20_000.0)
    assert run.state.sent_at_s == (last,)


def test_a_reminder_that_comes_again_while_it_is_held_back_is_told_of_once():
    run = Run()
    for at_s in (0.0, 1200.0):
        run.at(at_s, StillSitting(at_s, 3000.0 + at_s), busy=["call"])
    assert run.held == [(0.0, "call")]


@pytest.mark.parametrize(("at_s", "reason"), [(3599.0, "hourly limit"), (3600.0, None)])
def test_a_nudge_counts_for_just_an_hour(at_s, reason):
    state = NudgingState(sent_at_s=(0.0, 1000.0, 2000.0))
    now = NudgeContext(at_s, 720, frozenset(), is_poor=True, chance=1.0)
    assert held_by(state, now, POLICY) == reason
    fewer = dataclasses.replace(state, sent_at_s=state.sent_at_s[1:])
    assert held_by(fewer, now, POLICY) is None


def test_a_reminder_to_get_up_may_come_with_any_everyday_tip_and_one_for_the_eyes_with_that():
    run = Run(replace(POLICY, cooldown_s=0, max_per_hour=60))
    for at_s in range(4):
        run.at(float(at_s), StillSitting(float(at_s), 3000.0))
    run.at(9.0, StillSitting(9.0, 3000.0, TipKind.EYES))
    *everyday, eyes = [nudge.tip for nudge in run.nudges]
    assert {tip.removeprefix("SITTING_LONG-") for tip in everyday} == {"1", "2", "3", "4"}
    assert eyes == "look-away"
