"""False alarms loosen their cause in small, bounded steps, and nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.core.events import Cause
from posture.core.nudges.feedback import (
    Feedback,
    Leniency,
    Loosened,
    learn,
    lenient,
)
from posture.core.nudges.inputs import AnswerKind
from posture.core.policies.nudges import FeedbackPolicy
from posture.core.verdict.rules import sensitivity
from tests.support import policies

POLICY = FeedbackPolicy(false_alarms=3, step=0.05, max_steps=2)
RULES = policies.RULES
FALSE, USEFUL = AnswerKind.FALSE_ALARM, AnswerKind.USEFUL


def told(answers, cause=Cause.SLUMPED, feedback=None):
    feedback, steps = feedback or Feedback(), []
    for answer in answers:
        feedback, loosened = learn(feedback, cause, answer, POLICY)
        steps += [loosened] if loosened else []
    return feedback, steps


def test_three_false_alarms_loosen_their_cause_by_one_reported_step():
    feedback, steps = told([FALSE, FALSE])
    assert steps == []
    feedback, steps = told([FALSE], feedback=feedback)
    assert steps == [Loosened(Cause.SLUMPED, pytest.approx(1.05))]
    assert feedback.loosened(POLICY) == {Cause.SLUMPED: pytest.approx(1.05)}
    assert feedback.factor(Cause.HEAD_DOWN, POLICY) == 1.0


def test_a_useful_nudge_between_begins_the_count_anew_and_keeps_the_steps():
    feedback, steps = told([FALSE, FALSE, USEFUL, FALSE, FALSE])
    assert steps == []
    feedback, _ = told([FALSE] * 3 + [USEFUL])
    assert feedback.causes[Cause.SLUMPED] == Leniency(1, 0)


def test_loosening_is_bounded():
    feedback, steps = told([FALSE] * 50)
    assert len(steps) == POLICY.max_steps
    assert feedback.causes[Cause.SLUMPED].steps == POLICY.max_steps
    assert feedback.factor(Cause.SLUMPED, POLICY) == pytest.approx(1.10)


def test_a_smaller_bound_in_the_configuration_holds_for_what_was_learned_before():
    feedback, _ = told([FALSE] * 50)
    assert feedback.factor(Cause.SLUMPED, FeedbackPolicy(3, 0.05, 0)) == 1.0


@pytest.mark.parametrize("answer", [AnswerKind.SNOOZE, AnswerKind.PAUSE])
def test_snooze_and_pause_teach_nothing(answer):
    feedback, _ = told([FALSE, FALSE])
    assert told([answer], feedback=feedback) == (feedback, [])


def test_a_loosened_cause_weighs_less_in_the_rules_and_the_others_the_same():
    feedback, _ = told([FALSE] * 3)
    rules = lenient(RULES, feedback, POLICY)
    before = sensitivity(RULES)
    weights = {cause: weight / before[cause] for cause, weight in sensitivity(rules).items()}
    assert weights.pop(Cause.SLUMPED) == pytest.approx(1 / 1.05)
    assert set(weights.values()) == {1.0}


ANSWERS = st.lists(st.tuples(st.sampled_from(list(Cause)), st.sampled_from(list(AnswerKind))))


@given(answers=ANSWERS)
def test_whatever_is_answered_limits_only_grow_within_bounds_and_survive_a_round_trip(answers):
    feedback, before = Feedback(), dict.fromkeys(Cause, 1.0)
    for cause, answer in answers:
        feedback, loosened = learn(feedback, cause, answer, POLICY)
        now = {one: feedback.factor(one, POLICY) for one in Cause}
        changed = [one for one in Cause if now[one] != before[one]]
        assert changed == ([cause] if loosened else [])
        assert all(before[one] <= now[one] <= 1.1 + 1e-9 for one in Cause)
        before = now


def test_each_step_says_by_how_much_the_limit_is_wider_now():
    _, steps = told([FALSE] * 9)
    assert steps == [Loosened(Cause.SLUMPED, 1.05), Loosened(Cause.SLUMPED, 1.1)]


def test_an_answer_that_says_nothing_of_the_limit_changes_nothing():
    before = Feedback({Cause.SLUMPED: Leniency(1, 2)})
    for answer in (AnswerKind.SNOOZE, AnswerKind.PAUSE):
        assert learn(before, Cause.SLUMPED, answer, POLICY) == (before, None)
    assert learn(before, Cause.SLUMPED, USEFUL, POLICY)[1] is None


def test_what_was_learned_is_kept_by_the_causes_names():
    learned = Feedback({Cause.SLUMPED: Leniency(1, 2), Cause.HEAD_DOWN: Leniency(0, 1)})
    assert learned.to_dict() == {
        "slumped torso": {"steps": 1, "false_alarms": 2},
        "head down": {"steps": 0, "false_alarms": 1},
    }
    assert learned.loosened(POLICY) == {Cause.SLUMPED: 1.05}
