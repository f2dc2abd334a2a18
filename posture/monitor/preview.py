"""The camera's picture for a window of the user's, while that is open and asks for it.

It goes from the camera's process to the monitor and on to the window, in memory only. Who watches
has to ask again and again: after a moment without a question no picture is taken any more, and the
last one is forgotten.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posture.core.pose.landmarks import Pose
    from posture.protocols import Clock, Frame

# How long one question keeps the pictures coming.
_LEASE_S = 2.0
_QUALITY = 80


@dataclass(frozen=True, slots=True)
class SmallPicture:
    """brightness: its mean, 0 to 255."""

    jpeg: bytes
    brightness: float


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What one look saw. pose: the person, in pixels of the full picture."""

    picture: SmallPicture
    pose: "Pose | None"


class Preview:
    """Opened by the control thread, filled by the loop.

    wake: ends the loop's sleep, so that the first picture comes at once. interval_s: between looks
    while it is open. guard: called once, before the first picture comes into this process.
    """

    def __init__(
        self,
        clock: "Clock",
        wake: Callable[[], object],
        interval_s: float = 1.0,
        guard: Callable[[], object] = bool,
    ) -> None:
        self._clock, self._wake, self._interval_s = clock, wake, interval_s
        self._guard: Callable[[], object] | None = guard
        self._lock = threading.Lock()
        self._until_s = 0.0
        self._shown: Shown | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody watches; where not, the last picture is forgotten."""
        with self._lock:
            is_open = self._clock.monotonic_s() < self._until_s
            if not is_open:
                self._shown = None
            return is_open

    def ask(self) -> Shown | None:
        """The latest look; None when there is none yet. More will come for a moment."""
        was_open = self.is_open
        with self._lock:
            if self._guard is not None:
                self._guard()
                self._guard = None
            self._until_s = self._clock.monotonic_s() + _LEASE_S
            shown = self._shown
        if not was_open:
            self._wake()
        return shown

    def close(self) -> None:
        """Nobody watches any more."""
        with self._lock:
            self._until_s, self._shown = 0.0, None

    def put(self, shown: Shown | None) -> None:
        """The look just made; None when it had no picture."""
        if self.is_open:
            with self._lock:
                self._shown = shown

    def rest_s(self, seconds: float) -> float:
        """How long to rest instead of so many seconds: while it is open looks come often."""
        return min(seconds, self._interval_s) if self.is_open else seconds


def drawn_small(frame: "Frame | None", width_px: int) -> SmallPicture | None:
    """The picture no wider than so many pixels, in memory; None when there is none."""
    if frame is None:
        return None
    from posture.capture.opencv import opencv  # noqa: PLC0415 - only in the camera's process
    from posture.capture.pixels import brightness  # noqa: PLC0415

    cv2 = opencv()
    height, width = frame.rgb.shape[:2]
    scale = min(1.0, width_px / width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(frame.rgb, size, interpolation=cv2.INTER_AREA)
    _, jpeg = cv2.imencode(".jpg", small[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return SmallPicture(bytes(jpeg), brightness(frame.rgb))
