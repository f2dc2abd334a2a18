"""Learns from the answers to nudges."""

import logging
from collections.abc import Callable

from posture.core.events import Cause, Event, Notice, Nudge
from posture.core.nudges.feedback import Feedback, Loosened, learn
from posture.core.nudges.inputs import JUDGEMENTS, Answer, AnswerKind
from posture.core.policies.nudges import FeedbackPolicy
from posture.core.reasons import NoticeKind
from posture.core.share import percent
from posture.store.feedback_file import load_feedback, save_feedback

_log = logging.getLogger(__name__)

# Sitting long is a matter of the break plan, not of a limit on an angle.
_UNLEARNED = {Cause.SITTING_LONG}


class Learner:
    """A listener that remembers the nudges nobody has judged yet, and learns from the answers.

    adopt: is given the feedback whenever a cause was loosened, and once at the start.
    notify: is given a notice saying what was loosened and how to undo it.
    record: is given each nudge with the answer to it, once.
    """

    def __init__(
        self,
        profile: str | None,
        policy: FeedbackPolicy,
        adopt: Callable[[Feedback], None],
        notify: Callable[[Event], None],
        record: Callable[[Nudge, AnswerKind], None] = lambda _nudge, _answer: None,
    ) -> None:
        self._profile = profile
        self._policy = policy
        self._adopt = adopt
        self._notify = notify
        self._record = record
        self._open: dict[int, Nudge] = {}
        self._last_id: int | None = None
        self._feedback = load_feedback(profile)
        adopt(self._feedback)

    def use_profile(self, profile: str | None) -> None:
        """Go on with what was learned of this profile, as it is kept now."""
        self._profile = profile
        self._feedback = load_feedback(profile)
        self._adopt(self._feedback)

    def use_policy(self, policy: FeedbackPolicy) -> None:
        """Learn by this policy from now on; what was learned is adopted anew."""
        self._policy = policy
        self._adopt(self._feedback)

    def __call__(self, event: Event) -> None:
        if isinstance(event, Nudge):
            self._open[event.id] = event
            self._last_id = event.id

    @property
    def awaited_nudge(self) -> int | None:
        """Id of the last nudge, while nobody has judged it."""
        return self._last_id if self._last_id in self._open else None

    def answered(self, answer: Answer) -> None:
        """Record an answer with its nudge, and learn from it; only the first judgement counts.

        A snooze or pause may still be followed by one.
        """
        nudge = self._open.get(answer.nudge_id) if answer.nudge_id is not None else None
        if nudge is None:
            return
        self._record(nudge, answer.kind)
        if answer.kind not in JUDGEMENTS:
            return
        del self._open[nudge.id]
        if nudge.cause in _UNLEARNED:
            return
        feedback, loosened = learn(self._feedback, nudge.cause, answer.kind, self._policy)
        if feedback == self._feedback:
            return
        self._feedback = feedback
        try:
            save_feedback(self._profile, feedback)
        except OSError as error:
            _log.warning("feedback could not be saved: %s", error)
        if loosened is not None:
            self._adopt(feedback)
            self._notify(
                Notice(nudge.at_s, NoticeKind.LOOSENED, loosened_message(loosened, self._profile))
            )


def loosened_message(loosened: Loosened, profile: str | None) -> str:
    """What was loosened, by how much, and how to take it back."""
    reset = f"posture profiles reset {profile}" if profile else "posture profiles reset"
    by = percent(loosened.factor - 1)
    return (
        f"After several false alarms, '{loosened.cause}' now counts only {by} beyond the "
        f"configured limit. To undo: {reset}"
    )
