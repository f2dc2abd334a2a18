"""A child process that runs one module, the connection to it, and what binds its life to ours.

Like ``multiprocessing``'s spawned processes, at less cost: no second process that tracks resources,
and nothing imported that the module does not ask for. The child's one argument is the connection.

Theory of operation
-------------------
A child may hold the camera, so it must not outlive us, however we end and whatever it is doing: a
driver that never finishes opening it, say. A thread in the child therefore reads a second
connection, the lifeline, on which nothing comes unless asked for; its end is ours. The child then
has FAREWELL_S to leave by itself. Windows has no second connection: there the thread waits for the
end of the parent's process. A child that is stopped runs no thread: on Linux the kernel kills it.

The child sees pictures, so nobody may read its memory, and therefore nobody sees in /proc which
files it has open. It reports that itself over the lifeline.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

if sys.platform == "win32":
    from multiprocessing.connection import PipeConnection

    Link = Connection | PipeConnection
else:
    Link = Connection
"""A connection between two of our processes, by the type's names on this system."""

FAREWELL_S = 0.5
# An answer over the lifeline takes a millisecond; a child that is stopped gives none.
_PATIENCE_S = 0.5
_SET_PDEATHSIG = 1  # prctl.h
_ROOT = Path(__file__).parents[2]
_BEGIN = (
    "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN);"
    " from posture.system.core_dumps import refuse_core_dumps; refuse_core_dumps();"
    " from posture.system.swap import keep_out_of_swap; keep_out_of_swap();"
    " from posture.system import startup; startup.begin();"
    " from posture.monitor.spawn import end_with_parent, leave_with_parent;"
    " end_with_parent(); leave_with_parent({life});"
    " from {module} import main; main()"
)


class Child:
    """A process that runs a module's ``main``, until it is ended or we are.

    process: as subprocess has it. connection: what its ``main`` talks through.
    """

    def __init__(self, module: str, also: int | None = None) -> None:
        """Raises OSError when it cannot be started.

        also: a descriptor of ours that it finds under the same number (not on Windows).

        Ctrl-C, which reaches the whole group, does not end it: it leaves with the connection.
        """
        self.connection, theirs = Pipe()
        self._lock = threading.Lock()
        self._lifeline: Connection | None = None
        life = os.getpid()
        with theirs:
            number = theirs.fileno()
            if sys.platform == "win32":
                os.set_handle_inheritable(number, True)  # noqa: FBT003 - positional only
                startup = subprocess.STARTUPINFO(lpAttributeList={"handle_list": [number]})
                # A console program started from one without a console would open a window.
                flags = subprocess.CREATE_NO_WINDOW
                self.process = _started(
                    module, life, number, startupinfo=startup, creationflags=flags
                )
                return
            self._lifeline, end = Pipe()
            with end:
                life = end.fileno()
                kept = (number, life) if also is None else (number, life, also)
                self.process = _started(module, life, number, pass_fds=kept)

    def openings(self, path: str) -> list[str]:
        """The descriptors by which it has a file open; none when it does not answer.

        path: without symbolic links.
        """
        with self._lock:
            if self._lifeline is None or self._lifeline.closed:
                return []
            try:
                while self._lifeline.poll():  # an answer that came too late
                    self._lifeline.recv()
                self._lifeline.send(path)
                return self._lifeline.recv() if self._lifeline.poll(_PATIENCE_S) else []
            except (EOFError, OSError):
                return []

    def end(self, farewell_s: float = FAREWELL_S) -> int | None:
        """Ask it to leave, kill it when it has not after so long; its exit code."""
        self.connection.close()
        try:
            self.process.wait(farewell_s)
        except subprocess.TimeoutExpired:
            self.process.kill()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(FAREWELL_S)
        with self._lock:
            if self._lifeline is not None:
                self._lifeline.close()
        return self.process.returncode


def _started(module: str, life: int, number: int, **more: Any) -> "subprocess.Popen[bytes]":  # noqa: ANN401 - Popen's
    path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    with _ctrl_c_held_back():
        return subprocess.Popen(  # noqa: S603 - this very interpreter
            [sys.executable, "-c", _BEGIN.format(module=module, life=life), str(number)],
            stdin=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            **more,
        )


@contextmanager
def _ctrl_c_held_back() -> Iterator[None]:
    """A child begun in here never hears it; ours comes afterwards.

    Python's own start takes some hundredths of a second, before the child can say that it does not
    want to hear.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def connection_from(number: int) -> Link:
    """In the child: the connection its argument names."""
    if sys.platform == "win32":
        from multiprocessing.connection import PipeConnection  # noqa: PLC0415 - only there

        return PipeConnection(number)
    return Connection(number)


def end_with_parent() -> None:
    """On Linux: from now on be killed when the thread ends that started this process.

    A fork has to ask anew.
    """
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - not for who starts children only

        ctypes.CDLL(None).prctl(_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def leave_with_parent(life: int) -> None:
    """In the child: from now on end when the parent has, whatever else is going on.

    life: the lifeline's descriptor; on Windows the parent's process id.
    """

    def mind() -> None:
        _wait_for_the_end_of(life)
        time.sleep(FAREWELL_S)  # who listens on the connection leaves by itself, more tidily
        os._exit(0)

    threading.Thread(target=mind, name="lifeline", daemon=True).start()


if sys.platform == "win32":  # pragma: no cover - by the documentation, not tried
    import _winapi

    _SYNCHRONIZE = 0x00100000  # the right to wait for a process

    def _wait_for_the_end_of(life: int) -> None:
        with suppress(OSError):  # it has ended already
            parent = _winapi.OpenProcess(_SYNCHRONIZE, False, life)  # noqa: FBT003
            _winapi.WaitForSingleObject(parent, _winapi.INFINITE)

else:

    def _wait_for_the_end_of(life: int) -> None:
        from posture.desktop.linux.open_files import openings  # noqa: PLC0415 - when a watch begins

        with Connection(life) as lifeline, suppress(EOFError, OSError):
            while True:
                lifeline.send(openings(os.getpid(), lifeline.recv()))
