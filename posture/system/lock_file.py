"""A file that one process holds at a time. The system frees it when that process dies.

It is there while it is held and gone afterwards; one that a killed process left is free.
"""

from contextlib import suppress
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout


class HeldElsewhereError(Exception):
    """Another process holds it."""


class LockFile:
    """Held inside ``with``, or from ``acquire`` to ``release``; readable by its owner only.

    wait_s: how long to wait for another process.
    """

    def __init__(self, path: Path, wait_s: float = 0.0) -> None:
        self._path = path
        self._lock = FileLock(path, timeout=wait_s, mode=0o600, thread_local=False)

    def acquire(self) -> None:
        """Raises HeldElsewhereError, or OSError when the file cannot be made."""
        try:
            self._lock.acquire()
        except Timeout:
            raise HeldElsewhereError from None

    def release(self) -> None:
        """Remove the file and let it go."""
        if not self._lock.is_locked:
            return
        # Removed while it is held: who waits for it then makes it anew. Windows keeps an open file.
        with suppress(OSError):
            self._path.unlink()
        self._lock.release()

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
