"""A local socket between programs of one user: who is at the other end is asked of the kernel.

Messages are framed as multiprocessing.connection does, a length before each; none is longer than
asked for, and none waits past a deadline. Not for Windows, whose pipes come in whole messages.
"""

import os
import socket
import struct
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from posture.system.private_file import private_folder

assert sys.platform != "win32"  # noqa: S101 - there private_pipe.py stands for it

# The kernel's limit is 108 bytes with the closing zero; macOS takes four fewer.
_LONGEST_PATH = 100
_LENGTH = struct.Struct("!i")
# macOS, sys/un.h and sys/ucred.h: struct xucred {version, uid, number of groups, 16 groups}.
_LOCAL_PEERCRED, _LOCAL_PEERPID, _XUCRED_BYTES = 1, 2, 76


class PrivateSocket:
    """One end of a connection. patience_s: how long all that is said on it may take together.

    Its calls raise OSError: TimeoutError, or ConnectionError when the other end has gone.
    """

    def __init__(self, connected: socket.socket, patience_s: float) -> None:
        self._socket = connected
        self._until_s = time.monotonic() + patience_s

    def send(self, message: bytes) -> None:
        """Raises OSError when the other end has gone, TimeoutError when it does not read."""
        self._socket.settimeout(self._left_s())
        self._socket.sendall(_LENGTH.pack(len(message)) + message)

    def receive(self, most_bytes: int) -> bytes:
        """Raises ConnectionError, too, for a message that is longer."""
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size))
        if not 0 <= length <= most_bytes:
            raise ConnectionError("a message longer than any of ours")
        return self._exactly(length)

    def close(self) -> None:
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def peer_pid(self) -> int | None:
        """The process at the other end, None where it is not known."""
        return _peer(self._socket)[0]

    @property
    def is_own_account(self) -> bool:
        """Whether the other end runs under this account too, as far as the system knows."""
        return _peer(self._socket)[1] in {os.geteuid(), None}

    def _exactly(self, length: int) -> bytes:
        parts: list[bytes] = []
        while length:
            self._socket.settimeout(self._left_s())
            part = self._socket.recv(min(length, 65_536))
            if not part:
                raise ConnectionError("the other end has gone")
            parts.append(part)
            length -= len(part)
        return b"".join(parts)

    def _left_s(self) -> float:
        left_s = self._until_s - time.monotonic()
        if left_s <= 0:
            raise TimeoutError
        return left_s


class Listening:
    """Listens at a path, in place of a socket that was left there; only its owner may connect.

    waiting: callers that may wait at once. Raises OSError.
    """

    def __init__(self, address: str, waiting: int) -> None:
        self._path = path = Path(address)
        private_folder(path.parent)
        path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        mask = os.umask(0o177)
        try:
            with _short(path) as name:
                self._socket.bind(name)
            self._socket.listen(waiting)
        except BaseException:
            self._socket.close()
            raise
        finally:
            os.umask(mask)

    def accept(self, patience_s: float) -> PrivateSocket:
        """The next caller; raises OSError, also once it is closed."""
        return PrivateSocket(self._socket.accept()[0], patience_s)

    def close(self) -> None:
        """End the wait for a caller, on whichever thread that is."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # Linux; else a call of our own ends it
        with suppress(OSError):
            call(str(self._path), 1.0).close()
        self._socket.close()
        self._path.unlink(missing_ok=True)


def call(address: str, patience_s: float) -> PrivateSocket:
    """A connection to whoever listens there; raises OSError, BlockingIOError when too many wait."""
    caller = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    # Else connecting waits for ever once as many callers wait as may.
    whole_s = int(patience_s)
    caller.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", whole_s, 0))
    try:
        with _short(Path(address)) as name:
            caller.connect(name)
    except BaseException:
        caller.close()
        raise
    return PrivateSocket(caller, patience_s)


@contextmanager
def _short(path: Path) -> Iterator[str]:
    """A name for a path that fits into a socket's address, however long the path is.

    By an open folder where the system gives those a name, so that it stays in its own folder: in
    one that all accounts share another could take the name first.
    """
    if len(os.fsencode(path)) <= _LONGEST_PATH or not sys.platform.startswith("linux"):
        yield str(path)
        return
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


def _peer(connected: socket.socket) -> tuple[int | None, int | None]:
    """Process and account at the other end, as the kernel knows them; None for what it does not."""
    if sys.platform.startswith("linux"):
        answer = connected.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        pid, uid, _ = struct.unpack("3i", answer)
        return pid or None, uid
    if sys.platform == "darwin":  # pragma: no cover - by the documentation, not tried
        level = 0  # SOL_LOCAL
        answer = connected.getsockopt(level, _LOCAL_PEERCRED, _XUCRED_BYTES)
        (pid,) = struct.unpack("i", connected.getsockopt(level, _LOCAL_PEERPID, 4))
        return pid, struct.unpack_from("II", answer)[1]
    return None, None
