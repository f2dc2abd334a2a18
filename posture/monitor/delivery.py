"""From nudges to notifications and back: what became of each, and what the user answered.

How loudly a nudge speaks is its step:

    tray    no notification: the icon of `posture tray` changes, and says it
    toast   a notification
    sound   a notification with a sound
    dim     a notification, and the screens dimmed for some seconds; just the notification where
            they cannot be, and the record says so
"""

from collections.abc import Callable

from posture.config import Config
from posture.core.day.records import Delivery
from posture.core.events import Event, Notice, Nudge, Sample
from posture.core.nudges.inputs import Answer, AnswerKind
from posture.core.policies.nudges import NudgeStep
from posture.core.reasons import NoticeKind
from posture.desktop.overlay.dimmer import Dimmer, Dimming
from posture.monitor.recorder import Recorder
from posture.notifier import RESUME, WEEK, WHY, nudge_buttons, open_notifier
from posture.notifier.queued import QueuedNotifier
from posture.protocols import Button, Message, Notifier, Outcome

_TITLES = {
    NoticeKind.RECALIBRATE: "Recalibrate?",
    NoticeKind.DENIED: "No camera",
    NoticeKind.ASKEW: "Turn the camera",
    NoticeKind.AUTO_FRAMED: "Your camera follows you",
    NoticeKind.PRAISE: "Well done",
    NoticeKind.ENDED: "No longer watching",
    NoticeKind.HEALED: "Your record was damaged",
    NoticeKind.PAUSED: "Paused",
    NoticeKind.DAY: "Your day",
    NoticeKind.WEEK: "Your week",
}
_NOTICE_BUTTONS = {
    NoticeKind.PAUSED: (Button(RESUME, "Resume now"),),
    NoticeKind.DAY: (Button(WHY, "Open the report"),),
    NoticeKind.WEEK: (Button(WEEK, "Open the report"),),
}


class NudgeDelivery:
    """A listener that sends nudges and notices, and records what became of each nudge.

    failed: why the last message was not shown; empty when it was. undimmed: why the screens were
    not dimmed the last time they should have been; empty when they were. remark: what is said
    beside each nudge; empty for nothing. has_icon: whether an icon shows what the monitor answers.
    """

    def __init__(
        self,
        notifier: Notifier,
        recorder: Recorder | None,
        buttons: tuple[Button, ...] = (),
        dimmer: Dimmer | None = None,
        remark: Callable[[], str] = str,
        has_icon: Callable[[], bool] = lambda: False,
    ) -> None:
        self._notifier = notifier
        self._buttons = buttons
        self._recorder = recorder
        self._dimmer = dimmer
        self._remark, self._has_icon = remark, has_icon
        self._sent: dict[str, Nudge] = {}
        self._message_ids: dict[int, str] = {}
        self._dimmings: dict[str, Dimming] = {}
        self._unrecorded: dict[str, Outcome] = {}
        self._requests: dict[str, Nudge | None] = {}
        self.failed = self.undimmed = ""
        self._count = 0

    def __call__(self, event: Event) -> None:
        match event:
            case Nudge(step=NudgeStep.TRAY):
                is_shown = self._has_icon()
                missing = Outcome(Delivery.FAILED, "no icon is shown: posture tray")
                self._record(event, Outcome(Delivery.DELIVERED) if is_shown else missing)
            case Nudge():
                is_loud = event.step is NudgeStep.SOUND
                text = f"{event.text} {self._remark()}".rstrip()
                message_id = self._submit(event.title, text, self._buttons, sound=is_loud)
                self._sent[message_id] = event
                self._message_ids[event.id] = message_id
                if event.step is NudgeStep.DIM and self._dimmer is not None:
                    self._dimmings[message_id] = self._dimmer.dim()
            case Notice():
                title = event.fields.get("title") or _TITLES.get(event.kind, "posture")
                self._submit(title, event.text, _NOTICE_BUTTONS.get(event.kind, ()))
            case Sample():
                self.collect()
            case _:
                pass

    def use(self, config: Config) -> None:
        """Nudge with these buttons and this dimming from now on."""
        if self._dimmer is not None:
            self._dimmer.close()
        self._dimmer, self._buttons = _dimmer(config), _buttons(config)

    def collect(self) -> None:
        """Record the outcomes that have come in."""
        for message_id, outcome in self._notifier.drain():
            self.failed = outcome.why
            if message_id in self._sent:
                self._unrecorded[message_id] = outcome
        for message_id, outcome in list(self._unrecorded.items()):
            dimming = self._dimmings.get(message_id)
            if dimming is None or dimming.why is not None:
                self._settle(message_id, outcome)

    def answers(self) -> list[Answer]:
        """What the user answered since the last call, each with the id of its nudge."""
        given = []
        for message_id, key in self._notifier.answers():
            if key in {WHY, RESUME, WEEK}:
                self._requests[key] = self._sent.get(message_id)
            elif message_id in self._sent:
                given.append(Answer(AnswerKind(key), self._sent[message_id].id))
        return given

    def requests(self) -> dict[str, Nudge | None]:
        """WHY, RESUME and WEEK, where they were pressed by the last call of ``answers``.

        Each with the nudge it was pressed on; None on a notice.
        """
        requests, self._requests = self._requests, {}
        return requests

    def record_answer(self, nudge: Nudge, answer: AnswerKind) -> None:
        """Record what the user said to a nudge, after what became of it."""
        self.collect()
        message_id = self._message_ids.get(nudge.id, "")
        if message_id in self._unrecorded:  # the screens are not dimmed yet
            self._settle(message_id, self._unrecorded[message_id])
        if self._recorder is not None:
            self._recorder.record_answer(nudge, answer)

    def wait(self, seconds: float) -> None:
        """Let what was sent be shown, for so long at most."""
        self._notifier.wait(seconds)

    def close(self) -> None:
        """Give up what is still waiting, and record it as failed; light the screens again."""
        self._notifier.close()
        if self._dimmer is not None:
            self._dimmer.close()
        self.collect()
        for message_id, outcome in list(self._unrecorded.items()):
            self._settle(message_id, outcome)

    def _settle(self, message_id: str, outcome: Outcome) -> None:
        """Record a nudge's outcome, and with it that of the dimming where there was one."""
        del self._unrecorded[message_id]
        dimming = self._dimmings.pop(message_id, None)
        if dimming is not None:
            self.undimmed = dimming.why or ""
            if self.undimmed and outcome.delivery is Delivery.DELIVERED:
                why = f"the screen was not dimmed: {self.undimmed}"
                outcome = Outcome(outcome.delivery, why)
        self._record(self._sent[message_id], outcome)

    def _record(self, nudge: Nudge, outcome: Outcome) -> None:
        if self._recorder is not None:
            self._recorder.record_nudge(nudge, outcome.delivery, outcome.why)

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


def make_delivery(
    config: Config,
    recorder: Recorder | None,
    remark: Callable[[], str] = str,
    has_icon: Callable[[], bool] = lambda: False,
) -> NudgeDelivery:
    """A sender to this desktop, with the buttons a nudge may be answered with."""
    return NudgeDelivery(
        desktop_notifier(config), recorder, _buttons(config), _dimmer(config), remark, has_icon
    )


def _dimmer(config: Config) -> Dimmer:
    return Dimmer(config.nudges.dim_seconds, config.nudges.dim_opacity)


def _buttons(config: Config) -> tuple[Button, ...]:
    return nudge_buttons(config.nudges.snooze_s, config.nudges.pause_s)
