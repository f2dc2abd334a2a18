"""What is kept of somebody can be taken along, put back, corrected and deleted for good."""

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from posture.cli.data import app
from posture.config import load_config
from posture.core.day.records import Delivery, NudgeRecord, SampleRecord
from posture.core.events import Cause
from posture.core.states import WatchState
from posture.errors import PostureError
from posture.report.data import jsonable
from posture.report.write import day_summary, write_page
from posture.store.backup import copies
from posture.store.sqlite import open_store
from posture.store.tables import TABLES
from posture.system.paths import data_dir, log_dir, record_path
from tests.support.days import Block, a_day
from tests.support.json_page import undescribed

DAY = date(2026, 11, 20)
BERLIN = ZoneInfo("Europe/Berlin")
PLAN = (Block(9.0, "typing", 0.4), Block(9.3, "away"), Block(9.4, "typing", 0.4), Block(9.6, "off"))
AT = datetime(2026, 11, 20, 9, 30, 15, 123456, tzinfo=BERLIN)
ODD = ("=HYPERLINK(1)", "'quoted", "-3", 'two\nlines; with, "quotes"', "Größe 😀", "")


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Berlin")
    for name in ("DATA", "CONFIG", "LOG"):
        monkeypatch.setenv(f"POSTURE_{name}_DIR", str(tmp_path / "home" / name.lower()))


@pytest.fixture
def store():
    with closing(open_store(record_path(), load_config().store)) as store:
        yield store


def add(store, records, **changes):
    store.add_samples([replace(sample, **changes) for sample in records.samples])
    for episode in records.episodes:
        store.add_episode(replace(episode, **changes))
    for nudge in records.nudges:
        store.add_nudge(replace(nudge, **changes))


def fill(store):
    """Two days of looks, one of which only minutes are left, odd texts, and a recording apart."""
    for ago in range(2):
        add(store, a_day(DAY - timedelta(days=ago), ago, PLAN))
    add(store, a_day(DAY, 7, PLAN), source="/clips/one.mp4", is_apart=True)
    list(store.minutes(DAY - timedelta(days=1), BERLIN, 3.0))
    store.file.write(lambda db: db.execute("DELETE FROM samples WHERE at_us / 86400000000 = 20776"))
    for number, text in enumerate(ODD):
        at = AT + timedelta(seconds=number)
        why = "" if number % 2 else text
        store.add_nudge(NudgeRecord(at, Cause.SLUMPED, text, text, Delivery.DELIVERED, why, None))
    store.answer_nudge(AT, Cause.SLUMPED, "useful")


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=True)


def ran(*words):
    done = run(*words)
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def refused(*words):
    """The one line that ``posture`` would show."""
    error = run(*words).exception
    assert isinstance(error, PostureError), error
    return str(error)


def everything(store):
    """Every row of every table that is not found out from others, but for its id."""
    read = {}
    for table in TABLES:
        query = f"SELECT {table.columns} FROM {table.name}"  # noqa: S608
        read[table.name] = sorted(
            store.file.use(lambda db, q=query: db.execute(q).fetchall()), key=repr
        )
    return read


def reported(store):
    config = load_config()
    return [
        jsonable(day_summary(store, DAY - timedelta(days=ago), BERLIN, config)) for ago in range(2)
    ]


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_what_was_exported_deleted_and_imported_gives_the_same_report(store, tmp_path, kind):
    fill(store)
    before, report = everything(store), reported(store)
    assert report[1]["judged_s"] > 0, "of minutes alone"
    told = json.loads(ran("export", "--out", tmp_path / "out", "--format", kind, "--json"))
    assert told["rows"]["looks"] == len(before["samples"])
    assert told["rows"]["breaks"] == 2
    ran("delete", "--all", "--yes")
    assert not any(everything(store).values())
    for new in (True, False):  # twice is the same as once
        taken = json.loads(ran("import", tmp_path / "out", "--json"))
        assert taken["nudges"]["added"] == (len(before["nudges"]) if new else 0)
        assert reported(store) == report
        after = everything(store)
        del before["minutes"], after["minutes"]
        assert after == before
        before["minutes"] = after["minutes"] = ()


