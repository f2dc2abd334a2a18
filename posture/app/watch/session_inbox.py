"""What reaches a watch between two looks: commands, answers, and what notifications ask for."""

from collections.abc import Mapping

from posture.app.watch.session_changes import SessionChanges
from posture.app.watch.session_parts import SessionParts
from posture.app.watch.show_day import show_day
from posture.core.events import Nudge
from posture.core.nudges.inputs import Answer, AnswerKind, NudgeInput
from posture.notifier import RESUME, WEEK, WHY
from posture.store.buffered import BufferedStore


class SessionInbox:
    """Emptied by the loop before each look."""

    def __init__(self, parts: SessionParts, changes: SessionChanges, store: BufferedStore) -> None:
        self._parts, self._changes, self._store = parts, changes, store

    def __call__(self) -> list[NudgeInput]:
        """Take up what was changed, do what was asked for; what the judge must know of it."""
        parts = self._parts
        self._changes.take_up()
        parts.notices.healed(self._store.notices)
        parts.commands.answer(parts.delivery.answers())
        fulfil(parts.delivery.requests(), parts)
        heard = parts.commands.inbox()
        for word in heard:
            if isinstance(word, Answer):
                parts.learner.answered(word)
                if word.kind is AnswerKind.PAUSE:
                    parts.notices.paused(parts.by.config.nudges.pause_s)
        return heard


def fulfil(requests: Mapping[str, Nudge | None], parts: SessionParts) -> None:
    """Do what was asked for by a notification, beside answering it."""
    if RESUME in requests:
        parts.commands.resume()
    if WHY in requests:
        nudge = requests[WHY]
        parts.recorder.flush()
        at = parts.recorder.time_of(nudge) if nudge else None
        show_day(parts.notices.unopened, nudge_at=at)
    if WEEK in requests:
        show_day(parts.notices.unopened, is_week=True)
