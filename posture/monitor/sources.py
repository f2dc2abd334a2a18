"""From a source's name to looks at it.

Apart from app/composition.py, so that the camera's process loads no more than it needs.
"""

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from posture.core.pose.tracking import PeoplePolicy
from posture.errors import SourceError
from posture.protocols import Clock, FrameSource, Observer, PoseEstimator
from posture.system.seccomp import refuse_internet

if TYPE_CHECKING:  # the camera's process is sent its settings, and need not read them
    from posture.capture import Orientation
    from posture.capture.recording import ReelRecording
    from posture.config import Config

# linux/major.h: the number of every video4linux device.
_VIDEO4LINUX = 81


def estimator(config: "Config") -> PoseEstimator:
    """The landmarker on its verified model; each look finds people anew: docs/decisions/0007."""
    return _seeing_shoulders(_landmarker(config), config)


def careful_estimator(config: "Config") -> PoseEstimator:
    """The landmarker for what is looked at once, a still or a calibration: the mean of looks."""
    from posture.vision.augmented import CarefulEstimator  # noqa: PLC0415 - heavy

    return _seeing_shoulders(CarefulEstimator(_landmarker(config)), config)


def _landmarker(config: "Config") -> PoseEstimator:
    from posture.vision.landmarker import MediapipeEstimator  # noqa: PLC0415 - heavy
    from posture.vision.models import verified_model  # noqa: PLC0415

    return MediapipeEstimator(verified_model(config.vision.model), mode="still")


def _seeing_shoulders(inner: PoseEstimator, config: "Config") -> PoseEstimator:
    from posture.vision.shoulders import SeenShoulders  # noqa: PLC0415 - heavy

    return SeenShoulders(inner, config.vision.min_shoulder_contrast)


def watch_source(config: "Config", source: FrameSource, clock: Clock) -> Observer:
    """The source, seen through the landmarker."""
    from posture.capture import FrameCheck, Paced  # noqa: PLC0415 - heavy
    from posture.monitor.observer import SourceObserver  # noqa: PLC0415

    check = FrameCheck(config.capture, live=not isinstance(source, Paced))
    return SourceObserver(
        source, estimator(config), check, clock, config.capture, people_policy(config)
    )


def people_policy(config: "Config") -> PeoplePolicy:
    """Whose posture is judged when several people are seen: the numbers of [vision]."""
    return PeoplePolicy(
        **{name: getattr(config.vision, name) for name in PeoplePolicy.__dataclass_fields__}
    )


def live_source(spec: str, config: "Config", clock: Clock, *, loop: bool) -> FrameSource:
    """What --source names, as it looks now: a camera, a stream, or a recording in real time.

    Raises SourceError for what cannot be read, CameraError for a camera that cannot be opened.
    """
    from posture.capture import Paced, UprightSource, is_live, open_live  # noqa: PLC0415 - heavy

    if is_live(spec):
        camera = open_live(spec, settings=config.capture, clock=clock)
        return UprightSource(camera, orientation(config))
    return Paced(watched_recording(spec, config), clock, loop=loop)


def recording(
    path: str | Path, config: "Config", fps: float | None = None
) -> "ReelRecording":
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
            f"{path}: its frames lie {step_s:g} s apart, and what happens over more than "
            f"{most_s:g} s is not counted.",
            "Give one with more frames; if these were taken more often: posture replay --fps.",
        )
    return found


def orientation(config: "Config") -> "Orientation":
    """How pictures are turned before anything looks at them: the numbers of [camera]."""
    from posture.capture import Orientation  # noqa: PLC0415 - heavy

    return Orientation(config.camera.rotate, config.camera.mirror)


def open_now(source: FrameSource) -> None:
    """Open a camera ahead of its first read, so that its fault is told now; raises CameraError."""
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
            raise SourceError(f"{spec} is not a camera.", "posture doctor lists those there are.")


def is_address(spec: str) -> bool:
    return "://" in spec


def refuse_internet_for(spec: str) -> bool:
    """Close this process to the internet, unless the user's own source lies behind an address."""
    return not is_address(spec) and refuse_internet()
