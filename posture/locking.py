"""A file that one process holds at a time. The system frees it when that process dies.

It is there while it is held and gone afterwards; one that a killed process left is free.
"""

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

_AGAIN_S = 0.05


class HeldElsewhereError(Exception):
    """Another process holds it."""


class LockFile:
    """Held inside ``with``, or from ``acquire`` to ``release``; readable by its owner only.

    wait_s: how long to wait for another process.
    """

    def __init__(self, path: Path, wait_s: float = 0.0) -> None:
        self._path, self._wait_s = path, wait_s
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Raises HeldElsewhereError, or OSError when the file cannot be made."""
        until_s = time.monotonic() + self._wait_s
        while (descriptor := _taken(self._path)) is None:
            if time.monotonic() >= until_s:
                raise HeldElsewhereError
            time.sleep(_AGAIN_S)
        self._descriptor = descriptor

    def release(self) -> None:
        """Remove the file and let it go."""
        if self._descriptor is None:
            return
        # Removed while it is held, where the system can: who waits for it makes it anew. Windows
        # keeps an open file, and afterwards one that another process has opened meanwhile.
        if sys.platform == "win32":
            os.close(self._descriptor)
        with suppress(OSError):
            self._path.unlink()
        if sys.platform != "win32":
            os.close(self._descriptor)
        self._descriptor = None

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def _taken(path: Path) -> int | None:
    """The file, open and held; None when another process holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if _is_locked_now(descriptor) and _is_at(path, descriptor):
            return descriptor
    except BaseException:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None


def _is_at(path: Path, descriptor: int) -> bool:
    """Whether it is the file that stands there, and not one its last holder has removed."""
    with suppress(FileNotFoundError):
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    return False


def _is_locked_now(descriptor: int) -> bool:
    if sys.platform == "win32":  # pragma: no cover - by its documentation, not tried
        import msvcrt  # noqa: PLC0415 - Windows only

        with suppress(OSError):
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            return True
        return False
    import fcntl  # noqa: PLC0415 - not on Windows

    with suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
