"""Reading small files that must be files: a pipe in their place never ends, nor does a device."""

import errno
import os
import stat
from pathlib import Path

# Far above any settings, profile or note of ours; below what would fill the memory.
_MOST_BYTES = 16_000_000


def read_text(path: Path) -> str:
    """A text in UTF-8, without the mark that some editors put before it.

    Raises UnicodeDecodeError, FileNotFoundError where nothing is, and another OSError for what is
    no file, too large or a link to what is not there: that may be on a disk which will come.
    """
    if path.is_symlink() and not path.exists():
        why = f"it is a link to {path.readlink()}, which is not there"
        raise OSError(errno.ENXIO, why, str(path))
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "it is not a regular file", str(path))
    # What has been put in its place since then must not block either.
    with open(path, "rb", opener=_without_waiting) as file:
        content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise OSError(errno.EFBIG, "it is too large", str(path))
    return content.decode("utf-8-sig")


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
