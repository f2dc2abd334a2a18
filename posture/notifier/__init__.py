"""Desktop notifications: one thread, a bounded queue, and an outcome for every message.

open_notifier(deadline_s=3, show_s=20, queue=8) -> QueuedNotifier (queued.py), which sends by a
backend (backend.py):

    Linux              dbus.py                        replaces the last one, buttons, deadline
    macOS, Windows     desktop_notifier_backend.py    then plyer when it fails
    nothing of these   plyer_backend.py               with its silent losses reported
"""

import sys
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Literal

from posture.core.duration import in_words
from posture.core.nudges.inputs import AnswerKind
from posture.notifier.backend import Backend
from posture.notifier.queued import Off, QueuedNotifier
from posture.protocols import Button, Delivery, Message, Outcome

# Pressed, but no answer to a nudge: what it was about, and the end of a pause.
WHY, RESUME, WEEK = "why", "resume", "week"
Choice = Literal["auto", "dbus", "desktop-notifier", "plyer", "off"]


def open_notifier(
    backend: Choice = "auto", *, deadline_s: float = 3.0, show_s: float = 20.0, queue: int = 8
) -> QueuedNotifier:
    """The notifier this desktop allows.

    Never raises for a desktop that has none: each message's outcome then says why.
    """
    tried = _ways(backend)
    made = [_open(way, deadline_s=deadline_s, show_s=show_s) for way in tried]
    return QueuedNotifier(made[0] if len(made) == 1 else FallbackBackend(made), queue=queue)


def service(deadline_s: float) -> tuple[bool, str]:
    """Whether messages can be shown on this desktop, and by what or why not; shows nothing."""
    if sys.platform != "linux":
        return True, "of the system"
    from posture.notifier.dbus import DBusBackend  # noqa: PLC0415 - jeepney

    backend = DBusBackend(deadline_s=deadline_s, show_s=1.0)
    try:
        return backend.server()
    finally:
        backend.close()


def nudge_buttons(snooze_s: float, pause_s: float) -> tuple[Button, ...]:
    """What a nudge may be answered with; the keys are AnswerKind's values, and WHY.

    The first three are the ones GNOME shows.
    """
    return (
        Button(AnswerKind.SNOOZE, f"Snooze {in_words(snooze_s)}"),
        Button(AnswerKind.USEFUL, "Useful"),
        Button(AnswerKind.FALSE_ALARM, "False alarm"),
        Button(WHY, "Why?"),
        Button(AnswerKind.PAUSE, f"Pause {in_words(pause_s)}"),
    )


class FallbackBackend:
    """Shows through the first way that works; the last one's failure is reported."""

    def __init__(self, ways: Sequence[Backend]) -> None:
        self._ways = ways
        self.name = ways[0].name

    @property
    def is_open(self) -> bool:
        return any(way.is_open for way in self._ways)

    def show(self, message: Message) -> Outcome:
        whys = []
        for way in self._ways:
            outcome = way.show(message)
            if outcome.delivery is Delivery.DELIVERED:
                self.name = way.name
                return outcome
            whys.append(f"{way.name}: {outcome.why}")
        return Outcome(Delivery.FAILED, "; ".join(whys))

    def poll(self) -> list[tuple[str, str]]:
        return [answer for way in self._ways for answer in way.poll()]

    def close(self) -> None:
        for way in self._ways:
            way.close()


def _ways(choice: Choice) -> tuple[str, ...]:
    if choice != "auto":
        return (choice,)
    if sys.platform.startswith("linux"):
        return ("dbus",) if find_spec("jeepney") else ("plyer",)
    return ("desktop-notifier", "plyer") if find_spec("desktop_notifier") else ("plyer",)


def _open(way: str, *, deadline_s: float, show_s: float) -> Backend:
    """Each way's library is imported only when it is chosen."""
    match way:
        case "dbus":
            from posture.notifier.dbus import DBusBackend  # noqa: PLC0415

            return DBusBackend(deadline_s=deadline_s, show_s=show_s)
        case "desktop-notifier":
            from posture.notifier.desktop_notifier_backend import DesktopNotifierBackend  # noqa: PLC0415

            return DesktopNotifierBackend(deadline_s=deadline_s, show_s=show_s)
        case "plyer":
            from posture.notifier.plyer_backend import PlyerBackend  # noqa: PLC0415

            return PlyerBackend(deadline_s=deadline_s, show_s=show_s)
        case _:
            return Off()


__all__ = [
    "RESUME",
    "WHY",
    "Choice",
    "FallbackBackend",
    "QueuedNotifier",
    "nudge_buttons",
    "open_notifier",
]
