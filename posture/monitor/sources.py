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
    from posture.config import Config

# linux/major.h: the number of every video4linux device.
_VIDEO4LINUX = 81


def estimator(config: "Config") -> PoseEstimator:
    """The landmarker on its verified model; each look finds people anew: docs/decisions/0007."""
    from posture.vision.landmarker import MediapipeEstimator  # noqa: PLC0415 - heavy
    from posture.vision.models import verified_model  # noqa: PLC0415

    return MediapipeEstimator(verified_model(config.vision.model), mode="still")


def careful_estimator(config: "Config") -> PoseEstimator:
    """The landmarker for what is looked at once, a still or a calibration: the mean of looks."""
    from posture.vision.augmented import CarefulEstimator  # noqa: PLC0415 - heavy

    return CarefulEstimator(estimator(config))


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
    from posture.capture import Paced, is_live, open_live, open_recording  # noqa: PLC0415 - heavy

    if is_live(spec):
        return open_live(spec, settings=config.capture, clock=clock)
    return Paced(open_recording(spec), clock, loop=loop)


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
