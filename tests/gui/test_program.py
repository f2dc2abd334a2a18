"""What happens at the start, with and without a place for icons, and what the menu leads to."""

import json
import os
import subprocess
import sys
from datetime import date

import pytest

from posture.app.running_note import Reloaded
from posture.config import load_config
from posture.config.edit import set_setting
from posture.core.day.records import Delivery
from posture.core.day.summary import summarise
from posture.gui.program import Program
from posture.gui.tray import Tray
from posture.system.paths import data_dir
from posture.system.video_device import lasting_name
from tests.support.answers import watching
from tests.support.command import ROOT, refused
from tests.support.days import LIMITS, ZONE, a_day
from tests.support.tracing import only_linux
from tests.support.waiting import PATIENCE_S

DAY = date(2026, 11, 20)


@pytest.fixture
def program(qapp, qtbot, monitor, launcher, monkeypatch):  # noqa: ARG001 - what it asks
    """program(has_host=..., wants_tray=...) begins one, in front of the monitor that is played."""
    monkeypatch.setenv("POSTURE_WINDOW__ASK_INTERVAL_S", "0.2")
    begun = []

    def begin(*, has_host=True, wants_tray=True, page=None, welcomed=True):
        monkeypatch.setattr(Tray, "has_host", staticmethod(lambda: has_host))
        if welcomed:
            data_dir().mkdir(parents=True, exist_ok=True)
            (data_dir() / "window.json").write_text('{"welcomed": true}')
        made = Program(qapp, load_config(), launcher, wants_tray=wants_tray)
        monkeypatch.setattr(made, "_show_message", begun.append)
        made.told = begun
        begun_with.append(made)
        made.begin(page)
        return made

    begun_with = []
    yield begin
    for made in begun_with:
        made._timer.stop()
        made._is_ending = True
        for window in (made.window, made.first_run, made.calibration):
            if window is not None:
                window.close()
        qtbot.waitUntil(lambda made=made: made.actions.is_idle)


def test_with_a_place_for_icons_there_is_an_icon_no_window_and_the_monitor(
    program, monitor, launcher, qtbot
):
    begun = program()
    qtbot.waitUntil(lambda: begun.answer is not None)
    assert begun.tray.shown.sentence == "You are sitting upright."
    assert begun.window is None
    qtbot.waitUntil(lambda: launcher.done == [("start", None)])
    assert monitor.questions("status")[0] == {"icon": True}


def test_without_one_the_window_opens_and_says_so_once(program, monitor, qtbot):
    begun = program(has_host=False)
    assert begun.tray is None
    assert begun.window.isVisible()
    assert len(begun.told) == 1
    assert "no tray icons" in begun.told[0]
    begun.window.close()
    again = program(has_host=False, welcomed=False)
    assert len(again.told) == 1, "once"
    assert again.window.isVisible()
    qtbot.waitUntil(lambda: monitor.questions("status") != [])
    assert monitor.questions("status")[0] == {"icon": False}, "no nudge is left to it"


def test_somebody_new_is_welcomed_and_the_monitor_waits_until_the_end(program, launcher, qtbot):
    begun = program(welcomed=False)
    welcome = begun.first_run
    assert welcome.isVisible()
    assert launcher.done == []
    for _ in range(2):
        welcome.next()
    welcome.accept()
    qtbot.waitUntil(lambda: launcher.done == [("start", None)])
    assert json.loads((data_dir() / "window.json").read_text())["welcomed"] is True
    begun.welcome()
    assert begun.first_run.isVisible(), "it can be read again"


def test_later_is_no_welcome(program, launcher):
    begun = program(welcomed=False)
    begun.first_run.reject()
    assert launcher.done == []
    assert not (data_dir() / "window.json").exists()


def test_while_the_window_is_closed_nothing_is_read_or_asked_but_how_things_are(
    program, monitor, qtbot, monkeypatch
):
    reads = []
    monkeypatch.setattr("posture.gui.today.today_summary", lambda: reads.append("today"))
    begun = program()
    begun.show_page("today")
    qtbot.waitUntil(lambda: reads == ["today"])
    begun.window.close()
    monitor.asked.clear()
    qtbot.waitUntil(lambda: len(monitor.asked) >= 3)
    assert {do for do, _ in monitor.asked} == {"status"}
    assert reads == ["today"]
    assert not begun.window.today._timer.isActive()


