"""Where readers of a network camera come from, also for a process that has shut itself in.

A seal cannot be lifted, and binds every process begun behind it. So on Linux a gate is begun before
the seal: a small process that knows one address, sees no picture, and on demand forks the reader
that connects there (stream_reader.py). Elsewhere nothing is sealed, and readers are begun directly.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Protocol

from posture.capture.address import HTTP_SCHEMES
from posture.errors import CameraProcessLostError
from posture.monitor.spawn import Child, Link, connection_from, end_with_parent
from posture.monitor.stream_reader import StreamTask, read_until_closed
from posture.system.swap import keep_out_of_swap

if TYPE_CHECKING:  # it is sent, and need not be read where it arrives
    from posture.config import CaptureSection


class Readers(Protocol):
    """Begins readers of one network camera, one after the other."""

    def begin(self) -> Link:
        """The connection to a new reader, which ends with that connection."""
        ...


class Gate:
    """Readers forked by the gate's process. connection: to it, shared by all who hold it."""

    def __init__(self, connection: Link) -> None:
        self._connection = connection

    def fileno(self) -> int:
        """Where a child process finds it again."""
        return self._connection.fileno()

    def begin(self) -> Link:
        """Raises CameraProcessLostError when the gate has gone: there is no other."""
        if sys.platform == "win32":
            raise NotImplementedError
        from multiprocessing.reduction import send_handle  # noqa: PLC0415 - only then

        mine, theirs = Pipe()
        with theirs:
            try:
                send_handle(self._connection, theirs.fileno(), os.getpid())
            except OSError:
                mine.close()
                raise CameraProcessLostError(
                    "The process that connects to the camera has ended.", "Run `posture restart`."
                ) from None
        return mine


class _Direct:
    """Readers begun by this very process."""

    def __init__(self, task: StreamTask) -> None:
        self._task = task
        self._child: Child | None = None

    def begin(self) -> Link:
        self.end()
        self._child = Child("posture.monitor.stream_reader")
        with suppress(OSError):  # it has died at once, as the next question will find
            self._child.connection.send(self._task)
        return self._child.connection

    def end(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


@contextmanager
def readers_for(address: str, settings: "CaptureSection") -> Iterator[Readers]:
    """Readers of this camera while in here; enter before the process is sealed."""
    task = StreamTask(address, settings)
    if sys.platform != "linux":
        direct = _Direct(task)
        try:
            yield direct
        finally:
            direct.end()
        return
    child = Child("posture.monitor.stream_gate")
    try:
        with suppress(OSError):
            child.connection.send(task)
        yield Gate(child.connection)
    finally:
        child.end()


def main() -> None:
    """The gate's whole life: its argument names the connection, which first brings a StreamTask."""
    if sys.platform == "win32":
        raise NotImplementedError
    from multiprocessing.reduction import recv_handle  # noqa: PLC0415 - only here

    connection = connection_from(int(sys.argv[1]))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a reader ended
    try:
        task: StreamTask = connection.recv()
        if task.address.partition("://")[0].lower() in HTTP_SCHEMES:
            import posture.capture.http_camera  # noqa: F401, PLC0415 - once, for all readers
        while True:
            number = recv_handle(connection)
            if os.fork() == 0:
                connection.close()
                end_with_parent()
                keep_out_of_swap()
                read_until_closed(Connection(number), task)
            os.close(number)
    except (EOFError, OSError):
        os._exit(0)  # everybody has gone
