"""``posture logs``: what the monitor wrote down about its own running."""

import os
import time
from collections import deque
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Annotated, TextIO

import typer

_POLL_S = 0.3


def logs(
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="Keep showing new lines; stop with Ctrl-C.")
    ] = False,
    lines: Annotated[
        int,
        typer.Option(
            "--lines", "-n", metavar="N", min=0, help="How many of the last lines to show."
        ),
    ] = 50,
    path: Annotated[bool, typer.Option("--path", help="Only print the log file's path.")] = False,
) -> None:
    """Show the monitor's log: starts, states, nudges and faults.

    Example: posture logs --follow
    """
    from posture.errors import InputError  # noqa: PLC0415 - after --help
    from posture.system.paths import log_file  # noqa: PLC0415

    log = log_file()
    if path:
        typer.echo(log)
        return
    if not log.exists() and not follow:
        raise InputError(
            f"There is no log yet at {log}.", "Start the monitor with `posture start`."
        )
    for line in _followed(log, lines) if follow else _shown(log, lines):
        typer.echo(line, nl=False)


def _opened(log: Path) -> TextIO | None:
    with suppress(FileNotFoundError):
        return log.open(encoding="utf-8", errors="replace")
    return None


def _last(log: Path, lines: int, file: TextIO | None) -> Iterator[str]:
    """The last lines of this open log, which is read to its end, and of the one rotated before."""
    kept: deque[str] = deque(maxlen=lines)
    rotated = _opened(log.with_name(f"{log.name}.1"))
    for part in (rotated, file):
        kept.extend(part or ())
    if rotated is not None:
        rotated.close()
    yield from kept


def _shown(log: Path, lines: int) -> Iterator[str]:
    file = _opened(log)
    with file or nullcontext():
        yield from _last(log, lines, file)


def _followed(log: Path, lines: int) -> Iterator[str]:
    """The last lines, then each as it is added, also after the file was rotated."""
    file = _opened(log)
    yield from _last(log, lines, file)
    while True:
        if file is not None:
            yield from file
            if _was_replaced(log, file):
                yield from file
                file.close()
                file = None
        if file is None:
            file = _opened(log)
            if file is not None:
                continue
        time.sleep(_POLL_S)


def _was_replaced(log: Path, file: TextIO) -> bool:
    """Whether the name stands for another file by now."""
    try:
        return not os.path.samestat(log.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:  # for a moment, while it is rotated
        return False
