"""``posture start`` before a camera that cannot be had: it runs on, and says so."""

import subprocess

import pytest

from posture.cli.status import REMEDIES
from posture.core.states import WatchState
from posture.system.paths import resource
from tests.support.command import ROOT
from tests.support.running import status_of
from tests.support.webcam import FakeWebcam, compile_library, why_not

UPRIGHT = resource("samples/pictures/f1_r1_front_00_upright.jpg")


@pytest.mark.skipif(bool(why_not()), reason=why_not())
@pytest.mark.parametrize(
    ("fault", "said"),
    [("absent", "no camera (plug"), ("ebusy", "busy (ano"), ("black", "covered (the lens")],
)
def test_a_start_that_sees_nothing_is_not_called_watching(posture, tmp_path, fault, said):
    webcam = FakeWebcam(compile_library(tmp_path), tmp_path)
    webcam.set(fault)
    started = posture("start", **webcam.preloaded)
    try:
        assert (started.returncode, started.stderr) == (0, "")
        assert f"cannot see: {said}" in started.stdout
        assert said in posture("status").stdout
    finally:
        assert posture("stop").returncode == 0


def test_a_restart_watches_as_the_start_was_told_to(posture, tmp_path):
    """From another working folder, where the source's relative path would mean nothing."""
    clip = "samples/clips/f1_front.mp4"
    asked = ["--source", clip, "--profile", "me", "--set", "rules.hold_s=77"]
    assert posture("calibrate", "--upright", UPRIGHT, "--profile", "me").returncode == 0
    assert posture("start", *asked).returncode == 0
    try:
        before = status_of(posture)
        again = subprocess.run(
            posture.words("restart", "--set", "camera_process.first_look_timeout_s=31"),
            cwd=tmp_path,
            check=False,
            env=posture.environment | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
        )
        assert (again.returncode, again.stderr) == (0, "")
        after = status_of(posture)
    finally:
        assert posture("stop").returncode == 0
    assert after["pid"] != before["pid"]
    assert after["source"] == str(ROOT / clip)
    assert (after["profile"], after["hold_s"]) == ("me", 77)
    assert after["asked"]["overrides"] == [
        "rules.hold_s=77",
        "camera_process.first_look_timeout_s=31",
    ]


def test_every_state_with_a_remedy_exists():
    assert set(REMEDIES) <= {str(state) for state in WatchState}
