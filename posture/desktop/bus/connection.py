"""A connection to a message bus on which no call waits for ever and no service is started."""

import os
import socket
import time
from collections import deque
from typing import Any, Literal

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_method_call
from jeepney.bus import get_bus
from jeepney.io.blocking import DBusConnection, prep_socket
from jeepney.low_level import MessageFlag

Which = Literal["SYSTEM", "SESSION"]
_ERROR = "org.freedesktop.DBus.Error"
_DEADLINE_S = 3.0


class RefusedError(Exception):
    """A service, or the bus in its stead, answered with an error."""


class Connection(DBusConnection):  # type: ignore[misc]  # jeepney carries no types
    """Calls with a deadline; signals that arrive meanwhile are kept for later."""

    def __init__(self, which: Which) -> None:
        self._limit_s: float | None = _DEADLINE_S
        self._signals: deque[Message] = deque()
        sock = prep_socket(_address(which), enable_fds=True, timeout=_DEADLINE_S)
        super().__init__(sock, enable_fds=True)

    def receive(self, *, timeout: float | None = None) -> Message:
        return super().receive(timeout=self._limit_s if timeout is None else timeout)

    def next_signal(self, wait_s: float | None) -> Message | None:
        """The next signal; None once wait_s is over (None: never over)."""
        if self._signals:
            return self._signals.popleft()
        self._limit_s = None
        try:
            while True:
                message = self.receive(timeout=wait_s)
                if message.header.message_type is MessageType.signal:
                    return message
        except TimeoutError:
            return None
        finally:
            self._limit_s = _DEADLINE_S

    def call(
        self, service: str, path: str, interface: str, method: str, signature: str | None = None,
        *arguments: object,
    ) -> tuple[Any, ...]:  # fmt: skip
        """The reply's body. Raises RefusedError, or TimeoutError at the deadline."""
        address = DBusAddress(path, bus_name=service, interface=interface)
        question = new_method_call(address, method, signature, arguments)
        question.header.flags |= MessageFlag.no_auto_start
        serial = next(self.outgoing_serial)
        self.send(question, serial=serial)
        until_s = time.monotonic() + _DEADLINE_S
        while True:
            message = self.receive(timeout=max(0.0, until_s - time.monotonic()))
            if message.header.fields.get(HeaderFields.reply_serial) != serial:
                if message.header.message_type is MessageType.signal:
                    self._signals.append(message)
            elif message.header.message_type is MessageType.error:
                raise RefusedError(_told(service, message))
            else:
                return tuple(message.body)

    def interrupt(self) -> None:
        """Wake the thread that waits; from any thread."""
        try:
            self.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # closed already


def _told(service: str, error: Message) -> str:
    name = str(error.header.fields.get(HeaderFields.error_name, ""))
    if name.startswith((f"{_ERROR}.NameHasNoOwner", f"{_ERROR}.ServiceUnknown")):
        return f"{service} is not running"
    return str(error.body[0]) if error.body else name


def _address(which: Which) -> str:
    """The bus's socket. Raises OSError without one, RuntimeError for a TCP bus."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if which == "SESSION" and not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        if not runtime:
            raise FileNotFoundError("not in a desktop session")
        return f"{runtime}/bus"
    try:
        return str(get_bus(which))
    except ValueError:
        raise OSError("the bus's address is none that can be called") from None
