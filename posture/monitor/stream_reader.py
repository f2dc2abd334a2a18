"""The process that reads a network camera: it connects once, shuts itself in, hands pictures on.

It is asked with ``NEXT`` and answers with one StreamAnswer and, after a picture, its bytes: the
JPEG that the camera sent, undecoded, or the pixels of a decoded video frame. It runs no
model. Once the first picture has come it can make no other connection (seccomp.py); a lost one
needs a new process. It ends when its asker does, whatever it is doing then.
"""

import os
import sys
import threading
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NoReturn

import msgspec

from posture.capture.address import VIDEO_SCHEMES
from posture.core.addresses import shown_address
from posture.core.states import Condition
from posture.errors import CameraError
from posture.monitor.spawn import Link, connection_from
from posture.system.seccomp import refuse_new_connections

if TYPE_CHECKING:  # it is sent, and need not be read where it arrives
    from posture.config import CaptureSection
    from posture.protocols import Rgb

NEXT: Final = b"next"


@dataclass(frozen=True, slots=True)
class StreamTask:
    """What to read."""

    address: str
    settings: "CaptureSection"


class StreamAnswer(msgspec.Struct):
    """at_s: when the picture came, time.monotonic(), which all processes share.

    shape: of a video frame, (height, width); None: a JPEG. condition: what is wrong, when there is
    no picture; None for a still address whose connection has ended, which is no fault.
    """

    at_s: float = 0.0
    has_picture: bool = False
    shape: tuple[int, int] | None = None
    condition: Condition | None = None
    problem: str = ""
    remedy: str = ""


def main() -> None:
    """Where no gate forks it: its argument names the connection, which brings a StreamTask."""
    connection = connection_from(int(sys.argv[1]))
    try:
        task: StreamTask = connection.recv()
    except (EOFError, OSError):
        os._exit(0)
    read_until_closed(connection, task)


def read_until_closed(connection: Link, task: StreamTask) -> NoReturn:
    """The process's whole life."""
    outbox = _Outbox(connection)
    threading.Thread(target=_read, args=(task, outbox), daemon=True).start()
    try:
        while connection.recv_bytes(len(NEXT)) == NEXT:
            outbox.ask()
    except (EOFError, OSError):
        pass  # the asker has gone
    os._exit(0)


def _read(task: StreamTask, outbox: "_Outbox") -> None:
    shown = shown_address(task.address)
    can_begin_anew = False
    try:
        camera = _opened(task)
        for number, picture in enumerate(camera.pictures(outbox.wanted)):
            if number == 0:
                refuse_new_connections()
                can_begin_anew = camera.is_still
            outbox.offer(picture)
        fault = _ended(shown)
    except CameraError as error:
        fault = StreamAnswer(condition=error.condition, problem=error.problem, remedy=error.remedy)
    except Exception:  # noqa: BLE001 - whatever a server sends, its connection is what ends
        fault = StreamAnswer() if can_begin_anew else _ended(shown)
    outbox.end(fault)


def _opened(task: StreamTask) -> Any:  # noqa: ANN401 - either of two cameras
    if task.address.partition("://")[0].lower() in VIDEO_SCHEMES:
        from posture.capture.video_camera import VideoCamera  # noqa: PLC0415 - brings OpenCV

        return VideoCamera(task.address, task.settings)
    from posture.capture.http_camera import HttpCamera  # noqa: PLC0415 - brings an HTTP client

    return HttpCamera(task.address, task.settings)


def _ended(shown: str) -> StreamAnswer:
    return StreamAnswer(
        condition=Condition.UNPLUGGED,
        problem=f"{shown} ended the stream.",
        remedy="posture keeps trying.",
    )


class _Outbox:
    """The newest picture, until it is asked for; asked before it has come, it is sent on arrival.

    wanted: set while the asker waits.
    """

    def __init__(self, connection: Link) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._newest: tuple[StreamAnswer, bytes] | None = None
        self._fault: StreamAnswer | None = None
        self.wanted = threading.Event()

    def ask(self) -> None:
        with self._lock:
            self.wanted.set()
            self._send()

    def offer(self, picture: "bytes | Rgb") -> None:
        shape = None
        if not isinstance(picture, bytes):
            shape, picture = (picture.shape[0], picture.shape[1]), picture.tobytes()
        with self._lock:
            self._newest = StreamAnswer(at_s=monotonic(), has_picture=True, shape=shape), picture
            self._send()

    def end(self, fault: StreamAnswer) -> None:
        with self._lock:
            self._fault = fault
            self._send()

    def _send(self) -> None:
        if not self.wanted.is_set():
            return
        try:
            if self._newest is not None:
                answer, picture = self._newest
                self._connection.send_bytes(msgspec.msgpack.encode(answer))
                self._connection.send_bytes(picture)
                self._newest = None
            elif self._fault is not None:
                self._connection.send_bytes(msgspec.msgpack.encode(self._fault))
            else:
                return
        except OSError:  # the asker has gone, as the main thread will find
            return
        self.wanted.clear()
