"""A watch with nobody at its terminal, in a process of its own: what ``posture start`` starts.

Such a process runs all day, and so loads neither what reads a command line nor what draws on a
terminal: a fifth of its start's CPU, and memory for nothing. What it is to do comes as a line of
JSON on its standard input: its command line can be read by every account of the machine, and a
camera's address may hold a password.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from posture.system import startup
from posture.system.exit import reported_in_one_line, when_stdin_closes

# Longer than an orderly end takes.
_FAREWELL_S = 5.0


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of such a watch; the values are those of ``posture run``."""

    source: str | None
    profile: str | None
    overrides: Sequence[str]
    loop: bool = False
    into_record: bool = False


def start_unattended(asked: Asked, *, ends_with_us: bool = False) -> "subprocess.Popen[str]":
    """Start it, detached from this terminal; what goes wrong at its start comes on its stderr.

    ends_with_us: it ends when this process does, however that comes about; else it goes on.
    """
    detached: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.DETACHED_PROCESS
        detached = {"creationflags": flags}
    child = subprocess.Popen(
        [sys.executable, "-m", "posture.app.watch.background"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        **detached,
    )
    assert child.stdin is not None  # noqa: S101 - asked for above
    with suppress(BrokenPipeError):  # it has died at once, as whoever waits for it will find
        child.stdin.write(json.dumps({**asdict(asked), "ends_with_us": ends_with_us}) + "\n")
        child.stdin.flush()
        if not ends_with_us:
            child.stdin.close()
    return child


def main() -> None:
    startup.begin()
    asked = json.loads(sys.stdin.buffer.readline())
    if asked["ends_with_us"]:
        from posture.monitor.spawn import end_with_parent  # noqa: PLC0415 - only then

        when_stdin_closes(_end)
        end_with_parent()
    with reported_in_one_line():
        from posture.app.watch.run import watch  # noqa: PLC0415 - heavy

        watch(
            asked["source"],
            asked["profile"],
            asked["overrides"],
            loop=asked["loop"],
            into_record=asked["into_record"],
            length_s=None,
            screen=None,
            is_detached=True,
        )


def _end() -> None:
    """As a signal from outside would, and surely."""
    late = threading.Timer(_FAREWELL_S, os._exit, (1,))
    late.daemon = True
    late.start()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
