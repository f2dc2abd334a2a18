"""One pass over a recording: frames in order, decoded only when wanted.

``skip`` moves to the next frame without decoding it and ``picture`` decodes the one moved to, so
that whoever wants one frame in ten pays for one in ten.
"""

import math
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from posture.capture.file_names import plain_name
from posture.capture.opencv import opencv
from posture.capture.pictures import read_picture
from posture.capture.pixels import rgb_from_bgr
from posture.errors import SourceError
from posture.protocols import Rgb

# Pictures carry no times; two a second is what the bundled clips were recorded at.
DEFAULT_FPS = 2.0
_LIKELY_FPS = (0.1, 240.0)
# As OpenCV names what its wheels decode: a video in one of these without a frame is damaged.
_DECODED = ("h264", "avc1", "hevc", "hvc1", "hev1", "FMP4", "mp4v", "VP80", "VP90", "MJPG")
_CODECS = {"AV01": "AV1"}


class Reel(Protocol):
    """One pass over a recording.

    is_timed: whether every frame so far had a time of its own, so that ``seek`` can be relied on.
    claimed_s: how long the recording says it is; 0 where it does not say.
    """

    @property
    def is_timed(self) -> bool: ...
    @property
    def claimed_s(self) -> float: ...

    def skip(self) -> float | None:
        """Move to the next frame and give its time in seconds; None after the last."""

    def picture(self) -> Rgb | None:
        """The frame moved to, as (height, width, 3) uint8 RGB; None when it is damaged."""

    def seek(self, at_s: float) -> bool:
        """Move ahead of this time, undecoded; False where that cannot be, as at the very start.

        The frames that follow have the times that they have in a pass from the start.
        """

    def close(self) -> None: ...


class PictureReel:
    """Pictures in the order given, fps to the second."""

    def __init__(self, paths: Sequence[Path], fps: float) -> None:
        self._paths, self._fps, self._index = paths, fps, -1
        self.is_timed, self.claimed_s = True, len(paths) / fps

    def skip(self) -> float | None:
        self._index += 1
        return self._index / self._fps if self._index < len(self._paths) else None

    def picture(self) -> Rgb | None:
        try:
            return read_picture(self._paths[self._index]).rgb
        except SourceError:
            return None

    def seek(self, at_s: float) -> bool:
        self._index = max(-1, math.floor(at_s * self._fps) - 1)
        return True

    def close(self) -> None:
        """Nothing stays open between pictures."""


class VideoReel:
    """A video file's frames. fps: overrides its own times. Raises SourceError if it is no video."""

    def __init__(self, path: Path, fps: float | None) -> None:
        cv2 = opencv()
        self._position = cv2.CAP_PROP_POS_MSEC
        self._path = path
        with plain_name(path) as name:
            self._capture = cv2.VideoCapture(name, cv2.CAP_FFMPEG)
        if not self._capture.isOpened():
            raise not_a_recording(path)
        own_fps = float(self._capture.get(cv2.CAP_PROP_FPS))
        low, high = _LIKELY_FPS
        self._follow_file = fps is None
        self.fps = fps or (own_fps if low <= own_fps <= high else DEFAULT_FPS)
        self._index, self._last_s, self._start_s = -1, -math.inf, 0.0
        self._has_counted = False

    @property
    def is_timed(self) -> bool:
        return self._follow_file and not self._has_counted

    @property
    def claimed_s(self) -> float:
        cv2 = opencv()
        return max(0.0, float(self._capture.get(cv2.CAP_PROP_FRAME_COUNT))) / self.fps

    def skip(self) -> float | None:
        if not self._capture.grab():
            return None
        self._index += 1
        at_s = self._index / self.fps
        if self._follow_file:
            stamp_s = float(self._capture.get(self._position)) / 1000
            if self._index == 0:
                self._start_s = stamp_s
            stamp_s -= self._start_s
            # Some containers carry no usable times; then the frames count.
            is_usable = stamp_s > self._last_s
            self._has_counted = self._has_counted or not is_usable
            at_s = stamp_s if is_usable else self._last_s + 1 / self.fps
        self._last_s = at_s
        return at_s

    def picture(self) -> Rgb | None:
        found, bgr = self._capture.retrieve()
        return rgb_from_bgr(bgr) if found else None

    def seek(self, at_s: float) -> bool:
        if self._index < 0 and self.skip() is None:
            return False
        self._last_s = -math.inf  # whatever comes next is later than what was passed over
        is_there = self._capture.set(self._position, 1000 * (at_s + self._start_s))
        return bool(is_there) and self.is_timed

    def without_frames(self) -> SourceError:
        """The error for a video of which no frame can be decoded; says whether its codec is why."""
        fourcc = int(self._capture.get(opencv().CAP_PROP_FOURCC)) & 0xFFFFFFFF
        codec = fourcc.to_bytes(4, "little").decode("latin-1").strip()
        if not codec.isalnum() or codec in _DECODED:
            return SourceError(
                f"{self._path}: a video with no frame that can be decoded.",
                "Use one that plays in a video player.",
            )
        return SourceError(
            f"{self._path}: {_CODECS.get(codec, codec)} video cannot be decoded here.",
            f"Convert it with `ffmpeg -i {shlex.quote(str(self._path))} -c:v libx264 out.mp4`.",
        )

    def close(self) -> None:
        self._capture.release()


def not_a_recording(path: Path) -> SourceError:
    """The error for a file that is neither video nor picture."""
    return SourceError(
        f"{path}: not a readable video or picture.",
        "Use a video such as MP4, a picture or a folder of pictures.",
    )
