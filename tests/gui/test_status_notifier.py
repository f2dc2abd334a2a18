"""The icon in a real panel's protocol: its picture, its tooltip, its menu, and clicks on them."""

import os
import shutil
import subprocess
import sys
from contextlib import closing, contextmanager

import pytest

from posture.gui.icons import SIZES_PX
from posture.monitor.control_socket import ControlServer, lock_file
from posture.system.lock_file import LockFile
from posture.system.paths import data_dir
from posture.system.shared_libraries import QT_X11, missing_packages
from tests.support.answers import watching
from tests.support.command import ROOT
from tests.support.desktop import session_bus, virtual_screen
from tests.support.status_notifier import panel
from tests.support.tracing import only_linux
from tests.support.waiting import PATIENCE_S, wait_until


class Played:
    """The monitor, whose lock it holds: the tray starts no other. asked: all but the status."""

    def __init__(self):
        self.status, self.asked = watching(), []
        self._lock = LockFile(lock_file(), 0.2)
        self._lock.acquire()

    def __call__(self, question):
        if question["do"] == "status":
            return self.status
        self.asked.append(dict(question))
        if question["do"] == "stop":
            self.close()
        return {"ok": True}

    def close(self):
        self._lock.release()


@contextmanager
def tray(environment):
    command = [sys.executable, "-m", "posture.gui", "tray"]
    program = subprocess.Popen(command, env=environment, cwd=ROOT)
    try:
        yield program
    finally:
        program.kill()
        program.wait()


@only_linux
def test_a_panel_shows_icon_tooltip_and_menu_and_pause_is_a_click_away():
    missing = [name for name in ("Xvfb", "dbus-daemon") if shutil.which(name) is None]
    if missing := [*missing, *missing_packages(QT_X11)]:
        pytest.skip(f"not installed: {', '.join(missing)}")
    data_dir().mkdir(parents=True)
    (data_dir() / "window.json").write_text('{"welcomed": true}')
    with (
        closing(Played()) as monitor,
        closing(ControlServer(monitor)),
        session_bus() as address,
        virtual_screen() as display,
        panel(address) as shown,
    ):
        environment = {
            **os.environ,
            "DBUS_SESSION_BUS_ADDRESS": address,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "POSTURE_WINDOW__ASK_INTERVAL_S": "0.2",
        }
        with tray(environment) as program:
            shown.wait_for_icon()
            wait_until(lambda: "You are sitting upright." in shown.tooltip, "what the monitor says")
            assert "Today: slouched 25% of 2 h." in shown.tooltip
            pictures = {width: bytes(argb) for width, _, argb in shown.icon("IconPixmap")}
            assert set(pictures) <= set(SIZES_PX)
            assert any(any(argb) for argb in pictures.values()), "not an empty picture"

            menu = shown.labels()
            assert {"Pause/15 minutes", "Snooze nudges", "Settings ...", "Quit"} <= set(menu)
            assert "Start watching" not in menu, "it is watching"
            shown.choose("Pause/15 minutes")
            wait_until(lambda: monitor.asked, "the monitor to be asked")
            assert monitor.asked == [{"do": "pause", "seconds": 900.0}]

            monitor.status = watching(state="paused", paused_because="paused", paused_since="x")
            wait_until(lambda: "Paused until" in shown.tooltip, "the pause to be shown")
            now = {width: bytes(argb) for width, _, argb in shown.icon("IconPixmap")}
            assert now != pictures, "another icon"
            assert "Resume now" in shown.labels()
            shown.choose("Quit")
            assert program.wait(timeout=PATIENCE_S) == 0
            assert monitor.asked[1:] == [{"do": "stop"}], "and no other monitor was started"
