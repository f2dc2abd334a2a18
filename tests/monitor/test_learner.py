"""Feedback on disk, and the listener that learns."""

import stat

import pytest

from posture.core.events import Cause, Notice, Nudge
from posture.core.nudges.inputs import Answer, AnswerKind
from posture.core.policies.nudges import FeedbackPolicy
from posture.monitor.learner import Learner
from posture.store.feedback_file import feedback_file, forget_feedback, load_feedback

POLICY = FeedbackPolicy(false_alarms=2, step=0.05, max_steps=3)
FALSE, SNOOZE, USEFUL = AnswerKind.FALSE_ALARM, AnswerKind.SNOOZE, AnswerKind.USEFUL


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("POSTURE_DATA_DIR", str(tmp_path))


class Heard:
    def __init__(self, profile="desk"):
        self.adopted, self.told, self.recorded, self.count = [], [], [], 0
        self.learner = Learner(
            profile,
            POLICY,
            self.adopted.append,
            self.told.append,
            lambda nudge, answer: self.recorded.append((nudge.id, answer)),
        )

    def nudge(self, cause, *answers):
        """Its id."""
        self.count += 1
        self.learner(Nudge(1.0, cause, "tip", "text", id=self.count))
        for answer in answers:
            self.learner.answered(Answer(answer, self.count))
        return self.count


def test_false_alarms_are_learned_kept_and_told_with_the_way_back():
    heard = Heard()
    heard.nudge(Cause.HEAD_TILTED, FALSE)
    assert heard.told == []
    heard.nudge(Cause.HEAD_TILTED, FALSE)
    (notice,) = heard.told
    assert isinstance(notice, Notice)
    assert "'head tilted' now counts only 5% beyond" in notice.text
    assert "posture profiles reset desk" in notice.text
    assert heard.adopted[-1].factor(Cause.HEAD_TILTED, POLICY) == pytest.approx(1.05)
    assert load_feedback("desk") == heard.adopted[-1]
    assert stat.S_IMODE(feedback_file("desk").stat().st_mode) == 0o600


def test_the_next_watch_begins_with_what_was_learned_until_it_is_forgotten():
    first = Heard()
    for _ in range(2):
        first.nudge(Cause.SLUMPED, FALSE)
    assert Heard().adopted[0] == first.adopted[-1]
    assert Heard("other desk").adopted[0].causes == {}
    forget_feedback("desk")
    forget_feedback("desk")
    assert Heard().adopted[0].causes == {}


def test_only_the_first_judgement_on_a_nudge_counts_and_a_snooze_is_none():
    heard = Heard()
    heard.nudge(Cause.SLUMPED, SNOOZE, FALSE, FALSE, FALSE)
    assert load_feedback("desk").causes[Cause.SLUMPED].false_alarms == 1
    assert heard.told == []
    assert heard.recorded == [(1, SNOOZE), (1, FALSE)]


def test_a_second_useful_is_a_judgement_too():
    heard = Heard()
    for _ in range(2):
        heard.nudge(Cause.SLUMPED, USEFUL)
        assert heard.learner.awaited_nudge is None


def test_an_answer_to_an_earlier_nudge_is_learned_of_that_one():
    heard = Heard()
    earlier = heard.nudge(Cause.SLUMPED)
    later = heard.nudge(Cause.HEAD_DOWN)
    heard.learner.answered(Answer(FALSE, earlier))
    assert heard.recorded == [(earlier, FALSE)]
    assert set(load_feedback("desk").causes) == {Cause.SLUMPED}
    assert heard.learner.awaited_nudge == later


def test_sitting_long_is_not_a_matter_of_limits():
    heard = Heard()
    for _ in range(5):
        heard.nudge(Cause.SITTING_LONG, FALSE)
    assert load_feedback("desk").causes == {}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "[" * 100_000,
        '{"slumped torso": {"steps": "x"}}',
        "\udcff",
        '{"bad luck": {"steps": 1, "false_alarms": 0}}',
        '{"slumped torso": 3}',
        '{"slumped torso": {"steps": -1, "false_alarms": 0}}',
        '{"slumped torso": {"steps": 1}}',
        '{"slumped torso": {"steps": Infinity, "false_alarms": 0}}',
        '{"slumped torso": {"steps": 1e999, "false_alarms": 0}}',
        '{"slumped torso": {"steps": 1, "false_alarms": %s}}' % ("9" * 5000),
    ],
)
def test_damaged_feedback_is_as_none(content):
    feedback_file("desk").parent.mkdir(parents=True)
    feedback_file("desk").write_bytes(content.encode("utf-8", "surrogateescape"))
    assert load_feedback("desk").causes == {}
