"""Every window and icon as a picture, in light and dark, at 100 % and 200 %.

``python -m tests.support.window_pictures FOLDER``; to be looked at, and for the guide.
"""

import os
import subprocess
import sys
import tempfile
from base64 import b64encode
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from posture.app.windows.calibration_protocol import CameraFound, Found, SeenPicture
from posture.app.windows.day_glance import WeekDay
from posture.config import load_config
from posture.core.day.model import JudgedTime
from posture.core.day.summary import summarise
from posture.gui.calibration import CalibrationWindow
from posture.gui.calibrator import Calibrator
from posture.gui.errands import Errands
from posture.gui.first_run import FirstRun
from posture.gui.launcher import Direct
from posture.gui.settings import _in_force
from posture.gui.tray import TrayMenu
from posture.gui.window import Window
from posture.system.paths import resource
from tests.support.answers import looking, nudged, watching
from tests.support.days import LIMITS, ZONE, a_day

DAY = date(2026, 11, 20)
SCHEMES, SCALES = ("light", "dark"), ("1", "2")


def main(folder):
    Path(folder).mkdir(parents=True, exist_ok=True)
    for scheme in SCHEMES:
        for scale in SCALES:
            with tempfile.TemporaryDirectory() as home:
                folders = {f"POSTURE_{name}_DIR": home for name in ("DATA", "CONFIG", "LOG")}
                subprocess.run(
                    [sys.executable, "-m", __spec__.name, folder, scheme, scale],
                    env={
                        **os.environ,
                        **folders,
                        "QT_SCALE_FACTOR": scale,
                        "QT_QPA_PLATFORM": "offscreen",
                    },
                    check=True,
                )


def draw(folder, scheme, scale):

    app = QApplication(["posture"])
    wanted = Qt.ColorScheme.Dark if scheme == "dark" else Qt.ColorScheme.Light
    app.setStyle("fusion")
    app.styleHints().setColorScheme(wanted)
    if scheme == "dark":
        app.setPalette(_dark())
    for name, widget in _widgets():
        widget.show()
        app.processEvents()
        widget.grab().save(f"{folder}/{name}-{scheme}-{scale}00.png")
        widget.close()


def _dark():

    palette = QPalette()
    role = QPalette.ColorRole
    for name, colour in {
        role.Window: "#26292d",
        role.WindowText: "#eceff1",
        role.Base: "#1c1f22",
        role.AlternateBase: "#26292d",
        role.Text: "#eceff1",
        role.Button: "#33373c",
        role.ButtonText: "#eceff1",
        role.Highlight: "#2f7fd0",
        role.HighlightedText: "#ffffff",
        role.PlaceholderText: "#8b949c",
    }.items():
        palette.setColor(name, QColor(colour))
    return palette


def _widgets():
    """Name and widget, each filled with an invented day."""

    jpeg = resource("samples/pictures/f1_r1_front_00_upright.jpg").read_bytes()
    look = looking(b64encode(jpeg).decode())
    errands = _idle()
    menu = TrayMenu(lambda: ["default"])
    menu.show_answer(nudged())
    yield "menu", menu
    window = Window(errands, load_config(), menu)
    window.show_answer(watching())
    day = summarise(DAY, ZONE, a_day(DAY), LIMITS, [])
    window.today.show_day(day)
    yield "today", window
    window.pages.setCurrentWidget(window.camera)
    window.show()
    window.camera.switch.setChecked(True)
    window.camera.show_answer(look)
    yield "camera", window
    window.pages.setCurrentWidget(window.week)
    today = datetime.now(UTC).date()
    week = [
        WeekDay(today - timedelta(days=6 - n), JudgedTime(3600.0 * n, 500.0 * n) if n else None)
        for n in range(7)
    ]
    window.week.show_days(week)
    yield "week", window
    window.pages.setCurrentWidget(window.settings)

    window.settings.form.show_values(_in_force())
    yield "settings", window
    yield from _calibration(errands, jpeg, look["points"])
    for page in range(3):
        welcome = FirstRun(errands)
        welcome.form.show_values(_in_force())
        welcome.show()
        for _ in range(page):
            welcome.next()
        yield f"welcome-{page + 1}", welcome


def _idle():
    """Errands that are never run."""
    errands = Errands("pictures")
    errands.run = lambda _work, _then: None
    return errands


def _calibration(errands, jpeg, points):
    slouched = resource("samples/pictures/f1_r1_front_02_slump.jpg").read_bytes()
    calibration = CalibrationWindow(*(Calibrator(errands, Direct()) for _ in range(2)))
    calibration.picker.hear(CameraFound("0", "Integrated Camera", "", jpeg))
    calibration.picker.hear(CameraFound("2", "USB Camera", "Camera 2 is in use.", b""))
    yield "calibrate-camera", calibration
    calibration._enter("place")
    seen = SeenPicture(jpeg, points, [], "upright", 6.3, 10.0)
    calibration._show_picture(seen)
    calibration._is_busy = False
    calibration._enter("upright")
    calibration._begin("upright")
    calibration._show_picture(seen)
    yield "calibrate-upright", calibration
    calibration.outcome.keep(SeenPicture(slouched, points, [], "slouch", 1.0, 10.0))
    head = {"upright": 0.6, "limit": 0.53, "slouched": 0.42}
    lines = ["Slouching begins when your head sinks by 7 % of your shoulders' width."]
    calibration.hear(Found("slouch", "good", "frontal", lines, [], head, (10.0, 10.0)))
    yield "calibrate-outcome", calibration


if __name__ == "__main__":
    if len(sys.argv) > 2:
        draw(*sys.argv[1:])
    else:
        main(sys.argv[1])
