"""Answers to nudges, learned from and kept: one small JSON file a profile, in the data folder."""

import json
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from posture.core.events import Cause, Event, Notice, Nudge
from posture.core.feedback import Feedback, FeedbackPolicy, Loosened, learn
from posture.core.happenings import Answer
from posture.paths import data_dir

_log = logging.getLogger(__name__)

# Sitting long is a matter of the break plan, not of a limit on an angle.
_UNLEARNED = {Cause.SITTING_LONG}


def feedback_file(profile: str | None) -> Path:
    """Where a profile's feedback is kept; None: that of watching without a profile."""
    return data_dir() / "feedback" / f"{profile or 'no profile'}.json"


def load_feedback(profile: str | None) -> Feedback:
    """What was learned so far. A file that cannot be read is as none: the limits are configured."""
    path = feedback_file(profile)
    try:
        return Feedback.from_dict(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Feedback()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        _log.warning("the feedback in %s is not used: %s", path, error)
        return Feedback()


def save_feedback(profile: str | None, feedback: Feedback) -> None:
    """Write it whole or not at all, readable by its owner only. Raises OSError."""
    path = feedback_file(profile)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".part")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:  # noqa: PTH123 - with its mode
        json.dump(feedback.to_dict(), file)
    draft.replace(path)


def forget_feedback(profile: str | None) -> None:
    """Take everything learned back."""
    feedback_file(profile).unlink(missing_ok=True)


def rename_feedback(profile: str, new: str) -> None:
    """Keep what was learned under the profile's new name."""
    with suppress(FileNotFoundError):
        feedback_file(profile).replace(feedback_file(new))


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
            self._tell(Notice(nudge.at_s, "loosened", told(loosened, self._profile)))


def told(loosened: Loosened, profile: str | None) -> str:
    """What was loosened, by how much, and how to take it back."""
    percent = round(100 * (loosened.factor - 1))
    reset = f"posture profiles reset {profile}" if profile else "posture profiles reset"
    return (
        f"After several false alarms, '{loosened.cause}' now counts from {percent} % further off "
        f"than configured. To undo: {reset}"
    )
