"""The small shapes the monitor is handed. Real ones live in their rooms, fakes in tests/support."""

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from posture.core.day.model import JudgedTime
from posture.core.day.records import (
    DayRecords,
    Delivery,
    EpisodeRecord,
    MinuteRecord,
    NudgeRecord,
    SampleRecord,
    StateSpan,
)
from posture.core.events import Cause, Nudge, Observation
from posture.core.pose.landmarks import Pose

Rgb = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture. at_s: seconds on the source's timeline. rgb: (height, width, 3) uint8 RGB.

    focal_px: the lens's focal length, where the file states it. Raises ValueError for any other
    shape or type, and for values that are not finite.
    """

    at_s: float
    rgb: Rgb
    age_s: float = 0.0
    focal_px: float | None = None

    def __post_init__(self) -> None:
        shape, kind = self.rgb.shape, self.rgb.dtype
        if len(shape) != 3 or shape[2] != 3 or kind != np.uint8:  # noqa: PLR2004
            raise ValueError(f"a picture of {shape} {kind} instead of (height, width, 3) uint8 RGB")
        if not (math.isfinite(self.at_s) and math.isfinite(self.age_s)):
            raise ValueError(f"a picture of {self.at_s} s, {self.age_s} s old")
        if self.focal_px is not None and not 0.0 < self.focal_px < math.inf:
            raise ValueError(f"a focal length of {self.focal_px} pixels")


class Clock(Protocol):
    """monotonic_s never jumps; utc is aware and may. sleep returns whether it was cut short."""

    def monotonic_s(self) -> float: ...
    def utc(self) -> datetime: ...
    def sleep(self, seconds: float) -> bool: ...


class FrameSource(Protocol):
    """Pictures now. ``read`` raises CameraError for a fault, returns None at a recording's end."""

    @property
    def name(self) -> str: ...
    def read(self) -> Frame | None: ...
    def close(self) -> None: ...


class Recording(Protocol):
    """Pictures in order, each with its time; iterable from the start as often as wanted."""

    @property
    def name(self) -> str: ...
    def frames(self) -> Iterator[Frame]: ...


class PoseEstimator(Protocol):
    """Frame to people: every pose found, nearest first; empty when nobody is there."""

    def estimate(self, frame: Frame) -> tuple[Pose, ...]: ...
    def close(self) -> None: ...


class Observer(Protocol):
    """Looks once. None: the recording ended. Camera faults come back as conditions.

    release lets the camera go until the next look.
    """

    def observe(self) -> Observation | None: ...
    def release(self) -> None: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message; ``why`` is empty when it was delivered."""

    delivery: Delivery
    why: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """Something the user may answer. key: comes back with the answer; label: what is shown."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Message:
    """One notification. id: the caller's own, comes back with the outcome and the answer."""

    id: str
    title: str
    text: str
    buttons: tuple[Button, ...] = ()
    sound: bool = False


class Notifier(Protocol):
    """Shows messages on a thread of its own.

    submit returns at once, whatever the desktop does; it never raises. wait: whether every message
    has its outcome, for which it waits up to timeout_s. The other two hand over
    what has become known since they were last asked: each message's one outcome, by message id,
    and the buttons pressed, as (message id, button key).
    """

    def submit(self, message: Message) -> None: ...
    def drain(self) -> list[tuple[str, Outcome]]: ...
    def answers(self) -> list[tuple[str, str]]: ...
    def wait(self, timeout_s: float) -> bool: ...
    def close(self) -> None: ...


class Store(Protocol):
    """Remembers. Everything is durable when a method returns. Times are aware datetimes.

    ``posture.store.buffered`` softens this: what cannot be written waits and is tried again.
    """

    def add_samples(self, samples: Sequence[SampleRecord]) -> None: ...
    def add_episode(self, episode: EpisodeRecord) -> None: ...
    def add_nudge(self, nudge: NudgeRecord) -> None: ...
    def add_held_back(self, at: datetime, cause: Cause, why: str) -> None: ...
    def answer_nudge(self, at: datetime, cause: Cause, answer: str) -> bool: ...
    def last_nudge(self) -> NudgeRecord | None: ...
    def trial_nudges(self, tz: tzinfo, last: date) -> tuple[NudgeRecord, ...]: ...
    def nudges_since(self, since: datetime) -> tuple[NudgeRecord, ...]: ...
    def tips_shown(self, since: datetime) -> tuple[str, ...]: ...
    def day(self, day: date, tz: tzinfo) -> DayRecords: ...
    def samples(self, day: date, tz: tzinfo) -> Iterator[SampleRecord]: ...
    def minutes(
        self, day: date, tz: tzinfo, gap_intervals: float, last: date | None = None
    ) -> Iterator[MinuteRecord]: ...
    def spans(
        self, day: date, tz: tzinfo, gap_intervals: float, last: date | None = None
    ) -> Iterator[StateSpan]: ...
    def judged_by_day(
        self, days: Collection[date], tz: tzinfo, gap_intervals: float
    ) -> dict[date, JudgedTime]: ...
    def episodes(
        self, day: date, tz: tzinfo, last: date | None = None
    ) -> tuple[EpisodeRecord, ...]: ...
    def nudges(
        self, day: date, tz: tzinfo, last: date | None = None
    ) -> tuple[NudgeRecord, ...]: ...
    def days(
        self, tz: tzinfo, first: date | None = None, last: date | None = None
    ) -> tuple[date, ...]: ...
    def latest_days(self, tz: tzinfo, most: int, last: date | None = None) -> tuple[date, ...]: ...
    def maintain(self, now: datetime, gap_intervals: float) -> None: ...
    def close(self) -> None: ...


__all__ = [
    "Button",
    "Clock",
    "Delivery",
    "Frame",
    "FrameSource",
    "Message",
    "Notifier",
    "Nudge",
    "Observer",
    "Outcome",
    "PoseEstimator",
    "Recording",
    "Rgb",
    "Store",
]