def test_a_text_in_csv_is_no_formula_to_a_spreadsheet(store, tmp_path):
    fill(store)
    ran("export", "--out", tmp_path, "--only", "nudges")
    assert [path.name for path in tmp_path.glob("*.csv")] == ["nudges.csv"]
    text = (tmp_path / "nudges.csv").read_text()
    assert "'=HYPERLINK(1)" in text
    assert ",=" not in text
    assert "'quoted" in text
    assert "''quoted" not in text, "an apostrophe alone is no formula"


def test_an_answer_that_came_later_is_taken_in_and_none_is_lost(store, tmp_path):
    store.add_nudge(NudgeRecord(AT, Cause.SLUMPED, "tip", "text", Delivery.DELIVERED))
    ran("export", "--out", tmp_path / "before")
    store.answer_nudge(AT, Cause.SLUMPED, "useful")
    ran("export", "--out", tmp_path / "after")
    ran("import", tmp_path / "before")
    assert [nudge.answer for nudge in store.nudges(DAY, BERLIN)] == ["useful"]
    ran("delete", "--all", "--yes")
    ran("import", tmp_path / "before")
    ran("import", tmp_path / "after")
    assert [nudge.answer for nudge in store.nudges(DAY, BERLIN)] == ["useful"]


def test_looks_exported_before_they_were_thinned_do_not_count_twice(store, tmp_path):
    add(store, a_day(DAY, plan=PLAN))
    ran("export", "--out", tmp_path)
    before = reported(store)[0]["by_state_s"]
    store.file.write(lambda db: db.execute("DELETE FROM samples"))
    assert reported(store)[0]["by_state_s"] == before
    assert json.loads(ran("import", tmp_path, "--json"))["looks"]["added"] == 0
    assert reported(store)[0]["by_state_s"] == before


def test_a_span_is_exported_by_its_local_days(store, tmp_path):
    for hours in (-1, 1, 25):
        at = datetime(2026, 11, 20, tzinfo=BERLIN) + timedelta(hours=hours)
        store.add_samples([SampleRecord(at, 1.0, WatchState.AWAY)])
    words = ("--from", DAY, "--to", DAY, "--only", "looks")
    ran("export", "--out", tmp_path, "--format", "jsonl", *words)
    (line,) = (tmp_path / "looks.jsonl").read_text().splitlines()
    assert json.loads(line)["at"] == "2026-11-20T01:00:00+01:00"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("upright", "upright,", 1), "line 2"),
        (lambda text: text.replace("2026-11-20T09", "the 20th", 1), "is no time"),
        (lambda text: text.replace("+01:00", "", 1), "offset"),
        (lambda text: text.replace("at,", "when,", 1), "no column 'at'"),
        (lambda text: text.replace(",3.0,", ",1e99,", 1), "line 2"),
        (lambda _: "\0\0", "looks.csv"),
    ],
)
def test_an_export_that_was_damaged_is_refused_whole(store, tmp_path, change, said):
    fill(store)
    ran("export", "--out", tmp_path)
    looks = tmp_path / "looks.csv"
    looks.write_text(change(looks.read_text()))
    ran("delete", "--all", "--yes")
    line = refused("import", tmp_path)
    assert said in line
    assert "Nothing was imported" in line
    assert not any(everything(store).values())


