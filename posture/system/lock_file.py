"""A file that one process holds at a time. The system frees it when that process dies.

It is there while it is held and gone afterwards; one that a killed process left is free. It says
which process holds it, but on Windows, where a file that is held cannot be read.
"""

import errno
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Self

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
        from filelock import FileLock  # noqa: PLC0415 - who only asks whether it is held needs none

        self._path = path
        self._lock = FileLock(path, timeout=wait_s, mode=0o600, thread_local=False)

    def acquire(self) -> None:
        """Raises HeldElsewhereError, OSError when the file cannot be made, StoreError as below."""
        try:
            self._lock.acquire()
        except TimeoutError:
            raise HeldElsewhereError from None
        except OSError as error:
            if error.errno in _NO_LOCKS:
                raise _without_locks(self._path.parent) from None
            raise
        _write_pid(self._path)

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
        f"The folder {folder} is on a file system without file locks.",
        "Set POSTURE_DATA_DIR to a folder on a disk of this machine.",
    )


def is_held(path: Path) -> bool:
    """Whether a process holds the lock file; on Windows always False."""
    if sys.platform == "win32":
        return False
    import fcntl  # noqa: PLC0415 - Unix only

    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        if os.fstat(descriptor).st_uid == os.geteuid():  # another account's may say anything
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def pid_in(path: Path) -> int | None:
    """The process that holds it, or held it last; None where it does not say."""
    with suppress(OSError, ValueError):
        number = int(path.read_bytes()[:20])
        return number if number > 1 else None
    return None


def _write_pid(path: Path) -> None:
    if sys.platform == "win32":
        return
    with suppress(OSError):  # the disk is full: it is held all the same
        descriptor = os.open(path, os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW)
        try:
            os.write(descriptor, b"%d\n" % os.getpid())
        finally:
            os.close(descriptor)
