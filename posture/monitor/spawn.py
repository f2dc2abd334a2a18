"""A child process that runs one module, and the connection to it.

Like ``multiprocessing``'s spawned processes, at less cost: no second process that tracks resources,
and nothing imported that the module does not ask for. The child's one argument is the connection.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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

_ROOT = Path(__file__).parents[2]
_BEGIN = (
    "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN);"
    " from posture.system import startup; startup.begin(); from {module} import main; main()"
)


def start_module(
    module: str, also: int | None = None
) -> tuple["subprocess.Popen[bytes]", Link]:
    """Run a module's ``main`` in a process of its own; raises OSError when that cannot be.

    also: a descriptor of ours that it finds under the same number (not on Windows).

    Ctrl-C, which reaches the whole group, does not end it: it leaves when the connection closes.
    """
    mine, theirs = Pipe()
    with theirs:
        number = theirs.fileno()
        inherited: dict[str, Any] = {"pass_fds": (number,) if also is None else (number, also)}
        if sys.platform == "win32":
            os.set_handle_inheritable(number, True)  # noqa: FBT003 - positional only
            startup = subprocess.STARTUPINFO(lpAttributeList={"handle_list": [number]})
            # A console program started from one without a console would open a window.
            flags = subprocess.CREATE_NO_WINDOW
            inherited = {"startupinfo": startup, "creationflags": flags}
        path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
        with _ctrl_c_held_back():
            child = subprocess.Popen(  # noqa: S603 - this very interpreter
                [sys.executable, "-c", _BEGIN.format(module=module), str(number)],
                stdin=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
                **inherited,
            )
    return child, mine


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
