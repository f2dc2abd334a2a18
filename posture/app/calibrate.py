"""Making a calibration: from recordings without a word, or guided before the camera."""

import math
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from rich.console import Console

from posture.app.composition import angle_model, calibration_limits
from posture.config import Config, load_config
from posture.core.angles.calibration import Calibration, CalibrationRefusedError, calibrate
from posture.core.pose.landmarks import Pose
from posture.core.pose.tracking import PeoplePolicy, follow, size_px
from posture.errors import CalibrationError
from posture.monitor.sources import (
    careful_estimator,
    estimator,
    live_source,
    open_now,
    people_policy,
    recording,
    refuse_internet_for,
)
from posture.protocols import Frame, FrameSource, PoseEstimator
from posture.store.profiles import Profile, save_profile
from posture.system.clock import SystemClock

if TYPE_CHECKING:
    from posture.capture.recording import ReelRecording

# Looking at each carefully takes ten looks; a median of so many is as steady as it gets.
_MOST_PICTURES = 40
_CROWDED = (
    "Somebody else was about as near: calibrate alone, or with them farther away, so that it is "
    "surely you."
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One person in some pictures, and how bright the pictures were, 0 to 255.

    crowded: in how many of them somebody else was about as near.
    """

    poses: tuple[Pose, ...]
    pictures: int
    brightness: float
    crowded: int = 0

    @classmethod
    def of(
        cls,
        frames: Iterator[Frame],
        landmarker: PoseEstimator,
        people: PeoplePolicy,
        known: Pose | None = None,
    ) -> "Seen":
        """Of several people the nearest at first, then the same one. known: who was seen before."""
        poses: list[Pose] = []
        levels: list[float] = []
        crowded = 0
        for frame in frames:
            levels.append(float(frame.rgb[::8, ::8].mean()))
            found = landmarker.estimate(frame)
            size = frame.rgb.shape[1::-1]
            is_comparable = known is not None and (known.width_px, known.height_px) == size
            person = follow(found, known if is_comparable else None, people)
            if person is None:
                continue
            known = person
            poses.append(person)
            near_px = size_px(person) / people.nearer_ratio
            crowded += any(size_px(p) > near_px for p in found if p is not person)
        brightness = float(np.median(levels)) if levels else 0.0
        return cls(tuple(poses), len(levels), brightness, crowded)

    @property
    def is_crowded(self) -> bool:
        """Whether most pictures leave it open who is meant."""
        return 2 * self.crowded > len(self.poses)


def from_recordings(
    upright: Path, slouch: Path | None, overrides: Sequence[str]
) -> tuple[Calibration, str]:
    """The calibration these recordings make, and where it came from.

    Raises SourceError for what cannot be read, CalibrationError for what makes no calibration.
    """
    config = load_config(overrides)
    recordings = [recording(path, config) for path in (upright, slouch) if path is not None]
    with closing(careful_estimator(config)) as landmarker:
        people = people_policy(config)
        seen = [Seen.of(_spread(each), landmarker, people) for each in recordings]
    return calibration_of(seen, config), str(upright)


def _spread(recorded: "ReelRecording") -> Iterator[Frame]:
    """At most ``_MOST_PICTURES`` of the recording, spread evenly: a film has thirty a second."""
    every = max(1, math.ceil(recorded.length_s() * recorded.fps / _MOST_PICTURES))
    return (frame for at, frame in enumerate(recorded.frames()) if at % every == 0)


def guided(source: str | None, overrides: Sequence[str]) -> tuple[Calibration, str]:
    """Guide the person before the camera: count down, upright, then, if they like, their slouch."""
    config = load_config(overrides)
    spec = source or config.camera.source
    refuse_internet_for(spec)
    console = Console(stderr=True)
    with (
        _camera(spec, config) as camera,
        closing(estimator(config)) as landmarker,
    ):
        console.print(
            "Sit as you would like to sit: upright, back supported, looking at your screen, "
            "head and shoulders in the picture."
        )
        seen = [_sitting("upright", camera, landmarker, config, console)]
        if _wants_slouch(console):
            sat = seen[0].poses[-1] if seen[0].poses else None
            seen.append(_sitting("slouched", camera, landmarker, config, console, sat))
    return calibration_of(seen, config), spec


def saved(name: str, calibration: Calibration, source: str) -> tuple[Profile, Path]:
    """Keep the calibration under a name; the profile and its file."""
    now = datetime.now().astimezone()
    profile = Profile.from_calibration(name, calibration, source, now)
    return profile, save_profile(profile)


def calibration_of(seen: Sequence[Seen], config: Config) -> Calibration:
    """Upright and, if there is a second, slouched; raises CalibrationError with what to mend."""
    upright, slouch = seen[0], seen[1] if len(seen) > 1 else None
    try:
        made = calibrate(
            upright.poses,
            slouch.poses if slouch else None,
            angle_model(config),
            calibration_limits(config),
            upright.brightness,
        )
    except CalibrationRefusedError as refused:
        raise CalibrationError(refused.problem, refused.remedy) from None
    if not any(each.is_crowded for each in seen):
        return made
    quality = "fair" if made.quality == "good" else made.quality
    return replace(made, quality=quality, advice=(*made.advice, _CROWDED))


@contextmanager
def _camera(spec: str, config: Config) -> Iterator[FrameSource]:
    with closing(live_source(spec, config, SystemClock(), loop=False)) as camera:
        open_now(camera)
        yield camera


def _sitting(
    how: str,
    camera: FrameSource,
    landmarker: PoseEstimator,
    config: Config,
    console: Console,
    known: Pose | None = None,
) -> Seen:
    guide = config.guide
    for left in range(int(guide.countdown_s), 0, -1):
        console.print(f"Sit {how}: {left} ...", highlight=False)
        camera.read()
        time.sleep(1.0)
    length_s = guide.upright_s if how == "upright" else guide.slouch_s
    with console.status(f"Stay {how} for {length_s:.0f} seconds"):
        frames = _frames(camera, length_s, guide.interval_s)
        seen = Seen.of(frames, landmarker, people_policy(config), known)
    console.print(f"Done: you were seen in {len(seen.poses)} of {seen.pictures} pictures.")
    return seen


def _frames(camera: FrameSource, length_s: float, interval_s: float) -> Iterator[Frame]:
    end_s = time.monotonic() + length_s
    while (now_s := time.monotonic()) < end_s:
        frame = camera.read()
        if frame is None:
            return
        yield frame
        time.sleep(max(0.0, now_s + interval_s - time.monotonic()))


def _wants_slouch(console: Console) -> bool:
    if not sys.stdin.isatty():
        return False
    console.print(
        "Now, if you like, slouch as you usually do: it makes the limits your own.\n"
        "Press Enter to go on, or s and Enter to skip."
    )
    return not sys.stdin.readline().strip().lower().startswith("s")
