"""What the soak looks for is found when it is there."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from types import SimpleNamespace

import pytest

from tests.soak import findings
from tests.soak.stage import CLOCK, Stage
from tests.soak.watch import Reading, Watch
from tests.support.webcam import compile_library, why_not

READS_THE_TIME = "import time\nprint(flush=True)\nwhile True: time.time()"
BEGAN_AT_S = 1_000_000.0
LENGTH_S = 240.0


@pytest.fixture
def stage(tmp_path):
    """A stage after a soak of four minutes, with its clock an hour ahead in the second."""
    made = Stage(tmp_path)
    made._began_at_s = BEGAN_AT_S
    made.clock_moves = [(0.0, 0), (60.0, 3600), (120.0, 0)]
    made.now_s = lambda: LENGTH_S
    for name in ("data", "log"):
        (made.home / name).mkdir(parents=True)
    return made


def keep(stage, at_s):
    with closing(sqlite3.connect(stage.home / "data" / "posture.db")) as record, record:
        record.execute("CREATE TABLE samples (at_us)")
        rows = [((BEGAN_AT_S + one) * 1e6,) for one in at_s]
        record.executemany("INSERT INTO samples VALUES (?)", rows)


def test_a_minute_without_looks_is_found_unless_no_monitor_ran(stage):
    keep(stage, [30, 90, 130])
    watch = SimpleNamespace(away=[])
    of_minute = "nothing in the record of minute {}".format
    assert [*findings._minutes(stage, watch, LENGTH_S)] == [of_minute(1)]
    watch.away = [(70.0, 75.0)]
    assert [*findings._minutes(stage, watch, LENGTH_S)] == []


def test_a_minute_under_a_wrong_clock_counts_by_what_the_clock_showed(stage):
    keep(stage, [30, 3690, 130])
    assert [*findings._minutes(stage, SimpleNamespace(away=[]), LENGTH_S)] == []


def test_a_file_left_behind_and_a_traceback_in_the_log_are_found(stage):
    (stage.home / "data" / "posture.db").touch()
    assert [*findings._files(stage)] == []
    (stage.home / "data" / "posture.lock").touch()
    assert [*findings._files(stage)] == ["left behind: data/posture.lock"]
    log = stage.home / "log" / "posture.log"
    log.write_text("12:00 begun\n")
    assert [*findings._log(stage)] == []
    log.write_text(
        "12:00 bad\nTraceback (most recent call last):\n  File x\nKeyError: 1\n12:01 on\n"
    )
    (found,) = findings._log(stage)
    assert "KeyError" in found
    assert "12:01" not in found


@pytest.mark.parametrize(
    ("name", "much", "few"), [("own_mb", 25.0, 23.0), ("threads", 5, 4), ("descriptors", 5, 4)]
)
def test_what_a_monitor_holds_more_and_more_of_is_found(name, much, few):
    def grown(by):
        first = {"own_mb": 20.0, "camera_mb": 90.0, "threads": 8, "descriptors": 20, "children": 2}
        later = {**first, name: first[name] + by}
        readings = [Reading(at_s=0, pid=7, age_s=0, **first), Reading(60, 7, 60, **later)]
        return [*findings._growth(SimpleNamespace(readings=readings))]

    assert len(grown(much)) == 1
    assert grown(few) == []


@pytest.mark.skipif(sys.platform == "win32", reason="a signal has a number there")
def test_a_monitor_that_was_neither_stopped_nor_killed_from_here_is_found():
    watch = Watch(None)
    for code, is_ours in ((0, False), (1, False), (-signal.SIGKILL, True), (-signal.SIGBUS, False)):
        life = SimpleNamespace(wait=lambda _timeout_s, code=code: code)
        watch._lives[code] = life
        if is_ours:
            watch._killed.add(code)
    assert watch.unwanted_ends() == [
        "the monitor 1 ended with exit code 1",
        f"the monitor {-signal.SIGBUS} ended by SIGBUS",
    ]


@pytest.mark.skipif(bool(why_not()), reason=why_not() or "")
def test_whoever_reads_the_time_outlives_every_step_of_the_clock(stage, tmp_path):
    """A step that cut the clock's file short for a moment killed the monitor, once in an hour."""
    library = compile_library(tmp_path, CLOCK)
    stage._offset = tmp_path / "offset"
    stage.set_clock(0)
    with subprocess.Popen(
        [sys.executable, "-c", READS_THE_TIME],
        env={**os.environ, "LD_PRELOAD": str(library), "FAKE_CLOCK": str(stage._offset)},
        stdout=subprocess.PIPE,
    ) as reader:
        reader.stdout.readline()
        for ahead_s in range(2000):
            stage.set_clock(ahead_s)
        assert reader.poll() is None
        reader.kill()
