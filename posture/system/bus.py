"""A connection to a message bus on which no wait, not even the greeting's, is without an end."""

import os
import time
from collections.abc import Callable
from typing import Any, Literal

from jeepney import HeaderFields, Message, MessageType
from jeepney.bus import get_bus
from jeepney.io.blocking import DBusConnection, prep_socket

from posture.core.printable import shortened

Which = Literal["SYSTEM", "SESSION"]

_ERROR = "org.freedesktop.DBus.Error"
_MISSING = tuple(f"{_ERROR}.{name}" for name in ("NameHasNoOwner", "ServiceUnknown", "Spawn"))


class NoBusError(FileNotFoundError):
    """There is no session bus to speak to."""


class RefusedError(Exception):
    """A service, or the bus in its stead, answered with an error; its text is one short line.

    is_missing: nobody offers the service.
    """

    def __init__(self, service: str, error: Message) -> None:
        name = str(error.header.fields.get(HeaderFields.error_name, ""))
        self.is_missing = name.startswith(_MISSING)
        said = str(error.body[0]) if error.body else name
        super().__init__(f"{service} is not running" if self.is_missing else shortened(said))


class BoundedConnection(DBusConnection):  # type: ignore[misc]  # jeepney carries no types
    """limit_s: how long connecting, and each wait that is given no other limit, may take.

    Raises OSError when there is no bus, RuntimeError for a TCP bus.
    """

    def __init__(self, which: Which, limit_s: float, *, enable_fds: bool = False) -> None:
        self._limit_s: float | None = limit_s
        sock = prep_socket(_path(which), enable_fds=enable_fds, timeout=limit_s)
        super().__init__(sock, enable_fds=enable_fds)

    def receive(self, *, timeout: float | None = None) -> Message:
        """The next message within so many seconds; raises OSError, also for what is none."""
        try:
            return super().receive(timeout=self._limit_s if timeout is None else timeout)
        except OSError:
            raise
        except Exception as error:
            raise ConnectionAbortedError("what it sends is no D-Bus message") from error

    def ask(
        self, question: Message, serial: int, until_s: float, other: Callable[[Message], None]
    ) -> tuple[Any, ...]:
        """Send a call and give its reply's body. other: is handed what else arrives meanwhile.

        serial: the next of outgoing_serial. Raises RefusedError, or TimeoutError at until_s, a time
        of time.monotonic().
        """
        self.send(question, serial=serial)
        while True:
            message = self.receive(timeout=max(0.0, until_s - time.monotonic()))
            if message.header.fields.get(HeaderFields.reply_serial) != serial:
                other(message)
            elif message.header.message_type is MessageType.error:
                service = str(question.header.fields.get(HeaderFields.destination, ""))
                raise RefusedError(service, message)
            else:
                return tuple(message.body)


def _path(which: Which) -> str:
    """The bus's socket. Raises NoBusError, or RuntimeError for a TCP bus."""
    if which == "SESSION" and not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        runtime = os.environ.get("XDG_RUNTIME_DIR", "")
        if not runtime:
            raise NoBusError("not in a desktop session")
        return f"{runtime}/bus"
    try:
        return str(get_bus(which))
    except ValueError:
        raise NoBusError("its address cannot be used") from None
