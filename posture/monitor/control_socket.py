"""Talking to the running monitor: a private local socket, one JSON question and answer a call.

On Linux and macOS it is a Unix socket in the data folder, mode 0600, and both ends ask the kernel
whether the other belongs to the same account. On Windows it is a named pipe. It is never an
internet socket. One left behind by a monitor that was killed is replaced by the next.

Whoever asks is not trusted to end: each call has a thread, a deadline and a longest question, and
nothing of an answer reaches a terminal as it came. Where the socket was deleted, the lock file
still says which process runs.
"""

import hashlib
import json
import logging
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from posture.core.printable import printable
from posture.errors import InputError, NotRunningError, UnansweredError
from posture.system.lock_file import is_held, pid_in
from posture.system.paths import data_dir

if sys.platform == "win32":
    from posture.monitor.private_pipe import Listening, call
    from posture.monitor.private_pipe import PrivatePipe as Line
else:
    from posture.monitor.private_socket import Listening, call
    from posture.monitor.private_socket import PrivateSocket as Line

_log = logging.getLogger(__name__)

Handler = Callable[[Mapping[str, Any]], Mapping[str, Any]]

# How long an answer is waited for, and how long a caller may take over a question.
_PATIENCE_S, _QUESTION_S = 5.0, 2.0
_MOST_QUESTION_BYTES, _MOST_ANSWER_BYTES = 4096, 1_048_576
# Callers that are heard at once, and that may wait beside them.
_AT_ONCE, _WAITING = 16, 16
# A monitor that holds its lock is about to listen, or has lost its socket.
_RETRY_S = 0.1
_LONGEST_TEXT, _DEEPEST = 2000, 8
# The one long text: what the camera sees, for the user's own window.
_LONGEST_PICTURE = 800_000
# macOS: a longer folder leaves no room for the name in a socket's address.
_LONGEST_FOLDER = 90


def address() -> str:
    """Where this user's monitor listens; another data folder is another monitor."""
    return address_of("control")


def address_of(name: str) -> str:
    """Where a program of ours listens: the monitor at "control", the one of the windows."""
    folder = data_dir().absolute()
    if sys.platform == "win32":
        return rf"\\.\pipe\posture-{_digest(folder)}{'' if name == 'control' else '-' + name}"
    if sys.platform == "darwin" and len(os.fsencode(folder)) > _LONGEST_FOLDER:
        # The user's own there, unlike Linux's, where no path is too long: private_socket.py.
        folder = Path(tempfile.gettempdir()) / f"posture-{_digest(folder)}"
    return str(folder / f"{name}.sock")


def lock_file() -> Path:
    """Held, and there, for as long as this user's monitor runs; a killed one leaves it, free."""
    return data_dir() / "posture.lock"


def _digest(folder: Path) -> str:
    return hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]


