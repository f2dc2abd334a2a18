"""Recordings: a video file, a picture, a folder of pictures, or a numbered sequence of them."""

import math
import re
import stat
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path

from posture.capture.orientation import AS_IT_IS, Orientation, UprightReel
from posture.capture.picture_folder import means_pictures, on_disk, picture_paths
from posture.capture.pictures import is_picture, read_picture
from posture.capture.reels import (
    DEFAULT_FPS,
    PictureReel,
    Reel,
    VideoReel,
    not_a_recording,
)
from posture.errors import SourceError
from posture.protocols import Frame

_SNIFFED_BYTES = 4096
_TIMED_FRAMES = 20
# FFmpeg plays plain text as a terminal's picture, and playlists as what they point to.
_BINARY = re.compile(rb"[^\t\n\f\r\x1b -\xfe]")
_STREAMED = frozenset({".mjpeg", ".mjpg"})  # JPEG pictures one after the other


class ReelRecording:
    """What every recording has in common: frames in order from a fresh reel each time."""

    def __init__(self, name: str, fps: float, orientation: Orientation = AS_IT_IS) -> None:
        self._name, self._orientation = name, orientation
        self.fps = fps

    @property
    def name(self) -> str:
        return self._name

    def reel(self) -> Reel:
        return UprightReel(self._as_recorded(), self._orientation)

    def _as_recorded(self) -> Reel:
        raise NotImplementedError

    def length_s(self) -> float:
        """Seconds from the first frame to the end of the last, found without decoding any."""
        reel = self.reel()
        try:
            last_s = 0.0
            while (at_s := reel.skip()) is not None:
                last_s = at_s
            return last_s + 1 / self.fps
        finally:
            reel.close()

    def step_s(self) -> float:
        """Seconds from frame to frame: the median of the first ones; 0 when there is one only."""
        from statistics import median  # noqa: PLC0415 - brings fractions, which no camera needs

        reel = self.reel()
        try:
            times_s = list(islice(iter(reel.skip, None), _TIMED_FRAMES))
        finally:
            reel.close()
        steps_s = [after - before for before, after in pairwise(times_s)]
        return median(steps_s) if steps_s else 0.0

    def frames(self) -> Iterator[Frame]:
        """Every frame that can be decoded, each with its time from the start."""
        reel = self.reel()
        try:
            while (at_s := reel.skip()) is not None:
                rgb = reel.picture()
                if rgb is not None:
                    yield Frame(at_s=at_s, rgb=rgb)
        finally:
            reel.close()


class PictureRecording(ReelRecording):
    """Pictures in order, the given number a second."""

    def __init__(
        self, name: str, paths: Sequence[Path], fps: float, orientation: Orientation
    ) -> None:
        super().__init__(name, fps, orientation)
        self._paths = tuple(paths)

    def _as_recorded(self) -> Reel:
        return PictureReel(self._paths, self.fps)


class VideoRecording(ReelRecording):
    """A video file. fps: overrides the file's own frame times when given.

    Raises SourceError for a file that is no video or has no frames.
    """

    def __init__(self, path: Path, fps: float | None, orientation: Orientation) -> None:
        self._path, self._given_fps = path, fps
        reel = VideoReel(path, fps)
        try:
            super().__init__(str(path), reel.fps, orientation)
            if reel.skip() is None or reel.picture() is None:
                raise reel.without_frames()
        finally:
            reel.close()

    def _as_recorded(self) -> Reel:
        return VideoReel(self._path, self._given_fps)


def open_recording(
    path: str | Path, fps: float | None = None, orientation: Orientation = AS_IT_IS
) -> ReelRecording:
    """A recording by its path: a video, a picture, a folder of pictures, or ``frame_%03d.jpg``.

    fps: frames a second; for pictures DEFAULT_FPS when None, for a video the file's own times.
    Raises SourceError, one line with its remedy; the first frame has then been decoded once.
    """
    path = on_disk(path)
    if fps is not None and not (math.isfinite(fps) and fps > 0):
        raise SourceError(f"{fps:g} frames per second is not possible.", "Use a number above zero.")
    if means_pictures(path):
        paths = picture_paths(path)
        _require_one_readable(paths)
        return PictureRecording(str(path), paths, fps or DEFAULT_FPS, orientation)
    _require_content(path)
    start = _start(path)
    if is_picture(path, start) and path.suffix.lower() not in _STREAMED:
        read_picture(path)
        return PictureRecording(str(path), [path], fps or DEFAULT_FPS, orientation)
    if not _BINARY.search(start):
        raise not_a_recording(path)
    return VideoRecording(path, fps, orientation)


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_SNIFFED_BYTES)


def _require_one_readable(paths: Sequence[Path]) -> None:
    problem: SourceError | None = None
    for candidate in paths:
        try:
            read_picture(candidate)
        except SourceError as error:
            problem = problem or error
        else:
            return
    assert problem is not None  # noqa: S101 - paths is not empty
    raise problem


def _require_content(path: Path) -> None:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe or a device, whose end may never come
            raise SourceError(f"{path}: not a file.", "Use a recording file.")
        with path.open("rb"):
            pass
    except FileNotFoundError:
        raise SourceError(f"{path}: no such file or folder.", "Check the path.") from None
    except OSError as error:
        raise SourceError(
            f"{path}: cannot be read ({error.strerror}).", "Check its permissions."
        ) from None
    if status.st_size == 0:
        raise SourceError(f"{path}: an empty file.", "Use a complete recording.")
