"""What must be true of a monitor that has been through all of it; each finding is one sentence."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import psutil

from tests.soak.stage import Stage
from tests.soak.watch import Watch
from tests.support.processes import command_line

# Of one monitor between two calm moments: what it knows of a person it is calibrated for, twice
# (7 and 5 MB), a report it was asked for, and what SQLite and Python keep for the next time.
GROWTH_MB = 24.0
MINUTE_S = 60
# Connections to the bus are made when they are needed, and made again after it has failed.
COMING_AND_GOING = {"threads": 4, "descriptors": 4, "children": 1}
# Of looks that were not yet written when their monitor was killed (store.batch_s), and its start.
UNWRITTEN_S = 10.0
OURS = re.compile(r"-m posture\b|posture\.(monitor|desktop)\b|pactl")
TRACEBACK = re.compile(r"^.*\n?Traceback[^\n]*\n(?:[ \t][^\n]*\n)*[^\n]*", re.MULTILINE)
KEPT = re.compile(
    r"""config/config\.toml | data/posture\.db | data/backups/posture-[^/]* |
        data/profiles/default\.json | data/feedback/[^/]*\.json | data/reports/[^/]*\.html |
        log/posture\.log(\.\d+)?""",
    re.VERBOSE,
)


def at_the_end(stage: Stage, watch: Watch) -> Iterator[str]:
    """What is wrong; it stops the watch, to see what that leaves."""
    yield from _growth(watch)
    watch.stop()
    ended_s = stage.now_s()
    yield from watch.unwanted_ends()
    yield from _orphans()
    yield from _files(stage)
    yield from _record(stage)
    yield from _minutes(stage, watch, ended_s)
    yield from _log(stage)


def _growth(watch: Watch) -> Iterator[str]:
    for pid in dict.fromkeys(reading.pid for reading in watch.readings):
        life = [reading for reading in watch.readings if reading.pid == pid]
        first, last = life[0], life[-1]
        if (grown_mb := last.own_mb - first.own_mb) > GROWTH_MB:
            yield f"the monitor {pid} grew by {grown_mb:.1f} MB in {last.at_s - first.at_s:.0f} s"
        for name, most in COMING_AND_GOING.items():
            was, now = getattr(first, name), getattr(last, name)
            if now - was > most:
                yield f"the monitor {pid} had {was} {name} and has {now}"


def _orphans() -> Iterator[str]:
    """What was left behind is this process's child by now: __main__.py asks for that."""
    for process in psutil.Process().children(recursive=True):
        words = " ".join(command_line(process))
        if OURS.search(words):
            yield f"still runs: {words[-200:]}"


def _files(stage: Stage) -> Iterator[str]:
    for path in sorted(stage.home.rglob("*")):
        name = path.relative_to(stage.home).as_posix()
        if not path.is_dir() and not KEPT.fullmatch(name):
            yield f"left behind: {name}"


def _record(stage: Stage) -> Iterator[str]:
    with closing(sqlite3.connect(stage.home / "data" / "posture.db")) as record:
        (sound,) = record.execute("PRAGMA integrity_check").fetchone()
    if sound != "ok":
        yield f"the record: {sound}"
    told = stage.run("report", "--json")
    if told.returncode != 0:
        yield f"no report: {told.stderr}"
    elif notices := json.loads(told.stdout)["notices"]:
        yield f"the report: {notices}"


def _minutes(stage: Stage, watch: Watch, ended_s: float) -> Iterator[str]:
    """Every minute in which a monitor ran has its looks in the record, whatever the clock showed.

    A pause, an empty room and a camera that is gone are looks too.
    """
    with closing(sqlite3.connect(stage.home / "data" / "posture.db")) as record:
        stamps_us = [at_us for (at_us,) in record.execute("SELECT at_us FROM samples")]
    kept = {int(at_s // MINUTE_S) for at_us in stamps_us for at_s in stage.happened_s(at_us / 1e6)}
    for minute_s in range(0, int(ended_s) - MINUTE_S, MINUTE_S):
        if minute_s // MINUTE_S in kept:
            continue
        if not any(
            from_s - UNWRITTEN_S <= minute_s + MINUTE_S and minute_s <= to_s + UNWRITTEN_S
            for from_s, to_s in watch.away
        ):
            yield f"nothing in the record of minute {minute_s // MINUTE_S}"


def _log(stage: Stage) -> Iterator[str]:
    text = "".join(path.read_text(errors="replace") for path in (stage.home / "log").iterdir())
    for found in re.finditer(
        r"^.*\n?Traceback[^\n]*\n(?:[ \t][^\n]*\n)*[^\n]*", text, re.MULTILINE
    ):
        yield f"in the log: {found[0]}"
