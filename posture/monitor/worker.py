"""The child process: camera and model live here, so that neither can take the monitor down.

It answers each ``LOOK`` with an Observation, ``None`` at a recording's end, or the PostureError
that ends the watch; an Observation that ``is_reused`` comes without the pose sent before.
``RELEASE`` lets the camera go until the next look; ``CHECK`` asks whether it lives. A bug, or a
library's fault, comes back as a ``Crash``. A picture leaves it only after ``SHOW``, which the
monitor says while the user has the preview open.
"""

import os
import sys
import traceback
from contextlib import closing, suppress
from dataclasses import replace

from posture.capture.live import is_address, is_live
from posture.core.events import Observation
from posture.core.states import Condition
from posture.errors import CameraError, PostureError
from posture.monitor.preview import drawn_small
from posture.monitor.sources import live_source, open_now, sandboxed, watch_source
from posture.monitor.spawn import Link, connection_from
from posture.monitor.worker_protocol import ALIVE, READY, Crash, Task
from posture.protocols import FrameSource
from posture.system import startup
from posture.system.clock import SystemClock

_LONGEST_SAID = 300  # a message that quotes more than this may quote anything


def main() -> None:
    """The process's whole life: its argument names the connection, which first brings a Task."""
    parent = _Parent(connection_from(int(sys.argv[1])))
    code = 0
    try:
        task = parent.recv()
        assert isinstance(task, Task)  # noqa: S101 - what supervisor.py sends first
        _look_when_asked(parent, task)
    except _ParentGoneError:
        pass
    except PostureError as error:
        parent.farewell(error)
    except Exception as error:  # noqa: BLE001 - the parent logs it and starts another process
        parent.farewell(Crash(without_pixels(error)))
        code = 1
    # Camera and model are closed. Taking the interpreter apart would only cost a tenth of a second.
    os._exit(code)


class _ParentGoneError(Exception):
    """Nobody is left to look for."""


class _Parent:
    """The connection, whose end is distinguished from every other broken pipe: stderr may be one.

    Raises _ParentGoneError.
    """

    def __init__(self, connection: Link) -> None:
        self._connection = connection

    def recv(self) -> object:
        try:
            return self._connection.recv()
        except (EOFError, OSError):
            raise _ParentGoneError from None

    def send(self, answer: object) -> None:
        try:
            self._connection.send(answer)
        except OSError:
            raise _ParentGoneError from None

    def farewell(self, last: object) -> None:
        with suppress(_ParentGoneError):
            self.send(last)


def without_pixels(error: BaseException) -> str:
    """Its traceback, and what it says unless that may show what was looked at.

    Lines of code and plain words may go to the log, arrays and bytes may not.
    """
    is_plain = all(isinstance(one, str | int | float | bool | None) for one in error.args)
    said = str(error) if is_plain else "its details are left out, for they may show a picture"
    frames = "".join(traceback.format_tb(error.__traceback__))
    brief = said if len(said) <= _LONGEST_SAID else f"{said[:_LONGEST_SAID]} ..."
    return f"Traceback (most recent call last):\n{frames}{type(error).__name__}: {brief}\n"


def _look_when_asked(parent: _Parent, task: Task) -> None:
    spec, config = task.spec, task.config
    clock = SystemClock()
    is_burst = config.capture.mode == "burst" and is_live(spec)
    with sandboxed(spec, config, task.gate) as sandbox:
        source = live_source(spec, config, clock, loop=task.loop, readers=sandbox.readers)
        # Who never answers takes long, and is waited for only by a process that can be looked at.
        is_remote = is_address(spec)
        if task.must_be_there and not is_remote:
            _require(source)
        with closing(watch_source(config, source, clock)) as observer:
            startup.settle()
            parent.send(READY)
            if task.must_be_there and is_remote:
                _require(source)
            while True:
                match parent.recv():
                    case "look":
                        parent.send(_in_brief(observer.observe()))
                        if is_burst:
                            observer.release()
                    case "look, and show it":
                        looked, frame = observer.show()
                        parent.send(_in_brief(looked))
                        parent.send(drawn_small(frame, config.window.preview_width_px))
                    case "release":
                        observer.release()
                    case "check":
                        parent.send(ALIVE)


def _require(source: FrameSource) -> None:
    """Open it; raises CameraError when it is not there. Any other fault is waited out."""
    try:
        open_now(source)
    except CameraError as error:
        if error.condition is Condition.NO_CAMERA:
            raise


def _in_brief(looked: Observation | None) -> Observation | None:
    """Without the pose that the parent was sent before."""
    return replace(looked, pose=None) if looked is not None and looked.is_reused else looked
