"""What came of a nudge, and how it bears on the next: heeded, ignored, answered, praised."""

from dataclasses import replace
from itertools import pairwise

import pytest

from posture.core.events import Notice, NudgeStep
from posture.core.nudges.inputs import Answer, AnswerKind
from posture.core.nudges.suppression import pause_s
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
    "word", [lambda run: run.at(2000.0, ended(2000.0)),
             lambda run: run.at(2000.0, Answer(AnswerKind.USEFUL))],
    ids=["a correction", "the answer useful"],
)  # fmt: skip
def test_heeding_takes_the_longer_pause_and_the_louder_step_back(word):
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


def test_leaving_the_desk_after_a_nudge_is_neither_heeded_nor_ignored():
    run = Run()
    run.at(0.0, started())
    run.at(60.0, ended(60.0, "left"))
    run.ticks(61, 1000)
    assert run.state.ignored == 0


def test_snooze_from_the_notification_holds_everything_for_its_length():
    run = Run()
    run.at(0.0, started())
    run.at(10.0, Answer(AnswerKind.SNOOZE, 900))
    run.ticks(11, 909)
    assert run.held == [(600, "snoozed")]
    (nudge,) = run.at(910.0)
    assert nudge.at_s == 910.0


def test_a_false_alarm_ends_the_matter_for_this_episode_and_the_next_one_may_speak():
    run = Run()
    run.at(0.0, started())
    run.at(5.0, Answer(AnswerKind.FALSE_ALARM))
    run.ticks(6, 5000, every_s=10)
    assert len(run.nudges) == 1
    assert run.state.ignored == 0
    run.at(5100.0, ended(5100.0))
    assert run.at(5200.0, started(5200.0))


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
