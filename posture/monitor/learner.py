"""Learns from the answers to nudges."""

import logging
from collections.abc import Callable

from posture.core.events import Cause, Event, Notice, Nudge
from posture.core.nudges.feedback import Feedback, FeedbackPolicy, Loosened, learn
from posture.core.nudges.inputs import Answer
from posture.store.feedback_file import load_feedback, save_feedback

_log = logging.getLogger(__name__)

# Sitting long is a matter of the break plan, not of a limit on an angle.
_UNLEARNED = {Cause.SITTING_LONG}


class Learner:
    """A listener that remembers the last nudge, and learns from the answer to it.

    adopt: is given the feedback whenever a cause was loosened, and once at the start.
    tell: is given a notice saying what was loosened and how to undo it.
    record: is given each nudge with the answer to it.
    """

    def __init__(
        self,
        profile: str | None,
        policy: FeedbackPolicy,
        adopt: Callable[[Feedback], None],
        tell: Callable[[Event], None],
        record: Callable[[Nudge, str], None] = lambda _nudge, _answer: None,
    ) -> None:
        self._profile = profile
        self._policy = policy
        self._adopt = adopt
        self._tell = tell
        self._record = record
        self._last: Nudge | None = None
        self._feedback = load_feedback(profile)
        adopt(self._feedback)

    def use(self, profile: str | None) -> None:
        """Go on with what was learned of this profile, as it is kept now."""
        self._profile = profile
        self._feedback = load_feedback(profile)
        self._adopt(self._feedback)

    def __call__(self, event: Event) -> None:
        if isinstance(event, Nudge):
            self._last = event

    @property
    def awaits_answer(self) -> bool:
        """Whether there is a nudge that nobody has judged yet."""
        return self._last is not None

    def answered(self, answer: Answer) -> None:
        """Learn from the first answer to the last nudge."""
        nudge, self._last = self._last, None
        if nudge is None:
            return
        self._record(nudge, answer.kind)
        if nudge.cause in _UNLEARNED:
            return
        feedback, loosened = learn(self._feedback, nudge.cause, answer.kind, self._policy)
        if feedback == self._feedback:
            self._last = nudge  # a snooze or pause may still be followed by a judgement
            return
        self._feedback = feedback
        try:
            save_feedback(self._profile, feedback)
        except OSError as error:
            _log.warning("feedback could not be saved: %s", error)
        if loosened is not None:
            self._adopt(feedback)
            self._tell(Notice(nudge.at_s, "loosened", loosened_message(loosened, self._profile)))


def loosened_message(loosened: Loosened, profile: str | None) -> str:
    """What was loosened, by how much, and how to take it back."""
    percent = round(100 * (loosened.factor - 1))
    reset = f"posture profiles reset {profile}" if profile else "posture profiles reset"
    return (
        f"After several false alarms, '{loosened.cause}' now counts only {percent} % beyond "
        f"the configured limit. To undo: {reset}"
    )
