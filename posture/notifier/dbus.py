"""Notifications on Linux: org.freedesktop.Notifications over the session bus, through jeepney.

Theory of operation
-------------------
One connection to the bus is kept; every wait on it ends at a deadline. A message replaces the one
shown before (replaces_id), so that nudges never pile up. Signals that arrive meanwhile are taken in
as they come: a pressed button is an answer, a closed notification has no more buttons, and a
service that changes hands (a daemon restarted) makes old ids void. A service that answers after the
deadline is asked to take the message down again: it is late, and has been reported as failed.

The specification lets the text hold markup where the service has the capability "body-markup"; then
it is escaped, so that every text is shown literally. The title is always plain.
"""

import time
from html import escape
from typing import Any

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageType, new_method_call
from jeepney.bus_messages import message_bus

from posture.core.printable import shortened
from posture.notifier.backend import DELIVERED, failed, unanswered
from posture.protocols import Message as Note
from posture.protocols import Outcome
from posture.system.bus import BoundedConnection, NoBusError, RefusedError
from posture.system.program import APP_ID, NAME, icon_file

SERVICE = "org.freedesktop.Notifications"
NOTIFICATIONS = DBusAddress("/org/freedesktop/Notifications", bus_name=SERVICE, interface=SERVICE)
BUS = "org.freedesktop.DBus"
LATE_KEPT = 20
LATE_S = 60.0


class DBusBackend:
    """Shows messages through the desktop's notification service. See the module's top."""

    name = "dbus"

    def __init__(self, *, deadline_s: float, show_s: float) -> None:
        self._deadline_s = deadline_s
        self._show_ms = int(show_s * 1000)
        self._icon = icon_file().as_uri()
        self._connection: BoundedConnection | None = None
        self._capabilities: frozenset[str] | None = None
        self._shown: tuple[int, Note] | None = None
        self._late: dict[int, float] = {}
        self._answers: list[tuple[str, str]] = []

    @property
    def is_open(self) -> bool:
        has_buttons = self._shown is not None and bool(self._shown[1].buttons)
        return has_buttons or bool(self._late)

    def show(self, message: Note) -> Outcome:
        deadline_s = time.monotonic() + self._deadline_s
        try:
            return self._show(message, deadline_s)
        except ConnectionError:
            self.close()  # the bus went away since the last message: once more on a new connection
        except Exception as error:  # noqa: BLE001 - what a service answers may be anything
            return self._failure(error)
        try:
            return self._show(message, deadline_s)
        except Exception as error:  # noqa: BLE001 - as above
            return self._failure(error)

    def server(self) -> tuple[bool, str]:
        """Whether a notification service answers, and its name or why not; shows nothing."""
        deadline_s = time.monotonic() + self._deadline_s
        try:
            connection = self._connect()
            name, _, version, _ = self._call(
                connection, "GetServerInformation", None, (), deadline_s
            )
        except Exception as error:  # noqa: BLE001 - as above
            return False, self._failure(error).why
        return True, shortened(f"{name} {version}")

    def poll(self) -> list[tuple[str, str]]:
        if self._connection is not None:
            try:
                while True:
                    self._take_in(self._connection.receive(timeout=0))
            except TimeoutError:
                pass
            except OSError:
                self.close()
        now_s = time.monotonic()
        self._late = {serial: at_s for serial, at_s in self._late.items() if now_s - at_s < LATE_S}
        answers, self._answers = self._answers, []
        return answers

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self._capabilities = None
        self._shown = None
        self._late = {}

    def _failure(self, error: Exception) -> Outcome:
        match error:
            case NoBusError():
                return failed(f"no session bus - {error}")
            case TimeoutError():
                return unanswered(self._deadline_s)
            case RefusedError(is_missing=True):
                return failed("no notification service is running")
            case RefusedError():
                return failed(f"the notification service refused: {error}")
            case OSError() | RuntimeError():
                self.close()
                return failed(f"the session bus cannot be reached: {error}")
        self.close()
        why = shortened(repr(error))
        return failed(f"the notification service does not answer as documented: {why}")

    def _show(self, message: Note, deadline_s: float) -> Outcome:
        connection = self._connect()
        if self._capabilities is None:
            (names,) = self._call(connection, "GetCapabilities", None, (), deadline_s)
            self._capabilities = frozenset(names)
        has_markup = "body-markup" in self._capabilities
        text = escape(message.text, quote=False) if has_markup else message.text
        actions: list[str] = []
        if "actions" in self._capabilities:
            actions = [part for button in message.buttons for part in (button.key, button.label)]
        sound = ("s", "message-new-instant") if message.sound else None
        hints: dict[str, tuple[str, object]] = {
            "urgency": ("y", 1),
            # None of the specification's fits a reminder; one for chats is shown as a chat.
            "category": ("s", "x-posture.reminder"),
            "desktop-entry": ("s", APP_ID),
            "sound-name" if sound else "suppress-sound": sound or ("b", True),
        }
        replaces = self._shown[0] if self._shown else 0
        self._shown = None
        body = (NAME, replaces, self._icon, message.title, text, actions, hints, self._show_ms)
        (shown_id,) = self._call(connection, "Notify", "susssasa{sv}i", body, deadline_s)
        self._shown = (shown_id, message)
        return DELIVERED

    def _connect(self) -> BoundedConnection:
        if self._connection is None:
            self._connection = BoundedConnection("SESSION", self._deadline_s)
            owner = MatchRule(type="signal", sender=BUS, interface=BUS, member="NameOwnerChanged")
            owner.add_arg_condition(0, SERVICE)
            for rule in (MatchRule(type="signal", interface=SERVICE), owner):
                self._connection.send(message_bus.AddMatch(rule))
        return self._connection

    def _call(
        self,
        connection: BoundedConnection,
        method: str,
        signature: str | None,
        body: tuple[object, ...],
        deadline_s: float,
    ) -> tuple[Any, ...]:
        """Call and wait for the reply until the deadline, taking in whatever else arrives."""
        serial = next(connection.outgoing_serial)
        question = new_method_call(NOTIFICATIONS, method, signature, body)
        try:
            return connection.ask(question, serial, deadline_s, self._take_in)
        except TimeoutError:
            if method == "Notify" and len(self._late) < LATE_KEPT:
                self._late[serial] = time.monotonic()
            raise

    def _take_in(self, message: Message) -> None:
        """A signal, or a reply that came too late."""
        fields = message.header.fields
        member, body = fields.get(HeaderFields.member), message.body
        if fields.get(HeaderFields.reply_serial) in self._late:
            del self._late[fields[HeaderFields.reply_serial]]
            if message.header.message_type is MessageType.method_return:
                self._take_down(body[0])
        elif member == "NameOwnerChanged":
            self._shown, self._capabilities = None, None
        elif self._shown is not None and body and body[0] == self._shown[0]:
            if member == "ActionInvoked":
                self._answers.append((self._shown[1].id, str(body[1])))
                self._take_down(body[0])  # not every desktop does so by itself
            elif member == "NotificationClosed":
                self._shown = None

    def _take_down(self, shown_id: int) -> None:
        if self._connection is not None:
            call = new_method_call(NOTIFICATIONS, "CloseNotification", "u", (shown_id,))
            self._connection.send(call)
