"""``posture tray`` and ``posture window``: the same without a terminal."""

import os
import subprocess
import sys
from datetime import datetime
from typing import Annotated, Literal, NoReturn

import typer

from posture.errors import InputError


def tray() -> None:
    """Show a tray icon with a menu for everyday use.

    Starts the monitor if it is not running; new users get an introduction first. On a desktop
    without tray icons, the window opens instead.

    Example: posture tray
    """
    _become("tray")


def window(
    page: Annotated[
        Literal["today", "camera", "week", "settings"],
        typer.Argument(metavar="PAGE", help="What to show first: today, camera, week or settings."),
    ] = "today",
    nudge: Annotated[
        str, typer.Option("--nudge", metavar="TIME", help="Explain the nudge sent at this time.")
    ] = "",
) -> None:
    """Open the window: the day, the camera's picture, the settings.

    Example: posture window camera
    """
    if nudge:
        try:
            datetime.fromisoformat(nudge)
        except ValueError:
            raise InputError(
                f"--nudge {nudge}: not a time.", "Write it as in 2026-11-20T14:05:00+01:00."
            ) from None
    _become("window", page, nudge)


def _become(*words: str) -> NoReturn:
    """Go on as that program, which needs nothing of the command line."""
    command = [sys.executable, "-m", "posture.gui", *words]
    if sys.platform == "win32":
        sys.exit(subprocess.run(command, check=False).returncode)  # noqa: S603 - this very program
    os.execv(sys.executable, command)  # noqa: S606 - the same
