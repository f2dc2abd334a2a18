"""When a nudge is sent, with which tip; and the promises that hold whatever happens."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from posture.core.events import Cause, HeldBack, Nudge
from posture.core.nudges.breaks import Rested, StillSitting
from posture.core.nudges.inputs import Answer, AnswerKind, Quieten, Resume
from posture.core.nudges.suppression import is_quiet
from posture.core.policies.nudges import NudgeStep
from posture.core.reasons import EpisodeEnd
from tests.support.nudging import ADVICE, POLICY, TICK, Run, ended, started


def test_an_episode_is_nudged_at_once_with_a_tip_for_its_cause():
    (nudge,) = Run().at(30.0, started(30.0, Cause.HEAD_TILTED))
    assert nudge.at_s == 30.0
    assert nudge.cause is Cause.HEAD_TILTED
    (tip,) = [tip for tip in ADVICE.fitting(Cause.HEAD_TILTED) if tip.id == nudge.tip]
    assert (nudge.text, nudge.title) == (tip.text, "Mend head tilted")
    assert nudge.step is NudgeStep.TOAST


def test_the_minute_of_the_day_turns_the_tip_and_a_reminder_is_sent_once():
    first, second = (Run().at(0.0, started(), minute=minute)[0].tip for minute in (600, 602))
    assert first != second
    run = Run()
    (reminder,) = run.at(0.0, StillSitting(0.0, 3000.0))
    assert reminder.cause is Cause.SITTING_LONG
    assert run.state.sitting is None


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


HAPPENINGS = st.sampled_from(
    ["tick", "start", "end", "leave", "sit", "rest", "useful", "false", "snooze", "focus", "resume"]
)
STEPS = st.tuples(
    st.floats(0, 900),
    HAPPENINGS,
    st.sets(st.sampled_from(["call", "locked"]), max_size=1),
    st.integers(0, 1439),
    st.sampled_from(list(Cause)),
)


def happening_of(name, at_s, cause):
    return {
        "tick": TICK,
        "start": started(at_s, cause),
        "end": ended(at_s),
        "leave": ended(at_s, EpisodeEnd.LEFT),
        "sit": StillSitting(at_s, 3000.0),
        "rest": Rested(at_s, 300.0),
        "useful": Answer(AnswerKind.USEFUL, 1),
        "false": Answer(AnswerKind.FALSE_ALARM, 1),
        "snooze": Answer(AnswerKind.SNOOZE, 1),
        "focus": Quieten(None, "focus mode"),
        "resume": Resume(),
    }[name]


@settings(max_examples=3 * settings.default.max_examples)
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
    least_s = min(cooldown_s, policy.long_cooldown_s)  # the latter before a slouch that lasts
    assert all(b - a >= least_s for a, b in pairwise(sent))
    for first in sent:
        assert sum(first <= other < first + 3600 for other in sent) <= most


@settings(max_examples=2 * settings.default.max_examples)
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
