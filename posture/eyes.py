"""The child process: camera and model live here, so that neither can take the monitor down.

It answers each ``LOOK`` with an Observation, ``None`` at a recording's end, or the PostureError
that ends the watch; an Observation that ``is_reused`` comes without the pose sent before.
``RELEASE`` lets the camera go until the next look. Pictures never leave it.
"""

import os
import signal
from contextlib import closing
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Final

from posture.capture.live import is_live
from posture.clock import SystemClock
from posture.config import Config
from posture.core.events import Condition, Observation
from posture.errors import CameraError, PostureError
from posture.viewing import live_source, open_now, refuse_internet_for, watch_source

LOOK: Final = "look"
RELEASE: Final = "release"


def look_when_asked(
    connection: Connection, spec: str, config: Config, *, loop: bool, must_be_there: bool
) -> None:
    """The child's whole life. Ends when the parent does.

    must_be_there: a camera that does not exist is an error to tell, not a fault to wait out.
    """
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C reaches the whole group; the parent decides
    try:
        _look_when_asked(connection, spec, config, loop=loop, must_be_there=must_be_there)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass  # the parent has gone
    except PostureError as error:
        connection.send(error)
    # Camera and model are closed. Taking the interpreter apart would only cost a tenth of a second.
    os._exit(0)


def _look_when_asked(
    connection: Connection, spec: str, config: Config, *, loop: bool, must_be_there: bool
) -> None:
    refuse_internet_for(spec)
    clock = SystemClock()
    source = live_source(spec, config, clock, loop=loop)
    if must_be_there:
        try:
            open_now(source)
        except CameraError as error:
            if error.condition is Condition.NO_CAMERA:
                raise
    is_burst = config.capture.mode == "burst" and is_live(spec)
    with closing(watch_source(config, source, clock)) as observer:
        while True:
            match connection.recv():
                case "look":
                    connection.send(_in_brief(observer.observe()))
                    if is_burst:
                        observer.release()
                case "release":
                    observer.release()


def _in_brief(looked: Observation | None) -> Observation | None:
    """Without the pose that the parent was sent before."""
    return replace(looked, pose=None) if looked is not None and looked.is_reused else looked
