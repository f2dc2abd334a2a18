"""What a network camera sends, damaged: its whole answer, and the body of a motion JPEG stream."""

import atexit
from contextlib import ExitStack, closing, suppress
from functools import cache

from posture.capture.multipart import parts
from posture.config import load_config
from posture.errors import CameraError
from posture.monitor.network_camera import NetworkCamera
from posture.monitor.stream_gate import readers_for
from posture.system.clock import SystemClock
from tests.fuzz.harness import kind, spoiled
from tests.support.mjpeg import DIGEST, RawServer, claiming, stamped_jpeg

CAPTURE = load_config(["capture.open_timeout_s=10"]).capture


def _parts(*jpegs):
    head = "--f\r\nContent-Type: image/jpeg\r\nContent-Length: {}\r\n\r\n"
    return b"".join(head.format(len(each)).encode() + each + b"\r\n" for each in jpegs)


def _chunked(body):
    pieces = [body[at : at + 1500] for at in range(0, len(body), 1500)]
    return b"".join(b"%x\r\n" % len(each) + each + b"\r\n" for each in [*pieces, b""])


JPEG = stamped_jpeg(0.0)
BODY = _parts(JPEG, JPEG)
STREAM = b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=f\r\n"
STILL = b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n"
LOGIN = f"HTTP/1.1 401 No\r\nWWW-Authenticate: {DIGEST.format('MD5')}\r\n\r\n".encode()
ANSWERS = (
    STREAM + b"\r\n" + BODY,
    STREAM + b"Transfer-Encoding: chunked\r\n\r\n" + _chunked(BODY),
    STREAM + b"\r\n" + _parts(claiming(60_000, 60_000)),
    STILL + b"Content-Length: %d\r\n\r\n" % len(JPEG) + JPEG,
    STILL + b"Transfer-Encoding: chunked\r\n\r\n" + _chunked(JPEG),
    b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/there\r\n\r\n",
    b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nno",
    LOGIN,
)


@kind
def camera_answer(random, _folder):
    """The real reader before a real server: a picture, or a fault in one printable line."""
    server, readers = _served()
    answer = random.choice(ANSWERS)
    # Most of an answer is picture; what leads the way to it is damaged as often.
    at = random.choice((len(answer), min(len(answer), 120)))
    server.answer = spoiled(random, answer[:at]) + answer[at:]
    address = server.url.replace("//", "//me:pw@")
    with closing(NetworkCamera(address, readers, settings=CAPTURE, clock=SystemClock())) as camera:
        said = ""
        try:
            assert camera.read().rgb.size <= CAPTURE.most_megapixels * 3e6
        except CameraError as error:
            said = str(error)
    assert said.isprintable()
    assert "pw" not in said


@kind
def stream_body(random, _folder):
    """Its parts, in whatever pieces the body comes."""
    body = spoiled(random, BODY)
    cuts = sorted(random.randrange(len(body) + 1) for _ in range(random.randrange(20)))
    pieces = [body[a:b] for a, b in zip([0, *cuts], [*cuts, len(body)], strict=True)]
    with suppress(ValueError):
        for part in parts(pieces):
            assert len(part) <= len(body)


@cache
def _served():
    kept = ExitStack()
    atexit.register(kept.close)
    server = kept.enter_context(closing(RawServer()))
    address = server.url.replace("//", "//me:pw@")
    return server, kept.enter_context(readers_for(address, CAPTURE))
