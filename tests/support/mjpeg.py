"""An HTTP camera on loopback, with faults: motion JPEG, each picture stamped with its time."""

import base64
import hashlib
import http.server
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import numpy as np

from posture.capture.opencv import opencv
from tests.support.webcam import STAMP_BITS, STAMP_CELL_PX

FPS = 15
SHAPE = (240, 320, 3)
LOGIN = ("me", "s:cret")
DIGEST = 'Digest realm="cam", qop="auth", nonce="n0nce", opaque="x", algorithm={}'


class HttpCamera(http.server.ThreadingHTTPServer):
    """``fault`` may change at any time.

    ok, garbage (every second JPEG damaged), all garbage, end (the stream ends), hang, freeze (the
    time stamp stands still), no length (parts without Content-Length), redirect, page (HTML), a
    status such as 404; basic, MD5 or SHA-256 (a login of that kind is asked for); still or still
    closing (one picture at a time, the connection kept or closed); still text (no picture);
    location:ADDRESS (redirects there); type:TEXT (its content type); drip (a byte a second, at
    most), jpeg (``jpeg`` is every picture)
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Stream)
        self.fault = "ok"
        self.jpeg = b""
        self.seen_authorization: list[str] = []
        self.requests = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/stream.mjpg"

    def url_with(self, name: str, password: str) -> str:
        return self.url.replace("//", f"//{name}:{password}@")

    def handle_error(self, *_: object) -> None:
        """A reader that leaves is no error."""


@contextmanager
def http_camera() -> Iterator[HttpCamera]:
    server = HttpCamera()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class RawServer:
    """Sends ``answer`` to whoever asks, and closes; with ``drip_s`` byte by byte, never closing."""

    def __init__(self) -> None:
        self.answer, self.drip_s = b"", 0.0
        self._listening = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}/"

    def close(self) -> None:
        self._listening.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                asker, _ = self._listening.accept()
                threading.Thread(target=self._send, args=(asker,), daemon=True).start()

    def _send(self, asker: socket.socket) -> None:
        with suppress(OSError), asker:
            asker.recv(10_000)
            if not self.drip_s:
                asker.sendall(self.answer)
                return
            for byte in self.answer:
                asker.sendall(bytes([byte]))
                time.sleep(self.drip_s)
            time.sleep(60)


def stamped_jpeg(at_s: float, number: int = 0) -> bytes:
    """A JPEG of coloured noise that carries its time in its top left corner."""
    picture = np.random.default_rng(number).integers(60, 200, SHAPE, np.uint8)
    stamp_ms = int(at_s * 1000) % 2**STAMP_BITS
    for bit in range(STAMP_BITS):
        column = bit * STAMP_CELL_PX
        level = 235 if stamp_ms >> bit & 1 else 16
        picture[:STAMP_CELL_PX, column : column + STAMP_CELL_PX] = level
    return opencv().imencode(".jpg", picture)[1].tobytes()


def damaged(jpeg: bytes) -> bytes:
    """A third of it, then noise: what a torn transfer leaves."""
    return jpeg[: len(jpeg) // 3] + np.random.default_rng(1).bytes(2000)


def claiming(width: int, height: int, bytes_long: int = 74_000) -> bytes:
    """A whole small JPEG that claims a size of its own in its frame header."""
    jpeg = stamped_jpeg(0.0)
    at = re.search(rb"\xff\xc0..\x08", jpeg, re.DOTALL).end()
    claimed = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    comment = b"\xff\xfe\x40\x02" + bytes(0x4000)
    filling = comment * max(0, (bytes_long - len(jpeg)) // len(comment))
    return jpeg[:2] + filling + jpeg[2:at] + claimed + jpeg[at + 4 :]


class _Stream(http.server.BaseHTTPRequestHandler):
    server: HttpCamera
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.requests += 1
        fault = self.server.fault
        authorization = self.headers["Authorization"]
        if authorization:
            self.server.seen_authorization.append(authorization)
        if fault in ("basic", "MD5", "SHA-256") and not self._is_welcome(fault, authorization):
            how = 'Basic realm="cam"' if fault == "basic" else DIGEST.format(fault)
            self._answer(401, b"no", WWW_Authenticate=how)
        elif fault.isdecimal():
            self._answer(int(fault), b"no")
        elif fault == "redirect" and self.path != "/moved":
            self._answer(302, Location="/moved")
        elif fault.startswith("location:"):
            self._answer(302, Location=fault.partition(":")[2])
        elif fault == "page":
            self._answer(200, b"<html>", Content_Type="text/html")
        elif fault.startswith("type:"):
            self._answer(200, b"x", Content_Type=fault.partition(":")[2])
        elif fault.startswith("still"):
            content = b"text" if fault == "still text" else stamped_jpeg(time.monotonic(), 1)
            self.close_connection = fault == "still closing"
            closing = {"Connection": "close"} if self.close_connection else {}
            self._answer(200, content, Content_Type="image/jpeg", **closing)
        else:
            self._answer(200, None, Content_Type="multipart/x-mixed-replace; boundary=frame")
            self.close_connection = True
            with suppress(OSError):
                self._stream()

    def _answer(self, status: int, content: bytes | None = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if content is not None:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content or b"")

    def _is_welcome(self, kind: str, authorization: str | None) -> bool:
        if authorization is None:
            return False
        if kind == "basic":
            return authorization == "Basic " + base64.b64encode(":".join(LOGIN).encode()).decode()
        said = dict(re.findall(r'(\w+)="?([^",]+)"?', authorization.removeprefix("Digest ")))
        return said.get("response") == digest_response(kind, said)

    def _stream(self) -> None:
        """Pictures are taken on time and sent in turn: whoever reads slowly gets old ones."""
        began_s = time.monotonic()
        number = 0
        while True:
            number += 1
            due_s = began_s + number / FPS
            time.sleep(max(0.0, due_s - time.monotonic()))
            fault = self.server.fault
            if fault == "end":
                return
            while self.server.fault == "hang":
                time.sleep(0.05)
            jpeg = stamped_jpeg(began_s if fault == "freeze" else due_s, number)
            if fault == "jpeg":
                jpeg = self.server.jpeg
            if fault == "all garbage" or (fault == "garbage" and number % 2):
                jpeg = damaged(jpeg)
            length = "" if fault == "no length" else f"Content-Length: {len(jpeg)}\r\n"
            part = f"--frame\r\nContent-Type: image/jpeg\r\n{length}\r\n".encode() + jpeg + b"\r\n"
            for at in range(len(part)) if fault == "drip" else ():
                self.wfile.write(part[at : at + 1])
                time.sleep(1.0)
            self.wfile.write(part)

    def log_message(self, *_: object) -> None:
        """Tests have no use for an access log."""


def digest_response(algorithm: str, said: dict[str, str]) -> str:
    """What the owner of LOGIN answers (RFC 7616, 3.4.1)."""

    def digest(*words: str) -> str:
        used = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}[algorithm]
        return used(":".join(words).encode()).hexdigest()

    user = digest(LOGIN[0], "cam", LOGIN[1])
    asked = digest("GET", said["uri"])
    return digest(user, "n0nce", said["nc"], said["cnonce"], said["qop"], asked)
