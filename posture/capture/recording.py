"""Recordings: a video file, a picture, a folder of pictures, or a numbered sequence of them.

A recording is played through a reel: ``skip`` moves to the next frame without decoding it and
``picture`` decodes the one moved to, so that whoever wants one frame in ten pays for one in ten.
"""

import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from posture.capture.opencv import opencv
from posture.capture.pictures import SUFFIXES, read_picture
from posture.capture.pixels import rgb_from_bgr
from posture.errors import SourceError
from posture.protocols import Frame, Rgb

# Pictures carry no times; two a second is what the bundled clips were recorded at.
DEFAULT_FPS = 2.0
_LIKELY_FPS = (0.1, 240.0)
_SNIFFED_BYTES = 4096
_BINARY = re.compile(rb"[^\t\n\f\r\x1b -\xfe]")
# A Path has made one slash of two. A single letter is a Windows drive.
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/+")
_NUMBERED = re.compile(r"%0?(\d*)d")


class Reel(Protocol):
    """One pass over a recording."""

    def skip(self) -> float | None:
        """Move to the next frame and give its time in seconds; None after the last."""

    def picture(self) -> Rgb | None:
        """The frame moved to, as (height, width, 3) uint8 RGB; None when it is damaged."""

    def close(self) -> None: ...


class ReelRecording:
    """What every recording has in common: frames in order from a fresh reel each time."""

    def __init__(self, name: str, fps: float) -> None:
        self._name = name
        self.fps = fps

    @property
    def name(self) -> str:
        return self._name

    def reel(self) -> Reel:
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

    def __init__(self, name: str, paths: Sequence[Path], fps: float) -> None:
        super().__init__(name, fps)
        self._paths = tuple(paths)

    def reel(self) -> Reel:
        return _PictureReel(self._paths, self.fps)


class VideoRecording(ReelRecording):
    """A video file. fps: overrides the file's own frame times when given."""

    def __init__(self, path: Path, fps: float | None) -> None:
        self._path, self._given_fps = path, fps
        reel = _VideoReel(path, fps)
        try:
            super().__init__(str(path), reel.fps)
            if reel.skip() is None or reel.picture() is None:
                raise SourceError(f"{path}: a video without a frame that can be decoded.",
                                  "Give one that plays in a video player.")
        finally:
            reel.close()

    def reel(self) -> Reel:
        return _VideoReel(self._path, self._given_fps)


class _PictureReel:
    def __init__(self, paths: Sequence[Path], fps: float) -> None:
        self._paths, self._fps, self._index = paths, fps, -1

    def skip(self) -> float | None:
        self._index += 1
        return self._index / self._fps if self._index < len(self._paths) else None

    def picture(self) -> Rgb | None:
        try:
            return read_picture(self._paths[self._index]).rgb
        except SourceError:
            return None

    def close(self) -> None:
        """Nothing stays open between pictures."""


class _VideoReel:
    def __init__(self, path: Path, fps: float | None) -> None:
        cv2 = opencv()
        self._position = cv2.CAP_PROP_POS_MSEC
        self._capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
        if not self._capture.isOpened():
            raise _not_a_recording(path)
        own_fps = float(self._capture.get(cv2.CAP_PROP_FPS))
        low, high = _LIKELY_FPS
        self._follow_file = fps is None
        self.fps = fps or (own_fps if low <= own_fps <= high else DEFAULT_FPS)
        self._index, self._last_s, self._start_s = -1, -math.inf, 0.0

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
            at_s = stamp_s if stamp_s > self._last_s else self._last_s + 1 / self.fps
        self._last_s = at_s
        return at_s

    def picture(self) -> Rgb | None:
        found, bgr = self._capture.retrieve()
        return rgb_from_bgr(bgr) if found else None

    def close(self) -> None:
        self._capture.release()


