"""A file that one process holds at a time. The system frees it when that process dies.

It is there while it is held and gone afterwards; one that a killed process left is free.
"""

import errno
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from posture.errors import StoreError

# What a file system without locks answers, as a network home without its lock service.
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})


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
        """Raises HeldElsewhereError, OSError when the file cannot be made, StoreError as below."""
        try:
            self._lock.acquire()
        except Timeout:
            raise HeldElsewhereError from None
        except OSError as error:
            if error.errno in _NO_LOCKS:
                raise _without_locks(self._path.parent) from None
            raise

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


def refuse_without_locks(folder: Path) -> None:
    """Raise StoreError when parts of a file in this folder cannot be locked, as SQLite does it."""
    if sys.platform == "win32":
        return
    import fcntl  # noqa: PLC0415 - Unix only

    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _NO_LOCKS:
            raise _without_locks(folder) from None


def _without_locks(folder: Path) -> StoreError:
    return StoreError(
        f"The folder {folder} lies on a file system without file locks.",
        "Set POSTURE_DATA_DIR to a folder on a disk of this machine.",
    )
