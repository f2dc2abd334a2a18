"""A named pipe of Windows in place of private_socket.py's local socket. Not tried."""

import sys
from multiprocessing.connection import Client, Listener
from typing import Self

assert sys.platform == "win32"  # noqa: S101 - elsewhere private_socket.py stands for it

from multiprocessing.connection import PipeConnection  # noqa: E402 - only there


class PrivatePipe:
    """One end of a connection. patience_s: how long a message may be waited for."""

    peer_pid: int | None = None  # not known of a pipe on Windows
    is_own_account = True

    def __init__(self, connected: PipeConnection, patience_s: float) -> None:
        self._pipe, self._patience_s = connected, patience_s

    def send(self, message: bytes) -> None:
        """Raises OSError when the other end has gone."""
        self._pipe.send_bytes(message)

    def receive(self, most_bytes: int) -> bytes:
        """Raises TimeoutError, and ConnectionError when the other end has gone or says too much."""
        if not self._pipe.poll(self._patience_s):
            raise TimeoutError
        try:
            return self._pipe.recv_bytes(most_bytes)
        except EOFError:
            raise ConnectionError("the other end has gone") from None

    def close(self) -> None:
        self._pipe.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Listening:
    """Listens on a pipe of that name; raises OSError when another process has taken it."""

    def __init__(self, address: str, waiting: int) -> None:
        self._address = address
        self._listener = Listener(address, backlog=waiting)

    def accept(self, patience_s: float) -> PrivatePipe:
        """Wait for the next caller. Raises OSError when it has gone."""
        connected = self._listener.accept()
        assert isinstance(connected, PipeConnection)  # noqa: S101 - on a pipe's name
        return PrivatePipe(connected, patience_s)

    def close(self) -> None:
        call(self._address, 1.0).close()  # ends the wait for the next caller
        self._listener.close()


def call(address: str, patience_s: float) -> PrivatePipe:
    """A connection to whoever listens there; raises OSError."""
    connected = Client(address)
    assert isinstance(connected, PipeConnection)  # noqa: S101 - on a pipe's name
    return PrivatePipe(connected, patience_s)
