"""Recordings of every kind: each has a right result, or a line that says what is wrong with it."""

import csv
import io

import cv2
import numpy as np
import pytest

from posture.app.analyze.job import Job
from posture.app.analyze.judging import JudgedRecording
from posture.app.analyze.tasks import AnalysisFailed, AnalysisTask, done
from posture.config import load_config
from posture.core.events import Cause
from tests.support.clips import frames
from tests.support.recordings import filmed_as

CONFIG = load_config(())


def result(path, **more):
    return done(AnalysisTask(0, Job(str(path), CONFIG, **more)))


def rows(found):
    return list(csv.DictReader(io.StringIO(found.looks.decode())))


@pytest.fixture(scope="module")
def someone():
    return frames("f1_front")[:6]


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("empty", "an empty file"),
        ("text", "not a readable video"),
        ("cut off", "not a readable video"),
        ("gone", "no such file"),
        ("one frame in 20 s", "its frames lie 20 s apart"),
    ],
)
def test_what_cannot_be_analysed_says_why_in_one_line(tmp_path, someone, kind, why):
    path = tmp_path / "x.mp4"
    if kind == "one frame in 20 s":
        filmed_as(path, someone, 0.05)
    elif kind == "cut off":
        filmed_as(path, someone, 2)
        path.write_bytes(path.read_bytes()[:9000])
    elif kind != "gone":
        path.write_bytes(b"" if kind == "empty" else b"words\n" * 100)
    found = result(path)
    assert isinstance(found, AnalysisFailed)
    assert why in found.problem
    assert "\n" not in found.problem


def test_a_room_without_anybody_is_away_all_the_time(tmp_path):
    found = result(filmed_as(tmp_path / "x.mp4", frames("empty_room")[:6], 2))
    assert isinstance(found, JudgedRecording)
    assert found.summary["away_s"] == found.summary["watched_s"] == 2.5
    assert found.summary["poor_share"] is None
    assert found.episodes == ()


def test_of_two_people_one_is_followed(tmp_path, someone):
    pair = [np.hstack([a, b]) for a, b in zip(someone, frames("m2_front_low")[:6], strict=True)]
    found = result(filmed_as(tmp_path / "x.mp4", pair, 2))
    assert found.summary["most_people"] == 2
    assert found.summary["judged_s"] == 2.5


def test_a_picture_that_lies_on_its_side_is_judged_only_once_it_is_turned(tmp_path, someone):
    lying = [np.ascontiguousarray(np.rot90(rgb)) for rgb in someone]
    path = filmed_as(tmp_path / "x.mp4", lying, 2)
    found = result(path)
    assert found.summary["judged_s"] == 0
    assert {row["unreliable_because"] for row in rows(found)} == {"the picture lies on its side"}
    turned = load_config(["camera.rotate=90"])
    found = done(AnalysisTask(0, Job(str(path), turned)))
    assert found.summary["judged_s"] == 2.5


def test_a_slouch_has_its_row_in_every_table(tmp_path):
    slouched = [*frames("f1_front")[:4], *[frames("f1_front")[90]] * 44]
    config = load_config(["rules.hold_s=10"])
    path = filmed_as(tmp_path / "x.mp4", slouched, 1)
    found = done(AnalysisTask(0, Job(str(path), config, calibrate_s=4.0)))
    (episode,) = found.episodes
    assert episode["duration_s"] > 30
    assert episode["causes"].split("; ")[0] in set(Cause)
    assert found.summary["episodes"] == 1
    assert found.summary["longest_episode_s"] == pytest.approx(episode["duration_s"], abs=0.01)
    assert found.summary["poor_share"] > 0.8
    assert found.summary["longest_still_s"] > 30
    bands = [
        value for name, value in found.summary.items() if name.startswith("neck_") and "_s" in name
    ]
    assert sum(bands) == pytest.approx(found.summary["judged_s"])
    assert {row["posture"] for row in rows(found)[8:]} == {"poor"}


def test_a_recording_that_shows_nobody_at_first_cannot_be_calibrated_by_that(tmp_path):
    path = filmed_as(tmp_path / "x.mp4", frames("empty_room")[:6], 2)
    found = result(path, calibrate_s=2.0)
    assert isinstance(found, AnalysisFailed)


def test_the_looks_can_be_parquet(tmp_path, someone):
    parquet = pytest.importorskip("pyarrow.parquet")
    path = filmed_as(tmp_path / "x.mp4", someone, 2)
    told = rows(result(path))
    table = parquet.read_table(io.BytesIO(result(path, format="parquet").looks)).to_pylist()
    assert [row["posture"] for row in table] == [row["posture"] for row in told]
    assert [str(row["neck_deg"]) for row in table] == [row["neck_deg"] for row in told]


def test_an_annotated_copy_shows_every_look_and_is_its_owner_s(tmp_path, someone):
    path = filmed_as(tmp_path / "x.mp4", someone, 2)
    copy = tmp_path / "out/annotated/x.mp4"
    plain = result(path)
    assert result(path, annotated=str(copy)) == plain
    capture = cv2.VideoCapture(str(copy))
    shown = [capture.read()[1] for _ in range(6)]
    assert not capture.read()[0]
    assert all(frame.shape == (360, 480, 3) for frame in shown)
    changed = np.abs(shown[0].astype(int) - someone[0][..., ::-1]).mean(axis=2) > 60
    assert 0.01 < changed.mean() < 0.5
    assert copy.stat().st_mode & 0o077 == 0
    assert [each.name for each in copy.parent.iterdir()] == ["x.mp4"]


def test_an_annotated_copy_that_cannot_be_written_leaves_nothing(tmp_path, someone):
    path = filmed_as(tmp_path / "x.mp4", someone, 2)
    (tmp_path / "file").write_text("in the way")
    found = result(path, annotated=str(tmp_path / "file/x.mp4"))
    assert isinstance(found, AnalysisFailed)
    assert "cannot be written" in found.problem
