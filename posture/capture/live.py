"""Which live source an address means."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from posture.capture.webcam import Webcam
from posture.errors import SourceError
from posture.protocols import Clock, Frame

if TYPE_CHECKING:  # the camera's process is sent its settings, and need not read them
    from posture.config import CaptureSection

_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]*)://.*", re.IGNORECASE)
_VIDEO_SCHEMES = ("rtsp", "rtsps", "rtmp")


class LiveSource(Protocol):
    """A FrameSource that never ends and can be opened ahead of the first read."""

    @property
    def name(self) -> str: ...
    def open(self) -> None: ...
    def read(self) -> Frame: ...
    def close(self) -> None: ...


def is_live(spec: int | str) -> bool:
    """Whether a --source means a camera or a stream, not a recording on disk."""
    text = str(spec).strip()
    return (text.lstrip("-").isdecimal() or _ADDRESS.fullmatch(text) is not None
            or text.startswith("/dev/"))


def open_live(spec: int | str, *, settings: "CaptureSection", clock: Clock) -> LiveSource:
    """The source a camera index, device path or network address means; nothing is opened yet.

    ``open`` or the first ``read`` opens it and raises CameraError. Raises SourceError when the
    spec is none of these.
    """
    text = str(spec).strip()
    address = _ADDRESS.fullmatch(text)
    if address is None:
        if text.isdecimal():
            return Webcam(int(text), settings=settings, clock=clock)
        if text.startswith("/dev/"):
            return Webcam(str(Path(text)), settings=settings, clock=clock)
        raise SourceError(f"{text}: not a camera.",
                          "Give an index such as 0, a device path or an http or rtsp address.")
    scheme = address[1].lower()
    if scheme not in ("http", "https", *_VIDEO_SCHEMES):
        raise SourceError(f"{text}: {scheme} addresses are not supported.",
                          "Give an http, https or rtsp address.")
    if not _has_host(text):
        shown = re.sub(r"//[^/]*@", "//", text)
        raise SourceError(f"{shown}: not an address a camera can have.",
                          f"Write it with its host, as {scheme}://192.168.1.20:8080/video")
    if scheme in ("http", "https"):
        from posture.capture.mjpeg import MjpegStream  # noqa: PLC0415 - brings an HTTP client

        return MjpegStream(text, settings=settings, clock=clock)
    from posture.capture.stream import VideoStream  # noqa: PLC0415 - only then

    return VideoStream(text, settings=settings, clock=clock)


def _has_host(address: str) -> bool:
    """Whether the address names a host and, if any, a port there can be; and holds no blank."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and parts.port != 0 and not re.search(r"\s", address)
    except ValueError:  # a port beyond 65535, or brackets that do not close
        return False
