"""A real desktop without a screen: Xvfb, a session bus and dunst, each started and ended here."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.waiting import PATIENCE_S, wait_until

PROGRAMS = ("Xvfb", "dbus-daemon", "dunst", "dunstctl")
MISSING = [program for program in PROGRAMS if shutil.which(program) is None]

# Buttons are chosen through dunst's menu program: ours takes the line that the file `pick` names.
DUNSTRC = """
[global]
    dmenu = {menu}
    monitor = 0
    width = 420
    notification_limit = 5
    origin = top-right
    offset = 10x10
    font = DejaVu Sans 11
    history_length = 50
    markup = full
    show_indicators = yes
[urgency_normal]
    background = "#20303c"
    foreground = "#f4f4f4"
    timeout = 60
"""
MENU = """#!/bin/sh
exec grep -F -m 1 -- "$(cat {pick})"
"""


class Desktop:
    """Handles on what is running. environment: what a program needs to be on this desktop."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._folder = folder
        self._dunst: subprocess.Popen[bytes] | None = None
        self._pick = folder / "pick"
        self.environment = environment
        menu = folder / "menu"
        menu.write_text(MENU.format(pick=self._pick))
        menu.chmod(0o755)
        self._config = folder / "dunstrc"
        self._config.write_text(DUNSTRC.format(menu=menu))
        self.printed = folder / "dunst.out"

    def start_dunst(self) -> None:
        with self.printed.open("ab") as out, (self._folder / "dunst.err").open("ab") as err:
            self._dunst = subprocess.Popen(
                ["dunst", "-print", "-config", str(self._config)],
                env=self.environment,
                stdout=out,
                stderr=err,
            )
        wait_until(lambda: self._ask("count").returncode == 0, "dunst to answer")

    def stop_dunst(self) -> None:
        if self._dunst is not None:
            self._dunst.kill()
            self._dunst.wait()
            self._dunst = None

    def shown(self) -> str:
        """Everything dunst has printed of what it was given."""
        return self.printed.read_text(errors="replace")

    def displayed(self) -> int:
        return int(self._ask("count", "displayed").stdout)

    def press(self, label: str) -> None:
        """Press the button of the newest notification whose label holds these words."""
        self._pick.write_text(label)
        self._ask("context")

    def clear(self) -> None:
        """Take down everything on the screen."""
        self._ask("close-all")
        wait_until(lambda: self.displayed() == 0, "an empty screen")

    def screenshot(self, path: Path) -> None:
        subprocess.run(
            ["import", "-window", "root", str(path)],
            env=self.environment,
            check=True,
            timeout=PATIENCE_S,
        )

    def _ask(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["dunstctl", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )


@contextmanager
def session_bus(at: str | None = None) -> Iterator[str]:
    """A private session bus that starts no service by itself; its address, which may be given."""
    given = [f"--address={at}"] if at else []
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1", *given],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "XDG_DATA_DIRS": "/nonexistent", "XDG_DATA_HOME": "/nonexistent"},
    )
    try:
        assert bus.stdout is not None
        yield bus.stdout.readline().decode().strip()
    finally:
        bus.kill()
        bus.wait()


@contextmanager
def virtual_screen(size: str = "800x400") -> Iterator[str]:
    """An X display that nobody sees; its name."""
    read_fd, write_fd = os.pipe()
    xvfb = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_fd), "-screen", "0", f"{size}x24", "-nolisten", "tcp"],
        pass_fds=(write_fd,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write_fd)
    try:
        with os.fdopen(read_fd) as number:
            yield f":{number.readline().strip()}"
    finally:
        xvfb.terminate()
        xvfb.wait()


@contextmanager
def desktop(folder: Path, size: str = "800x400") -> Iterator[Desktop]:
    """Screen, bus and notification daemon."""
    with session_bus() as address, virtual_screen(size) as display:
        environment = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": address, "DISPLAY": display}
        environment.pop("WAYLAND_DISPLAY", None)
        running = Desktop(folder, environment)
        try:
            running.start_dunst()
            yield running
        finally:
            running.stop_dunst()