def test_what_cannot_be_is_refused_with_what_to_do(store, tmp_path):
    assert "Nothing has been recorded" not in refused("import", tmp_path / "nowhere")
    assert "holds no export" in refused("import", tmp_path)
    assert "--only looks,bones" not in refused("export", "--out", tmp_path, "--only", "looks,bones")
    fill(store)
    ran("export", "--out", tmp_path / "out")
    assert "another format" in refused("export", "--out", tmp_path / "out", "--format", "jsonl")
    (tmp_path / "file").touch()
    assert "not a folder" in refused("export", "--out", tmp_path / "file")
    assert "Nothing was chosen to be deleted." in refused("delete", "--yes")
    assert "--all leaves nothing" in refused("delete", "--all", "--day", "today")
    assert "--before someday: not a day" in refused("delete", "--before", "someday", "--yes")
    assert "There is no backup" in refused("restore", "2026-01-01")
    assert "no terminal to ask in" in refused("delete", "--all")
    assert "cannot be used" in refused("restore", tmp_path / "file", "--yes")
    assert everything(store)["samples"]


def searched(word):
    """The files of the home that hold a word."""
    home = data_dir().parent
    return [
        path.relative_to(home).as_posix()
        for path in sorted(home.rglob("*"))
        if path.is_file() and word.encode() in path.read_bytes()
    ]


@pytest.fixture
def marked(store):
    """Two days whose words can be searched for, in every place where something is kept."""
    for ago, word in enumerate(("XYZZY", "PLUGH")):
        day = DAY - timedelta(days=ago)
        add(store, a_day(day, ago, PLAN), profile=f"{word}-desk", source=f"/cams/{word}")
        at = datetime(day.year, day.month, day.day, 9, tzinfo=BERLIN)
        nudge = NudgeRecord(at, Cause.SLUMPED, word, f"{word} sit tall", Delivery.DELIVERED)
        store.add_nudge(replace(nudge, profile=f"{word}-desk", source=f"/cams/{word}"))
        write_page(day_summary(store, day, BERLIN, load_config()), data_dir() / "reports", [word])
        log_dir().mkdir(parents=True, exist_ok=True)
        with (log_dir() / "posture.log").open("a") as log:
            log.write(f"{day} 09:00:00,000 INFO {word} slumped\n  a trace of {word}\n")
        feedback = data_dir() / "feedback" / f"{word}-desk.json"
        feedback.parent.mkdir(exist_ok=True)
        feedback.write_text("{}")
    list(store.minutes(DAY, BERLIN, 3.0))
    (data_dir() / "reports" / "2026-W47.html").write_text("XYZZY and PLUGH in one week")
    ran("backup")
    (data_dir() / "posture.db.damaged-20261120T000000Z").write_bytes(b"XYZZY PLUGH")
    return store


KEPT_OF_OTHERS = {
    "data/posture.db",
    "data/backups/posture-000001",
    "data/reports/2026-11-19.html",
    "log/posture.log",
}


@pytest.mark.parametrize(
    "words",
    [
        ("--day", DAY),
        ("--profile", "XYZZY-desk"),
        ("--source", "/cams/XYZZY"),
    ],
    ids=lambda words: words[0],
)
def test_a_search_of_the_files_finds_nothing_of_what_was_deleted(marked, words):
    assert len(searched("XYZZY")) >= len(KEPT_OF_OTHERS) + 1
    ran("delete", *words, "--yes")
    assert searched("XYZZY") == []
    # A backup's name ends in the day it was made.
    kept = {re.sub(r"(/posture-\d+)-.*", r"\1", name) for name in searched("PLUGH")}
    assert kept == KEPT_OF_OTHERS
    assert marked.days(BERLIN) == (DAY - timedelta(days=1),)
    assert (data_dir() / "feedback" / "PLUGH-desk.json").exists()
    assert (data_dir() / "feedback" / "XYZZY-desk.json").exists() is (words[0] != "--profile")
    assert ran("check").startswith("ok")


def test_what_is_older_than_a_day_is_deleted_and_the_day_stays(marked):
    ran("delete", "--before", DAY, "--yes")
    assert searched("PLUGH") == []
    assert marked.days(BERLIN) == (DAY,)


