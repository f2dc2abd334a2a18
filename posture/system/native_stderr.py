"""Keeps native libraries from writing to the user's terminal, and nobody else."""

import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

# What absl, TensorFlow Lite and the GL loader print by themselves while a model is loaded, and
# libpng and libjpeg about a damaged picture, which is reported by its name.
_CHATTER = re.compile(
    rb"^(WARNING: All log messages before absl::InitializeLog"
    rb"|[IWEF]\d{4} \d"
    rb"|(INFO|WARNING): (Created TensorFlow|Initialized TensorFlow|Attempting to use)"
    rb"|libEGL |MESA|libGL |libpng (error|warning): "
    rb"|Corrupt JPEG data|Premature end of JPEG|Invalid SOS parameters|Unsupported marker type)"
)
_STDERR = 2
_lock = threading.Lock()


@contextmanager
def native_chatter_hidden() -> Iterator[None]:
    """Holds back file descriptor 2 for a moment; lines that are not known chatter come after all.

    Not to be nested. Threads wait for each other.
    """
    with _lock:
        try:
            _flush_python()
            original, held = os.dup(_STDERR), _scratch()
        except OSError:  # no standard error, or nowhere to hold it: nothing is hidden, then
            yield
            return
        with held:
            os.dup2(held.fileno(), _STDERR)
            try:
                yield
            finally:
                _flush_python()
                os.dup2(original, _STDERR)
                held.seek(0)
                for line in held:
                    if not _CHATTER.match(line):
                        with suppress(OSError):  # nobody reads it
                            os.write(original, line)
                os.close(original)


def _scratch() -> IO[bytes]:
    """Memory where the system has such files, else a file that goes with its last user."""
    if sys.platform == "linux":
        return os.fdopen(os.memfd_create("stderr"), "w+b", buffering=0)
    return tempfile.TemporaryFile()


def _flush_python() -> None:
    if sys.stderr is not None:
        sys.stderr.flush()
