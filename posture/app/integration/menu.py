"""posture in the desktop's menu: an entry, its icons, and what software centres read of it.

Linux only. macOS and Windows list what an installer puts there.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from posture.app.integration.changes import Change, Remove, Run, WriteFile, make
from posture.app.integration.login_items import xdg_exec
from posture.errors import InputError
from posture.system.paths import resource, xdg_data_home
from posture.system.program import (
    APP_ID,
    ICON_SIZES_PX,
    folder_variables,
    has_windows,
    icon_file,
    program_words,
)


def install() -> None:
    """Put it into the user's menu. Raises InputError."""
    make(changes_install())


def remove() -> None:
    """Take it out again. Raises InputError."""
    make(changes_remove())


def is_installed() -> bool:
    """Whether the menu entry is there."""
    return os.path.lexists(_entry())


def changes_install() -> list[Change]:
    """What ``install`` makes. Raises InputError where posture has no menu entry."""
    return [*(WriteFile(path, content) for path, content in _files()), *_take_note()]


def changes_remove() -> list[Change]:
    """What ``remove`` takes away. Raises InputError as ``changes_install`` does."""
    gone: list[Change] = [Remove(path) for path, _ in _files() if os.path.lexists(path)]
    return [*gone, *_take_note()] if gone else []


def menu_entry() -> str:
    """The entry: the window, or without the extra ``desktop`` the watch in a terminal."""
    if has_windows():
        what, terminal = ["window"], "false"
    else:
        what, terminal = ["run"], "true"
    actions = (
        ("report", "Today's report", ["report", "--open"]),
        ("pause", "Pause for an hour", ["pause", "1h"]),
        ("resume", "Resume", ["resume"]),
    )
    blocks = "".join(
        f"\n[Desktop Action {key}]\nName={name}\nExec={_exec(words)}\n"
        for key, name, words in actions
    )
    return f"""\
[Desktop Entry]
Type=Application
Version=1.4
Name=posture
GenericName=Posture Monitor
Comment=Watches how you sit, privately, and nudges you rarely
Exec={_exec(what)}
Icon={APP_ID}
Terminal={terminal}
Categories=Utility;
Keywords=posture;back;neck;ergonomics;webcam;slouch;
StartupNotify=false
StartupWMClass={APP_ID}
Actions={"".join(f"{key};" for key, _, _ in actions)}
{blocks}"""


def _exec(words: list[str]) -> str:
    return xdg_exec([*program_words(), *words], folder_variables())


def _entry() -> Path:
    return xdg_data_home() / "applications" / f"{APP_ID}.desktop"


def _files() -> Iterator[tuple[Path, bytes]]:
    """Every file and what it holds, the entry last: it names the icons."""
    if sys.platform in {"win32", "darwin"}:
        raise InputError(
            "There is no menu entry to install on this system.",
            "To start posture at login, run `posture autostart on`.",
        )
    data = xdg_data_home()
    icons = data / "icons/hicolor"
    for size in ICON_SIZES_PX:
        yield icons / f"{size}x{size}/apps/{APP_ID}.png", icon_file(size).read_bytes()
    yield (
        icons / f"scalable/apps/{APP_ID}.svg",
        resource("assets/icons/posture.svg").read_bytes(),
    )
    yield data / f"metainfo/{APP_ID}.metainfo.xml", resource("assets/metainfo.xml").read_bytes()
    yield _entry(), menu_entry().encode()


def _take_note() -> list[Change]:
    """Caches that some desktops read instead."""
    data = xdg_data_home()
    return [
        Run(("update-desktop-database", str(data / "applications"))),
        Run(
            (
                "gtk-update-icon-cache",
                "--ignore-theme-index",
                "--quiet",
                str(data / "icons/hicolor"),
            )
        ),
    ]
