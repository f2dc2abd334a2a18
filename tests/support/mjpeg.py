"""An HTTP camera on loopback, with faults: motion JPEG, each picture stamped with its time."""

import http.server
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import numpy as np

from posture.capture.opencv import opencv
from tests.support.webcam import STAMP_BITS, STAMP_CELL_PX

FPS = 15
SHAPE = (240, 320, 3)


class HttpCamera(http.server.ThreadingHTTPServer):
    """``fault`` may change at any time.

    ok, garbage (every second JPEG damaged), all garbage, end (the stream ends), hang, freeze (the
    time stamp stands still), no length (parts without Content-Length), redirect, page (HTML),
    401, 503
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Stream)
        self.fault = "ok"
        self.seen_authorization: str | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/stream.mjpg"


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


class _Stream(http.server.BaseHTTPRequestHandler):
    server: HttpCamera

    def do_GET(self) -> None:
        fault = self.server.fault
        self.server.seen_authorization = self.headers["Authorization"]
        if fault in ("401", "503"):
            self.send_error(int(fault))
        elif fault == "redirect" and self.path != "/moved":
            self.send_response(302)
            self.send_header("Location", "/moved")
            self.end_headers()
        elif fault == "page":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
        else:
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
            self.end_headers()
            with suppress(BrokenPipeError, ConnectionResetError):
                self._stream()

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
            if fault == "all garbage" or (fault == "garbage" and number % 2):
                jpeg = damaged(jpeg)
            length = "" if fault == "no length" else f"Content-Length: {len(jpeg)}\r\n"
            head = f"--frame\r\nContent-Type: image/jpeg\r\n{length}\r\n".encode()
            self.wfile.write(head + jpeg + b"\r\n")

    def log_message(self, *_: object) -> None:
        """Tests have no use for an access log."""
