"""A process that sees pictures and crashes leaves no image of its memory."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from posture.monitor.spawn import Child
from tests.support.command import ROOT
from tests.support.running import BRISK, status_of, wait_for, wait_for_looks
from tests.support.waiting import PATIENCE_S, wait_until

CLIP = ROOT / "samples/clips/f1_front.mp4"
PICTURES = ROOT / "samples/pictures"
SEEING = {
    "measure": ["measure", PICTURES],
    "replay": ["replay", CLIP],
    "calibrate": ["calibrate", "--upright", PICTURES / "f1_r1_front_00_upright.jpg"],
    "stretch": ["stretch", "--source", CLIP],
    "demo": ["demo"],
    "doctor": ["doctor"],
}


def no_dumps_here():
    """Why this machine writes no core file into a working folder; empty when it does."""
    if sys.platform != "linux":
        return "core files are asked for as Linux has them"
    import resource  # noqa: PLC0415 - Unix only

    if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        return "this machine allows no core files"
    pattern = Path("/proc/sys/kernel/core_pattern").read_text()
    return "core files go elsewhere: " + pattern if pattern.startswith(("|", "/")) else ""


needs_dumps = pytest.mark.skipif(bool(no_dumps_here()), reason=no_dumps_here())


def wanting_dumps(words, folder, environment):
    """Start a program in a folder, with core files allowed as large as they get."""
    allow = "import os, resource as r, sys; h = r.getrlimit(r.RLIMIT_CORE)[1]; "
    allow += "r.setrlimit(r.RLIMIT_CORE, (h, h)); os.execv(sys.argv[1], sys.argv[1:])"
    return subprocess.Popen(
        [sys.executable, "-c", allow, *words],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def has_mapped(pid, name):
    """Whether a process has come so far that a file of that name is in its memory."""
    maps = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8", errors="replace")
    return name in maps


@needs_dumps
def test_a_program_without_the_guard_leaves_a_core_file_here(tmp_path):
    waiting = [sys.executable, "-c", "print(flush=True); import time; time.sleep(60)"]
    crashing = wanting_dumps(waiting, tmp_path, dict(os.environ))
    wait_until(lambda: psutil.Process(crashing.pid).cmdline() == waiting, "the program")
    crashing.send_signal(signal.SIGSEGV)
    crashing.wait(PATIENCE_S)
    assert list(tmp_path.glob("core*"))


@needs_dumps
@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGQUIT])
def test_the_camera_process_and_the_watch_leave_none(posture, tmp_path, number):
    words = posture.words("run", "--source", CLIP, "--loop", *BRISK)
    watch = wanting_dumps(words, tmp_path, posture.environment)
    wait_for_looks(posture, 2)
    eyes = status_of(posture)["camera_process_pid"]
    os.kill(eyes, number)
    wait_for(lambda: not psutil.pid_exists(eyes))
    wait_for(lambda: status_of(posture).get("camera_process_pid") not in {None, eyes})
    watch.send_signal(number)
    watch.wait(PATIENCE_S)
    assert list(tmp_path.rglob("core*")) == []


@needs_dumps
@pytest.mark.parametrize("command", SEEING)
def test_a_command_that_sees_pictures_leaves_none(posture, tmp_path, command):
    crashing = wanting_dumps(posture.words(*SEEING[command]), tmp_path, posture.environment)
    wait_until(lambda: crashing.poll() is not None or has_mapped(crashing.pid, "cv2"), "OpenCV")
    crashing.send_signal(signal.SIGSEGV)
    crashing.wait(PATIENCE_S)
    assert list(tmp_path.rglob("core*")) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can be asked")
def test_nor_may_a_program_that_collects_dumps_read_the_camera_process():
    child = Child("tests.support.guarded")
    assert child.connection.poll(20)
    assert child.connection.recv() == [0, 0, 0]
    child.end()


@pytest.mark.skipif(sys.platform != "linux", reason="only there it is hidden")
def test_what_the_camera_process_has_open_it_tells_itself(tmp_path):
    """Others of its user cannot see that any more; it is how a call at the camera is noticed."""
    child = Child("tests.support.echo")
    child.connection.send("ready?")
    assert child.connection.recv()[1] == "ready?"
    assert child.openings("/dev/null") == ["0"]
    assert child.openings(str(tmp_path)) == []
    child.end()
    assert child.openings("/dev/null") == []
