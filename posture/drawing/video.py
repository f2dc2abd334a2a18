"""The drawn pictures as a video that players show."""

import math
import os
from pathlib import Path
from typing import Any, Self

from posture.core.events import Sample
from posture.core.pose.landmarks import Pose
from posture.drawing.overlay import drawn
from posture.errors import StoreError
from posture.protocols import Rgb
from posture.system.private_file import open_private, private_folder

# MPEG-4 takes 2 ms a picture and is in every OpenCV; VP9, which browsers would show too, takes 170.
_CODEC = "mp4v"
# A look may come out this much short of its moment, by rounding.
_RESOLUTION = 1e-6


class AnnotatedVideo:
    """A video of looks, each shown until the next; at the context's end there whole or not at all.

    path: ends in .mp4. fps: pictures a second. All pictures get the size of the first. Raises
    StoreError when it cannot be written.
    """

    def __init__(self, path: str | Path, fps: float) -> None:
        self._path, self._fps = Path(path).absolute(), fps
        if self._path.suffix.lower() != ".mp4":
            raise StoreError(f"{path}: the annotated copy is an MP4.", "Let its name end in .mp4.")
        # OpenCV goes by the suffix, and takes no name that is not UTF-8.
        self._unfinished = self._path.with_name(f".{os.getpid()}.part.mp4")
        self._writer: Any = None
        self._size = (0, 0)
        self._held: Any = None
        self._written = 0

    def __enter__(self) -> Self:
        try:
            private_folder(self._path.parent)
            with open_private(self._unfinished, "w"):
                pass
        except OSError as error:
            raise self._failed(error.strerror or "unknown") from None
        return self

    def add(self, rgb: Rgb, person: Pose | None, sample: Sample) -> None:
        """The next look, at ``sample.at_s`` of the recording, with its picture."""
        import cv2  # noqa: PLC0415 - heavy

        number = math.floor(sample.at_s * self._fps + _RESOLUTION)
        picture = cv2.cvtColor(drawn(rgb, person, sample), cv2.COLOR_RGB2BGR)
        if self._writer is None:
            self._open(picture.shape[1], picture.shape[0])
            self._written = number
        self._hold_until(number)
        self._held = cv2.resize(picture, self._size, interpolation=cv2.INTER_AREA)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if self._writer is not None:
                if kind is None:
                    self._hold_until(self._written + 1)
                self._writer.release()
            if kind is None and self._writer is not None:
                self._unfinished.replace(self._path)
        except OSError as failed:
            raise self._failed(failed.strerror or "unknown") from None
        finally:
            self._unfinished.unlink(missing_ok=True)

    def _open(self, width: int, height: int) -> None:
        import cv2  # noqa: PLC0415 - heavy

        self._size = (width + width % 2, height + height % 2)  # encoders want even sides
        self._writer = cv2.VideoWriter(
            str(self._unfinished),
            cv2.CAP_FFMPEG,
            cv2.VideoWriter.fourcc(*_CODEC),
            self._fps,
            self._size,
        )
        if not self._writer.isOpened():
            raise self._failed("there is no encoder for it here")

    def _hold_until(self, number: int) -> None:
        while self._written < number and self._held is not None:
            self._writer.write(self._held)
            self._written += 1

    def _failed(self, why: str) -> StoreError:
        return StoreError(f"{self._path} cannot be written: {why}.", "Choose another place.")
