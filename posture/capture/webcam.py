"""A webcam through OpenCV, asked now and then: what it gives is fresh, or it is a named fault.

A webcam goes on filling its queue while nobody reads, so the next frame read after ten seconds is
ten seconds old. ``read`` takes queued frames off undecoded until one is fresh, and decodes that.
"""

import math
import sys
import time
from typing import TYPE_CHECKING, Any

from posture.capture.device import explain_failure, no_picture, node_of, probe
from posture.capture.opencv import opencv
from posture.capture.pixels import brightness, rgb_from_bgr
from posture.core.states import Condition
from posture.errors import CameraError
from posture.protocols import Clock, Frame, Rgb

if TYPE_CHECKING:  # the camera's process is sent its settings, and need not read them
    from posture.config import CaptureSection

# A grab this long waited for the camera, so what it brought was not queued.
_WAITED_S = 0.004
# Frames a driver is asked to queue: all are old by the next look, and each was copied for nothing.
_QUEUED = 2
# More frames than any driver queues; past them the camera itself is late.
_MOST_QUEUED = 64
# The time stamp of a driver that uses another clock is off by more than this.
_PLAUSIBLE_AGE_S = 600.0
# OpenCV gives a silent V4L2 driver 2 s (capture/opencv.py); a lost one fails at once.
_SILENT_S = 1.5


class Webcam:
    """A FrameSource over one webcam; opens at the first read, and again after a fault.

    spec: index or device path. skipped_frames counts those that came damaged.
    """

    def __init__(self, spec: int | str, *, settings: "CaptureSection", clock: Clock) -> None:
        self._spec, self._settings, self._clock = spec, settings, clock
        self._capture: Any = None
        self._bgr: Any = None  # decoded into again and again: new memory costs more than decoding
        self._level = math.inf  # brightness of the last picture taken; the first is compared too
        self.skipped_frames = 0

    @property
    def name(self) -> str:
        return f"camera {self._spec}"

    def open(self) -> None:
        """Open now; raises CameraError with the condition and its remedy."""
        if self._capture is not None:
            return
        probe(self._spec)
        cv2 = opencv()
        wanted = [
            cv2.CAP_PROP_BUFFERSIZE,
            _QUEUED,  # first: setting it forgets the frame rate
            cv2.CAP_PROP_FRAME_WIDTH,
            self._settings.width_px,
            cv2.CAP_PROP_FRAME_HEIGHT,
            self._settings.height_px,
            cv2.CAP_PROP_FPS,
            round(self._settings.camera_fps),
        ]
        for _ in range(2):
            capture = cv2.VideoCapture(self._target(), _backend(cv2), wanted)
            if capture.isOpened():
                break
            capture.release()
            explain_failure(self._spec)
            # Nothing is wrong any more: whoever used the camera has just released it.
        else:
            no_picture(self._spec)
        self._capture = capture
        self._warm_up()

    def read(self) -> Frame:
        """The picture the camera sees now, at most ``capture.fresh_s`` old; raises CameraError.

        An infrared emitter lights every other frame: one that is much darker than the last look's
        is held against its neighbour, and the brighter of both is taken.
        """
        frame = self._read()
        level = brightness(frame.rgb)
        if level < self._settings.flicker_ratio * self._level:
            neighbour = self._read()
            if brightness(neighbour.rgb) > level:
                frame, level = neighbour, brightness(neighbour.rgb)
        self._level = level
        return frame

    def _read(self) -> Frame:
        self.open()
        deadline_s = time.monotonic() + self._settings.read_timeout_s
        while True:
            age_s = self._grab_fresh()
            rgb = self._retrieve()
            if rgb is not None:
                return Frame(at_s=self._clock.monotonic_s() - age_s, rgb=rgb, age_s=age_s)
            self.skipped_frames += 1
            if time.monotonic() > deadline_s:
                raise self._lost(Condition.DAMAGED, "sends only damaged pictures.")

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None

    def _target(self) -> int | str:
        """What OpenCV takes: a number, or a device whose links are followed anew each time."""
        return self._spec if isinstance(self._spec, int) else str(node_of(self._spec))

    def _warm_up(self) -> None:
        """Let exposure settle: the first pictures of many webcams are black or green."""
        end_s = time.monotonic() + self._settings.warm_up_s
        while time.monotonic() < end_s:
            self._grab()

    def _grab_fresh(self) -> float:
        """Move to a fresh frame, undecoded; returns its age in seconds."""
        for _ in range(_MOST_QUEUED):
            waited_s = self._grab()
            age_s = self._age_s()
            if age_s is None and waited_s >= _WAITED_S:
                return 0.0
            if age_s is not None and age_s <= self._settings.fresh_s:
                return age_s
        raise self._lost(Condition.STALE, "sends only old pictures.")

    def _grab(self) -> float:
        before_s = time.monotonic()
        grabbed = self._capture.grab()
        waited_s = time.monotonic() - before_s
        if not grabbed:
            if waited_s >= _SILENT_S:
                raise self._lost(Condition.HUNG, "does not answer.")
            raise self._lost(Condition.UNPLUGGED, "is gone.")
        return waited_s

    def _age_s(self) -> float | None:
        """By the driver's own time stamp, where it is on the system's monotonic clock."""
        if not sys.platform.startswith("linux"):
            return None
        stamp_s = float(self._capture.get(opencv().CAP_PROP_POS_MSEC)) / 1000
        age_s = time.monotonic() - stamp_s
        # A property a backend lacks reads 0 or -1, as old as the machine's start.
        return age_s if stamp_s > 0 and 0 <= age_s < _PLAUSIBLE_AGE_S else None

    def _retrieve(self) -> Rgb | None:
        try:
            found, bgr = self._capture.retrieve(self._bgr)
        except opencv().error:
            return None
        if not found:
            return None
        self._bgr = bgr
        return rgb_from_bgr(bgr)

    def _lost(self, condition: Condition, problem: str) -> CameraError:
        self.close()
        return CameraError(
            condition,
            f"{self.name.capitalize()} {problem}",
            "posture keeps trying; unplugging it and plugging it in again may help.",
        )


def _backend(cv2: Any) -> int:  # noqa: ANN401 - the cv2 module
    """The backend to ask for: DirectShow opens in a fraction of Media Foundation's time."""
    if sys.platform.startswith("linux"):
        return int(cv2.CAP_V4L2)
    return int(cv2.CAP_DSHOW if sys.platform == "win32" else cv2.CAP_AVFOUNDATION)
