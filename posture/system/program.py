"""How posture is started from outside: by the desktop, at login, by a notification."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

from posture.system.paths import data_dir, resource

NAME = "posture"
# Nobody's domain: posture has none. Desktops match windows, icons and notifications by it.
APP_ID = "local.posture.Posture"
# Under which the program with icon and windows listens.
WINDOW_PROGRAM = "window"
ICON_SIZES_PX = (16, 22, 24, 32, 48, 64, 128, 256, 512)
_FOLDERS = ("POSTURE_DATA_DIR", "POSTURE_CONFIG_DIR", "POSTURE_LOG_DIR")


def program_words() -> list[str]:
    """The words that start this very posture; a command's own words go after them."""
    if image := os.environ.get("APPIMAGE"):  # what runs is mounted anew at every start
        return [image]
    if sandbox := os.environ.get("FLATPAK_ID"):
        return ["flatpak", "run", sandbox]
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [_without_console(sys.executable), "-m", "posture"]


def icon_file(size_px: int = 128) -> Path:
    """The program's icon as PNG, of one of ICON_SIZES_PX."""
    return resource(f"assets/icons/posture-{size_px}.png")


def folder_variables() -> dict[str, str]:
    """The folders that were chosen by the environment, which a later start would not know."""
    chosen = {name: os.environ.get(name) for name in _FOLDERS}
    return {name: str(Path(path).absolute()) for name, path in chosen.items() if path}


def has_windows() -> bool:
    """Whether the tray and the window can be shown: the extra ``desktop`` is installed."""
    return find_spec("PySide6") is not None


def is_in_flatpak() -> bool:
    """Whether this runs in a sandbox of Flatpak's."""
    return "FLATPAK_ID" in os.environ


def _without_console(python: str) -> str:
    """On Windows the interpreter that opens no console window."""
    path = Path(python)
    quiet = path.with_name("pythonw.exe")
    return str(quiet) if path.name.lower() == "python.exe" and quiet.exists() else python


def window_lock() -> Path:
    """Held by the process of icon and windows, as long as it runs."""
    return data_dir() / f"{WINDOW_PROGRAM}.lock"
