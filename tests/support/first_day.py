"""A script for clicking.py: somebody new, from the welcome to reading the day. Clicks, no keys."""

import os
from pathlib import Path

from tests.support.clicking import choose, click, offered, press_icon, shown


def _scene(name):
    """Have the fake webcam show it from now on."""
    playing = Path(os.environ["FAKE_V4L2_FRAMES"])
    with playing.open("r+b") as file:
        file.write(playing.with_name(name).read_bytes())


def first_day(program):
    answer = lambda: program.answer or {}  # noqa: E731

    yield lambda: shown("Next >")
    click("Next >")
    yield lambda: shown("Calibrate now ...")
    click("Calibrate now ...")
    yield lambda: shown("Next") and shown("Next").isEnabled()
    click("Next")
    yield lambda: shown("What happened") and shown("What happened").text() == "You are seen well."
    click("Next")
    yield lambda: shown("Start")
    click("Start")
    yield lambda: program.calibration.step == "slouch"
    _scene("slouched")
    click("Start")
    yield lambda: program.calibration.step == "outcome"
    quality = shown("Quality of the calibration").text()
    limits = shown("Where your slouch begins").text()
    click("Try it")
    yield lambda: shown("Go on")
    tried = shown("What happened").text()
    click("Go on")
    yield lambda: shown("Save")
    _scene("upright")
    click("Save")
    yield lambda: program.calibration is None
    click("Next >")
    yield lambda: shown("Start watching")
    click("Start watching")

    yield lambda: answer().get("state") == "upright"
    calibrated = answer()["calibration"]
    watching = str(program.tray.shown.icon)
    _scene("slouched")
    yield lambda: answer().get("nudges") == 1
    slouching = str(program.tray.shown.icon)
    press_icon(program, 3)
    yield lambda: offered("Was that nudge right?")
    choose("Was that nudge right?")
    yield lambda: offered("Yes, useful")
    choose("Yes, useful")
    yield lambda: not answer().get("nudge_awaits_answer")

    press_icon(program, 3)
    yield lambda: offered("Pause")
    choose("Pause")
    yield lambda: offered("15 minutes")
    choose("15 minutes")
    yield lambda: answer().get("paused_because") == "paused"
    paused = str(program.tray.shown.icon)
    press_icon(program, 3)
    yield lambda: offered("Resume now")
    choose("Resume now")
    _scene("upright")
    yield lambda: answer().get("state") == "upright"

    press_icon(program, 1)
    yield lambda: program.window is not None and program.window.today.ring._share is not None
    ring = program.window.today.ring.accessibleDescription()
    nudges = program.window.today.nudges.item(0).text()
    press_icon(program, 3)
    yield lambda: offered("Quit")
    choose("Quit")
    return {
        "quality": quality,
        "limits": limits,
        "tried": tried,
        "calibrated": calibrated,
        "icons": [watching, slouching, paused],
        "ring": ring,
        "nudges": nudges,
    }
