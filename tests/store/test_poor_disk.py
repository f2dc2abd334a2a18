"""A data folder on a file system that cannot share memory, or lock: poor_disk.c is preloaded."""

import json
import shutil
import subprocess
import sys
from contextlib import closing

import pytest

from posture.config import load_config
from posture.store.sqlite import open_store
from posture.system.lock_file import LockFile, refuse_without_locks
from tests.support.clips import first, joined
from tests.support.command import ROOT, refused

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("gcc") is None,
    reason="the poor disk is a Linux library, and needs gcc",
)
WAL, ROLLBACK = b"\x02\x02", b"\x01\x01"


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    made = tmp_path_factory.mktemp("poor_disk") / "poor_disk.so"
    source = ROOT / "tests/support/poor_disk.c"
    subprocess.run(
        ["gcc", "-Wall", "-Werror", "-shared", "-fPIC", "-O2", "-o", made, source, "-ldl"],
        check=True,
    )
    return made


@pytest.fixture
def lacking(library, posture):
    """lacking(what): the environment in which the data folder's file system lacks it."""

    def environment(what):
        return {
            "LD_PRELOAD": str(library),
            "POOR_DISK": what,
            "POOR_DISK_FOLDER": str(posture.home / "data"),
        }

    return environment


def journal_of(posture):
    return (posture.home / "data" / "posture.db").read_bytes()[18:20]


def test_without_shared_memory_it_watches_and_reports_without_wal(posture, lacking, tmp_path):
    upright = joined(tmp_path / "upright", ("f1_front", first("f1_front", "upright"), 4))
    for _ in range(2):
        words = ["run", "--source", upright, "--into-record", "--quiet"]
        done = posture(*words, **lacking("no-shared-memory"))
        assert (done.returncode, done.stderr) == (0, "")
    assert journal_of(posture) == ROLLBACK
    done = posture("report", "--json", **lacking("no-shared-memory"))
    assert json.loads(done.stdout)["watched_s"] > 0
    left = {path.name for path in (posture.home / "data").iterdir()}
    assert not {name for name in left if name.endswith(("-shm", "-wal", ".new"))}


def test_a_record_moved_there_from_another_disk_is_read_and_loses_nothing(posture, lacking):
    path = posture.home / "data" / "posture.db"
    path.parent.mkdir(parents=True)
    with closing(open_store(path, load_config().store)):
        assert journal_of(posture) == WAL
    before = posture("report", "--json").stdout
    assert posture("report", "--json", **lacking("no-shared-memory")).stdout == before
    assert journal_of(posture) == ROLLBACK
    assert posture("report", "--json").stdout == before


@pytest.mark.parametrize("what", ["no-flock", "no-record-locks"])
def test_without_locks_one_line_names_the_folder(posture, lacking, what):
    clip = ROOT / "samples/clips/f1_front.mp4"
    said = refused(posture("run", "--source", clip, "--for", "1s", "--quiet", **lacking(what)))
    folder = posture.home / "data"
    assert said.startswith(f"The folder {folder} is on a file system without file locks.")
    assert "POSTURE_DATA_DIR" in said


def test_a_folder_with_locks_is_not_refused(tmp_path):
    refuse_without_locks(tmp_path)
    with LockFile(tmp_path / "lock"):
        refuse_without_locks(tmp_path)
