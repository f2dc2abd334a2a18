"""How much longer reports take after ten years of use: ``python -m tests.bench.ten_years``.

Makes a record of ten years of workdays, the last 92 days as looks and the others as minutes, as
retention leaves them, and one of its last week, and compares in one run. The first round is shown
by itself: it may find minutes that are not joined yet.
"""

import argparse
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from posture.config import load_config
from posture.core.day.minutes import minutes_of
from posture.core.day.records import DayRecords, Origin
from posture.core.day.timeline import credits_within, day_bounds
from posture.store import to_rows
from posture.store.sqlite import open_store
from posture.store.tables import EPISODES, MINUTES, NUDGES, SAMPLES, Row, Table
from tests.support.days import LIMITS, ZONE, a_day

_KINDS = 7  # different days, which come again and again
_LATEST = 5  # Monday to Friday
_DAY_US = 86_400_000_000


def workdays(years: float, last: date) -> Iterator[date]:
    """Oldest first."""
    first = last - timedelta(days=round(years * 365.25))
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return (day for day in days if day.weekday() < _LATEST)


def make_record(path: Path, days: list[date], looks_since: date) -> None:
    """A record of these days; looks of those from a day on, minutes of all."""
    base = date(2026, 11, 20)
    kinds = [_rows_of(a_day(base, seed), base) for seed in range(_KINDS)]
    config = load_config()
    with closing(open_store(path, config.store)) as store:

        def fill(connection: sqlite3.Connection) -> None:
            for number, day in enumerate(days):
                shift_us = (day - base).days * _DAY_US
                for table, made in kinds[number % _KINDS].items():
                    if table is not SAMPLES or day >= looks_since:
                        _insert(connection, table, made, shift_us)

        store.file.write(fill)
        # The first run would add up the minutes of days with looks; that is the week of warming up.
        for _ in store.minutes(days[0], ZONE, config.monitor.gap_intervals, days[-1]):
            pass


def _rows_of(records: DayRecords, day: date) -> dict[Table, list[Row]]:
    origin = Origin("default", "0")
    looks = [
        replace(look, profile=origin.profile, source=origin.source) for look in records.samples
    ]
    stretches = credits_within(looks, *day_bounds(day, ZONE), LIMITS.gap_intervals)
    return {
        SAMPLES: [to_rows.sample_row(look) for look in looks],
        MINUTES: [to_rows.minute_row(minute) for minute in minutes_of(stretches)],
        EPISODES: [to_rows.episode_row(episode) for episode in records.episodes],
        NUDGES: [to_rows.nudge_row(nudge) for nudge in records.nudges],
    }


def _insert(connection: sqlite3.Connection, table: Table, made: list[Row], shift_us: int) -> None:
    names = table.row.__struct_fields__
    times = {at for at, name in enumerate(names) if name.endswith("_us") and name != "lasting_us"}
    shifted = (
        tuple(
            cell + shift_us if at in times and cell is not None else cell
            for at, cell in enumerate(row)
        )
        for row in made
    )
    marks = ", ".join("?" * len(names))
    connection.executemany(
        f"INSERT INTO {table.name} ({table.columns}) VALUES ({marks})",  # noqa: S608 - constants
        shifted,
    )


def seconds(home: Path, *words: str, rounds: int) -> float:
    """CPU seconds of a command, the median of some rounds."""
    environment = {
        **os.environ,
        "TZ": "Europe/Berlin",
        "POSTURE_DATA_DIR": str(home),
        "POSTURE_CONFIG_DIR": str(home / "settings"),
        "POSTURE_LOG_DIR": str(home / "log"),
    }
    taken = []
    for _ in range(rounds + 1):
        before = os.times()
        begun = time.perf_counter()
        command = [sys.executable, "-m", "posture", *words]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        wall = time.perf_counter() - begun
        after = os.times()
        cpu = after.children_user + after.children_system
        taken.append((cpu - before.children_user - before.children_system, wall))
    walls = [wall for _, wall in taken[1:]]
    cpus = [cpu for cpu, _ in taken[1:]]
    said = f"wall {statistics.median(walls):.2f} s, fastest {min(walls):.2f} s"
    said += f"; CPU {min(cpus):.2f} to {max(cpus):.2f} s, the first time {taken[0][0]:.2f} s"
    print(f"  posture {' '.join(words)}: {said}", flush=True)
    return statistics.median(cpus)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--years", type=float, default=10.0)
    parser.add_argument("--keep", type=Path, help="make the records here, and leave them")
    asked = parser.parse_args()
    last = date.today()  # noqa: DTZ011 - the local day
    days = list(workdays(asked.years, last))
    with tempfile.TemporaryDirectory() as folder:
        home = asked.keep or Path(folder)
        long, short = home / "ten-years", home / "one-week"
        if not long.exists():
            make_record(long / "posture.db", days, last - timedelta(days=92))
            make_record(short / "posture.db", days[-_LATEST:], last - timedelta(days=92))
        day = days[-1].isoformat()
        for name, words in {
            "day": ("report", "--day", day),
            "month": ("report", "--month"),
            "year": ("report", "--year"),
        }.items():
            took = {
                at: seconds(home / at, *words, rounds=asked.rounds)
                for at in ("ten-years", "one-week")
            }
            ratio = took["ten-years"] / took["one-week"]
            print(f"{name}: {took['ten-years']:.2f} s of CPU, {ratio:.2f} times one week's")
        size = (long / "posture.db").stat().st_size / 1e6
        print(f"on disk: {size:.0f} MB of {len(days)} workdays")


if __name__ == "__main__":
    main()
