"""An HTTP camera: motion JPEG as ``multipart/x-mixed-replace``, read by posture itself.

A thread keeps the connection drained and holds only the newest JPEG, undecoded: slow looking then
never makes a backlog, neither in this machine's buffers nor in the camera's.
"""

import base64
import http.client
import logging
import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from posture.capture.pictures import decode
from posture.core.events import Condition
from posture.errors import CameraError, SourceError
from posture.protocols import Clock, Frame

if TYPE_CHECKING:  # the camera's process is sent its settings, and need not read them
    from posture.config import CaptureSection

_log = logging.getLogger(__name__)

_MOST_REDIRECTS = 3
_MOST_JPEG_BYTES = 30_000_000
_MOST_HEADER_LINES = 50
_JOIN_S = 1.0


@dataclass(frozen=True, slots=True)
class _Arrival:
    jpeg: bytes
    at_s: float  # time.monotonic()
    number: int


class MjpegStream:
    """A FrameSource over one address; connects at the first read, and again after a fault.

    skipped_frames counts JPEGs that arrived damaged.
    """

    def __init__(self, url: str, *, settings: "CaptureSection", clock: Clock) -> None:
        self._url, self._settings, self._clock = url, settings, clock
        self._shown_url = _without_password(url)
        self._link: _Link | None = None
        self._seen = 0
        self.skipped_frames = 0

    @property
    def name(self) -> str:
        return self._shown_url

    def open(self) -> None:
        """Connect now; raises CameraError with the condition and its remedy."""
        if self._link is None:
            self._link = _connect(self._url, self._shown_url, self._settings)
            self._seen = 0

    def read(self) -> Frame:
        """The newest whole picture, at most ``capture.fresh_s`` old; raises CameraError."""
        self.open()
        assert self._link is not None  # noqa: S101 - open() made it
        deadline_s = time.monotonic() + self._settings.read_timeout_s
        damaged = False
        while (arrival := self._link.newer_than(self._seen, deadline_s)) is not None:
            self._seen = arrival.number
            age_s = time.monotonic() - arrival.at_s
            if age_s > self._settings.fresh_s:
                continue
            rgb = decode(arrival.jpeg)
            if rgb is not None:
                return Frame(at_s=self._clock.monotonic_s() - age_s, rgb=rgb, age_s=age_s)
            damaged = True
            self.skipped_frames += 1
            _log.debug("%s: damaged picture skipped", self._shown_url)
        if damaged:
            raise self._lost(Condition.DAMAGED, "gives only damaged pictures.")
        if self._link.has_ended:
            raise self._lost(Condition.UNPLUGGED, "ended the stream.")
        raise self._lost(Condition.HUNG, "sends nothing.")

    def close(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None

    def _lost(self, condition: Condition, problem: str) -> CameraError:
        self.close()
        return CameraError(condition, f"{self._shown_url} {problem}", "It is tried again.")


class _Link:
    """One connection and the thread that drains it."""

    def __init__(self, connection: socket.socket, response: http.client.HTTPResponse) -> None:
        self._socket, self._response = connection, response
        self._changed = threading.Condition()
        self._latest: _Arrival | None = None
        self.has_ended = False
        self._thread = threading.Thread(target=self._drain, name="mjpeg", daemon=True)
        self._thread.start()

    def newer_than(self, number: int, deadline_s: float) -> _Arrival | None:
        """Wait for a picture after ``number``; None when the stream ends or time is up."""
        with self._changed:
            while self._latest is None or self._latest.number <= number:
                left_s = deadline_s - time.monotonic()
                if self.has_ended or left_s <= 0:
                    return None
                self._changed.wait(left_s)
            return self._latest

    def close(self) -> None:
        with suppress(OSError):  # the other side may have been first
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(_JOIN_S)
        self._response.close()
        self._socket.close()

    def _drain(self) -> None:
        number = 0
        try:
            while (jpeg := _next_part(self._response)) is not None:
                number += 1
                with self._changed:
                    self._latest = _Arrival(jpeg, time.monotonic(), number)
                    self._changed.notify_all()
        except (OSError, ValueError, http.client.HTTPException) as error:
            _log.info("stream broke off: %s", error)
        with self._changed:
            self.has_ended = True
            self._changed.notify_all()


def _next_part(stream: http.client.HTTPResponse) -> bytes | None:
    """The body of the next part of a multipart stream; None at its end."""
    length: int | None = None
    while not (line := stream.readline(_MOST_JPEG_BYTES)).startswith(b"--"):
        if not line:
            return None
    boundary = line.rstrip()
    for _ in range(_MOST_HEADER_LINES):
        line = stream.readline(_MOST_HEADER_LINES * 100)
        if not line.strip():
            break
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            length = int(value)
    if length is not None:
        if not 0 <= length <= _MOST_JPEG_BYTES:
            raise ValueError("a part of an impossible size")
        content = stream.read(length)
        return content if len(content) == length else None
    lines = []
    size = 0
    while (line := stream.readline(_MOST_JPEG_BYTES)) and not line.startswith(boundary):
        lines.append(line)
        size += len(line)
        if size > _MOST_JPEG_BYTES:
            raise ValueError("a part without an end")
    # The boundary that ended this part opens the next one, whose headers carry no picture.
    return b"".join(lines).rstrip(b"\r\n") if line else None


def _connect(url: str, shown_url: str, settings: "CaptureSection") -> _Link:
    for _ in range(_MOST_REDIRECTS + 1):
        parts = urlsplit(url)
        connection = _connection(parts, settings.open_timeout_s)
        try:
            connection.connect()
            sock = connection.sock
            connection.request("GET", parts._replace(scheme="", netloc="", fragment="").geturl()
                               or "/", headers=_headers(parts))
            response = connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            hung = isinstance(error, TimeoutError)
            raise CameraError(
                Condition.HUNG if hung else Condition.NO_CAMERA,
                f"{shown_url} {'does not answer' if hung else 'cannot be reached'}"
                f" ({getattr(error, 'strerror', None) or error}).",
                "Check the address and that the camera is on.",
            ) from None
        if 300 <= response.status < 400 and (target := response.headers["Location"]):  # noqa: PLR2004 - HTTP
            connection.close()
            url = urljoin(url, target)
            continue
        _require_stream(response, shown_url, connection)
        # A silent camera is noticed by the reader's own deadline; this only ends the thread.
        sock.settimeout(settings.read_timeout_s * 2)
        return _Link(sock, response)
    raise CameraError(Condition.NO_CAMERA, f"{shown_url} redirects in circles.",
                      "Give the stream's own address.")


def _require_stream(response: http.client.HTTPResponse, shown_url: str,
                    connection: http.client.HTTPConnection) -> None:
    if response.status == http.HTTPStatus.OK:
        kind = response.headers.get_content_type()
        if kind.startswith("multipart/"):
            return
        connection.close()
        raise CameraError(Condition.NO_CAMERA,
                          f"{shown_url} gives {kind}, not a motion JPEG stream.",
                          "Give the camera's MJPEG address.")
    connection.close()
    condition = {
        401: Condition.DENIED, 403: Condition.DENIED, 409: Condition.BUSY, 503: Condition.BUSY,
    }.get(response.status, Condition.NO_CAMERA)
    raise CameraError(condition, f"{shown_url} answers {response.status} {response.reason}.",
                      "Check the address and its user name and password.")


def _connection(parts: SplitResult, timeout_s: float) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    try:
        port = parts.port
    except ValueError:
        raise SourceError(f"{parts.netloc}: not a host and port.", "Check the address.") from None
    if parts.scheme == "https":
        return http.client.HTTPSConnection(
            host, port, timeout=timeout_s, context=ssl.create_default_context()
        )
    return http.client.HTTPConnection(host, port, timeout=timeout_s)


def _headers(parts: SplitResult) -> dict[str, str]:
    if parts.username is None:
        return {}
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
