"""From a source's name to looks at it.

Apart from app/composition.py, so that the camera's process loads no more than it needs.
"""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from posture.capture.live import camera_address, is_address
from posture.core.addresses import shown_address
from posture.core.duration import in_words
from posture.errors import SourceError
from posture.monitor.spawn import connection_from
from posture.protocols import Clock, FrameSource, PoseEstimator
from posture.system.seccomp import refuse_internet
from posture.system.video_device import device_node

if TYPE_CHECKING:  # the camera's process is sent its settings, and need not read them
    from posture.capture import Orientation
    from posture.capture.recording import ReelRecording
    from posture.config import Config
    from posture.monitor.observer import SourceObserver
    from posture.monitor.stream_gate import Readers

# linux/major.h: the number of every video4linux device.
_VIDEO4LINUX = 81


def estimator(config: "Config") -> PoseEstimator:
    """The landmarker on its verified model; each look finds people anew: docs/decisions/0007."""
    return _seeing_shoulders(_landmarker(config), config)


def augmented_estimator(config: "Config") -> PoseEstimator:
    """The landmarker for what is looked at once, a still or a calibration: the mean of looks."""
    from posture.vision.augmented import AugmentedEstimator  # noqa: PLC0415 - heavy

    return _seeing_shoulders(AugmentedEstimator(_landmarker(config)), config)


def _landmarker(config: "Config") -> PoseEstimator:
    from posture.vision.landmarker import MediapipeEstimator  # noqa: PLC0415 - heavy
    from posture.vision.models import verified_model  # noqa: PLC0415

    return MediapipeEstimator(verified_model(config.vision.model), mode="still")


def _seeing_shoulders(inner: PoseEstimator, config: "Config") -> PoseEstimator:
    from posture.vision.shoulders import SeenShoulders  # noqa: PLC0415 - heavy

    return SeenShoulders(inner, config.vision.min_shoulder_contrast)


def watch_source(config: "Config", source: FrameSource, clock: Clock) -> "SourceObserver":
    """The source, seen through the landmarker."""
    from posture.capture import FrameCheck, Paced  # noqa: PLC0415 - heavy
    from posture.monitor.observer import SourceObserver  # noqa: PLC0415

    check = FrameCheck(config.capture, live=not isinstance(source, Paced))
    return SourceObserver(source, estimator(config), check, clock, config.capture, config.vision)


def live_source(
    spec: str, config: "Config", clock: Clock, *, loop: bool, readers: "Readers | None"
) -> FrameSource:
    """What --source names, as it looks now: a camera, a stream, or a recording in real time.

    readers: of the network camera, if it is one; see ``sandboxed``. Raises SourceError for what
    cannot be read.
    """
    from posture.capture import Paced, UprightSource, is_live, open_live  # noqa: PLC0415 - heavy

    if readers is not None:
        from posture.monitor.network_camera import NetworkCamera  # noqa: PLC0415 - only then

        address = camera_address(spec)
        remote = NetworkCamera(address, readers, settings=config.capture, clock=clock)
        return UprightSource(remote, orientation(config))
    if is_live(spec):
        camera = open_live(spec, settings=config.capture, clock=clock)
        return UprightSource(camera, orientation(config))
    return Paced(watched_recording(spec, config), clock, loop=loop)


def recording(path: str | Path, config: "Config", fps: float | None = None) -> "ReelRecording":
    """A recording whose pictures are turned as the camera's; raises SourceError."""
    from posture.capture import open_recording  # noqa: PLC0415 - heavy

    return open_recording(path, fps, orientation(config))


def watched_recording(
    path: str | Path, config: "Config", fps: float | None = None
) -> "ReelRecording":
    """The same, for a watch: raises SourceError too when its frames would all be gaps."""
    found = recording(path, config, fps)
    most_s = config.monitor.gap_intervals * config.monitor.alert_interval_s
    step_s = found.step_s()
    if step_s > most_s:
        raise SourceError(
            f"{path}: its frames lie {in_words(step_s)} apart, and gaps of more than "
            f"{in_words(most_s)} are not counted.",
            "Use one with more frames; if these were taken more often: `posture replay --fps`.",
        )
    return found


def orientation(config: "Config") -> "Orientation":
    """How pictures are turned before anything looks at them: the numbers of [camera]."""
    from posture.capture import Orientation  # noqa: PLC0415 - heavy

    return Orientation(config.camera.rotate, config.camera.mirror)


def open_now(source: FrameSource) -> None:
    """Open a camera ahead of its first read, so that a fault shows now; raises CameraError."""
    open_ = getattr(source, "open", None)
    if open_ is not None:
        open_()


def refuse_other_devices(spec: str) -> None:
    """Raise SourceError for a device that is there and is no camera, by its number on Linux.

    It is not opened. Found early: a null device that other programs use looks like a camera in use.
    """
    if not sys.platform.startswith("linux") or not spec.startswith("/dev/"):
        return
    with suppress(OSError):  # it is not there: a camera may yet be plugged in
        found = Path(spec).stat()
        if not (stat.S_ISCHR(found.st_mode) and os.major(found.st_rdev) == _VIDEO4LINUX):
            raise SourceError(f"{spec} is not a camera.", "`posture doctor` lists the cameras.")


@dataclass(frozen=True, slots=True)
class Sandbox:
    """What ``sandboxed`` made. readers: of the network camera, None for any other source.

    is_sealed: whether the kernel refuses this process, and those it starts, internet sockets.
    """

    readers: "Readers | None"
    is_sealed: bool

    def gap(self, spec: str) -> str:
        """What nothing enforces while this source is watched, for the user; empty: nothing."""
        if not self.is_sealed:
            return (
                "This system cannot block a program's internet access, so only posture's own code "
                "keeps it from making connections."
            )
        if self.readers is None:
            return ""
        return (
            f"Network camera: one process may connect to {shown_address(spec)}. "
            "The processes that watch and judge cannot."
        )


def camera_advice(spec: str) -> str | None:
    """What to say of an infrared camera while the machine has another one; None otherwise."""
    if device_node(spec) is None:
        return None
    from posture.capture.cameras import (  # noqa: PLC0415 - heavy
        gives_grey_only,
        infrared_advice,
        list_cameras,
    )

    return infrared_advice(spec, list_cameras()) if gives_grey_only(spec) else None


@contextmanager
def sandboxed(spec: str, config: "Config", gate: int | None = None) -> Iterator[Sandbox]:
    """Close this process to the internet for good, but for the readers of a network camera.

    gate: the connection to the gate that was begun for them, where there is one. Raises SourceError
    for an address that no camera can have.
    """
    if not is_address(spec):
        yield Sandbox(None, refuse_internet())
        return
    from posture.monitor.stream_gate import Gate, readers_for  # noqa: PLC0415 - only then

    if gate is not None:
        yield Sandbox(Gate(connection_from(gate)), refuse_internet())
        return
    with readers_for(camera_address(spec), bare(config).capture) as readers:
        yield Sandbox(readers, refuse_internet())


def bare(config: "Config") -> "Config":
    """The values for looking, without what reads them, which no process of ours need import."""
    needed = {}
    for name in ("camera", "capture", "vision", "monitor", "window"):
        section = getattr(config, name)
        keys = getattr(section, "__struct_fields__", None) or vars(section)
        needed[name] = SimpleNamespace(**{key: getattr(section, key) for key in keys})
    return cast("Config", SimpleNamespace(**needed))
