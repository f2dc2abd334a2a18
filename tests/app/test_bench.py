"""``posture bench``: its figures hang together. How good they are is for the benchmark to tell."""

import json

import pytest

from tests.support.command import Posture, refused
from tests.support.json_page import undescribed
from tests.support.waiting import PATIENCE_S


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    posture = Posture(tmp_path_factory.mktemp("home"))
    done = posture("bench", "--for", "6s", "--json", timeout_s=PATIENCE_S)
    assert done.returncode == 0, done.stderr
    assert not (posture.home / "data").exists(), "the user's own record is left alone"
    return json.loads(done.stdout)


def test_the_page_on_json_describes_every_figure(figures):
    assert undescribed("bench", figures) == (set(), set())


def test_every_part_of_the_cost_is_told_and_they_add_up(figures):
    split = figures["split_cpu_s"]
    assert set(split) == {"capture", "change_test", "model", "rest_of_eyes", "monitor"}
    assert sum(split.values()) == pytest.approx(figures["cpu_s"], abs=0.01)


def test_share_hourly_cost_and_ratio_follow_from_what_was_measured(figures):
    share = figures["cpu_s"] / figures["wall_s"]
    assert figures["share_of_core"] == pytest.approx(share, rel=0.02)
    assert figures["cpu_s_per_hour"] == pytest.approx(3600 * share, rel=0.02)
    ratio = figures["cpu_s"] / figures["floor_cpu_s"]
    assert figures["ratio_to_floor"] == pytest.approx(ratio, rel=0.02)


def test_what_the_watch_did_is_told(figures):
    assert 1 <= figures["model_calls"] <= figures["looks"] <= 12
    assert 0 < figures["start_to_first_judgement_s"] < figures["wall_s"]
    assert 0 < figures["frame_age_max_s"] < figures["wall_s"]
    assert 30 < figures["memory_mb"] < 1000
    assert figures["threads"]["end"] >= 2
    assert figures["descriptors"]["end"] >= 6


def test_a_watch_that_cannot_begin_says_why_in_one_line(posture, tmp_path):
    said = refused(posture("bench", "--source", tmp_path / "none.mp4"))
    assert "no such file" in said


def test_an_empty_file_is_refused_in_one_line(posture, tmp_path):
    (tmp_path / "empty.mp4").touch()
    assert "an empty file" in refused(posture("bench", "--source", tmp_path / "empty.mp4"))
