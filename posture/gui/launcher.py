"""What has to begin outside the seal: the monitor, a calibration, the browser with the report.

The program with the windows is closed to the internet for good (system/seccomp.py), and so would
everything be that it starts: a browser could load no page, a monitor reach no network camera. A
second process is therefore branched off before that, which does these three things and nothing
else, and ends with the first. Where no such seal exists there is no need of it.
"""

import json
import os
import socket
import sys
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, Protocol

from posture.errors import InputError, PostureError
from posture.monitor.spawn import Child, Link

_LONGEST = 65_536
_CALIBRATION = "posture.app.windows.calibration_process"


class Launcher(Protocol):
    """Every call may take seconds. Raises PostureError for what does not succeed."""

    def start(self, profile: str | None = None) -> None: ...
    def stop(self) -> None: ...
    def restart(self) -> None: ...
    def open(self, address: str) -> None: ...
    def calibration(self) -> Link: ...


class Direct:
    """Does it in this process."""

    def __init__(self) -> None:
        self._children: list[Child] = []

    def start(self, profile: str | None = None) -> None:
        """Start the monitor, unless one runs."""
        from posture.app.watch.background import Asked  # noqa: PLC0415 - seldom
        from posture.app.watch.start_and_stop import started  # noqa: PLC0415
        from posture.monitor.control_socket import is_running  # noqa: PLC0415

        if is_running():
            return
        try:
            started(Asked(None, profile, ()))
        except InputError:
            if not is_running():  # another began it meanwhile, as both do at login
                raise

    def stop(self) -> None:
        """End the monitor, if one runs."""
        from posture.app.watch.start_and_stop import stopped  # noqa: PLC0415 - seldom
        from posture.monitor.control_socket import is_running  # noqa: PLC0415

        if is_running():
            stopped()

    def restart(self) -> None:
        """With the options it was started with."""
        from posture.app.watch.background import Asked  # noqa: PLC0415 - seldom
        from posture.app.watch.start_and_stop import started, stopped  # noqa: PLC0415
        from posture.monitor.control_socket import ask  # noqa: PLC0415

        before = ask("asked")
        stopped()
        asked = Asked(before["source"], before["profile"], before["overrides"], before["loop"])
        started(asked)

    def open(self, address: str) -> None:
        """In the browser; raises PostureError when none opens."""
        import webbrowser  # noqa: PLC0415 - seldom

        if not webbrowser.open(address):
            raise PostureError(f"No browser could be opened. The page is at {address}")

    def calibration(self) -> Link:
        """A connection to a new process that calibrates; it ends when the connection is closed."""
        self._forget_ended()
        child = Child(_CALIBRATION)
        self._children.append(child)
        return child.connection

    def _forget_ended(self) -> None:
        self._children = [child for child in self._children if child.process.poll() is None]


class BranchedOff:
    """Has it done by the process that was branched off; calls come from one thread.

    Raises PostureError for what does not succeed there, or when that process has ended.
    """

    def __init__(self, line: socket.socket) -> None:
        self._line = line

    def start(self, profile: str | None = None) -> None:
        self._ask("start", profile=profile)

    def stop(self) -> None:
        self._ask("stop")

    def restart(self) -> None:
        self._ask("restart")

    def open(self, address: str) -> None:
        self._ask("open", address=address)

    def calibration(self) -> Link:
        (descriptor,) = self._ask("calibration")
        return Connection(descriptor)

    def _ask(self, do: str, **more: object) -> list[int]:
        if sys.platform == "win32":
            raise NotImplementedError
        try:
            self._line.sendall(json.dumps({"do": do, **more}).encode())
            said, descriptors, _, _ = socket.recv_fds(self._line, _LONGEST, 1)
        except OSError:
            said, descriptors = b"", []
        if not said:
            raise PostureError(
                "Programs can no longer be started from here.",
                "Close the window and open it again.",
            )
        answer = json.loads(said)
        if "problem" in answer:
            raise PostureError(answer["problem"], answer["remedy"])
        return descriptors


def branch_off() -> Launcher:
    """To be called before the seal, and before any thread begins."""
    if not sys.platform.startswith("linux"):
        return Direct()
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    if os.fork():
        theirs.close()
        return BranchedOff(ours)
    ours.close()
    code = 1
    with suppress(KeyboardInterrupt):
        _serve(theirs)
        code = 0
    os._exit(code)


def _serve(line: socket.socket) -> None:
    if sys.platform == "win32":
        raise NotImplementedError
    does = Direct()
    while said := line.recv(_LONGEST):
        kept: list[Link] = []
        try:
            answer = _done(does, json.loads(said), kept)
        except PostureError as error:
            answer = {"problem": error.problem, "remedy": error.remedy}
        except OSError as error:
            answer = {"problem": f"That did not work: {error.strerror}.", "remedy": ""}
        socket.send_fds(line, [json.dumps(answer).encode()], [link.fileno() for link in kept])
        for link in kept:
            link.close()


def _done(does: Direct, asked: Mapping[str, Any], kept: list[Link]) -> dict[str, str]:
    match asked["do"]:
        case "start":
            does.start(asked["profile"])
        case "stop":
            does.stop()
        case "restart":
            does.restart()
        case "open":
            does.open(asked["address"])
        case "calibration":
            kept.append(does.calibration())
    return {}
