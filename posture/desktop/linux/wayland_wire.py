"""The wire of a Wayland compositor: bare messages. Few are needed, so no library is.

A message is: object (4 bytes), opcode (2), its whole length (2), arguments; texts and arrays begin
with their length and are filled up to 4 bytes. https://wayland.freedesktop.org/docs/html/
"""

import os
import socket
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from posture.core.printable import shortened

DISPLAY, _REGISTRY, _SYNCED = 1, 2, 3
_SYNC, _GET_REGISTRY, _BIND = 0, 1, 0
_ERROR, _GLOBAL = 0, 0
_HEAD = struct.Struct("=IHH")
_PATIENCE_S = 3.0
_MOST_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Offer:
    """A global: what a compositor can do, under a number of its own."""

    number: int
    interface: str
    version: int


class Wire:
    """One connection. Raises OSError where there is no compositor or it is not understood."""

    def __init__(self, name: str) -> None:
        path = Path(os.environ.get("XDG_RUNTIME_DIR", "")) / name  # name may be a whole path
        self._socket = socket.socket(socket.AF_UNIX)  # type: ignore[attr-defined,unused-ignore]
        self._unread = b""
        self._latest = _SYNCED
        try:
            self._socket.settimeout(_PATIENCE_S)
            self._connect(str(path))
            with understood():
                self.offers = self._listed()
        except BaseException:
            self.close()
            raise

    def fileno(self) -> int:
        return self._socket.fileno()

    def close(self) -> None:
        self._socket.close()

    def wait_for_ever(self) -> None:
        """From now on nothing that is received comes too late."""
        self._socket.settimeout(None)

    def new_id(self) -> int:
        """For an object that the next request makes; they must be made in this order."""
        self._latest += 1
        return self._latest

    def bind(self, offer: Offer, version: int) -> int:
        """The object that stands for it."""
        made = self.new_id()
        said = struct.pack("=I", offer.number) + text(offer.interface)
        self.send(_REGISTRY, _BIND, said + struct.pack("=II", version, made))
        return made

    def send(self, target: int, opcode: int, body: bytes, descriptors: Sequence[int] = ()) -> None:
        said = _HEAD.pack(target, opcode, _HEAD.size + len(body)) + body
        if descriptors:
            socket.send_fds(self._socket, [said], list(descriptors))  # type: ignore[attr-defined,unused-ignore]
        else:
            self._socket.sendall(said)

    def received(self) -> Iterator[tuple[int, int, bytes]]:
        """Whole messages, as (object, opcode, arguments); the rest waits for the next bytes.

        Raises ConnectionError when the compositor has gone, refuses, or sends nonsense.
        """
        came = self._socket.recv(_MOST_BYTES)
        if not came:
            raise ConnectionError("the Wayland compositor has gone")
        self._unread += came
        while len(self._unread) >= _HEAD.size:
            target, opcode, length = _HEAD.unpack_from(self._unread)
            if length < _HEAD.size:
                raise ConnectionError("the Wayland compositor is not understood")
            if len(self._unread) < length:
                return
            body, self._unread = self._unread[_HEAD.size : length], self._unread[length:]
            if target == DISPLAY and opcode == _ERROR:
                why = body[12:].rstrip(b"\0").decode(errors="replace")
                raise ConnectionError(f"the Wayland compositor refused: {shortened(why)}")
            yield target, opcode, body

    def _connect(self, path: str) -> None:
        try:
            self._socket.connect(path)
        except OSError as error:
            why = f"the Wayland compositor cannot be reached: {error.strerror}"
            raise ConnectionError(why) from None

    def _listed(self) -> list[Offer]:
        """Everything the compositor offers."""
        self.send(DISPLAY, _GET_REGISTRY, struct.pack("=I", _REGISTRY))
        self.send(DISPLAY, _SYNC, struct.pack("=I", _SYNCED))
        offers: list[Offer] = []
        while True:
            is_listed = False
            for target, opcode, body in self.received():
                if target == _REGISTRY and opcode == _GLOBAL:
                    offers.append(_offer(body))
                is_listed |= target == _SYNCED
            if is_listed:
                return offers


def text(words: str) -> bytes:
    """As an argument."""
    given = words.encode() + b"\0"
    return struct.pack("=I", len(given)) + given + bytes(-len(given) % 4)


@contextmanager
def understood() -> Iterator[None]:
    """Raises ConnectionError for messages that are too short for what they should hold."""
    try:
        yield
    except struct.error:
        raise ConnectionError("the Wayland compositor is not understood") from None


def _offer(body: bytes) -> Offer:
    number, length = struct.unpack_from("=II", body)
    interface = body[8 : 8 + length].rstrip(b"\0").decode(errors="replace")
    (version,) = struct.unpack_from("=I", body, 8 + length + -length % 4)
    return Offer(number, interface, version)