def open_recording(path: str | Path, fps: float | None = None) -> ReelRecording:
    """A recording by its path: a video, a picture, a folder of pictures, or ``frame_%03d.jpg``.

    fps: frames a second; for pictures DEFAULT_FPS when None, for a video the file's own times.
    Raises SourceError, one line with its remedy; the first frame has then been decoded once.
    """
    path = _on_disk(path)
    if fps is not None and not (math.isfinite(fps) and fps > 0):
        raise SourceError(f"{fps:g} frames a second makes no recording.", "Give more than zero.")
    if path.is_dir() or (_NUMBERED.search(path.name) and not path.exists()):
        return _from_pictures(path, picture_paths(path), fps)
    _require_content(path)
    if path.suffix.lower() in SUFFIXES:
        read_picture(path)
        return PictureRecording(str(path), [path], fps or DEFAULT_FPS)
    if _is_text(path):
        raise _not_a_recording(path)
    return VideoRecording(path, fps)


def picture_paths(path: str | Path) -> list[Path]:
    """The picture itself, or those of a folder or a numbered sequence in natural order.

    Raises SourceError for an address, and when a folder or sequence has none; a single picture is
    not looked at.
    """
    path = _on_disk(path)
    if path.is_dir():
        found = _pictures_in(path)
    elif _NUMBERED.search(path.name) and not path.exists():
        found = _sequence(path)
    else:
        return [path]
    if not found:
        raise _without_pictures(path)
    return found


def _on_disk(path: str | Path) -> Path:
    if _ADDRESS.match(str(path)):
        address = _ADDRESS.sub(r"\1://", str(path))
        raise SourceError(f"{address}: an address, not a recording.",
                          "Watch it with posture run --source.")
    return Path(path)


def _is_text(path: Path) -> bool:
    """FFmpeg plays plain text as a terminal's picture, and playlists as what they point to."""
    with path.open("rb") as file:
        start = file.read(_SNIFFED_BYTES)
    return not _BINARY.search(start)


def _not_a_recording(path: Path) -> SourceError:
    return SourceError(f"{path}: not a video or picture that can be read.",
                       "Give a video such as MP4, a picture or a folder of pictures.")


def _without_pictures(path: Path) -> SourceError:
    return SourceError(f"{path}: no pictures there.", "Give a folder that holds JPEG or PNG files.")


def _from_pictures(path: Path, paths: Sequence[Path], fps: float | None) -> PictureRecording:
    problem: SourceError | None = None
    for candidate in paths:
        try:
            read_picture(candidate)
        except SourceError as error:
            problem = problem or error
        else:
            return PictureRecording(str(path), paths, fps or DEFAULT_FPS)
    assert problem is not None  # noqa: S101 - paths is not empty
    raise problem


def _require_content(path: Path) -> None:
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except FileNotFoundError:
        raise SourceError(f"{path}: no such file or folder.", "Check the path.") from None
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}).",
                          "Check its permissions.") from None
    if path.is_file() and size == 0:
        raise SourceError(f"{path}: an empty file.", "Give a recording that was written whole.")


def _pictures_in(folder: Path) -> list[Path]:
    try:
        found = [entry for entry in folder.iterdir()
                 if entry.suffix.lower() in SUFFIXES and not entry.name.startswith(".")]
    except OSError as error:
        raise SourceError(f"{folder}: cannot be read ({error.strerror}).",
                          "Check its permissions.") from None
    return sorted(found, key=_natural)


def _natural(path: Path) -> list[tuple[int, int, str]]:
    """Sort key in which frame_10 comes after frame_9."""
    parts = re.split(r"(\d+)", path.name.lower())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]


def _sequence(pattern: Path) -> list[Path]:
    """The files a printf pattern with one number names, in the order of the number."""
    before, digits, after = _NUMBERED.split(pattern.name, maxsplit=1)
    width = f"{{{int(digits)},}}" if digits else "+"
    name = re.compile(re.escape(before) + rf"(\d{width})" + re.escape(after))
    if not pattern.parent.is_dir():
        return []
    numbered = [(int(match[1]), entry) for entry in pattern.parent.iterdir()
                if (match := name.fullmatch(entry.name))]
    return [entry for _, entry in sorted(numbered)]
