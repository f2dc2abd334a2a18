"""Keeps native libraries from writing to the user's terminal, and nobody else."""

import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# What absl, TensorFlow Lite and the GL loader print by themselves while a model is loaded.
_CHATTER = re.compile(
    rb"^(WARNING: All log messages before absl::InitializeLog"
    rb"|[IWEF]\d{4} \d"
    rb"|(INFO|WARNING): (Created TensorFlow|Initialized TensorFlow|Attempting to use)"
    rb"|libEGL |MESA|libGL )"
)
_STDERR = 2
_lock = threading.Lock()


@contextmanager
def native_chatter_hidden() -> Iterator[None]:
    """Holds back file descriptor 2 for a moment; lines that are not known chatter come after all.

    Nests neither across threads nor within one: whoever comes second waits.
    """
    with _lock, tempfile.TemporaryFile() as held:
        try:
            _flush_python()
            original = os.dup(_STDERR)
        except OSError:  # no standard error at all: nothing to keep clean
            yield
            return
        os.dup2(held.fileno(), _STDERR)
        try:
            yield
        finally:
            _flush_python()
            os.dup2(original, _STDERR)
            held.seek(0)
            for line in held:
                if not _CHATTER.match(line):
                    os.write(original, line)
            os.close(original)


def _flush_python() -> None:
    if sys.stderr is not None:
        sys.stderr.flush()
