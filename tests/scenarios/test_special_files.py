"""Pipes, devices, folders and links that lead nowhere, where a file of ours should be."""

import os
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime

import pytest

from posture.core.nudges.feedback import Feedback
from posture.store.feedback_file import load_feedback
from posture.store.pause_file import Holds, TimedHold, load_holds, save_holds
from tests.support.command import refused
from tests.support.waiting import PATIENCE_S

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes and devices")

RECORD, CONFIG = "data/posture.db", "config/config.toml"
PROFILE = "data/profiles/default.json"
PAUSE, FEEDBACK = "data/holds.json", "data/feedback/no profile.json"


def pipe(path):
    os.mkfifo(path)


def device(path):
    path.symlink_to("/dev/zero")


def folder(path):
    path.mkdir()


def link_to_nowhere(path):
    path.symlink_to(path.parent / "a disk" / path.name)


@pytest.mark.parametrize("kind", [pipe, device, folder, link_to_nowhere])
@pytest.mark.parametrize(
    ("place", "words"),
    [
        (RECORD, ["report"]),
        (RECORD, ["run", "--source", "99"]),
        (CONFIG, ["config", "check"]),
        (PROFILE, ["profiles", "show", "default"]),
        (PROFILE, ["run", "--source", "99"]),
    ],
)
def test_what_is_no_file_is_one_line_and_stays_as_it_is(posture, place, words, kind):
    path = posture.home / place
    path.parent.mkdir(parents=True)
    kind(path)
    before = stat.S_IFMT(path.lstat().st_mode)
    said = refused(posture(*words, timeout_s=PATIENCE_S))
    assert str(path) in said
    assert stat.S_IFMT(path.lstat().st_mode) == before


@pytest.mark.parametrize("kind", [pipe, device, folder, link_to_nowhere])
@pytest.mark.parametrize("place", [PAUSE, FEEDBACK])
def test_in_place_of_a_pause_or_of_feedback_it_is_as_none(tmp_path, monkeypatch, place, kind):
    monkeypatch.setenv("POSTURE_DATA_DIR", str(tmp_path / "data"))
    path = tmp_path / place
    path.parent.mkdir(parents=True)
    kind(path)
    now = datetime(2026, 11, 20, tzinfo=UTC)
    assert load_feedback(None) == Feedback()
    assert load_holds(now) == Holds()
    is_in_the_way = kind is folder and place == PAUSE
    saved = save_holds(Holds(TimedHold.of(now, 60.0, "asked")))
    assert saved is not is_in_the_way


def test_a_record_on_another_disk_stays_there_when_it_is_healed(posture, tmp_path):
    """What the link leads to is mended; the link and the other disk's file stay what they are."""
    disk = tmp_path / "a disk"
    disk.mkdir()
    (posture.home / "data").mkdir(parents=True)
    (posture.home / RECORD).symlink_to(disk / "posture.db")
    said = refused(posture("report"))
    assert "Mount that disk" in said
    (disk / "posture.db").write_text("damaged")
    assert "damaged" in posture("report").stderr
    assert (posture.home / RECORD).is_symlink()
    assert (disk / "posture.db").read_bytes().startswith(b"SQLite")
    assert len(list(disk.glob("posture.db.damaged-*"))) == 1
    with closing(sqlite3.connect(disk / "posture.db")) as record:
        assert record.execute("SELECT count(*) FROM samples").fetchone() == (0,)
