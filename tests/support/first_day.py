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
    told = {"icons": []}
    yield from _calibrated(program, told)
    yield from _nudged(program, told)
    yield from _paused_and_resumed(program, told)
    press_icon(program, 1)
    yield lambda: program.window is not None and program.window.today.ring._share is not None
    told["ring"] = program.window.today.ring.accessibleDescription()
    told["nudge"] = program.window.today.nudges.item(0).text()
    press_icon(program, 3)
    yield lambda: offered("Quit")
    choose("Quit")
    return told


def _calibrated(program, told):
    yield lambda: shown("Next >")
    click("Next >")
    yield lambda: shown("Calibrate now ...")
    click("Calibrate now ...")
    yield lambda: shown("Next") and shown("Next").isEnabled()
    click("Next")
    yield (
        lambda: shown("What happened") and shown("What happened").text() == "You can be seen well."
    )
    click("Next")
    yield lambda: shown("Start")
    click("Start")
    yield lambda: program.calibration.step == "slouch"
    _scene("slouched")
    click("Start")
    yield lambda: program.calibration.step == "outcome"
    told["quality"] = shown("Quality of the calibration").text()
    told["limits"] = shown("Where your slouch begins").text()
    click("Try it")
    yield lambda: shown("Go on")
    told["tried"] = shown("What happened").text()
    click("Go on")
    yield lambda: shown("Save")
    _scene("upright")
    click("Save")
    yield lambda: program.calibration is None
    click("Next >")
    yield lambda: shown("Start watching")
    click("Start watching")


def _nudged(program, told):
    yield lambda: _answer(program, "state") == "upright"
    told["calibration"] = _answer(program, "calibration")
    told["icons"].append(str(program.tray.shown.icon))
    _scene("slouched")
    yield lambda: _answer(program, "nudges") == 1
    told["icons"].append(str(program.tray.shown.icon))
    press_icon(program, 3)
    yield lambda: offered("Was that nudge right?")
    choose("Was that nudge right?")
    yield lambda: offered("Yes, useful")
    choose("Yes, useful")
    yield lambda: not _answer(program, "nudge_awaits_answer")


def _paused_and_resumed(program, told):
    press_icon(program, 3)
    yield lambda: offered("Pause")
    choose("Pause")
    yield lambda: offered("15 minutes")
    choose("15 minutes")
    yield lambda: _answer(program, "paused_because") == "paused"
    told["icons"].append(str(program.tray.shown.icon))
    press_icon(program, 3)
    yield lambda: offered("Resume now")
    choose("Resume now")
    _scene("upright")
    yield lambda: _answer(program, "state") == "upright"


def _answer(program, name):
    """What the monitor said last."""
    return (program.answer or {}).get(name)
