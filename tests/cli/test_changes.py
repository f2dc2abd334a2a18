"""What a change on the disk means to a monitor that runs, and what a restart does about it."""

import os
import subprocess
import sys

import pytest

from posture.cli.status import NOT_CALIBRATED
from posture.system.paths import resource
from tests.support.clips import first, joined
from tests.support.command import ROOT, refused
from tests.support.running import BRISK, status_of, wait_for, wait_for_looks
from tests.support.waiting import wait_until

PICTURE = resource("samples/pictures/f1_r1_front_00_upright.jpg")


@pytest.fixture
def sitting(tmp_path):
    return joined(tmp_path / "sitting", ("f1_front", first("f1_front", "upright"), 8))


@pytest.fixture
def watch(posture, sitting):
    """A monitor that runs."""
    running = posture.start("run", "--source", sitting, "--loop", "--quiet", *BRISK)
    wait_for_looks(posture, 1)
    yield
    posture("stop")
    running.kill()
    running.communicate()


@pytest.mark.usefixtures("watch")
def test_a_restart_that_cannot_start_leaves_the_old_one_running(posture):
    pid = status_of(posture)["pid"]
    for words, says in (
        (["--set", "rules.hold=3"], "Did you mean rules.hold_s?"),
        (["--profile", "nobody"], "No profile named 'nobody'"),
        (["--source", "nosuch.mp4"], "no such file or folder"),
        (["--source", "/dev/null"], "not a camera"),
    ):
        if words[-1].startswith("/dev") and not sys.platform.startswith("linux"):
            continue
        assert says in refused(posture("restart", *words))
        assert status_of(posture)["pid"] == pid


@pytest.mark.usefixtures("watch")
def test_deleting_the_profile_in_use_says_who_uses_it(posture):
    assert posture("calibrate", "--upright", PICTURE).returncode == 0
    wait_until(lambda: status_of(posture)["profile"] == "default", "the calibration in use")
    asked = posture("profiles", "delete", "default", given="n\n")
    assert "which the running monitor is using" in asked.stdout


def test_without_a_monitor_the_next_step_is_to_run_one_with_the_profile(posture):
    made = posture("calibrate", "--upright", PICTURE, "--profile", "my desk")
    assert made.stdout.splitlines()[-1] == "Next: posture run --profile 'my desk'"


def test_a_run_without_a_calibration_says_so_and_one_with_it_does_not(posture, tmp_path):
    sitting = joined(tmp_path / "short", ("f1_front", first("f1_front", "upright"), 2))
    assert NOT_CALIBRATED in posture("run", "--source", sitting).stdout
    assert posture("calibrate", "--upright", PICTURE).returncode == 0
    assert NOT_CALIBRATED not in posture("run", "--source", sitting).stdout


def test_a_start_without_a_calibration_says_so_too(posture, sitting):
    assert NOT_CALIBRATED in posture("start", "--source", sitting).stdout


@pytest.mark.usefixtures("watch")
def test_the_answer_pause_pauses_for_an_hour_and_says_until_when(posture):
    assert "The camera is off. To end" in posture("feedback", "pause").stdout
    wait_for(lambda: status_of(posture)["state"] == "paused")
    assert 0 < status_of(posture)["paused_for_s"] <= 3600


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.usefixtures("watch")
def test_a_watched_status_is_drawn_in_one_place_of_a_terminal(posture):
    ours, theirs = os.openpty()
    watcher = subprocess.Popen(
        posture.words("status", "--watch"),
        env=posture.environment | {"TERM": "xterm"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
    )
    os.close(theirs)
    drawn = b""
    try:
        while drawn.count(b"since it started") < 3:
            drawn += os.read(ours, 4096)
    finally:
        watcher.kill()
        watcher.wait()
        os.close(ours)
    cursor_up, erase_line = b"\x1b[1A", b"\x1b[2K"
    between = drawn.split(b"since it started")[2]
    assert between.count(cursor_up) >= 2
    assert erase_line in between
