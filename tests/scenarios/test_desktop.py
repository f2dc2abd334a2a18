"""``posture run`` on a desktop that locks, sleeps and calls: the camera goes and comes back."""

import time
from pathlib import Path

import pytest

from tests.desktop.conftest import LOGIND, OFF, ON, lock
from tests.support.clips import first, joined
from tests.support.running import status_of, wait_for, wait_for_looks
from tests.support.waiting import PATIENCE_S
from tests.support.webcam import FakeWebcam, compile_library, why_not

CLIP = "f1_front"
MANAGER = f"{LOGIND}.Manager"


def state(posture):
    answer = status_of(posture)
    return answer.get("state"), answer.get("paused_because")


def test_lock_and_sleep_let_the_camera_go_within_two_seconds_and_it_comes_back(
    posture, logind, tmp_path
):
    source = joined(tmp_path / "upright", (CLIP, first(CLIP, "upright"), 8))
    watch = posture.start("run", "--source", source, "--loop")
    wait_for_looks(posture, 2)
    assert state(posture) == ("upright", None)

    lock(logind, ON)
    wait_for(lambda: state(posture) == ("paused", "locked"))
    assert "paused (locked)" in posture("status").stdout
    looks = status_of(posture)["looks"]
    time.sleep(1.0)
    assert status_of(posture)["looks"] <= looks + 1
    lock(logind, OFF)
    wait_for(lambda: state(posture) == ("upright", None))

    logind.signal(MANAGER, "PrepareForSleep", "b", ON)
    wait_for(lambda: state(posture) == ("paused", "suspended"))
    logind.signal(MANAGER, "PrepareForSleep", "b", OFF)
    wait_for(lambda: state(posture) == ("upright", None))

    for _ in range(20):
        looks = status_of(posture)["looks"]
        lock(logind, ON)
        lock(logind, OFF)
    wait_for(lambda: state(posture) == ("upright", None))
    wait_for_looks(posture, looks + 2)
    assert posture("stop").returncode == 0
    assert watch.wait(timeout=PATIENCE_S) == 0
    shown = watch.stdout.read().splitlines()
    assert {"state: paused (locked)", "state: paused (suspended)"} <= set(shown)


def test_a_session_that_was_locked_before_the_start_is_left_alone(posture, logind, tmp_path):
    lock(logind, ON)
    source = joined(tmp_path / "upright", (CLIP, first(CLIP, "upright"), 4))
    watch = posture.start("run", "--source", source, "--loop")
    wait_for(lambda: state(posture) == ("paused", "locked"))
    assert status_of(posture)["camera_process_pid"] is None, "camera and model were never started"
    watch.terminate()
    assert watch.wait(timeout=PATIENCE_S) == 0


def holds_camera(posture):
    """Whether the process of camera and model has the (fake) webcam open."""
    pid = status_of(posture).get("camera_process_pid")
    folder = Path(f"/proc/{pid}/fd")
    try:
        return any("fake_v4l2" in str(link.readlink()) for link in folder.iterdir())
    except OSError:
        return False


@pytest.mark.skipif(bool(why_not()), reason=why_not())
def test_the_webcam_itself_is_closed_while_locked_and_opened_afterwards(posture, logind, tmp_path):
    webcam = FakeWebcam(compile_library(tmp_path), tmp_path)
    kept = ("LD_PRELOAD", "FAKE_V4L2_CONTROL")
    fake = {name: webcam.environment[name] for name in kept}
    watch = posture.start("run", "--source", "0", **fake)
    wait_for_looks(posture, 1)
    wait_for(lambda: holds_camera(posture))
    for _ in range(5):
        lock(logind, ON)
        wait_for(lambda: not holds_camera(posture))
        lock(logind, OFF)
        wait_for(lambda: holds_camera(posture))
    watch.terminate()
    assert watch.wait(timeout=PATIENCE_S) == 0
