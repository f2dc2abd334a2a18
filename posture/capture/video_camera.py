"""Network video through OpenCV: RTSP and its like."""

import os
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from posture.capture.opencv import opencv
from posture.capture.pixels import rgb_from_bgr
from posture.core.addresses import shown_address
from posture.core.states import Condition
from posture.errors import CameraError
from posture.protocols import Rgb

if TYPE_CHECKING:  # the reader's process is sent its settings, and need not read them
    from posture.config import CaptureSection


class VideoCamera:
    """Frames of one address. Making one connects, and raises CameraError with its remedy.

    Such a stream has no gap to skip into: each frame builds on the one before. All of them are
    decoded and one is converted when it is wanted, which costs far more than a webcam does.
    """

    def __init__(self, address: str, settings: "CaptureSection") -> None:
        cv2 = opencv()
        # Over UDP a lost packet smears the picture until the next key frame.
        os.environ.setdefault("OPENCV_FFMPEG_CAPTURE_OPTIONS", "rtsp_transport;tcp")
        self._capture = cv2.VideoCapture(
            address,
            cv2.CAP_FFMPEG,
            [
                cv2.CAP_PROP_OPEN_TIMEOUT_MSEC,
                round(settings.open_timeout_s * 1000),
                cv2.CAP_PROP_READ_TIMEOUT_MSEC,
                round(settings.read_timeout_s * 1000),
            ],
        )
        if not self._capture.isOpened():
            self._capture.release()
            raise CameraError(
                Condition.NO_CAMERA,
                f"{shown_address(address)} cannot be opened.",
                "Check the address, its user name and password, and that the camera is on.",
            )

    @property
    def is_still(self) -> bool:
        return False

    def pictures(self, wanted: threading.Event) -> Iterator[Rgb]:
        """The newest frame, whenever one is wanted; ends where the stream does."""
        while self._capture.grab():
            if wanted.is_set():
                found, bgr = self._capture.retrieve()
                rgb = rgb_from_bgr(bgr) if found else None
                if rgb is not None:
                    yield rgb
        self._capture.release()
