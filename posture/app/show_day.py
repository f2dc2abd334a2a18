"""Opens the day's page for whoever asks a nudge "Why?"."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable

from posture.system.program import folder_variables, program_words

_PATIENCE_S = 10.0
_DESKTOP = ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_CURRENT_DESKTOP")


def show_day(failed: Callable[[], None], *, is_week: bool = False) -> None:
    """Begin to open it, or the week's, without waiting.

    failed: called where that cannot be, on another thread.
    """
    threading.Thread(target=_open, args=(failed, is_week), name="show-day", daemon=True).start()


def opening_words(*, is_week: bool = False) -> list[str]:
    """What opens it. On Linux systemd is asked to.

    A browser that we started ourselves would be as shut off from the internet as we are.
    """
    words = [*program_words(), "report", *(["--week"] if is_week else []), "--open"]
    if sys.platform != "linux":
        return words
    kept = [*folder_variables(), *(name for name in _DESKTOP if name in os.environ)]
    settings = [f"--setenv={name}={os.environ[name]}" for name in kept]
    return ["systemd-run", "--user", "--quiet", "--collect", *settings, "--", *words]


def _open(failed: Callable[[], None], is_week: bool = False) -> None:  # noqa: FBT001, FBT002 - a thread's
    try:
        done = subprocess.run(  # noqa: S603 - this very program
            opening_words(is_week=is_week),
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
