"""The windows a Wayland compositor reports: wlr-foreign-toplevel-management, by bare messages.

Sway, Hyprland, labwc, Wayfire, river and others of their kind offer it; GNOME and KDE do not, there
no program may know of another's windows. Only the few messages of the protocol that are needed are
spoken, so no library is. https://wayland.app/protocols/wlr-foreign-toplevel-management-unstable-v1

A message is: object (4 bytes), opcode (2), its whole length (2), arguments; texts and arrays begin
with their length and are filled up to 4 bytes.
"""

import os
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_DISPLAY, _REGISTRY, _SYNC, _MANAGER = 1, 2, 3, 4
_MANAGER_NAME = "zwlr_foreign_toplevel_manager_v1"
_WITH_FULL_SCREEN = 2  # the protocol's version from which on a state says so
_HEAD = struct.Struct("=IHH")
# Requests.
_SYNC_REQUEST, _GET_REGISTRY, _BIND, _DESTROY = 0, 1, 0, 7
# Events: of the display, the registry, the manager and a window.
_ERROR, _GLOBAL, _TOPLEVEL, _FINISHED, _STATE, _DONE, _CLOSED = 0, 0, 0, 1, 4, 5, 6
_ACTIVATED, _FULL_SCREEN = 2, 3
_PATIENCE_S = 3.0
_MOST_BYTES = 65_536


class Windows:
    """One connection. Raises OSError where there is no compositor or it does not report them."""

    def __init__(self, name: str) -> None:
        path = Path(os.environ.get("XDG_RUNTIME_DIR", "")) / name  # name may be a whole path
        self._socket = socket.socket(socket.AF_UNIX)  # type: ignore[attr-defined,unused-ignore]
        self._unread = b""
        self._states: dict[int, frozenset[int]] = {}
        self._waiting: dict[int, frozenset[int]] = {}
        try:
            self._socket.settimeout(_PATIENCE_S)
            self._connect(str(path))
            with _understood():
                self._begin()
            self._socket.settimeout(None)
        except BaseException:
            self.close()
            raise

    def fileno(self) -> int:
        return self._socket.fileno()

    @property
    def is_full_screen(self) -> bool:
        """Whether the window in front fills its screen."""
        return any({_ACTIVATED, _FULL_SCREEN} <= state for state in self._states.values())

    def read(self) -> None:
        """Take in what has come; waits where nothing has. Raises OSError at the end."""
        with _understood():
            for target, opcode, body in self._received():
                self._take_in(target, opcode, body)

    def close(self) -> None:
        self._socket.close()

    def _connect(self, path: str) -> None:
        try:
            self._socket.connect(path)
        except OSError as error:
            why = f"the Wayland compositor cannot be reached: {error.strerror}"
            raise ConnectionError(why) from None

    def _begin(self) -> None:
        """Find the manager among all that the compositor offers, and ask for its windows."""
        self._send(_DISPLAY, _GET_REGISTRY, struct.pack("=I", _REGISTRY))
        self._send(_DISPLAY, _SYNC_REQUEST, struct.pack("=I", _SYNC))
        number = None
        is_listed = False
        while not is_listed:
            for target, opcode, body in self._received():
                if target == _REGISTRY and opcode == _GLOBAL:
                    name, text, version = _offer(body)
                    if text == _MANAGER_NAME and version >= _WITH_FULL_SCREEN:
                        number = name
                is_listed |= target == _SYNC
        if number is None:
            raise OSError("this Wayland desktop does not report other windows")
        name_bytes = _MANAGER_NAME.encode() + b"\0"
        filled = name_bytes + bytes(-len(name_bytes) % 4)
        bound = struct.pack("=II", number, len(name_bytes)) + filled
        self._send(_REGISTRY, _BIND, bound + struct.pack("=II", _WITH_FULL_SCREEN, _MANAGER))

    def _take_in(self, target: int, opcode: int, body: bytes) -> None:
        if target == _DISPLAY and opcode == _ERROR:
            raise ConnectionError("the Wayland compositor refused")
        if target == _MANAGER:
            if opcode == _TOPLEVEL:
                self._states[struct.unpack_from("=I", body)[0]] = frozenset()
            elif opcode == _FINISHED:
                raise ConnectionError("the Wayland compositor reports nothing more")
        elif target in self._states:
            if opcode == _STATE:
                count = struct.unpack_from("=I", body)[0] // 4
                self._waiting[target] = frozenset(struct.unpack_from(f"={count}I", body, 4))
            elif opcode == _DONE and target in self._waiting:
                self._states[target] = self._waiting.pop(target)
            elif opcode == _CLOSED:
                del self._states[target]
                self._send(target, _DESTROY, b"")

    def _send(self, target: int, opcode: int, body: bytes) -> None:
        self._socket.sendall(_HEAD.pack(target, opcode, _HEAD.size + len(body)) + body)

    def _received(self) -> Iterator[tuple[int, int, bytes]]:
        """Whole messages, as (object, opcode, arguments); the rest waits for the next bytes."""
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
            yield target, opcode, body


@contextmanager
def _understood() -> Iterator[None]:
    """Raises ConnectionError for messages that are too short for what they should hold."""
    try:
        yield
    except struct.error:
        raise ConnectionError("the Wayland compositor is not understood") from None


def _offer(body: bytes) -> tuple[int, str, int]:
    """A global: its number, interface and version."""
    number, length = struct.unpack_from("=II", body)
    text = body[8 : 8 + length].rstrip(b"\0").decode(errors="replace")
    (version,) = struct.unpack_from("=I", body, 8 + length + -length % 4)
    return number, text, version
