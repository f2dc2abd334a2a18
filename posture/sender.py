"""From nudges to notifications and back: what became of each, and what the user answered."""

from posture.config import Config
from posture.core.events import Event, Notice, Nudge, Sample, Step
from posture.core.happenings import Answer, AnswerKind
from posture.notifier import nudge_buttons, open_notifier
from posture.notifier.queued import QueuedNotifier
from posture.protocols import Button, Message, Notifier
from posture.recorder import Recorder

_TITLES = {"recalibrate": "Recalibrate?", "praise": "Well done"}


class Sender:
    """A listener that sends nudges and notices, and records what became of each nudge.

    failed: why the last message was not shown; empty when it was.
    """

    def __init__(
        self, notifier: Notifier, recorder: Recorder | None, buttons: tuple[Button, ...] = ()
    ) -> None:
        self._notifier = notifier
        self._buttons = buttons
        self._recorder = recorder
        self._sent: dict[str, Nudge] = {}
        self._last_id = ""
        self.failed = ""
        self._count = 0

    def __call__(self, event: Event) -> None:
        match event:
            case Nudge():
                self._last_id = self._submit(
                    event.cause.capitalize(),
                    event.text,
                    self._buttons,
                    sound=event.step is Step.SOUND,
                )
                self._sent[self._last_id] = event
            case Notice():
                self._submit(_TITLES.get(event.kind, "posture"), event.text)
            case Sample():
                self.collect()
            case _:
                pass

    def collect(self) -> None:
        """Record the outcomes that have come in."""
        for message_id, outcome in self._notifier.drain():
            self.failed = outcome.why
            nudge = self._sent.get(message_id)
            if nudge is not None and self._recorder is not None:
                self._recorder.record_nudge(nudge, outcome.delivery, outcome.why)

    def answers(self) -> list[Answer]:
        """What the user answered since the last call; each is recorded with its nudge."""
        given: list[Answer] = []
        for message_id, key in self._notifier.answers():
            self.collect()
            nudge = self._sent.get(message_id)
            if nudge is not None and self._recorder is not None:
                self._recorder.record_answer(nudge, key)
            given.append(Answer(AnswerKind(key)))
        return given

    def close(self) -> None:
        """Give up what is still waiting, and record it as failed."""
        self._notifier.close()
        self.collect()

    def _submit(
        self, title: str, text: str, buttons: tuple[Button, ...] = (), *, sound: bool = False
    ) -> str:
        self._count += 1
        message = Message(f"{self._count}", title, text, buttons, sound)
        self._notifier.submit(message)
        return message.id


def desktop_notifier(config: Config) -> QueuedNotifier:
    """The notifier of this desktop, as [notifier] asks."""
    settings = config.notifier
    return open_notifier(
        settings.backend,
        deadline_s=settings.deadline_s,
        show_s=settings.show_s,
        queue=settings.queue,
    )


def make_sender(config: Config, recorder: Recorder | None) -> Sender:
    """A sender to this desktop, with the buttons a nudge may be answered with."""
    return Sender(desktop_notifier(config), recorder, nudge_buttons(config.nudges.snooze_s))
