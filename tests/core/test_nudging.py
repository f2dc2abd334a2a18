"""The nudge policy: rare, at a good moment, less when it is not heeded."""

import tomllib
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posture.core.advice import Kind, load_advice
from posture.core.breaks import Rested, StillSitting
from posture.core.events import (
    Cause,
    EpisodeEnded,
    EpisodeStarted,
    HeldBack,
    Notice,
    Nudge,
    Step,
)
from posture.core.happenings import Answer, AnswerKind, Moment, Quieten, Resume, Tick
from posture.core.nudging import NudgePolicy, NudgingState, decide, is_quiet, pause_s
from posture.paths import resource

ADVICE = load_advice(tomllib.loads(resource("config/advice.toml").read_text(encoding="utf-8")))
POLICY = NudgePolicy(
    cooldown_s=600,
    max_per_hour=3,
    answer_s=300,
    backoff_factor=2,
    backoff_max=4,
    snooze_s=1800,
    quiet_minutes=((22 * 60, 7 * 60),),
)
TICK = Tick()
NOON = 720


def started(at_s=0.0, cause=Cause.SLUMPED):
    return EpisodeStarted(at_s, at_s - 30, (cause,))


def ended(at_s, reason="corrected"):
    return EpisodeEnded(at_s, 0.0, at_s - 3, (Cause.SLUMPED,), 1.5, reason)


class Run:
    """Feeds happenings and keeps what was said."""

    def __init__(self, policy=POLICY, state=None):
        self.policy = policy
        self.state = state or NudgingState()
        self.said = []

    def at(self, at_s, happening=TICK, busy=(), minute=NOON, *, is_poor=True):
        now = Moment(at_s, minute, frozenset(busy), is_poor=is_poor)
        self.state, said = decide(self.state, now, happening, self.policy, ADVICE)
        self.said += said
        return said

    def ticks(self, start_s, end_s, every_s=1.0, **how):
        at_s = start_s
        while at_s <= end_s:
            self.at(at_s, **how)
            at_s += every_s
        return self

    @property
    def nudges(self):
        return [said for said in self.said if isinstance(said, Nudge)]

    @property
    def held(self):
        return [(said.at_s, said.reason) for said in self.said if isinstance(said, HeldBack)]


def test_an_episode_is_nudged_at_once_with_a_tip_for_its_cause():
    (nudge,) = Run().at(30.0, started(30.0, Cause.HEAD_TILTED))
    assert nudge.at_s == 30.0
    assert nudge.cause is Cause.HEAD_TILTED
    assert nudge.tip in {tip.id for tip in ADVICE.fitting(Cause.HEAD_TILTED)}
    assert nudge.step is Step.TOAST


def test_an_episode_that_goes_on_is_nudged_again_only_after_the_cooldown():
    run = Run()
    run.at(0.0, started())
    run.ticks(1, 1799)
    assert [nudge.at_s for nudge in run.nudges] == [0, 600]
    assert run.held == []
    assert len({nudge.tip for nudge in run.nudges}) == 2


def test_without_a_cooldown_an_episode_is_told_again_only_after_the_time_to_answer():
    run = Run(replace(POLICY, cooldown_s=0, max_per_hour=60))
    run.at(0.0, started())
    run.ticks(1, 700)
    assert [nudge.at_s for nudge in run.nudges] == [0, 301, 602]
    run.at(701.0, ended(701.0))
    run.at(720.0, started(720.0))
    assert run.nudges[-1].at_s == 720


def test_whoever_has_just_sat_up_or_turned_away_is_not_told_though_the_episode_is_not_over():
    run = Run()
    run.at(0.0, started(), busy=["call"])
    run.ticks(1, 20, busy=["call"])
    run.ticks(21, 60, is_poor=False)
    run.at(60.5, Resume(), is_poor=False)
    assert run.nudges == []
    run.at(61.0)
    assert [nudge.at_s for nudge in run.nudges] == [61]


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


def test_an_ignored_nudge_makes_the_next_pause_longer_up_to_a_bound():
    run = Run(replace(POLICY, max_per_hour=100))
    run.at(0.0, started())
    run.ticks(1, 12000, every_s=5)
    times = [nudge.at_s for nudge in run.nudges]
    gaps = [round((b - a) / 600) for a, b in pairwise(times)]
    assert gaps[:4] == [1, 2, 4, 4]
    assert run.held == []


@pytest.mark.parametrize(
    "word", [lambda run: run.at(2000.0, ended(2000.0)),
             lambda run: run.at(2000.0, Answer(AnswerKind.USEFUL))],
    ids=["a correction", "the answer useful"],
)  # fmt: skip
def test_heeding_takes_the_longer_pause_and_the_louder_step_back(word):
    run = Run(replace(POLICY, answer_s=500, max_per_hour=100, steps=(Step.TRAY, Step.TOAST)))
    run.at(0.0, started())
    run.ticks(1, 1999)
    assert [nudge.step for nudge in run.nudges] == [Step.TRAY, Step.TOAST, Step.TOAST]
    assert run.state.ignored == 2
    assert pause_s(run.state, run.policy) == 1200
    word(run)
    assert run.state.ignored == 0
    assert pause_s(run.state, run.policy) == 600
    run.at(2001.0, ended(2001.0))
    (nudge,) = run.at(9000.0, started(9000.0))
    assert nudge.step is Step.TRAY


def test_leaving_the_desk_after_a_nudge_is_neither_heeded_nor_ignored():
    run = Run()
    run.at(0.0, started())
    run.at(60.0, ended(60.0, "left"))
    run.ticks(61, 1000)
    assert run.state.ignored == 0


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


