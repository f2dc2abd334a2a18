"""Writing where the user wants it, which need not be a file."""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from posture.system.private_file import write_private_bytes


def write_output(path: Path, content: str | bytes) -> None:
    """Write to the place the user named; raises OSError.

    A file is put there whole or not at all, where a link leads if it is one. Through to anything
    else, a pipe, a terminal, a device: it stays what it is.
    """
    if _is_standard_output(path):
        write_to(sys.stdout, content)
        sys.stdout.flush()
    elif path.exists() and not path.is_file():
        _write_through(path, content)
    else:
        write_private_bytes(
            path.resolve(), content.encode() if isinstance(content, str) else content
        )


def write_to(file: TextIO, content: str | bytes) -> None:
    """A text, or bytes as they are, to a file or stream that was opened for text."""
    if isinstance(content, str):
        file.write(content)
    else:
        file.flush()
        file.buffer.write(content)


def _is_standard_output(path: Path) -> bool:
    """Also by a name as /dev/stdout, and when that goes to a file."""
    with suppress(OSError, ValueError, AttributeError):
        return os.path.samestat(path.stat(), os.fstat(sys.stdout.fileno()))
    return False


def _write_through(path: Path, content: str | bytes) -> None:
    try:
        # A pipe that nobody reads would be waited for without end.
        descriptor = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise OSError(errno.ENXIO, "nobody reads from it", str(path)) from None
        raise
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        if sys.platform != "win32":
            os.set_blocking(descriptor, True)
        write_to(file, content)
