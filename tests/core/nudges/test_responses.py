"""What came of a nudge, and how it bears on the next: followed, ignored, answered, praised."""

from itertools import pairwise

import pytest
from msgspec.structs import replace

from posture.core.events import Cause, EpisodeStarted, Notice
from posture.core.nudges.breaks import StillSitting
from posture.core.nudges.inputs import Answer, AnswerKind, Quieten
from posture.core.nudges.suppression import NudgingState, pause_s
from posture.core.policies.nudges import NudgeStep
from posture.core.reasons import EpisodeEnd, NoticeKind
from tests.support.nudging import POLICY, Run, ended, started


def test_an_ignored_nudge_makes_the_next_pause_longer_up_to_a_bound():
    run = Run(replace(POLICY, max_per_hour=100))
    run.at(0.0, started())
    run.ticks(1, 12000, every_s=5)
    times = [nudge.at_s for nudge in run.nudges]
    gaps = [round((b - a) / 600) for a, b in pairwise(times)]
    assert gaps[:4] == [1, 2, 4, 4]
    assert run.held == []


@pytest.mark.parametrize(
    "word",
    [
        lambda run: run.at(2000.0, ended(2000.0)),
        lambda run: run.at(2000.0, Answer(AnswerKind.USEFUL, run.nudges[-1].id)),
    ],
    ids=["a correction", "the answer useful"],
)
def test_following_it_takes_the_longer_pause_and_the_louder_step_back(word):
    run = Run(
        replace(POLICY, answer_s=500, max_per_hour=100, steps=(NudgeStep.TRAY, NudgeStep.TOAST))
    )
    run.at(0.0, started())
    run.ticks(1, 1999)
    assert [nudge.step for nudge in run.nudges] == [
        NudgeStep.TRAY,
        NudgeStep.TOAST,
        NudgeStep.TOAST,
    ]
    assert run.state.ignored == 2
    assert pause_s(run.state, run.policy) == 1200
    word(run)
    assert run.state.ignored == 0
    assert pause_s(run.state, run.policy) == 600
    run.at(2001.0, ended(2001.0))
    (nudge,) = run.at(9000.0, started(9000.0))
    assert nudge.step is NudgeStep.TRAY


@pytest.mark.parametrize("before", [0, 2])
def test_leaving_the_desk_after_a_nudge_is_neither_followed_nor_ignored(before):
    run = Run(state=NudgingState(ignored=before, step=before))
    run.at(0.0, started())
    run.at(60.0, ended(60.0, EpisodeEnd.LEFT))
    run.ticks(61, 1000)
    assert (run.state.ignored, run.state.step) == (before, before)


def test_each_ignored_nudge_goes_one_step_on_and_the_last_step_stays():
    steps = (NudgeStep.TRAY, NudgeStep.TOAST, NudgeStep.DIM)
    run = Run(replace(POLICY, max_per_hour=100, steps=steps))
    run.at(0.0, started())
    run.ticks(1, 9000, every_s=5)
    assert [nudge.step for nudge in run.nudges][:5] == [*steps, NudgeStep.DIM, NudgeStep.DIM]
    assert run.state.step == 2


def test_a_watch_with_one_step_never_leaves_it():
    run = Run()
    run.at(0.0, started())
    run.ticks(1, 302)
    assert (run.state.ignored, run.state.step) == (1, 0)


def test_a_nudge_that_was_answered_or_ignored_stays_the_last_one_and_is_closed():
    for word in (lambda run: run.at(5.0, Answer(AnswerKind.FALSE_ALARM, 1)), lambda _: None):
        run = Run()
        run.at(0.0, started())
        word(run)
        run.ticks(6, 302)
        assert run.state.last is not None
        assert (run.state.last.id, run.state.last.is_open) == (1, False)


def test_a_snooze_holds_everything_for_its_length():
    run = Run()
    run.at(0.0, started())
    run.at(10.0, Quieten(910.0, "snoozed"))
    run.ticks(11, 909)
    assert run.held == [(600, "snoozed")]
    (nudge,) = run.at(910.0)
    assert nudge.at_s == 910.0


def test_a_false_alarm_ends_the_matter_for_this_episode_and_the_next_one_may_speak():
    run = Run()
    run.at(0.0, started())
    run.at(5.0, Answer(AnswerKind.FALSE_ALARM, 1))
    run.ticks(6, 5000, every_s=10)
    assert len(run.nudges) == 1
    assert run.state.ignored == 0
    run.at(5100.0, ended(5100.0))
    assert run.at(5200.0, started(5200.0))


def test_a_false_alarm_on_an_earlier_nudge_leaves_the_episode_and_the_nudge_of_now_alone():
    run = Run()
    (first,) = run.at(0.0, started())
    run.at(300.0, ended(300.0, EpisodeEnd.LEFT))
    (second,) = run.at(700.0, started(700.0, Cause.HEAD_DOWN))
    run.at(710.0, Answer(AnswerKind.FALSE_ALARM, first.id))
    assert run.state.last is not None
    assert run.state.last.is_open
    run.ticks(711, 1400)
    assert [nudge.cause for nudge in run.nudges[1:]] == [Cause.HEAD_DOWN] * 2
    run.at(1401.0, Answer(AnswerKind.FALSE_ALARM, second.id))
    assert run.state.episode is None


def test_an_answer_to_a_break_reminder_is_none_to_the_nudge_about_posture():
    run = Run(replace(POLICY, cooldown_s=0))
    run.at(0.0, started())
    (reminder,) = run.at(1.0, StillSitting(1.0, 3000.0))
    assert reminder.cause is Cause.SITTING_LONG
    run.at(2.0, Answer(AnswerKind.FALSE_ALARM, reminder.id))
    assert run.state.episode is not None
    run.ticks(3, 302)
    assert run.state.ignored == 1


def test_praise_is_said_only_on_request_and_only_for_a_corrected_posture():
    for praise, reason, expected in [
        (True, EpisodeEnd.CORRECTED, 1),
        (True, EpisodeEnd.LEFT, 0),
        (False, EpisodeEnd.CORRECTED, 0),
    ]:
        run = Run(replace(POLICY, praise=praise))
        run.at(0.0, started())
        said = run.at(40.0, ended(40.0, reason))
        # One tip was given so far, so that it is the second word's turn.
        assert [*said] == [Notice(40.0, NoticeKind.PRAISE, "Well sat.")] * expected


def test_no_praise_in_a_call_nor_for_a_correction_nobody_was_nudged_for():
    run = Run(replace(POLICY, praise=True))
    run.at(0.0, started(), busy=["call"])
    assert run.at(40.0, ended(40.0)) == ()
    run.at(1000.0, started(1000.0))
    assert run.at(1040.0, ended(1040.0), busy=["call"]) == ()


def test_a_kind_word_and_a_reminder_that_are_due_at_once_are_both_said():
    run = Run(replace(POLICY, praise=True, cooldown_s=0))
    run.at(0.0, started())
    run.at(1.0, StillSitting(1.0, 3000.0), busy=["call"])
    praise, reminder = run.at(40.0, ended(40.0))
    assert praise.kind is NoticeKind.PRAISE
    assert reminder.cause is Cause.SITTING_LONG


def test_a_slouch_without_a_cause_is_told_as_a_head_held_forward():
    (nudge,) = Run().at(0.0, EpisodeStarted(0.0, -30.0, ()))
    assert nudge.cause is Cause.HEAD_FORWARD
