"""Talking to the running monitor: a private local socket, one JSON question and answer a call.

On Linux and macOS it is a Unix socket in the data folder, mode 0600; on Windows a named pipe. It is
never an internet socket. One left behind by a monitor that was killed is replaced by the next.
"""

import hashlib
import json
import logging
import os
import socket
import struct
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import Any

from posture.errors import InputError, UnansweredError
from posture.monitor.spawn import Link
from posture.system.paths import data_dir

_log = logging.getLogger(__name__)

Handler = Callable[[Mapping[str, Any]], Mapping[str, Any]]

# The kernel's limit is 108 bytes with the closing zero; macOS takes four fewer.
_LONGEST_PATH = 100
_PATIENCE_S = 5
# Callers that may wait at once; one alone is what Listener allows by itself.
_WAITING = 16


def address() -> str:
    """Where this user's monitor listens; another data folder is another monitor."""
    folder = data_dir()
    if sys.platform == "win32":
        return rf"\\.\pipe\posture-{_digest(folder)}"
    path = str(folder / "control.sock")
    if len(os.fsencode(path)) <= _LONGEST_PATH:
        return path
    return str(Path(tempfile.gettempdir()) / f"posture-{os.getuid()}-{_digest(folder)}.sock")


def lock_file() -> Path:
    """Held, and there, for as long as this user's monitor runs; a killed one leaves it, free."""
    return data_dir() / "posture.lock"


def _digest(folder: Path) -> str:
    return hashlib.sha256(os.fsencode(folder.absolute())).hexdigest()[:16]


class ControlServer:
    """Answers on a thread of its own; the caller must hold the lock of the one watch."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._address = address()
        if sys.platform != "win32":
            Path(self._address).unlink(missing_ok=True)  # of a monitor that was killed
        mask = os.umask(0o177)
        try:
            self._listener = Listener(self._address, backlog=_WAITING)
        finally:
            os.umask(mask)
        self._closing = False
        self._thread = threading.Thread(target=self._serve, name="control", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closing = True
        with suppress(OSError):
            _call().close()  # ends the wait for the next caller
        self._thread.join(1.0)
        self._listener.close()

    def _serve(self) -> None:
        while not self._closing:
            try:
                with self._listener.accept() as caller:
                    self._answer(caller)
            except (OSError, EOFError):
                continue  # a caller that went away

    def _answer(self, caller: Link) -> None:
        if not caller.poll(1.0):
            return
        try:
            question = json.loads(caller.recv_bytes(65_536))
        except ValueError:
            answer: Mapping[str, Any] = {"error": "not understood"}
        else:
            answer = self._answer_to(question)
        caller.send_bytes(json.dumps(answer).encode())

    def _answer_to(self, question: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            return self._handler(question)
        except Exception:  # noqa: BLE001 - without this thread nothing ends the watch any more
            _log.exception("asked on the control socket for what cannot be done: %r", question)
            return {"error": "posture could not do that; its log says why: posture doctor"}


def ask(do: str, **more: object) -> dict[str, Any]:
    """The running monitor's answer; raises InputError when none runs or it refuses.

    Raises UnansweredError, an InputError too, when one runs and keeps silent.
    """
    pid: int | None = None
    try:
        with _call() as monitor:
            pid = _pid_behind(monitor)
            monitor.send_bytes(json.dumps({"do": do, **more}).encode())
            if not monitor.poll(_PATIENCE_S):
                raise UnansweredError(pid)
            answer: dict[str, Any] = json.loads(monitor.recv_bytes())
    except BlockingIOError:
        raise UnansweredError(pid) from None
    except (OSError, EOFError):
        raise InputError("posture is not running.", "Start it with: posture start") from None
    if "error" in answer:
        raise InputError(str(answer["error"]))
    return answer


def is_listening() -> bool:
    """Whether a monitor is there, be it one that never answers."""
    try:
        _call().close()
    except BlockingIOError:
        return True
    except OSError:
        return False
    return True


def _call() -> Link:
    """A connection to the monitor; raises OSError, BlockingIOError when nobody takes it up."""
    if sys.platform == "win32":
        return Client(address())
    caller = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    # Else connecting waits for ever once as many callers wait as may.
    caller.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", _PATIENCE_S, 0))
    try:
        caller.connect(address())
    except OSError:
        caller.close()
        raise
    return Connection(caller.detach())


def _pid_behind(monitor: Link) -> int | None:
    """The process that listens, where the system tells."""
    if sys.platform != "linux":
        return None
    with socket.socket(fileno=os.dup(monitor.fileno())) as line:
        pid, _, _ = struct.unpack("3i", line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    return int(pid)
