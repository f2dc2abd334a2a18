"""Whoever is killed, at whatever moment, leaves no process behind that might hold the camera."""

import json
import random
import subprocess
import sys

import pytest

from tests.support.command import ROOT
from tests.support.waiting import PATIENCE_S
from tests.support.webcam import FakeWebcam, compile_library, why_not

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())

PICTURE = "samples/pictures/f1_r1_front_00_upright.jpg"
COMMANDS = {
    "run": ["run", "--source", "0"],
    "bench": ["bench", "--source", "0"],
    "calibrate": ["calibrate", "--source", "0"],
    "stretch": ["stretch", "--source", "0"],
    "doctor": ["doctor"],
    "demo": ["demo"],
    "measure": ["measure", PICTURE],
    "replay": ["replay", "samples/clips/f1_front.mp4"],
}
# Long enough for each to have come to its work on a busy machine.
LATEST_S = 4.0


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return compile_library(tmp_path_factory.mktemp("webcam"))


@pytest.fixture
def webcam(library, tmp_path):
    return FakeWebcam(library, tmp_path)


def left_by(posture, webcam, words, after_s, number="SIGKILL", **more):
    """The command lines of what still runs once the command was killed so many seconds on."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.support.orphans",
            f"{after_s:.3f}",
            number,
            *posture.words(*words),
        ],
        cwd=ROOT,
        env=posture.environment | webcam.preloaded | more,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_counter_sees_a_process_that_outlives_its_parent_in_a_session_of_its_own():
    code = "import subprocess, time; subprocess.Popen(['sleep', '97'], start_new_session=True)"
    code += "; time.sleep(97)"
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import tests.support.orphans as o; o.GONE_S = 1.0; o.main()",
            "2",
            "SIGKILL",
            sys.executable,
            "-c",
            code,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=True,
    )
    assert json.loads(done.stdout) == ["sleep 97"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_killed_at_any_moment_leaves_no_process(posture, webcam, command):
    moments = random.Random(command)  # noqa: S311 - moments, no secrets
    for _ in range(2):
        after_s = moments.uniform(0.05, LATEST_S)
        assert left_by(posture, webcam, COMMANDS[command], after_s) == [], after_s


def test_a_start_killed_at_any_moment_leaves_none_that_a_stop_does_not_find(posture, webcam):
    stop = json.dumps(posture.words("stop"))
    moments = random.Random("start")  # noqa: S311 - as above
    for _ in range(3):
        after_s = moments.uniform(0.05, LATEST_S)
        left = left_by(posture, webcam, ["start", "--source", "0"], after_s, ORPHANS_ASK=stop)
        assert left == [], after_s


@pytest.mark.parametrize("command", ["run", "bench"])
def test_nor_while_the_camera_is_still_being_opened(posture, webcam, command):
    webcam.set("slow 3600")
    assert left_by(posture, webcam, COMMANDS[command], LATEST_S) == []


@pytest.mark.parametrize("number", ["SIGTERM", "SIGHUP"])
def test_a_benchmark_ended_from_outside_ends_its_watch(posture, webcam, number):
    assert left_by(posture, webcam, COMMANDS["bench"], LATEST_S, number) == []
