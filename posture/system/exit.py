"""How a program of ours ends: when something is wrong with one clear line and exit code 2."""

import errno
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NoReturn

from posture.core.addresses import without_credentials
from posture.core.duration import DAY_S
from posture.core.printable import printable
from posture.errors import InputError, PostureError

# Open files, memory, processes.
_EXHAUSTED = {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN}


@contextmanager
def reported_in_one_line() -> Iterator[None]:
    """Errors raised on purpose, and by files that cannot be used, end the program with a line.

    Nobody reading on is no error: then it ends at once.
    """
    try:
        _refuse_impossible_zone()
        yield
    except PostureError as error:
        leave(str(error))
    except BrokenPipeError:
        _close_stdout()
        sys.exit(0)
    except OSError as error:
        if error.filename is None and error.errno in {errno.ENOSPC, errno.EIO}:
            _close_stdout()
            leave(f"Cannot write: {error.strerror}. Make room, or send the output elsewhere.")
        if error.errno in _EXHAUSTED:
            leave(f"The system allows no more: {error.strerror}. Raise the limit (`ulimit -a`).")
        if error.filename is None:
            raise
        leave(f"{error.filename}: {error.strerror}. To find the cause, run `posture doctor`.")


@contextmanager
def ctrl_c_afterwards() -> Iterator[None]:
    """Ctrl-C meanwhile takes effect at the end; pressed a second time, at once.

    For what must not be broken off half way. Only the main thread is ever interrupted.
    """
    handler = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(handler):
        yield
        return
    pressed: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        pressed.append(number)
        if len(pressed) > 1:
            handler(number, frame)

    signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        if len(pressed) == 1:
            handler(signal.SIGINT, None)


def when_stdin_closes(end: Callable[[], object]) -> None:
    """Call end, on a thread of its own, once whoever started this process has gone.

    They hold the other end of its standard input, and say nothing more on it.
    """

    def wait() -> None:
        while os.read(0, 1):
            pass
        end()

    threading.Thread(target=wait, name="stdin", daemon=True).start()


def leave(message: str) -> NoReturn:
    """Say it and end."""
    with suppress(BrokenPipeError):  # nobody listens any more
        sys.stderr.write(f"posture: {printable(without_credentials(message))}\n")
        sys.stderr.flush()
    sys.exit(2)


def _refuse_impossible_zone() -> None:
    """Raise InputError for a time zone that Python cannot reckon with: a day off, or more."""
    offsets_s = (time.localtime().tm_gmtoff, time.timezone, time.altzone)
    if max(map(abs, offsets_s)) >= DAY_S:
        raise InputError(
            f"The time zone TZ={os.environ.get('TZ', '')} is off by a day or more.",
            "Use one such as Europe/Berlin, or unset TZ.",
        )


def _close_stdout() -> None:
    """What waits to be written goes nowhere: at its end Python would try once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