def test_why_opens_the_window_at_that_nudge_and_says_what_it_was_for(
    program, qtbot, qapp, monkeypatch
):
    day = summarise(DAY, ZONE, a_day(DAY), LIMITS, [])
    asked_about = next(nudge for nudge in day.nudges if nudge.outcome is Delivery.DELIVERED)
    monkeypatch.setattr("posture.gui.today.today_summary", lambda: day)
    begun = program()
    begun.page_wanted.emit("today", asked_about.at.isoformat())
    qtbot.waitUntil(lambda: bool(begun.window and begun.window.today.reason.text()))
    today = begun.window.today
    assert begun.window.isVisible()
    assert f"At {asked_about.at:%H:%M}: {asked_about.cause}" in today.reason.text()
    assert asked_about.text in today.reason.text()
    today.refresh()
    qtbot.waitUntil(lambda: begun.window.today._worker.is_idle)
    assert asked_about.text in today.reason.text(), "still, when the day is read again"
    begun.page_wanted.emit("week", "no time")
    qapp.processEvents()
    assert begun.window.pages.currentWidget() is begun.window.week


@pytest.mark.parametrize(("runs_on", "restarts"), [("4", 0), ("0", 1)])
def test_a_chosen_camera_is_kept_by_the_name_it_has_after_plugging_in_again(
    program, launcher, qtbot, tmp_path, monkeypatch, runs_on, restarts
):
    by_id = tmp_path / "by-id"
    by_id.mkdir()
    lasting = by_id / "usb-Desk_cam-index0"
    lasting.symlink_to("/dev/video4")
    monkeypatch.setattr(
        "posture.gui.actions.lasting_name", lambda spec: lasting_name(spec, (by_id,))
    )
    told = Reloaded(taken_up=[], need_restart=["camera.source"])
    monkeypatch.setattr("posture.gui.actions.reload_settings", lambda: told)
    set_setting("camera.source", runs_on)
    begun = program()
    begun.actions.use_camera("4")
    qtbot.waitUntil(lambda: load_config().camera.source == str(lasting))
    qtbot.waitUntil(lambda: begun.actions.is_idle)
    assert launcher.done.count(("restart",)) == restarts, "only where it looks through another one"


def test_the_menu_asks_the_monitor_and_the_icon_follows(program, monitor, qtbot):
    begun = program()
    begun.menu.asked.emit("pause", {"seconds": 900.0})
    qtbot.waitUntil(lambda: monitor.questions("pause") == [{"seconds": 900.0}])
    monitor.status = watching(state="paused", paused_because="paused", paused_for_s=900.0)
    qtbot.waitUntil(lambda: str(begun.tray.shown.icon) == "paused")
    monitor.is_running = False
    qtbot.waitUntil(lambda: str(begun.tray.shown.icon) == "off")


def test_a_monitor_that_refuses_is_quoted(program, monitor, qtbot):
    begun = program()
    monitor.is_running = False
    begun.menu.asked.emit("snooze", {})
    qtbot.waitUntil(lambda: any("not running" in said for said in begun.told))


def test_quitting_ends_the_monitor_too(program, launcher, qtbot, qapp, monkeypatch):
    quits = []
    monkeypatch.setattr(qapp, "quit", lambda: quits.append(1))
    begun = program()
    begun.menu.quit.emit()
    qtbot.waitUntil(lambda: quits == [1])
    assert launcher.done[-1] == ("stop",)


@pytest.mark.parametrize("command", ["tray", "window"])
def test_without_a_display_it_says_so_in_a_line(posture, command):
    hidden = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    assert "no display" in refused(posture(command, **hidden))


def test_without_pyside_it_says_how_to_get_it(posture, tmp_path):
    (tmp_path / "PySide6.py").write_text("raise ImportError('No module named PySide6')\n")
    said = refused(posture("window", PYTHONPATH=str(tmp_path)), in_our_words=False)
    assert "pip install" in said


@only_linux
def test_the_program_is_sealed_and_what_it_opens_in_the_browser_is_not(tmp_path):
    browser = tmp_path / "browser"
    tries = "import socket, sys; socket.socket(); open(sys.argv[1] + '.seen', 'w').close()"
    browser.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{tries}" "$1"\n')
    browser.chmod(0o755)
    code = f"""
import socket
from posture.gui.launcher import branch_off
from posture.system.seccomp import refuse_internet
launcher = branch_off()
assert refuse_internet()
try:
    socket.socket()
except PermissionError:
    launcher.open({str(tmp_path / "page")!r})
    link = launcher.calibration()
    link.close()
    print("opened")
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "BROWSER": f"{browser} %s", "POSTURE_DATA_DIR": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.stdout == "opened\n", done.stderr
    assert (tmp_path / "page.seen").exists()
