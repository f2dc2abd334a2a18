"""The small shapes the monitor is handed. Real ones live in their rooms, fakes in tests/support."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from posture.core.events import Nudge, Observation
from posture.core.pose import Pose

Rgb = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture. at_s: seconds on the source's timeline. rgb: (height, width, 3) uint8 RGB."""

    at_s: float
    rgb: Rgb
    age_s: float = 0.0


class Clock(Protocol):
    """monotonic_s never jumps; utc is aware and may."""

    def monotonic_s(self) -> float: ...
    def utc(self) -> datetime: ...
    def sleep(self, seconds: float) -> None: ...


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
    """Looks once. None: the recording ended. Camera faults come back as conditions."""

    def observe(self) -> Observation | None: ...
    def close(self) -> None: ...


class Delivery(StrEnum):
    DELIVERED = "delivered"
    FAILED = "failed"
    HELD_BACK = "held back"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a notification; ``why`` is empty when it was delivered."""

    delivery: Delivery
    why: str = ""


class Notifier(Protocol):
    """Shows one message, within its own deadline; never raises for a desktop that cannot."""

    def notify(self, title: str, text: str) -> Outcome: ...
    def close(self) -> None: ...


class Store(Protocol):
    """Remembers. Everything is durable when a method returns. Times are aware datetimes."""

    def close(self) -> None: ...


__all__ = [
    "Clock", "Delivery", "Frame", "FrameSource", "Notifier", "Nudge", "Observer", "Outcome",
    "PoseEstimator", "Recording", "Rgb", "Store",
]
