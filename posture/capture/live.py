"""Which live source an address means."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from posture.capture.address import HTTP_SCHEMES, VIDEO_SCHEMES, has_host
from posture.capture.webcam import Webcam
from posture.core.addresses import shown_address
from posture.errors import SourceError
from posture.protocols import Clock, Frame

if TYPE_CHECKING:  # the camera's process is sent its settings, and need not read them
    from posture.config import CaptureSection

_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]*)://.*", re.IGNORECASE | re.DOTALL)


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
    return (
        text.lstrip("-").isdecimal()
        or _ADDRESS.fullmatch(text) is not None
        or text.startswith("/dev/")
    )


def open_live(spec: int | str, *, settings: "CaptureSection", clock: Clock) -> LiveSource:
    """The webcam a camera index or device path means; nothing is opened yet.

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
        raise SourceError(
            f"{text}: not a camera.",
            "Use a number such as 0, a device path, or an http or rtsp address.",
        )
    raise SourceError(
        f"{shown_address(text)}: an address, not a camera on this machine.",
        "Use a number such as 0 or a device path.",
    )


def is_address(spec: int | str) -> bool:
    """Whether a --source is a network camera's, or meant to be."""
    return _ADDRESS.fullmatch(str(spec).strip()) is not None


def camera_address(spec: str) -> str:
    """The address of a network camera that can be tried; raises SourceError for any other."""
    address = spec.strip()
    scheme = address.partition("://")[0].lower()
    shown = shown_address(address)
    if scheme not in (*HTTP_SCHEMES, *VIDEO_SCHEMES):
        raise SourceError(
            f"{shown}: {shown_address(scheme)} addresses are not supported.",
            "Use an http, https or rtsp address.",
        )
    if not has_host(address):
        raise SourceError(
            f"{shown}: not a valid camera address.",
            f"Include the host, as in {scheme}://192.168.1.20:8080/video.",
        )
    return address
