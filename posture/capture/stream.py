"""Network video through OpenCV: RTSP, and HTTP video that is not motion JPEG."""

import os
import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from posture.capture.opencv import opencv
from posture.capture.pixels import rgb_from_bgr
from posture.core.events import Condition
from posture.errors import CameraError
from posture.protocols import Clock, Frame

if TYPE_CHECKING:  # the camera's process is sent its settings, and need not read them
    from posture.config import CaptureSection

_JOIN_S = 3.0


class VideoStream:
    """A FrameSource over one address.

    Such a stream has no gap to skip into: each frame builds on the one before. A thread decodes
    all of them and ``read`` takes the newest, which costs far more than a webcam does.
    """

    def __init__(self, url: str, *, settings: "CaptureSection", clock: Clock) -> None:
        self._url, self._settings, self._clock = url, settings, clock
        parts = urlsplit(url)
        self._shown_url = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        self._player: _Player | None = None

    @property
    def name(self) -> str:
        return self._shown_url

    def open(self) -> None:
        """Connect now; raises CameraError with its remedy."""
        if self._player is not None:
            return
        cv2 = opencv()
        # Over UDP a lost packet smears the picture until the next key frame.
        os.environ.setdefault("OPENCV_FFMPEG_CAPTURE_OPTIONS", "rtsp_transport;tcp")
        capture = cv2.VideoCapture(self._url, cv2.CAP_FFMPEG, [
            cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, round(self._settings.open_timeout_s * 1000),
            cv2.CAP_PROP_READ_TIMEOUT_MSEC, round(self._settings.read_timeout_s * 1000),
        ])
        if not capture.isOpened():
            capture.release()
            raise CameraError(Condition.NO_CAMERA, f"{self._shown_url} cannot be opened.",
                              "Check the address and that the camera is on.")
        self._player = _Player(capture)

    def read(self) -> Frame:
        """The newest picture, at most ``capture.fresh_s`` old; raises CameraError."""
        self.open()
        assert self._player is not None  # noqa: S101 - open() made it
        deadline_s = time.monotonic() + self._settings.read_timeout_s
        while (taken := self._player.next_picture(deadline_s)) is not None:
            bgr, at_s = taken
            age_s = time.monotonic() - at_s
            rgb = rgb_from_bgr(bgr)
            if rgb is not None and age_s <= self._settings.fresh_s:
                return Frame(at_s=self._clock.monotonic_s() - age_s, rgb=rgb, age_s=age_s)
        if self._player.has_ended:
            raise self._lost(Condition.UNPLUGGED, "ended the stream.")
        raise self._lost(Condition.HUNG, "sends nothing.")

    def close(self) -> None:
        if self._player is not None:
            self._player.close()
            self._player = None

    def _lost(self, condition: Condition, problem: str) -> CameraError:
        self.close()
        return CameraError(condition, f"{self._shown_url} {problem}", "It is tried again.")


class _Player:
    """The thread that keeps up with the stream, and converts a frame only when one is wanted."""

    def __init__(self, capture: Any) -> None:  # noqa: ANN401 - cv2.VideoCapture
        self._capture = capture
        self._changed = threading.Condition()
        self._is_wanted = self._is_stopping = self.has_ended = False
        self._taken: tuple[Any, float] | None = None
        self._thread = threading.Thread(target=self._play, name="video stream", daemon=True)
        self._thread.start()

    def next_picture(self, deadline_s: float) -> tuple[Any, float] | None:
        """The next frame to arrive, BGR, and time.monotonic() then; None at the end or too late."""
        with self._changed:
            self._taken, self._is_wanted = None, True
            self._changed.wait_for(lambda: self._taken is not None or self.has_ended,
                                   max(0.0, deadline_s - time.monotonic()))
            return self._taken

    def close(self) -> None:
        self._is_stopping = True
        self._thread.join(_JOIN_S)

    def _play(self) -> None:
        while not self._is_stopping and self._capture.grab():
            at_s = time.monotonic()
            if not self._is_wanted:
                continue
            found, bgr = self._capture.retrieve()
            if found:
                with self._changed:
                    self._taken, self._is_wanted = (bgr, at_s), False
                    self._changed.notify_all()
        with self._changed:
            self.has_ended = True
            self._changed.notify_all()
        self._capture.release()
