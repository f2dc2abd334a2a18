"""``posture report`` as the user meets it: a real process on a real record."""

import csv
import json
import os
import stat
import subprocess
import sys
from contextlib import closing
from datetime import date, datetime, timedelta

import pytest

from posture.config import load_config
from posture.store.sqlite import open_store
from posture.system.timezone import local_zone
from tests.support.command import ROOT, refused
from tests.support.days import a_day

TODAY = date.today()  # noqa: DTZ011 - the day the command will call today
RECORDED = TODAY - timedelta(days=1)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    records = a_day(RECORDED, zone=local_zone())
    with closing(open_store(folder / "posture.db", load_config().store)) as store:
        store.add_samples(records.samples)
        for episode in records.episodes:
            store.add_episode(episode)
        for nudge in records.nudges:
            store.add_nudge(nudge)
    return folder


def posture(folder, *arguments, python=("-m", "posture")):
    environment = {
        **os.environ,
        "POSTURE_DATA_DIR": str(folder),
        "COLUMNS": "100",
        "POSTURE_CONFIG_DIR": str(folder),
        "BROWSER": "true",
    }
    return subprocess.run(
        [sys.executable, *python, "report", *arguments],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a folder nobody may write")
def test_a_table_that_cannot_be_written_is_told(data):
    said = refused(posture(data, "--day", str(RECORDED), "--csv", "/sys/kernel/posture/hours.csv"))
    assert "/sys/kernel/posture" in said


def test_yesterday_is_told_and_its_page_written_for_the_user_alone(data):
    is_same_day = date.today() == TODAY  # noqa: DTZ011 - the tests may run past midnight
    done = posture(data, "--day", "yesterday" if is_same_day else str(RECORDED))
    page = data / "reports" / f"{RECORDED}.html"
    assert done.returncode == 0, done.stderr
    assert "You sat upright" in done.stdout
    assert str(page) in done.stdout.replace("\n", "")
    assert "<h1>You sat upright" in page.read_text(encoding="utf-8")
    assert stat.S_IMODE(page.stat().st_mode) == 0o600


def test_a_report_does_not_wait_for_libraries_of_the_camera(data):
    without = (
        "import sys; sys.modules |= {'numpy': None, 'cv2': None}; import posture.__main__ as it"
    )
    done = posture(data, "--week", str(RECORDED), python=("-c", f"{without}; it.main()"))
    assert done.returncode == 0, done.stderr
    assert "could be judged" in done.stdout


def test_json_names_the_page_and_prints_nothing_else(data):
    done = posture(data, "--day", RECORDED.isoformat(), "--json")
    told = json.loads(done.stdout)
    assert told["day"] == RECORDED.isoformat()
    assert told["judged_s"] > 3600
    assert told["page"].endswith(f"{RECORDED}.html")


def test_page_and_table_go_where_they_are_wanted(data, tmp_path):
    page, table = tmp_path / "new" / "day.html", tmp_path / "day.csv"
    done = posture(data, "--day", str(RECORDED), "--out", str(page), "--csv", str(table))
    assert done.returncode == 0, done.stderr
    assert page.exists()
    assert len(list(csv.DictReader(table.open()))) >= 8


def test_a_dash_means_the_standard_output_and_nothing_else_is_there(data, tmp_path):
    table = posture(data, "--day", str(RECORDED), "--csv", "-")
    assert table.returncode == 0, table.stderr
    assert len(list(csv.DictReader(table.stdout.splitlines()))) >= 8
    page = posture(data, "--day", str(RECORDED), "--out", "-", "--csv", str(tmp_path / "day.csv"))
    assert page.stdout.lower().startswith("<!doctype html>")
    assert (tmp_path / "day.csv").read_text() == table.stdout
    assert not (ROOT / "-").exists()
    nothing = posture(data, "--day", "2001-01-01", "--csv", "-")
    assert (nothing.returncode, nothing.stdout) == (0, "")
    assert "Nothing was recorded" in nothing.stderr


def test_two_things_cannot_both_go_to_the_standard_output(data):
    for words in (["--csv", "-", "--json"], ["--csv", "-", "--out", "-"]):
        done = posture(data, *words)
        assert (done.returncode, done.stdout) == (2, "")
        assert "cannot both go to the standard output" in done.stderr


@pytest.mark.parametrize(
    "day",
    ["tomorrow", "2026-02-30", "20.11.2026", "", "9999-01-01"],
)
def test_a_day_that_is_none_gives_one_line_and_code_2(data, day):
    done = posture(data, "--day", day)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "--day" in done.stderr


def test_a_place_that_cannot_be_written_gives_one_line_and_code_2(data):
    done = posture(data, "--day", str(RECORDED), "--out", "/proc/no/day.html")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "--out" in done.stderr


def test_a_day_without_a_record_is_told_kindly_and_names_the_latest(data):
    done = posture(data, "--day", (TODAY - timedelta(days=9)).isoformat())
    assert done.returncode == 0
    assert "Nothing was recorded" in done.stdout
    assert f"--day {RECORDED}" in done.stdout


def test_a_day_of_a_single_look_is_too_little_and_refers_to_no_other(tmp_path):
    first = a_day(RECORDED, zone=local_zone()).samples[0]
    with closing(open_store(tmp_path / "posture.db", load_config().store)) as store:
        store.add_samples([first])
    done = posture(tmp_path, "--day", first.at.astimezone(local_zone()).date().isoformat())
    assert done.returncode == 0
    assert "Only a moment was recorded" in done.stdout
    assert "latest day" not in done.stdout


def test_before_the_first_run_it_says_how_to_begin_and_makes_no_record(tmp_path):
    done = posture(tmp_path)
    assert done.returncode == 0
    assert "posture calibrate" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_record_is_told_of(tmp_path):
    (tmp_path / "posture.db").write_text("not a database")
    done = posture(tmp_path)
    assert done.returncode == 0
    assert "was damaged" in done.stderr
    assert datetime.now(local_zone()).date().isoformat() in done.stdout