def test_everything_leaves_nothing_but_calibrations_and_settings(marked):
    kept = data_dir() / "profiles" / "desk.json"
    kept.parent.mkdir()
    kept.write_text("{}")
    (data_dir() / "demo").mkdir()
    (data_dir() / "demo" / "posture.db").write_text("XYZZY")
    ran("delete", "--all", "--yes")
    assert searched("XYZZY") == searched("PLUGH") == []
    assert copies(record_path()) == []
    assert kept.exists()
    marked.add_samples([SampleRecord(AT, 1.0, WatchState.AWAY)])
    assert marked.days(BERLIN) == (DAY,), "the same open store goes on"


def test_a_restored_backup_is_the_record_again_and_can_be_undone(marked):
    before = everything(marked)
    ran("delete", "--day", DAY, "--yes")
    assert everything(marked) != before
    ran("backup")
    fewer = everything(marked)
    marked.add_samples([SampleRecord(AT, 1.0, WatchState.AWAY)])
    more = everything(marked)
    ran("restore", "--yes")
    assert everything(marked) == fewer
    assert marked.file.use(lambda db: db.execute("PRAGMA journal_mode").fetchone()) == ("wal",)
    ran("restore", copies(record_path())[0], "--yes")
    assert everything(marked) == more


@pytest.mark.usefixtures("marked")
def test_a_backup_is_written_where_it_is_wanted_and_nothing_is_written_over(tmp_path):
    ran("backup", "--out", tmp_path / "stick.db")
    assert "is there already" in refused("backup", "--out", tmp_path / "stick.db")
    with closing(sqlite3.connect(tmp_path / "stick.db")) as copy:
        assert copy.execute("SELECT count(*) FROM nudges").fetchone()[0] > 0


def test_what_lies_where_is_told_with_its_size_and_since_when(marked):
    told = json.loads(ran("info", "--json"))
    assert (told["record"]["since"], told["record"]["until"]) == ("2026-11-19", "2026-11-20")
    assert told["record"]["profiles"] == ["PLUGH-desk", "XYZZY-desk"]
    assert told["record"]["rows"]["looks"] == len(everything(marked)["samples"])
    sizes = {part["name"]: part["bytes"] for part in told["kept"]}
    assert sizes["record"] > 0
    assert sizes["backups"] == copies(record_path())[0].stat().st_size
    assert sizes["calibrations"] == 0
    assert "2026-11-19 to 2026-11-20" in ran("info")


def test_a_check_finds_what_is_damaged_and_leaves_it(marked):
    (data_dir() / "posture.db.damaged-20261120T000000Z").unlink()
    assert ran("check").startswith("ok")
    (copy,) = copies(record_path())
    whole = copy.read_bytes()
    copy.write_bytes(whole[: len(whole) // 2])
    assert f"The backup {copy} is damaged" in refused("check")
    copy.write_bytes(whole)
    marked.file.use(lambda db: db.execute("UPDATE nudges SET at_offset_s = 1000000 WHERE id = 1"))
    assert "1 rows of nudges" in refused("check")
    (data_dir() / "feedback" / "PLUGH-desk.json").write_text("{")
    done = run("check")
    assert "cannot be read" in done.output + str(done.exception)


def test_what_is_printed_as_json_is_as_the_page_says(marked, tmp_path):
    nothing = (set(), set())
    assert marked.days(BERLIN)
    words = {
        "data info": ("info",),
        "data export": ("export", "--out", tmp_path),
        "data import": ("import", tmp_path),
        "data delete": ("delete", "--day", DAY, "--yes"),
    }
    for section, command in words.items():
        assert undescribed(section, json.loads(ran(*command, "--json"))) == nothing, section


def test_of_nothing_nothing_is_told_and_nothing_made():
    assert json.loads(ran("info", "--json"))["record"]["since"] is None
    assert ran("check").startswith("ok")
    assert "nothing was there" in ran("delete", "--all", "--yes")
    assert "Nothing has been recorded yet" in refused("export", "--out", data_dir() / "x")
    assert not record_path().exists()
