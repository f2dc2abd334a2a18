"""`posture analyze` and `posture replay --annotate` as a user runs them."""

import csv
import json
import os
import shutil
import signal
import sys

import cv2
import pytest

from posture.app.analyze.command import AnalysisRequest, analyze
from posture.app.composition import replayed
from posture.app.event_forms import event_json
from posture.cli.analyze import analyze as analyze_command
from posture.errors import InputError, StoreError
from posture.system.lock_file import LockFile
from tests.support.clips import frames
from tests.support.recordings import filmed_as, tables
from tests.support.running import wait_for
from tests.support.waiting import PATIENCE_S


@pytest.fixture(scope="module")
def clips(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clips")
    for number in range(3):
        filmed_as(folder / f"p{number}_a.mp4", frames("f1_front")[number : number + 8], 2)
    (folder / "p1_broken.mp4").write_bytes(b"no video")
    return folder


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C reaches no single process there")
def test_ctrl_c_ends_it_and_the_same_command_goes_on(posture, tmp_path, clips):
    out = tmp_path / "out"
    words = ["analyze", clips, "--out", out, "--jobs", 1, "--format", "csv"]
    running = posture.start(*words)
    wait_for(lambda: any(out.glob(".done/*.json")))
    running.send_signal(signal.SIGINT)
    told, complained = running.communicate(timeout=PATIENCE_S)
    assert "Traceback" not in complained
    if running.returncode != 1:  # it was not faster than we
        assert running.returncode == 130
        assert "goes on where this one stopped" in told
    done = posture(*words, "--json")
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert (found["analyzed"], found["broken_off"]) == (3, False)
    assert found["known"] >= 1
    assert [each["recording"] for each in found["failed"]] == ["p1_broken.mp4"]
    assert done.stderr.count("\n") == 1
    with (out / "recordings.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["recording"] for row in rows] == ["p0_a.mp4", "p1_a.mp4", "p2_a.mp4"]
    assert [row["group"] for row in rows] == ["p0", "p1", "p2"]
    assert {row["looks"] for row in rows} == {"8"}
    assert len(tables(out)) == 3 + 4
    if sys.platform != "win32":
        assert not [path for path in out.rglob("*") if path.stat().st_mode & 0o077]


@pytest.mark.parametrize(
    "wrong",
    [
        {"jobs": 0},
        {"fps": 0.0},
        {"calibrate": "last:3s"},
        {"calibrate": "first:0s"},
        {"calibrate": "first:3s", "profile": "x"},
    ],
    ids=str,
)
def test_what_was_asked_for_wrongly_is_refused(tmp_path, clips, wrong):
    with pytest.raises(InputError):
        analyze_command([str(clips)], tmp_path / "out", **wrong)
    assert not (tmp_path / "out").exists()


def test_what_cannot_be_analysed_at_all_is_refused(tmp_path, clips):
    out = tmp_path / "out"
    for paths in (["nowhere*.mp4"], ["s3://bucket/x.mp4"]):
        with pytest.raises(InputError):
            analyze(AnalysisRequest(paths, out))
    with pytest.raises(StoreError):
        analyze(AnalysisRequest([str(clips)], clips / "p0_a.mp4/x"))
    (out / ".done").mkdir(parents=True)
    with LockFile(out / ".done/lock"), pytest.raises(InputError, match="another"):
        analyze(AnalysisRequest([str(clips)], out))


def test_a_replay_can_be_drawn_and_says_the_same(tmp_path, clips):
    clip = tmp_path / ("15:30.mp4" if os.name != "nt" else "clip.mp4")
    shutil.copy(clips / "p0_a.mp4", clip)
    plain, drawn = [], []
    replayed(clip, None, None, (), [plain.append])
    replayed(clip, None, None, (), [drawn.append], tmp_path / "drawn.mp4")
    assert list(map(event_json, drawn)) == list(map(event_json, plain))
    capture = cv2.VideoCapture(str(tmp_path / "drawn.mp4"))
    assert capture.get(cv2.CAP_PROP_FRAME_COUNT) >= 7
    with pytest.raises(StoreError, match="MP4"):
        replayed(clip, None, None, (), [], tmp_path / "drawn.avi")
