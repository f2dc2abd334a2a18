"""What nobody should have to type, and a system that gives little: one line, exit code 2."""

import os
import socket
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta

import cv2
import numpy as np
import pytest

from posture.core.day.records import SampleRecord
from posture.core.states import WatchState
from posture.store.pause_file import load_holds
from posture.store.sqlite import open_store
from tests.support.command import ROOT, refused
from tests.support.stores import SETTINGS
from tests.support.waiting import PATIENCE_S

CLIP = ROOT / "samples" / "clips" / "f1_front.mp4"
PICTURES = ROOT / "samples" / "pictures"
PICTURE = PICTURES / "f1_r1_front_00_upright.jpg"
on_unix = pytest.mark.skipif(sys.platform == "win32", reason="needs a shell of Unix")


def shell(posture, line, **more):
    """A line of sh in which "$@" is the posture command."""
    return subprocess.run(
        ["sh", "-c", line, "sh", *posture.words()],
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        env=posture.environment | more,
        cwd=ROOT,
    )


@pytest.fixture
def watched(posture):
    (posture.home / "data").mkdir(parents=True)
    now = datetime.now(UTC)
    with closing(open_store(posture.home / "data" / "posture.db", SETTINGS)) as store:
        looks = [
            SampleRecord(now - timedelta(seconds=s), 2.0, WatchState.UPRIGHT) for s in range(9)
        ]
        store.add_samples(looks)
    return posture


@pytest.mark.parametrize("words", [("--out", ""), ("--out", "."), ("--csv", ""), ("--csv", ".")])
def test_a_report_into_a_folder_or_nothing_is_refused(watched, words):
    assert "cannot be written" in refused(watched("report", *words))


@pytest.mark.parametrize("day", ["0001-01-01", "1969-12-31"])
def test_a_day_before_there_were_records_is_refused(posture, day):
    assert f"--day {day}: no record is that old." in refused(posture("report", "--day", day))


@pytest.mark.parametrize("editor", ['"', "'", " ", "/nonexistent/vi"])
def test_an_editor_that_cannot_be_run_is_named(posture, editor):
    said = refused(posture("config", "edit", EDITOR=editor, VISUAL=""))
    assert "could not be run. Set EDITOR" in said


@pytest.mark.parametrize("fps", ["1e-300", "1e-320", "0", "-1", "nan", "inf", "1e300"])
def test_a_rate_that_nothing_can_be_reckoned_with_is_refused(posture, fps):
    assert "--fps" in refused(posture("replay", PICTURES, "--fps", fps))


@on_unix
def test_relief_without_an_input_ends_in_one_line_and_keeps_no_silence(posture, monkeypatch):
    done = shell(posture, '"$@" relief <&-')
    assert done.returncode == 2
    assert done.stderr.startswith("posture: Relief ")
    assert done.stderr.count("\n") == 1
    monkeypatch.setenv("POSTURE_DATA_DIR", posture.environment["POSTURE_DATA_DIR"])
    assert load_holds(datetime.now(UTC)).quiet is None


@on_unix
@pytest.mark.parametrize("closed", [">&-", "<&- >&- 2>&-"])
def test_closed_standard_streams_are_as_if_they_led_nowhere(posture, closed):
    calibrated = shell(posture, f'"$@" calibrate --upright {PICTURE} {closed}')
    assert calibrated.returncode == 0, calibrated
    assert "Traceback" not in calibrated.stderr
    assert posture("profiles", "show", "default").returncode == 0
    assert shell(posture, f'"$@" report --day nonsense {closed}').returncode == 2


@on_unix
@pytest.mark.parametrize(
    "words", ["report", "--help", "advice", "config show", f"run --for 1s --source {CLIP}"]
)
def test_a_reader_who_has_had_enough_is_no_error(watched, words):
    done = shell(watched, f'{{ "$@" {words}; echo "code $?" >&2; }} | true')
    assert "code 0" in done.stderr
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


@on_unix
@pytest.mark.parametrize("files", [6, 8, 10, 12, 14, 16])
def test_too_few_open_files_are_told_in_one_line(posture, files):
    done = shell(posture, f'ulimit -n {files}; "$@" run --for 1s --source {CLIP}')
    assert "Traceback" not in done.stderr
    assert done.returncode in {0, 2}
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("posture: ")]
        assert len(said) == 1, done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux's message bus")
@pytest.mark.parametrize("address", ["autolaunch:", "nonsense", "unix:", "unix:path"])
def test_a_message_bus_that_cannot_be_called_is_as_none(posture, address):
    bus = {"DBUS_SESSION_BUS_ADDRESS": address}
    done = posture("run", "--for", "1s", "--source", CLIP, **bus)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    tried = posture("notify-test", **bus)
    assert "Traceback" not in tried.stdout + tried.stderr
    assert tried.returncode == 1


def test_names_of_files_reach_no_terminal_as_they_are(posture, tmp_path):
    name = "a\n\x1b]0;x\x07b"
    said = refused(posture("measure", tmp_path / f"{name}.jpg"))
    assert "a\\n\\x1b]0;x\\x07b.jpg: no such file" in said
    if sys.platform != "win32":
        (tmp_path / name).mkdir()
        picture = next(PICTURES.glob("*front_00_upright.jpg")).read_bytes()
        (tmp_path / name / f"{name}.jpg").write_bytes(picture)
        done = posture("measure", tmp_path / name)
        assert done.returncode == 0
        assert "\x1b" not in done.stdout + done.stderr


def test_a_damaged_png_is_told_by_its_name_and_by_nobody_else(posture, tmp_path):
    content = bytearray(cv2.imencode(".png", np.full((300, 300, 3), 90, np.uint8))[1].tobytes())
    content[len(content) // 2] ^= 0xFF
    path = tmp_path / "damaged.png"
    path.write_bytes(content)
    assert refused(posture("measure", path)).count(str(path)) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the address is refused otherwise there")
def test_a_watch_of_some_seconds_does_not_wait_for_a_camera_that_never_answers(posture):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/x"
        done = posture(
            "run",
            "--for",
            "1s",
            "--source",
            address,
            "--set",
            "capture.open_timeout_s=60",
        )
    assert done.returncode == 0, done.stderr
    assert "does not answer" not in done.stdout + done.stderr
    assert "judged 0 s" in done.stdout + done.stderr
