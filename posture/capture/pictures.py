"""Still pictures, as cameras, phones and scanners leave them."""

import math
import stat
from pathlib import Path

import numpy as np

from posture.capture.exif import focal_over_diagonal
from posture.capture.jpeg import is_intact, is_jpeg, size_px
from posture.capture.opencv import opencv
from posture.capture.pixels import fit_within, rgb_from_bgr
from posture.errors import SourceError
from posture.protocols import Frame, Rgb
from posture.system.native_stderr import native_chatter_hidden

SUFFIXES = frozenset(
    {
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".png",
        ".bmp",
        ".webp",
        ".avif",
        ".gif",
        ".tif",
        ".tiff",
        ".pgm",
        ".ppm",
        ".jp2",
    }
)
# What cameras and phones also write, and OpenCV cannot read.
UNREADABLE = frozenset(
    {
        ".heic",
        ".heif",
        ".hif",
        ".jxl",
        ".dng",
        ".cr2",
        ".cr3",
        ".nef",
        ".arw",
        ".raf",
        ".orf",
    }
)
_PNG = b"\x89PNG"
_BRANDS_END = 64
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
# The landmarker looks at 256 x 256 pixels about a person, so more adds cost and no detail.
MAX_SIDE_PX = 1920
MIN_SIDE_PX = 32


def read_picture(path: str | Path, at_s: float = 0.0) -> Frame:
    """One picture as a frame, upright by its EXIF orientation, at most MAX_SIDE_PX on a side.

    Grey becomes colour, 16 bits become 8, transparency is ignored. Raises SourceError, one line
    with its remedy, for whatever is not a whole picture of a useful size.
    """
    path = Path(path)
    content = _content(path)
    if _is_heic(content):
        raise SourceError(
            f"{path}: HEIC pictures cannot be read.",
            "Convert it to JPEG, or set the phone to JPEG (on an iPhone: "
            "Settings, Camera, Formats, Most Compatible).",
        )
    rgb = decode(content)
    if rgb is None:
        raise SourceError(
            f"{path}: not a readable picture.",
            "Use a complete JPEG, PNG, WebP, AVIF, BMP or TIFF file; for videos: `posture replay`.",
        )
    height, width = rgb.shape[:2]
    if min(height, width) < MIN_SIDE_PX:
        raise SourceError(
            f"{path}: only {width}x{height} pixels.",
            f"Use a picture of at least {MIN_SIDE_PX} pixels a side.",
        )
    fitting = fit_within(rgb, MAX_SIDE_PX)
    length = focal_over_diagonal(content, (width, height))
    diagonal_px = math.hypot(*fitting.shape[:2])
    return Frame(at_s=at_s, rgb=fitting, focal_px=None if length is None else length * diagonal_px)


def is_picture(path: Path, start: bytes) -> bool:
    """Whether a file is a still picture, by its name or its first bytes. A lone GIF is a video."""
    suffix = path.suffix.lower()
    return (
        suffix in SUFFIXES - {".gif"}
        or suffix in UNREADABLE
        or is_jpeg(start)
        or start.startswith(_PNG)
        or _is_heic(start)
    )


def _is_heic(content: bytes) -> bool:
    """By the brand of ISO 23008-12, which an AVIF file names only beside its own."""
    return (
        content[4:8] == b"ftyp"
        and content[8:12] in _HEIF_BRANDS
        and b"avif" not in content[12:_BRANDS_END]
    )


def _content(path: Path) -> bytes:
    if path.is_dir():
        raise SourceError(f"{path}: a folder, not a picture.", "Name the pictures in it.")
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe or a device, whose end may never come
            raise SourceError(f"{path}: not a file.", "Use a picture file.")
        content = path.read_bytes()
    except FileNotFoundError:
        raise SourceError(f"{path}: no such file.", "Check the path.") from None
    except OSError as error:
        raise SourceError(
            f"{path}: cannot be read ({error.strerror}).", "Check the file's permissions."
        ) from None
    if not content:
        raise SourceError(f"{path}: an empty file.", "Use a complete picture.")
    return content


def decode(content: bytes) -> Rgb | None:
    """A picture file's bytes as ``(height, width, 3)`` uint8 RGB, None when damaged or none.

    A large JPEG is decoded to a half, a quarter or an eighth, whichever still has MAX_SIDE_PX.
    """
    cv2 = opencv()
    how = cv2.IMREAD_COLOR
    if is_jpeg(content):
        size = size_px(content)
        if size is None or not is_intact(content):
            return None
        reduced = {
            2: cv2.IMREAD_REDUCED_COLOR_2,
            4: cv2.IMREAD_REDUCED_COLOR_4,
            8: cv2.IMREAD_REDUCED_COLOR_8,
        }
        for by, how_by in reduced.items():
            how = how_by if max(size) >= by * MAX_SIDE_PX else how
    try:
        with native_chatter_hidden():
            bgr = cv2.imdecode(np.frombuffer(content, np.uint8), how)
    except (cv2.error, MemoryError):
        return None
    return rgb_from_bgr(bgr)
