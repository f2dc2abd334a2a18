"""A fresh home, a real panel and notification daemon, a fake webcam, and somebody who clicks."""

import json
import shutil
import subprocess
import sys

import pytest

from tests.scenarios.test_calibrating import _clip
from tests.support.desktop import MISSING, desktop
from tests.support.tracing import only_linux
from tests.support.waiting import PATIENCE_S
from tests.support.webcam import FakeWebcam, compile_library, why_not, write_frames

# A minute's wait becomes a second's; the rest is as it comes.
HASTE = {
    "QT_QPA_PLATFORM": "xcb",
    "POSTURE_GUIDE__COUNTDOWN_S": "0",
    "POSTURE_GUIDE__UPRIGHT_S": "3",
    "POSTURE_GUIDE__SLOUCH_S": "3",
    "POSTURE_WINDOW__TRY_S": "2",
    "POSTURE_WINDOW__ASK_INTERVAL_S": "0.3",
    "POSTURE_RULES__HOLD_S": "1",
    "POSTURE_MONITOR__STEADY_INTERVAL_S": "0.5",
    "POSTURE_MONITOR__ALERT_INTERVAL_S": "0.5",
    "POSTURE_STORE__BATCH_S": "0.5",
}


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    """A desktop with a panel that has a place for icons."""
    missing = [*MISSING, *(p for p in ("trayer", "xdotool") if shutil.which(p) is None)]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    with desktop(tmp_path_factory.mktemp("desktop"), "1280x900") as running:
        trayer = subprocess.Popen(["trayer", "--height", "32"], env=running.environment)
        yield running
        trayer.kill()
        trayer.wait()


@only_linux
@pytest.mark.skipif(bool(why_not()), reason=why_not())
def test_somebody_new_calibrates_is_nudged_pauses_resumes_and_reads_the_day_by_clicking(
    posture, panel, tmp_path
):
    for name, from_s in (("upright", 4.0), ("slouched", 33.0)):
        write_frames(_clip("f1_front.mp4", from_s), tmp_path / name)
    playing = shutil.copy(tmp_path / "upright", tmp_path / "frames")
    webcam = FakeWebcam(compile_library(tmp_path), tmp_path, playing, repeat=15)
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.clicking", "tests.support.first_day.first_day"],
        env=panel.environment | posture.environment | _screen(panel) | HASTE | webcam.preloaded,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert "calibration" in told["quality"]
    assert "Slouching begins when your head sinks" in told["limits"]
    assert "slouched in" in told["tried"]
    assert told["calibration"] == "own"
    assert told["icons"] == ["watching", "slouching", "paused"]
    assert told["ring"].startswith("Slouched ")
    assert told["nudge"].endswith("(useful)")
    assert panel.displayed() >= 1 or panel.shown(), "the nudge was shown by the desktop"
    assert posture("status").returncode == 2, "quitting ends the monitor too"


def _screen(panel):
    return {n: panel.environment[n] for n in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS")}