class ControlServer:
    """Answers on threads of its own; the caller must hold the lock of the one watch.

    handler: is asked one question at a time. name: of the address. Raises OSError when it cannot
    listen.
    """

    def __init__(self, handler: Handler, name: str = "control") -> None:
        self._handler = handler
        self._listening = Listening(address_of(name), _WAITING)
        self._is_closing = False
        self._turn = threading.Lock()
        self._free = threading.BoundedSemaphore(_AT_ONCE)
        self._thread = threading.Thread(target=self._serve, name="control", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._is_closing = True
        self._listening.close()
        self._thread.join(1.0)

    def _serve(self) -> None:
        while not self._is_closing:
            self._free.acquire()
            try:
                caller = self._listening.accept(_QUESTION_S)
                threading.Thread(
                    target=self._serve_caller, args=(caller,), name="control-caller", daemon=True
                ).start()
            except (OSError, RuntimeError):  # it went away; or no descriptor or thread is left
                self._free.release()
                time.sleep(0.0 if self._is_closing else _RETRY_S)

    def _serve_caller(self, caller: Line) -> None:
        try:
            with caller, suppress(OSError):
                if not caller.is_own_account:
                    _log.warning("another account called on the control socket")
                    return
                answer = self._answer_to(caller.receive(_MOST_QUESTION_BYTES))
                caller.send(json.dumps(answer).encode())
        finally:
            self._free.release()

    def _answer_to(self, said: bytes) -> Mapping[str, Any]:
        import msgspec  # noqa: PLC0415 - the monitor has it, who only asks need not

        try:
            # What is flat needs no depth.
            question = msgspec.json.decode(said, type=dict[str, str | bool | float | None])
        except (msgspec.DecodeError, UnicodeDecodeError):
            return {"error": "not understood"}
        try:
            with self._turn:
                return self._handler(question)
        except InputError as error:
            return {"error": error.problem, "remedy": error.remedy}
        except Exception:  # noqa: BLE001 - without an answer nothing ends the watch any more
            _log.exception("asked on the control socket for what cannot be done: %r", question)
            remedy = "Its log says why: `posture logs`."
            return {"error": "The monitor could not do that.", "remedy": remedy}


def ask(do: str, **more: object) -> dict[str, Any]:
    """The running monitor's answer; raises InputError when none runs or it refuses.

    Raises UnansweredError, an InputError too, when one runs and keeps silent.
    """
    pid: int | None = None
    try:
        with _reached() as monitor:
            pid = monitor.peer_pid
            _refuse_other_user(monitor)
            monitor.send(json.dumps({"do": do, **more}).encode())
            longest = _LONGEST_PICTURE if do == "show" else _LONGEST_TEXT
            answer = _plain(json.loads(monitor.receive(_MOST_ANSWER_BYTES)), longest)
    except (ValueError, RecursionError):
        answer = None
    except OSError as error:
        is_there = pid is not None or isinstance(error, BlockingIOError) or is_running()
        if not is_there:
            raise NotRunningError from None
        raise UnansweredError(pid or _pid_by_lock()) from None
    if not isinstance(answer, dict):
        raise InputError("The monitor's answer is not understood.", "Run `posture restart`.")
    if "error" in answer:
        raise InputError(str(answer["error"]), str(answer.get("remedy", "")))
    return answer


def say_to(name: str, said: Mapping[str, str]) -> bool:
    """Say something to the program of ours that listens under this name; whether it was heard."""
    with suppress(OSError), call(address_of(name), _PATIENCE_S) as line:
        if line.is_own_account:
            line.send(json.dumps(said).encode())
            return bool(line.receive(_MOST_QUESTION_BYTES))
    return False


def monitor_pid() -> int | None:
    """The process of the running monitor, by the kernel or its lock; None when neither knows."""
    try:
        with call(address(), _PATIENCE_S) as monitor:
            _refuse_other_user(monitor)
            if monitor.peer_pid is not None:
                return monitor.peer_pid
    except OSError:
        pass
    return _pid_by_lock()


def _pid_by_lock() -> int | None:
    return pid_in(lock_file()) if is_held(lock_file()) else None


def is_running() -> bool:
    """Whether a monitor is there, be it one that never answers."""
    if sys.platform != "win32":
        return is_held(lock_file())
    try:
        call(address(), _PATIENCE_S).close()
    except OSError:
        return False
    return True


def _reached() -> Line:
    """A connection to the monitor; one that is just starting is waited for. Raises OSError."""
    until_s = time.monotonic() + _PATIENCE_S
    while True:
        try:
            return call(address(), _PATIENCE_S)
        except (FileNotFoundError, ConnectionRefusedError):
            if not is_held(lock_file()) or time.monotonic() > until_s:
                raise
        time.sleep(_RETRY_S)


def _refuse_other_user(monitor: Line) -> None:
    if not monitor.is_own_account:
        raise InputError(
            f"Another user's program answers at {address()}.",
            "Set POSTURE_DATA_DIR to a folder that only you can write.",
        )


def _plain(answer: object, longest: int, depth: int = 0) -> Any:  # noqa: ANN401 - JSON
    """An answer whose texts can be printed. Raises ValueError for one that is nested too deep."""
    if depth > _DEEPEST:
        raise ValueError("nested too deep")
    if isinstance(answer, str):
        return printable(answer[:longest])
    if isinstance(answer, dict):
        return {
            _plain(key, longest, depth + 1): _plain(value, longest, depth + 1)
            for key, value in answer.items()
        }
    if isinstance(answer, list):
        return [_plain(item, longest, depth + 1) for item in answer]
    return answer
