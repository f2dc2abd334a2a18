"""A connection to a message bus on which no call waits for ever and no service is started."""

import socket
import time
from collections import deque
from typing import Any

from jeepney import DBusAddress, Message, MessageType, new_method_call
from jeepney.low_level import MessageFlag

from posture.system.bus import BoundedConnection, Which

_DEADLINE_S = 3.0


class Connection(BoundedConnection):
    """Calls with a deadline; signals that arrive meanwhile are kept for later."""

    def __init__(self, which: Which) -> None:
        self._signals: deque[Message] = deque()
        super().__init__(which, _DEADLINE_S, enable_fds=True)

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
        self,
        service: str,
        path: str,
        interface: str,
        method: str,
        signature: str | None = None,
        *arguments: object,
    ) -> tuple[Any, ...]:
        """The reply's body. Raises RefusedError, or TimeoutError at the deadline."""
        address = DBusAddress(path, bus_name=service, interface=interface)
        question = new_method_call(address, method, signature, arguments)
        question.header.flags |= MessageFlag.no_auto_start
        until_s = time.monotonic() + _DEADLINE_S
        return self.ask(question, next(self.outgoing_serial), until_s, self._keep)

    def interrupt(self) -> None:
        """Wake the thread that waits; from any thread."""
        try:
            self.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # closed already

    def _keep(self, message: Message) -> None:
        if message.header.message_type is MessageType.signal:
            self._signals.append(message)
