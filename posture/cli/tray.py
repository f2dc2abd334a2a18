"""``posture tray`` and ``posture window``: the same without a terminal."""

import os
import subprocess
import sys
from typing import Annotated, Literal, NoReturn

import typer


def tray() -> None:
    """Show an icon with a menu for whatever a day needs.

    The monitor is started unless it runs; somebody new is shown around first. Where the desktop has
    no place for icons the window is opened instead.

    Example: posture tray
    """
    _become("tray")


def window(
    page: Annotated[
        Literal["today", "camera", "week", "settings"], typer.Argument(help="What to show first.")
    ] = "today",
) -> None:
    """Open the window: the day, the camera's picture, the settings.

    Example: posture window camera
    """
    _become("window", page)


def _become(*words: str) -> NoReturn:
    """Go on as that program, which needs nothing of the command line."""
    command = [sys.executable, "-m", "posture.gui", *words]
    if sys.platform == "win32":
        sys.exit(subprocess.run(command, check=False).returncode)  # noqa: S603 - this very program
    os.execv(sys.executable, command)  # noqa: S606 - the same
