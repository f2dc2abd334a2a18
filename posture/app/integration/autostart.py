"""Whether the watch begins when the user logs in.

    Linux     a systemd user unit, where systemd runs the desktop's session; else an XDG entry
    macOS     a LaunchAgent
    Windows   a value of HKEY_CURRENT_USER's Run key

Where the extra ``desktop`` is installed, the tray is started too.
"""

import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from posture.app.integration.changes import (
    RUN_KEY,
    Change,
    MakeLink,
    Remove,
    Run,
    SetRunValue,
    WriteFile,
    make,
    run_value,
)
from posture.app.integration.login_items import launch_agent, run_command, systemd_unit, xdg_entry
from posture.system.paths import home_dir, xdg_config_home
from posture.system.program import (
    APP_ID,
    NAME,
    folder_variables,
    has_windows,
    is_in_flatpak,
    program_words,
)

Way = Literal["systemd", "xdg", "launchd", "registry"]
_TARGET = "graphical-session.target"
_RELOAD = Run(("systemctl", "--user", "daemon-reload"))
_PATIENCE_S = 3.0
_TRAY = f"{NAME}-tray"
_WATCH_WORDS, _TRAY_WORDS = ("run", "--quiet"), ("tray",)


@dataclass(frozen=True, slots=True)
class Autostart:
    """is_on: the watch begins at login. way, path: by what; None while it is off.

    is_current: it starts this very posture. has_tray: the tray is started too.
    """

    is_on: bool
    way: Way | None = None
    path: str | None = None
    is_current: bool = True
    has_tray: bool = False


def status() -> Autostart:
    """Whether it is on, and by what."""
    for way in _ways():
        found = _found(_place(way, NAME), way)
        if found is None:
            continue
        tray = _found(_place(_tray_way(way), _TRAY), _tray_way(way))
        return Autostart(
            is_on=True,
            way=way,
            path=_place(way, NAME),
            is_current=found == _content(way, NAME),
            has_tray=tray is not None,
        )
    return Autostart(is_on=False)


def turn_on() -> Autostart:
    """Start the watch at every login from the next on. Raises InputError."""
    make(changes_on())
    return status()


def turn_off() -> Autostart:
    """Start nothing at login any more; what runs goes on. Raises InputError."""
    make(changes_off())
    return status()


def changes_on() -> list[Change]:
    """What ``turn_on`` makes, and what of another way it takes away."""
    way = best_way()
    others = [change for other in _ways() if other != way for change in _removal(other, NAME)]
    tray = _addition(_tray_way(way), _TRAY) if has_windows() else _removal(_tray_way(way), _TRAY)
    return [*others, *_addition(way, NAME), *tray]


def changes_off() -> list[Change]:
    """What ``turn_off`` takes away."""
    names = ((way, name) for way in _ways() for name in (NAME, _TRAY))
    return [change for way, name in names for change in _removal(way, name)]


def best_way() -> Way:
    """By what this desktop starts programs; an XDG entry where systemd does not run the session."""
    ways = _ways()
    return ways[0] if len(ways) == 1 or _has_systemd_session() else ways[-1]


def _ways() -> tuple[Way, ...]:
    if sys.platform == "win32":
        return ("registry",)
    if sys.platform == "darwin":
        return ("launchd",)
    return ("xdg",) if is_in_flatpak() else ("systemd", "xdg")


def _tray_way(way: Way) -> Way:
    """An entry of its own starts the tray; desktops of systemd's read those too."""
    return "xdg" if way == "systemd" else way


def _has_systemd_session() -> bool:
    try:
        asked = subprocess.run(  # noqa: S603 - the system's, as is
            ["systemctl", "--user", "--quiet", "is-active", _TARGET],  # noqa: S607 - its place
            check=False,
            capture_output=True,
            timeout=_PATIENCE_S,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return asked.returncode == 0


def _place(way: Way, name: str) -> str:
    """The file, or on Windows the value, that makes it so."""
    match way:
        case "systemd":
            return str(xdg_config_home() / "systemd/user" / f"{name}.service")
        case "xdg":
            return str(xdg_config_home() / "autostart" / f"{name}.desktop")
        case "launchd":
            return str(home_dir() / "Library/LaunchAgents" / f"{_label(name)}.plist")
        case "registry":
            return rf"HKEY_CURRENT_USER\{RUN_KEY}\{name}"


def _content(way: Way, name: str) -> str:
    words = [*program_words(), *(_TRAY_WORDS if name == _TRAY else _WATCH_WORDS)]
    match way:
        case "systemd":
            return systemd_unit(words, folder_variables())
        case "xdg":
            comment = "Shows the tray icon" if name == _TRAY else "Watches how you sit"
            return xdg_entry(words, folder_variables(), comment)
        case "launchd":
            return launch_agent(_label(name), words, folder_variables())
        case "registry":
            return run_command(words)


def _found(place: str, way: Way) -> str | None:
    """What is there; None where nothing starts it, as with a unit that is not enabled."""
    if way == "registry":
        return run_value(place.rpartition("\\")[2])
    path = Path(place)
    if way == "systemd" and not os.path.lexists(_wanted(path)):
        return None
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None


def _addition(way: Way, name: str) -> Iterable[Change]:
    place, content = _place(way, name), _content(way, name)
    if way == "registry":
        return [SetRunValue(name, content)]
    written = WriteFile(Path(place), content.encode())
    if way != "systemd":
        return [written]
    # What `systemctl --user enable` would do, also where no systemd runs to be asked.
    return [written, MakeLink(_wanted(Path(place)), f"../{Path(place).name}"), _RELOAD]


def _removal(way: Way, name: str) -> Iterable[Change]:
    """Nothing where nothing is."""
    place = _place(way, name)
    if way == "registry":
        return [SetRunValue(name, None)] if run_value(name) is not None else []
    files = [Path(place), *([_wanted(Path(place))] if way == "systemd" else [])]
    gone: list[Change] = [Remove(file) for file in files if os.path.lexists(file)]
    return [*gone, _RELOAD] if gone and way == "systemd" else gone


def _wanted(unit: Path) -> Path:
    return unit.with_name(f"{_TARGET}.wants") / unit.name


def _label(name: str) -> str:
    return APP_ID if name == NAME else f"{APP_ID}.tray"
