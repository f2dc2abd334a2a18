"""The log as the witness of a watch: what its processes complain of, and how it ended.

A background monitor has no terminal, so what is written to standard error by it and its children,
as drivers and libraries do, goes into the log line by line. Each watch begins and ends with a line
whatever ``log.level`` is, so that ``posture status`` can say how the last one ended.
"""

import logging
import os
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from io import FileIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from posture.core.printable import printable
from posture.errors import PostureError
from posture.system.paths import log_file

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_log = logging.getLogger("posture")

_BEGAN, _ENDED = "watching ", "ended: "
_LINE = re.compile(rf"(\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d)\S* +[A-Z]+ +(?:({_BEGAN}|{_ENDED})(.*))?")
# What Python writes of a crash (log_file.py asks for it), without a time of its own.
_CRASH = re.compile(r"(?:Fatal Python error|Windows fatal exception): (.*)")
# How much of the log's end is looked through, and how much of a line of standard error is kept.
_TAIL_BYTES, _LONGEST_LINE = 262_144, 500


class WatchEnd:
    """Why a watch ends: the first reason given. is_news: the user has not asked for it."""

    def __init__(self) -> None:
        self.why = ""
        self.is_news = False

    def because(self, why: str, *, is_news: bool = False) -> None:
        if not self.why:
            self.why, self.is_news = why, is_news

    def because_of(self, error: Exception) -> None:
        """What was not foreseen is logged with its traceback."""
        match error:
            case PostureError():
                self.because(str(error), is_news=True)
            case BrokenPipeError():
                self.because("its output is no longer read")
            case _:
                _log.error("monitoring failed", exc_info=error)
                said = f"an internal error, {type(error).__name__}: {error}"
                self.because(said, is_news=True)


def log_beginning(what: str) -> None:
    _log_always(_BEGAN, what)


@contextmanager
def ending_logged() -> Iterator[WatchEnd]:
    """The watch itself: its last line in the log says why it ended, whatever the reason."""
    end = WatchEnd()
    try:
        yield end
    except Exception as error:
        end.because_of(error)
        raise
    finally:
        _log_always(_ENDED, end.why or "broken off")


def how_the_last_watch_ended(now: datetime) -> str | None:
    """As "it ended at 14:02: Ctrl-C", by the log; None when no watch has been there.

    One that crashed or was killed has no last word: then it is the time of its last line.
    """
    last: tuple[str, str, str] | None = None
    seen_at = crash = ""
    for line in _tail(log_file()):
        if crashed := _CRASH.match(line):
            crash = crashed[1]
        found = _LINE.match(line)
        if found is None:
            continue
        seen_at, crash = found[1], ""
        if found[2] in {_BEGAN, _ENDED}:
            last = found[1], found[2], found[3]
    if last is None:
        return None
    at, word, why = last
    if word == _ENDED:
        return f"it ended at {_clock(at, now)}: {why}"
    if crash:
        return f"it crashed after {_clock(seen_at, now)} ({crash}); `posture logs` shows where"
    return f"it ended unexpectedly after {_clock(seen_at, now)}: killed, or the machine went down"


def stderr_to_log() -> None:
    """From now on what this process and its children write to standard error is logged.

    Python's own ``sys.stderr`` still reaches whoever started us, while they listen.
    """
    listening, written = os.pipe()
    starter = os.dup(2)
    # Nothing may wait in it: what Python could not write at its end would make exit code 120.
    sys.stderr = TextIOWrapper(
        _WhileRead(starter, "w"), encoding="utf-8", errors="backslashreplace", write_through=True
    )
    os.dup2(written, 2)
    os.close(written)
    threading.Thread(target=_log_lines, args=(listening,), name="stderr", daemon=True).start()


class _WhileRead(FileIO):
    """A pipe that takes whatever comes, also once nobody reads it any more."""

    def write(self, content: "ReadableBuffer", /) -> int:
        with suppress(BrokenPipeError):
            return super().write(content)
        return memoryview(content).nbytes


def log_thread_failures() -> None:
    """A thread that ends by an exception is logged: standard error may have no reader."""

    def log(failed: threading.ExceptHookArgs) -> None:
        name = failed.thread.name if failed.thread else "?"
        if failed.exc_value is not None:
            _log.error("the thread %s failed", name, exc_info=failed.exc_value)

    threading.excepthook = log


def _log_lines(descriptor: int) -> None:
    """Unbuffered, so that nothing is held when the interpreter ends meanwhile."""
    begun = b""
    while part := os.read(descriptor, 65_536):
        *lines, begun = (begun + part).split(b"\n")
        begun = begun[-_LONGEST_LINE:]
        for line in lines:
            text = printable(line[:_LONGEST_LINE].decode(errors="backslashreplace").strip())
            if text:
                _log.warning("stderr: %s", text)


def _log_always(word: str, text: str) -> None:
    message = word + printable(text)
    _log.handle(_log.makeRecord(_log.name, logging.INFO, "", 0, message, (), None))


def _tail(path: Path) -> list[str]:
    """The last lines of the log, also where it was begun anew meanwhile."""
    text = b""
    for part in (path.with_name(f"{path.name}.1"), path):
        with suppress(OSError), path.parent.joinpath(part).open("rb") as file:
            file.seek(max(0, part.stat().st_size - _TAIL_BYTES))
            text += file.read()
    return text.decode(errors="backslashreplace").splitlines()


def _clock(at: str, now: datetime) -> str:
    """14:02 today, else with the day."""
    time = datetime.fromisoformat(at)
    return f"{time:%H:%M}" if time.date() == now.date() else f"{time:%H:%M on %A %Y-%m-%d}"
