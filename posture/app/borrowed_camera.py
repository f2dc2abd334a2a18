"""The camera for a minute of one's own, borrowed of the monitor where one is running."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any

from posture.config import Config
from posture.core.addresses import without_credentials
from posture.core.states import Condition
from posture.errors import CameraError, InputError, UnansweredError
from posture.monitor.control_socket import ask
from posture.monitor.loan import AGAIN_S, LONGEST_S
from posture.monitor.sources import live_source, open_now, refuse_other_devices, sandboxed
from posture.protocols import FrameSource
from posture.system.clock import SystemClock
from posture.system.video_device import device_node

# The monitor may be in the middle of a look, at its start even of loading the model.
_PATIENCE_S = 12.0
_AGAIN_S = 0.2


def running_monitor() -> dict[str, Any] | None:
    """What the running monitor says of itself; None while none runs.

    Raises UnansweredError for one that keeps silent.
    """
    try:
        return ask("status")
    except UnansweredError:
        raise
    except InputError:
        return None


@contextmanager
def borrowed_camera(source: str | None, config: Config) -> Iterator[tuple[FrameSource, str]]:
    """An open camera, and what it is called: source, else the running monitor's, else the usual.

    A monitor that holds it lets it go meanwhile, and looks again afterwards whatever happens here.
    This process is shut in from then on. Raises SourceError or CameraError for one that cannot be
    opened.
    """
    monitor = running_monitor()
    theirs = None if monitor is None else str(monitor["source"])
    usual = config.camera.source
    # A monitor names its camera without the login that the configuration holds.
    is_usual = theirs in {None, without_credentials(usual)}
    spec = source or (usual if is_usual else str(theirs))
    refuse_other_devices(spec)
    is_theirs = theirs is not None and _is_same(without_credentials(spec), theirs)
    clock = SystemClock()
    with (
        sandboxed(spec, config) as sandbox,
        closing(live_source(spec, config, clock, loop=False, readers=sandbox.readers)) as camera,
    ):
        if not is_theirs:
            open_now(camera)
            yield camera, spec
            return
        with _loan():
            _open_in_time(camera)
            yield camera, spec
            camera.close()  # before the monitor opens it again


def _is_same(one: str, other: str) -> bool:
    if one == other:
        return True
    node, its = device_node(one), device_node(other)
    return node is not None and its is not None and node.resolve() == its.resolve()


@contextmanager
def _loan() -> Iterator[None]:
    """Ask for the camera until done; a monitor that ends meanwhile gives it up all the more."""
    _lend(LONGEST_S)
    is_over = threading.Event()

    def go_on() -> None:
        while not is_over.wait(AGAIN_S):
            with suppress(InputError):
                _lend(LONGEST_S)

    asking = threading.Thread(target=go_on, name="loan", daemon=True)
    asking.start()
    try:
        yield
    finally:
        is_over.set()
        asking.join()
        with suppress(InputError):
            _lend(0.0)


def _lend(seconds: float) -> None:
    ask("lend", seconds=seconds, pid=os.getpid())


def _open_in_time(camera: FrameSource) -> None:
    """Open it as soon as the monitor has let it go; raises CameraError."""
    until_s = time.monotonic() + _PATIENCE_S
    while True:
        try:
            open_now(camera)
        except CameraError as error:
            if error.condition is not Condition.BUSY or time.monotonic() > until_s:
                raise
            time.sleep(_AGAIN_S)
        else:
            return
