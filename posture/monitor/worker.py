"""The child process: camera and model live here, so that neither can take the monitor down.

It answers each ``LOOK`` with an Observation, ``None`` at a recording's end, or the PostureError
that ends the watch; an Observation that ``is_reused`` comes without the pose sent before.
``RELEASE`` lets the camera go until the next look; ``CHECK`` asks whether it lives. Pictures never
leave it.
"""

import os
import sys
from contextlib import closing
from dataclasses import replace

from posture.capture.live import is_live
from posture.core.events import Condition, Observation
from posture.errors import CameraError, PostureError
from posture.monitor.sources import live_source, open_now, shut_in, watch_source
from posture.monitor.spawn import Link, connection_from
from posture.monitor.worker_protocol import ALIVE, Task
from posture.protocols import FrameSource
from posture.system import startup
from posture.system.clock import SystemClock


def main() -> None:
    """The process's whole life: its argument names the connection, which first brings a Task."""
    connection = connection_from(int(sys.argv[1]))
    try:
        task: Task = connection.recv()
        _look_when_asked(connection, task)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass  # the parent has gone
    except PostureError as error:
        connection.send(error)
    # Camera and model are closed. Taking the interpreter apart would only cost a tenth of a second.
    os._exit(0)


def _look_when_asked(connection: Link, task: Task) -> None:
    spec, config = task.spec, task.config
    clock = SystemClock()
    is_burst = config.capture.mode == "burst" and is_live(spec)
    with shut_in(spec, config, task.gate) as enclosure:
        source = live_source(spec, config, clock, loop=task.loop, readers=enclosure.readers)
        if task.must_be_there:
            _require(source)
        with closing(watch_source(config, source, clock)) as observer:
            startup.settle()
            while True:
                match connection.recv():
                    case "look":
                        connection.send(_in_brief(observer.observe()))
                        if is_burst:
                            observer.release()
                    case "release":
                        observer.release()
                    case "check":
                        connection.send(ALIVE)


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
