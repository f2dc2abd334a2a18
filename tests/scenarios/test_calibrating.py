"""Calibrating before a fake webcam, alone and while a monitor watches."""

import json
import os
import re
import shlex
import signal
import sys

import numpy as np
import pytest

from posture.capture import open_recording
from posture.system.paths import resource
from tests.support.command import refused
from tests.support.running import BRISK, status_of, wait_for, wait_for_looks
from tests.support.waiting import PATIENCE_S
from tests.support.webcam import (
    FakeWebcam,
    compile_library,
    replace_frames,
    why_not,
    write_frames,
)

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())
if sys.platform != "win32":
    from tests.support.terminal import Terminal

FRAMES = 12
# Long enough for a few looks on a busy machine.
QUICK = tuple(
    word
    for name, seconds in (("countdown_s", 1), ("upright_s", 3), ("slouch_s", 3))
    for word in ("--set", f"guide.{name}={seconds}")
)


def _clip(name, from_s):
    frames = open_recording(resource(f"samples/clips/{name}")).frames()
    return [frame.rgb for frame in frames if frame.at_s >= from_s][:FRAMES]


@pytest.fixture(scope="module")
def scenes():
    """Name -> what the camera shows."""
    upright = _clip("f1_front.mp4", 4.0)
    return {
        "upright": upright,
        "slouched": _clip("f1_front.mp4", 33.0),
        "somebody else slouched": _clip("m2_front_low.mp4", 33.0),
        "empty": _clip("empty_room.mp4", 0.0),
        "dark": [np.full_like(upright[0], 6)] * FRAMES,
    }


@pytest.fixture
def webcam(scenes, tmp_path):
    """A webcam that shows her upright, until it is told to show another scene."""
    playing = write_frames(scenes["upright"], tmp_path / "frames")
    made = FakeWebcam(compile_library(tmp_path), tmp_path, playing, repeat=15)
    made.show = lambda scene: replace_frames(scenes[scene], playing)
    return made


@pytest.fixture
def watching(posture, webcam):
    """A monitor before that webcam."""
    started = posture("start", *BRISK, **webcam.preloaded)
    assert (started.returncode, started.stderr) == (0, "")
    wait_for_looks(posture, 2)
    yield
    posture("stop")


@pytest.mark.parametrize(("scene", "said"), [("empty", "Nobody can be seen"), ("dark", "too dark")])
def test_before_an_empty_or_dark_room_it_fails_before_it_asks_for_anything(
    posture, webcam, scene, said
):
    webcam.show(scene)
    at = Terminal(posture, "calibrate", *QUICK, **webcam.preloaded)
    assert at.end() == 2
    assert said in at.shown
    assert "Stay upright" not in at.shown
    assert "slouch as you" not in at.shown


def test_the_seconds_left_are_shown_and_each_part_ends_with_a_bell(posture, webcam):
    at = Terminal(posture, "calibrate", *QUICK, **webcam.preloaded)
    at.wait_for("Sit upright: 1 s left")
    at.wait_for("Enter to skip")
    assert at.shown.count("\a") == 1
    webcam.show("slouched")
    at.press("\n")
    at.wait_for("Slouching begins")
    assert at.end() == 0
    assert at.shown.count("\a") == 2
    # A busy machine may draw nothing for a second, and leave that second out.
    for part in ("Stay upright", "Stay slouched"):
        left_s = [int(seconds) for seconds in re.findall(rf"{part}: (\d) s left", at.shown)]
        assert 3 >= left_s[0] > left_s[-1] >= 1
        assert left_s == sorted(left_s, reverse=True)
    # A busy machine sees fewer pictures in that time, and the calibration is only fair.
    assert any(f"a {grade} calibration" in at.shown for grade in ("good", "fair"))


@pytest.mark.parametrize(
    ("first", "then", "said"),
    [
        ("upright", "upright", "look the same"),
        ("upright", "somebody else slouched", "two people"),
        ("upright", "empty", "Nobody can be seen"),
    ],
    ids=["the same posture", "two people", "nobody"],
)
def test_what_is_no_slouch_may_be_shown_again_or_left_out(posture, webcam, first, then, said):
    webcam.show(first)
    at = Terminal(posture, "calibrate", *QUICK, **webcam.preloaded)
    at.wait_for("Enter to skip")
    webcam.show(then)
    at.press("\n")
    at.wait_for(said)
    at.wait_for("Enter to skip")
    at.press("s\n")
    assert at.end() == 0
    assert "Saved the profile 'default'" in at.shown


