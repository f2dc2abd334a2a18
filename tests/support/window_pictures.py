"""Every window and icon as a picture, in light and dark, at 100% and 200%.

``python -m tests.support.window_pictures FOLDER``; to be looked at, and for the guide.
"""

import os
import subprocess
import sys
import tempfile
from base64 import b64decode
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from posture.app.composition import angle_model
from posture.app.windows.calibration_protocol import CameraFound, Found, SeenPicture
from posture.app.windows.day_glance import WeekDay
from posture.app.windows.shown_look import shown_look
from posture.config import load_config
from posture.core.angles.angles import measure_angles
from posture.core.day.model import JudgedTime
from posture.core.day.summary import summarise
from posture.core.events import Assessment, Cause, Sample, Verdict
from posture.core.states import WatchState
from posture.gui.calibration import CalibrationWindow
from posture.gui.calibrator import Calibrator
from posture.gui.first_run import FirstRun
from posture.gui.launcher import Direct
from posture.gui.settings import _in_force
from posture.gui.tray import TrayMenu
from posture.gui.window import Window
from posture.gui.worker_thread import WorkerThread
from posture.monitor.preview import Shown, drawn_small
from posture.monitor.sources import augmented_estimator
from posture.protocols import Frame
from tests.support.answers import looking, nudged, watching
from tests.support.days import LIMITS, ZONE, a_day
from tests.support.guide_pictures import sample_picture

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

    worker = _idle()
    menu = TrayMenu(lambda: ["default"])
    menu.show_answer(nudged())
    yield "menu", menu
    window = Window(worker, load_config(), menu)
    window.show_answer(watching())
    day = summarise(DAY, ZONE, a_day(DAY), LIMITS, [])
    window.today.show_day(day)
    yield "today", window
    window.pages.setCurrentWidget(window.camera)
    yield "camera-off", window
    for name, look in _looks().items():
        window.show()
        window.camera.switch.setChecked(True)
        window.camera.show_answer(look)
        yield f"camera-{name}", window
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
    yield from _calibration(worker)
    for page in range(3):
        welcome = FirstRun(worker)
        welcome.form.show_values(_in_force())
        welcome.show()
        for _ in range(page):
            welcome.next()
        yield f"welcome-{page + 1}", welcome


def _idle():
    """WorkerThread that are never run."""
    worker = WorkerThread("pictures")
    worker.run = lambda _work, _then: None
    return worker


def _looks():
    """What the monitor would answer to these, each found by the real model."""
    upright = sample_picture("f1_r1_front_00_upright")
    wide = Image.new("RGB", (upright.width * 4, upright.height * 4), "#8a9099")
    wide.paste(upright, (upright.width * 3 // 2, upright.height * 3 // 2))
    pictures = {
        "upright": upright,
        "slouched": sample_picture("f1_r1_front_02_slump"),
        "dark": ImageEnhance.Brightness(upright).enhance(0.12),
        "far": wide,
        "cut-off": upright.crop((200, 0, 440, 180)),
        "turned": sample_picture("m1_r0_front_09_turned"),
    }
    with closing(augmented_estimator(load_config())) as landmarker:
        looks = {name: _look(name, picture, landmarker) for name, picture in pictures.items()}
    off = looking(None, paused_because="in a call", neck=None, head=None)
    return {**looks, "paused": off}


def _look(name, picture, landmarker):
    config, frame = load_config(), Frame(0.0, np.array(picture))
    pose = next(iter(landmarker.estimate(frame)), None)
    angles = measure_angles(pose, angle_model(config), None) if pose else None
    is_poor, is_judged = name == "slouched", name in {"upright", "slouched"}
    verdict = Verdict.POOR if is_poor else Verdict.GOOD
    state = WatchState.POOR if is_poor else WatchState.UPRIGHT
    if not is_judged:
        verdict, state = Verdict.UNKNOWN, WatchState.UNRELIABLE
    causes = (Cause.SLUMPED,) if is_poor else ()
    sample = Sample(0.0, state, 2.0, Assessment(verdict, 1.2, causes), angles)
    shown = Shown(drawn_small(frame, config.window.preview_width_px), pose)
    head = {"drop": 0.08 if is_poor else 0.01, "limit": 0.05, "height": 0.6}
    head["limit_height"] = head["height"] + head["drop"] - head["limit"]
    return {
        **shown_look(shown, sample, (10.0, 12.0), config),
        "paused_because": None,
        **({"head": head} if is_judged else {}),
    }


def _calibration(worker):
    calibration = CalibrationWindow(*(Calibrator(worker, Direct()) for _ in range(2)))
    seen = {}
    with closing(augmented_estimator(load_config())) as landmarker:
        for doing, name in (("upright", "00_upright"), ("slouch", "02_slump")):
            picture = sample_picture(f"f1_r1_front_{name}")
            look = _look(doing, picture, landmarker)
            jpeg = b64decode(look["picture"])
            seen[doing] = SeenPicture(jpeg, look["points"], [], doing, 6.3, 10.0, "good", 0.4)
    small = drawn_small(Frame(0.0, np.array(sample_picture("f1_r1_front_00_upright"))), 160)
    calibration.picker.hear(CameraFound("0", "Integrated Camera", "", small.jpeg))
    calibration.picker.hear(CameraFound("2", "USB Camera", "Camera 2 is in use.", b""))
    yield "calibrate-camera", calibration
    calibration._enter("place")
    placing = replace(seen["upright"], doing="placing", left_s=None, length_s=None)
    calibration._show_picture(placing)
    yield "calibrate-place", calibration
    for doing in ("upright", "slouch"):
        calibration._is_busy = False
        calibration._enter(doing)
        calibration._begin(doing)
        calibration._show_picture(seen[doing])
        yield f"calibrate-{doing}", calibration
    for picture in seen.values():
        calibration.outcome.keep(picture)
    head = {"upright": 0.6, "limit": 0.53, "slouched": 0.42}
    lines = ["Slouching begins when your head sinks by 7% of your shoulders' width."]
    calibration._is_busy = False
    calibration.hear(Found("slouch", "good", "frontal", lines, [], head, (10.0, 10.0)))
    yield "calibrate-outcome", calibration
    calibration._enter("try")
    calibration._begin("try")
    calibration._show_picture(replace(seen["upright"], doing="try", left_s=12.2, length_s=20.0))
    yield "calibrate-try", calibration
    calibration._is_busy = False
    calibration._enter("save")
    yield "calibrate-save", calibration


if __name__ == "__main__":
    if len(sys.argv) > 2:
        draw(*sys.argv[1:])
    else:
        main(sys.argv[1])
