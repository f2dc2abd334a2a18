"""Whatever ends a watch is in the log and told by ``posture status``; nothing dies in silence."""

import os
import re
import signal
import subprocess
import sys

import psutil
import pytest

from posture.core.events import Notice
from posture.monitor.delivery import NudgeDelivery
from posture.system.paths import resource
from tests.support.command import ROOT, refused
from tests.support.running import BRISK, status_of, wait_for, wait_for_looks
from tests.support.waiting import PATIENCE_S

CLIP = resource("samples/clips/f1_front.mp4")
PICTURE = resource("samples/pictures/f1_r1_front_00_upright.jpg")
WATCH = ("--source", CLIP, "--loop", *BRISK)


def log_of(posture):
    return (posture.home / "log/posture.log").read_text()


def how_it_ended(posture):
    """What ``posture status`` says of the last watch, its time of day left out."""
    said = refused(posture("status"))
    found = re.fullmatch(
        r"The monitor is not running; it ended (.*)\. Start it with `posture start`\.", said
    )
    assert found, said
    return re.sub(r"\d\d:\d\d", "14:02", found[1])


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("SIGINT", "at 14:02: Ctrl-C"),
        ("SIGTERM", "at 14:02: signal SIGTERM"),
        ("SIGHUP", "at 14:02: its terminal was closed"),
        ("SIGKILL", "unexpectedly after 14:02: killed, or the machine went down"),
    ],
)
def test_a_watch_that_a_signal_ended_is_told_with_its_time(posture, name, why):
    if not hasattr(signal, name):
        pytest.skip("no such signal on this system")
    watch = posture.start("run", "--quiet", *WATCH, "--set", "log.level=error")
    wait_for(lambda: status_of(posture))
    watch.send_signal(getattr(signal, name))
    watch.wait(PATIENCE_S)
    assert how_it_ended(posture) == why


def test_one_that_was_told_to_stop_or_had_its_time_or_its_recording_is_told_as_that(posture):
    assert "not running. Start" in refused(posture("status")), "before any watch"
    watch = posture.start("run", "--quiet", *WATCH)
    wait_for(lambda: status_of(posture))
    assert posture("stop").returncode == 0
    watch.wait(PATIENCE_S)
    assert how_it_ended(posture) == "at 14:02: posture stop"
    assert posture("run", "--quiet", *WATCH, "--for", "1s").returncode == 0
    assert how_it_ended(posture) == "at 14:02: the time limit was reached"
    assert posture("run", "--quiet", "--source", PICTURE).returncode == 0
    assert how_it_ended(posture) == "at 14:02: the recording ended"


def test_a_background_watch_logs_each_lost_camera_process_and_why_it_gave_up(posture):
    once = ("--set", "camera_process.max_restarts=1")
    assert posture("start", *WATCH[:2], *BRISK, *once).returncode == 0
    gone = []
    for _ in range(2):
        wait_for(lambda: status_of(posture).get("camera_process_pid") not in {None, *gone})
        gone.append(status_of(posture)["camera_process_pid"])
        os.kill(gone[-1], signal.SIGKILL)
        wait_for(lambda: not psutil.pid_exists(gone[-1]))
    wait_for(lambda: not status_of(posture))
    log = log_of(posture)
    for pid in gone:
        how = r"ended (between looks|during a look) \(by SIGKILL\)"
        assert re.search(rf"camera's process {pid} {how}", log), log
    assert "failed 2 times" in how_it_ended(posture)


@pytest.fixture
def odd_driver(tmp_path):
    """Writes an unexpected line to standard error whenever the model is loaded."""
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys\n"
        "class Driver:\n"
        "    def find_spec(name, path=None, target=None):\n"
        "        if name == 'mediapipe': os.write(2, b'driver: \\x1b[2J an unexpected line\\n')\n"
        "sys.meta_path.insert(0, Driver)\n"
    )
    return {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
def test_a_driver_s_line_while_a_replacement_loads_is_logged_and_ends_nothing(posture, odd_driver):
    assert posture("start", *WATCH[:2], *BRISK, **odd_driver).returncode == 0
    try:
        for _ in range(2):
            wait_for(lambda: status_of(posture).get("camera_process_pid"))
            looks, eyes = status_of(posture)["looks"], status_of(posture)["camera_process_pid"]
            os.kill(eyes, signal.SIGKILL)
            wait_for_looks(posture, looks + 3)
            assert status_of(posture)["state"] == "upright"
    finally:
        assert posture("stop").returncode == 0
    lines = [line for line in log_of(posture).splitlines() if "driver:" in line]
    assert len(lines) == 3
    assert all(r"stderr: driver: \x1b[2J an unexpected line" in line for line in lines)
    assert log_of(posture).count("camera's process") == 2, "no process but those killed was lost"


def test_a_fault_of_posture_s_own_is_logged_with_its_traceback(posture, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "class Fault:\n"
        "    def find_spec(name, path=None, target=None):\n"
        "        if name == 'posture.monitor.observer' and sys.argv[0] == '-c':\n"
        "            raise RuntimeError('a bug')\n"
        "sys.meta_path.insert(0, Fault)\n"
    )
    broken = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    done = posture("run", "--quiet", *WATCH, "--set", "camera_process.max_restarts=0", **broken)
    assert "failed 1 times" in refused(done)
    assert "failed 1 times" in how_it_ended(posture)
    assert "RuntimeError: a bug" in log_of(posture)


class Shown:
    """A notifier that shows at once."""

    def __init__(self):
        self.messages = []

    def submit(self, message):
        self.messages.append((message.title, message.text))

    def drain(self):
        return []

    def answers(self):
        return []


def test_a_notification_says_that_it_has_ended():
    notifier = Shown()
    text = "posture has stopped watching: signal SIGTERM"
    NudgeDelivery(notifier, None)(Notice(0.0, "ended", text))
    assert notifier.messages == [("No longer watching", text)]


BUS = ["dbus-run-session", "--", sys.executable, "-c"]
SERVED_WATCH = """
import subprocess, sys, time
service = subprocess.Popen(
    [sys.executable, "-u", "-m", "tests.support.slow_service", "0"],
    stdout=subprocess.PIPE, text=True)
assert service.stdout.readline() == "ready\\n"
watch = subprocess.Popen(sys.argv[1:])
time.sleep(0.5)
status = [sys.executable, "-m", "posture", "status", "--json"]
said = ""
while not said or '"looks": 0' in said:
    said = subprocess.run(status, capture_output=True, text=True).stdout
watch.terminate()
watch.wait()
service.kill()
print(service.stdout.read())
"""


@pytest.mark.skipif(
    subprocess.run(["which", "dbus-run-session"], check=False, capture_output=True).returncode != 0,
    reason="not installed: dbus-run-session",
)
def test_the_desktop_is_told_by_the_watch_that_somebody_ended(posture):
    done = subprocess.run(
        [*BUS, SERVED_WATCH, *posture.words("run", "--quiet", *WATCH)],
        cwd=ROOT,
        text=True,
        env=posture.environment,
        capture_output=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert "posture has stopped watching: signal SIGTERM" in done.stdout, done.stderr