def test_snooze_from_the_notification_holds_everything_for_its_length():
    run = Run()
    run.at(0.0, started())
    run.at(10.0, Answer(AnswerKind.SNOOZE, 900))
    run.ticks(11, 909)
    assert run.held == [(600, "snoozed")]
    (nudge,) = run.at(910.0)
    assert nudge.at_s == 910.0


def test_focus_mode_lasts_until_it_is_taken_back():
    run = Run()
    run.at(0.0, Quieten(None, "focus mode"))
    run.at(1.0, started(1.0))
    run.ticks(2, 20_000, every_s=100)
    assert run.held == [(1.0, "focus mode")]
    (nudge,) = run.at(20_001.0, Resume())
    assert nudge.at_s == 20_001.0


def test_a_false_alarm_ends_the_matter_for_this_episode_and_the_next_one_may_speak():
    run = Run()
    run.at(0.0, started())
    run.at(5.0, Answer(AnswerKind.FALSE_ALARM))
    run.ticks(6, 5000, every_s=10)
    assert len(run.nudges) == 1
    assert run.state.ignored == 0
    run.at(5100.0, ended(5100.0))
    assert run.at(5200.0, started(5200.0))


def test_nobody_who_wants_no_steps_is_spoken_to():
    run = Run(replace(POLICY, steps=()))
    run.at(0.0, started())
    run.ticks(1, 5000, every_s=10)
    assert run.said == [HeldBack(0.0, Cause.SLUMPED, "nudges are off")]


def test_praise_is_said_only_on_request_and_only_for_a_corrected_posture():
    for praise, reason, expected in [
        (True, "corrected", 1), (True, "left", 0), (False, "corrected", 0),
    ]:  # fmt: skip
        run = Run(replace(POLICY, praise=praise))
        run.at(0.0, started())
        said = run.at(40.0, ended(40.0, reason))
        assert [type(word) for word in said] == [Notice] * expected


def test_no_praise_in_a_call_nor_for_a_correction_nobody_was_nudged_for():
    run = Run(replace(POLICY, praise=True))
    run.at(0.0, started(), busy=["call"])
    assert run.at(40.0, ended(40.0)) == ()
    run.at(1000.0, started(1000.0))
    assert run.at(1040.0, ended(1040.0), busy=["call"]) == ()


def test_a_break_reminder_waits_for_the_cooldown_and_is_dropped_once_rested():
    run = Run()
    run.at(0.0, started())
    run.at(100.0, ended(100.0))
    run.at(200.0, StillSitting(200.0, 3000.0, Kind.EYES))
    run.ticks(201, 700)
    assert run.held == [(200.0, "cooldown")]
    assert run.nudges[-1].cause is Cause.SITTING_LONG
    assert run.nudges[-1].tip in {"eyes-far", "eyes-window"}
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


HAPPENINGS = st.sampled_from(
    ["tick", "start", "end", "leave", "sit", "rest", "useful", "false", "snooze", "focus", "resume"]
)
STEPS = st.tuples(
    st.floats(0, 900), HAPPENINGS, st.sets(st.sampled_from(["call", "locked"]), max_size=1),
    st.integers(0, 1439), st.sampled_from(list(Cause)),
)  # fmt: skip


def happening_of(name, at_s, cause):
    return {
        "tick": TICK,
        "start": started(at_s, cause),
        "end": ended(at_s),
        "leave": ended(at_s, "left"),
        "sit": StillSitting(at_s, 3000.0),
        "rest": Rested(at_s, 300.0),
        "useful": Answer(AnswerKind.USEFUL),
        "false": Answer(AnswerKind.FALSE_ALARM),
        "snooze": Answer(AnswerKind.SNOOZE),
        "focus": Quieten(None, "focus mode"),
        "resume": Resume(),
    }[name]


@settings(max_examples=300, deadline=None)
@given(steps=st.lists(STEPS, max_size=80), most=st.integers(1, 4), cooldown_s=st.floats(1, 900))
def test_whatever_happens_the_promises_hold(steps, most, cooldown_s):
    policy = replace(POLICY, max_per_hour=most, cooldown_s=cooldown_s)
    run, at_s, sent = Run(policy), 0.0, []
    for wait_s, name, busy, minute, cause in steps:
        at_s += wait_s
        said = run.at(at_s, happening_of(name, at_s, cause), busy, minute)
        nudges = [word for word in said if isinstance(word, Nudge)]
        assert len(nudges) <= 1
        if nudges:
            assert not busy
            assert not is_quiet(minute, policy.quiet_minutes)
            assert run.state.quiet is None
            sent.append(at_s)
        for word in said:
            if isinstance(word, HeldBack):
                assert word.reason
    assert all(b - a >= cooldown_s for a, b in pairwise(sent))
    for first in sent:
        assert sum(first <= other < first + 3600 for other in sent) <= most


@settings(max_examples=100, deadline=None)
@given(
    ticks=st.lists(st.floats(0, 3000), max_size=60),
    calls=st.tuples(st.floats(0, 2000), st.floats(0, 1000)),
)
def test_how_often_it_ticks_changes_when_but_never_what_or_how_much_is_held(ticks, calls):
    call_from_s, call_for_s = calls

    def play(times):
        run = Run()
        run.at(0.0, started(), busy=["call"] if call_from_s == 0 else [])
        for at_s in sorted(times):
            busy = ["call"] if call_from_s <= at_s < call_from_s + call_for_s else []
            run.at(at_s, busy=busy)
        return run

    grid = [float(second) for second in range(0, 3001, 5)]
    coarse, fine = play(grid), play(grid + ticks)
    assert [nudge.tip for nudge in coarse.nudges] == [nudge.tip for nudge in fine.nudges]
    for a, b in zip(coarse.nudges, fine.nudges, strict=True):
        assert abs(a.at_s - b.at_s) <= 15
