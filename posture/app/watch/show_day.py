"""Opens the day for whoever asks a nudge "Why?": the window at that nudge, else the day's page."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import datetime

from posture.monitor.control_socket import say_to
from posture.system.program import WINDOW_PROGRAM, folder_variables, has_windows, program_words

_PATIENCE_S = 10.0
_DESKTOP = ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_CURRENT_DESKTOP")


def show_day(
    failed: Callable[[], None], *, nudge_at: datetime | None = None, is_week: bool = False
) -> None:
    """Begin to open it, or the week's, without waiting.

    failed: called where that cannot be, on another thread. nudge_at: of the nudge asked about.
    """
    words = command_words(nudge_at, is_week=is_week)

    def show() -> None:
        if nudge_at is None or not _is_shown_by_the_icon(nudge_at):
            _open(failed, words)

    threading.Thread(target=show, name="show-day", daemon=True).start()


def _is_shown_by_the_icon(nudge_at: datetime) -> bool:
    """By the program of icon and windows, if it runs; then no other need be started."""
    return say_to(WINDOW_PROGRAM, {"page": "today", "nudge": nudge_at.isoformat()})


def command_words(nudge_at: datetime | None = None, *, is_week: bool = False) -> list[str]:
    """The command that shows it: about a nudge the window, where there are windows, else a page.

    A window that is open already comes to the front.
    """
    if nudge_at is not None and has_windows():
        return ["window", "--nudge", nudge_at.isoformat()]
    return ["report", *(["--week"] if is_week else []), "--open"]


def opening_words(command: Sequence[str]) -> list[str]:
    """What runs it. On Linux systemd is asked to.

    A browser that we started ourselves would be as shut off from the internet as we are.
    """
    words = [*program_words(), *command]
    if sys.platform != "linux":
        return words
    kept = [*folder_variables(), *(name for name in _DESKTOP if name in os.environ)]
    settings = [f"--setenv={name}={os.environ[name]}" for name in kept]
    return ["systemd-run", "--user", "--quiet", "--collect", *settings, "--", *words]


def _open(failed: Callable[[], None], command: Sequence[str]) -> None:
    try:
        done = subprocess.run(  # noqa: S603 - this very program
            opening_words(command),
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE_S,
        )
    except (OSError, subprocess.SubprocessError):
        failed()
    else:
        if done.returncode != 0:
            failed()
