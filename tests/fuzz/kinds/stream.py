"""What a network camera sends, damaged: its answers, one after the other, and a stream's body."""

import socket
import ssl
from collections import deque
from contextlib import ExitStack, closing, suppress
from functools import cache
from unittest.mock import patch

import numpy as np

from posture.capture.multipart import parts
from posture.capture.opencv import opencv
from posture.config import load_config
from posture.errors import CameraError
from posture.monitor import network_camera, stream_reader
from posture.monitor.network_camera import NetworkCamera
from posture.monitor.stream_reader import NEXT, StreamTask
from posture.system.clock import SystemClock
from tests.fuzz.harness import kind, spoiled
from tests.support.mjpeg import DIGEST, claiming

CAPTURE = load_config(["capture.open_timeout_s=10"]).capture
PASSWORD = "correct.horse.battery"  # noqa: S105 - nobody's
ADDRESS = f"http://me:{PASSWORD}@127.0.0.1/"
LONGEST_SAID = 500
MOST_PICTURES = 3  # of one connection: neither a stream nor a still address has an end


def _parts(*jpegs):
    head = "--f\r\nContent-Type: image/jpeg\r\nContent-Length: {}\r\n\r\n"
    return b"".join(head.format(len(each)).encode() + each + b"\r\n" for each in jpegs)


def _chunked(body):
    pieces = [body[at : at + 1500] for at in range(0, len(body), 1500)]
    return b"".join(b"%x\r\n" % len(each) + each + b"\r\n" for each in [*pieces, b""])


NOISE = np.random.default_rng(1).integers(0, 255, (48, 64, 3), np.uint8)
JPEG = opencv().imencode(".jpg", NOISE)[1].tobytes()
BODY = _parts(JPEG, JPEG)
STREAM = b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=f\r\n"
STILL = b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n"
REDIRECT = b"HTTP/1.1 302 Found\r\nLocation: %b\r\n\r\n"
PICTURES = (
    STREAM + b"\r\n" + BODY,
    STREAM + b"Transfer-Encoding: chunked\r\n\r\n" + _chunked(BODY),
    STREAM + b"\r\n" + _parts(claiming(60_000, 60_000, 0)),
    STILL + b"Content-Length: %d\r\n\r\n" % len(JPEG) + JPEG,
    STILL + b"Transfer-Encoding: chunked\r\n\r\n" + _chunked(JPEG),
)
OTHERS = (
    REDIRECT % b"http://127.0.0.1/there",
    REDIRECT % b"https://127.0.0.1/there",
    REDIRECT % b"../there?again",
    b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nno",
    f"HTTP/1.1 401 No\r\nWWW-Authenticate: {DIGEST.format('MD5')}\r\n\r\n".encode(),
    f"HTTP/1.1 401 No\r\nWWW-Authenticate: {DIGEST.format('SHA-256')}\r\n\r\n".encode(),
    b'HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm="cam"\r\n\r\n',
)


@kind
def camera_answer(random, _folder):
    """The reader's own code, in this process: a picture, or a fault in one printable line."""
    server = _Server([_answer(random) for _ in range(random.choice((1, 1, 2, 4)))])
    readers = _Readers(is_awaited=bool(random.randrange(2)))
    said = ""
    with server, closing(_camera(readers)) as camera, suppress(CameraError):
        for _ in range(2):
            try:
                assert camera.read().rgb.size <= CAPTURE.most_megapixels * 3e6
            except CameraError as error:
                said = str(error)
                raise
    assert said.isprintable()
    assert len(said) < LONGEST_SAID
    assert PASSWORD not in said


@kind
def stream_body(random, _folder):
    """Its parts, in whatever pieces the body comes."""
    body = spoiled(random, BODY)
    cuts = sorted(random.randrange(len(body) + 1) for _ in range(random.randrange(20)))
    pieces = [body[a:b] for a, b in zip([0, *cuts], [*cuts, len(body)], strict=True)]
    with suppress(ValueError):
        for part in parts(pieces):
            assert len(part) <= len(body)


def _answer(random):
    """One that is whole, or damaged: anywhere, or as often in what leads the way to a picture."""
    answer = random.choice(random.choice((PICTURES, OTHERS)))
    if not random.randrange(4):
        return answer
    at = random.choice((len(answer), min(len(answer), 120)))
    return spoiled(random, answer[:at]) + answer[at:]


def _camera(readers):
    return NetworkCamera(ADDRESS, readers, settings=CAPTURE, clock=SystemClock())


class _Server:
    """Whoever connects in here gets the next of the answers, at once and to its end."""

    def __init__(self, answers):
        self._answers = answers[::-1]
        self._kept = ExitStack()

    def __enter__(self):
        for patched in (
            patch.object(socket, "create_connection", self._connected),
            patch.object(ssl, "create_default_context", _trust),
            patch.object(stream_reader, "refuse_new_connections", bool),  # this process lives on
            patch.object(network_camera, "_AGAIN_S", 0.0),
        ):
            self._kept.enter_context(patched)

    def __exit__(self, *_):
        self._kept.close()

    def _connected(self, *_args, **_more):
        if not self._answers:
            raise ConnectionRefusedError
        ours, theirs = socket.socketpair()
        self._kept.callback(ours.close)
        ours.settimeout(1.0)
        ours.sendall(self._answers.pop())
        ours.shutdown(socket.SHUT_WR)
        return _Wire(fileno=theirs.detach())


class _Wire(socket.socket):
    """One end of a pair, which has none of TCP's options."""

    def setsockopt(self, *_):
        pass


class _Readers:
    """Readers without a process of their own."""

    def __init__(self, *, is_awaited):
        self._is_awaited = is_awaited

    def begin(self):
        return _Reader(is_awaited=self._is_awaited)


class _Reader:
    """Reads until it has had enough, and answers then; awaited, its first picture goes out first.

    It is also the connection to itself.
    """

    def __init__(self, *, is_awaited):
        self._sent = deque()
        self._outbox = _Outbox(self._sent)
        if is_awaited:
            self._outbox.ask()
        stream_reader._read(StreamTask(ADDRESS, CAPTURE), self._outbox)

    def send_bytes(self, content):
        assert content == NEXT
        self._outbox.ask()

    def poll(self, _wait_s):
        return bool(self._sent)

    def recv_bytes(self, most):
        content = self._sent.popleft()
        assert len(content) <= most
        return content

    def close(self):
        pass


class _Outbox(stream_reader._Outbox):
    """What it sends is kept; after a few pictures its reader ends as one whose camera was lost."""

    def __init__(self, sent):
        super().__init__(self)
        self.send_bytes = sent.append
        self.wanted.wait = bool
        self._left = MOST_PICTURES

    def offer(self, picture):
        super().offer(picture)
        self._left -= 1
        if not self._left:
            raise ConnectionResetError


_trust = cache(ssl.create_default_context)