def test_upright_and_slouch_swapped_are_refused_and_nothing_is_saved(posture, webcam):
    webcam.show("slouched")
    at = Terminal(posture, "calibrate", *QUICK, **webcam.preloaded)
    at.wait_for("Enter to skip")
    webcam.show("upright")
    at.press("\n")
    assert at.end() == 2
    assert "seem to be swapped" in at.shown
    assert "No profiles yet" in posture("profiles").stdout


@pytest.mark.usefixtures("watching")
def test_a_running_monitor_lends_its_camera_and_judges_by_the_new_profile_at_once(posture, webcam):
    assert status_of(posture)["profile"] is None
    looks = status_of(posture)["looks"]
    made = posture.start("calibrate", *QUICK, **webcam.preloaded)
    wait_for(lambda: status_of(posture)["paused_because"] == "calibrating")
    said, errors = made.communicate(timeout=PATIENCE_S)
    assert made.returncode == 0, errors
    assert "The running monitor now uses 'default'." in said
    wait_for(lambda: status_of(posture)["state"] == "upright")
    assert status_of(posture)["profile"] == "default"
    assert status_of(posture)["looks"] > looks


@pytest.mark.usefixtures("watching")
def test_a_calibration_that_is_killed_leaves_the_monitor_its_camera(posture, webcam):
    slow = ("--set", "guide.upright_s=100")
    for number in (signal.SIGKILL, signal.SIGSTOP):
        made = posture.start("calibrate", *slow, **webcam.preloaded)
        wait_for(lambda: status_of(posture)["paused_because"] == "calibrating")
        os.kill(made.pid, number)
        wait_for(lambda: status_of(posture)["paused_because"] is None)
        if number == signal.SIGSTOP:  # it holds the camera: waited for, and taken up afterwards
            os.kill(made.pid, signal.SIGKILL)
        wait_for(lambda: status_of(posture)["state"] not in {"paused", "busy"})
        made.communicate()


@pytest.mark.usefixtures("watching")
def test_a_check_borrows_the_camera_and_gives_it_back(posture, webcam, tmp_path):
    assert posture("calibrate", *QUICK, **webcam.preloaded).returncode == 0
    plot = tmp_path / "check.png"
    checked = posture("check", "--for", "4s", "--plot", plot, **webcam.preloaded)
    assert checked.returncode == 0, checked.stderr
    assert "By the calibration 'default': upright in" in checked.stdout
    assert "slouched in 0 of" in checked.stdout
    assert ": the median is" in checked.stdout
    assert plot.read_bytes().startswith(b"\x89PNG")
    webcam.show("slouched")
    facts = json.loads(posture("check", "--for", "4s", "--json", **webcam.preloaded).stdout)
    assert facts["slouched_share"] == 1.0
    assert facts["beyond_limit_in_own_scatter"] > 0
    wait_for(lambda: status_of(posture)["state"] == "poor")


@pytest.mark.usefixtures("watching")
def test_renaming_and_deleting_say_what_a_running_monitor_does(posture, webcam):
    assert posture("calibrate", *QUICK, **webcam.preloaded).returncode == 0
    other = posture("calibrate", *QUICK, "--profile", "a desk", **webcam.preloaded)
    assert "still uses 'default'" in other.stdout
    assert "posture profiles use 'a desk'" in other.stdout
    renamed = posture("profiles", "rename", "default", "mine")
    assert "now uses 'mine'" in renamed.stdout
    assert "still uses 'mine'" in posture("profiles", "delete", "a desk", "--yes").stdout
    wait_for(lambda: status_of(posture)["profile"] == "mine")
    gone = posture("profiles", "delete", "mine", "--yes")
    assert "now uses population defaults" in gone.stdout
    wait_for(lambda: status_of(posture)["profile"] is None)


@pytest.mark.usefixtures("watching")
def test_edited_settings_are_taken_up_or_said_to_need_a_restart(posture):
    untouched = posture("config", "edit", EDITOR="true")
    assert "restart" not in untouched.stdout
    code = "import sys; open(sys.argv[1], 'a').write({!r})"

    def said(text):
        editor = shlex.join([sys.executable, "-c", code.format(text)])
        return posture("config", "edit", EDITOR=editor).stdout

    assert "The running monitor uses it from now on." in said("[rules]\nhold_s=44\n")
    assert "needs a restart for camera.mirror" in said("[camera]\nmirror=true\n")


def test_without_a_calibration_a_check_says_how_to_make_one(posture):
    assert refused(posture("check")) == (
        "There is no calibration yet. Make one with `posture calibrate`."
    )
