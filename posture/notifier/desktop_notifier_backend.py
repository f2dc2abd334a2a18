"""Notifications on macOS and Windows, through desktop-notifier."""

import asyncio
from collections.abc import Callable
from functools import partial

from desktop_notifier import DEFAULT_SOUND, Button, DesktopNotifier, Icon

from posture.notifier.backend import DELIVERED, failed, unanswered
from posture.protocols import Message, Outcome
from posture.system.program import NAME, icon_file

# One turn of the event loop lets the library call back for buttons pressed meanwhile.
TURN_S = 0.02


class DesktopNotifierBackend:
    """Shows messages through the system's own notification centre.

    The library logs a failure and returns as if nothing had happened, so that delivery is believed
    only when its ``on_dispatched`` has been called. On macOS an unsigned Python gets a stand-in
    that shows nothing; it is known by having no capabilities at all.
    """

    name = "desktop-notifier"

    def __init__(self, *, deadline_s: float, show_s: float) -> None:
        self._deadline_s = deadline_s
        self._show_s = int(show_s)
        self._loop = asyncio.new_event_loop()
        self._notifier = DesktopNotifier(app_name=NAME, app_icon=Icon(path=icon_file()))
        self._shown: tuple[str, Message] | None = None
        self._answers: list[tuple[str, str]] = []

    @property
    def is_open(self) -> bool:
        return self._shown is not None and bool(self._shown[1].buttons)

    def show(self, message: Message) -> Outcome:
        try:
            return self._loop.run_until_complete(
                asyncio.wait_for(self._show(message), self._deadline_s)
            )
        except TimeoutError:
            return unanswered(self._deadline_s, "centre")

    def poll(self) -> list[tuple[str, str]]:
        self._loop.run_until_complete(asyncio.sleep(TURN_S))
        answers, self._answers = self._answers, []
        return answers

    def close(self) -> None:
        self._loop.close()

    async def _show(self, message: Message) -> Outcome:
        if not await self._notifier.get_capabilities():
            return failed("this Python may not show notifications here (unsigned on macOS?)")
        dispatched: list[bool] = []
        previous, self._shown = self._shown, None
        shown_id = await self._notifier.send(
            message.title,
            message.text,
            buttons=[
                Button(button.label, partial(self._pressed, message.id, button.key), button.key)
                for button in message.buttons
            ],
            sound=DEFAULT_SOUND if message.sound else None,
            on_dispatched=partial(dispatched.append, True),  # noqa: FBT003 - what is appended
            on_dismissed=self._dismissed(message),
            timeout=self._show_s,
        )
        if not dispatched:
            return failed("the notification centre rejected the message")
        self._shown = (shown_id, message)
        if previous is not None:
            await self._notifier.clear(previous[0])
        return DELIVERED

    def _pressed(self, message_id: str, key: str) -> None:
        self._answers.append((message_id, key))
        self._shown = None

    def _dismissed(self, message: Message) -> Callable[[], None]:
        def forget() -> None:
            if self._shown is not None and self._shown[1] is message:
                self._shown = None

        return forget
