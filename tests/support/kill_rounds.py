"""Kill a writer with SIGKILL, over and over, and count acknowledged records that are gone.

python -m tests.support.kill_rounds 60
"""

import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from posture.core.day.records import EpisodeRecord, SampleRecord
from posture.core.events import Cause
from posture.core.states import WatchState
from posture.store.sqlite import open_store
from tests.support.stores import SETTINGS

START = datetime(2026, 11, 20, tzinfo=UTC)
DAY = date(2026, 11, 20)


def write_for_ever(path: Path, first: int) -> None:
    """One look per batch, each acknowledged on stdout once it is on the disk."""
    store = open_store(path, SETTINGS)
    number = first
    while True:
        at = START + timedelta(milliseconds=number)
        store.add_samples([SampleRecord(at, 1.0, WatchState.UPRIGHT)])
        if number % 10 == 0:
            store.add_episode(EpisodeRecord(at, at, (Cause.SLUMPED,), 1.0, "corrected"))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        number += 1


def rounds(count: int, path: Path, seed: int = 1) -> tuple[int, int]:
    """(acknowledged, lost) samples over ``count`` kills of a writer on one file."""
    chance = random.Random(seed)  # noqa: S311 - when to kill, not a secret
    acknowledged: set[int] = set()
    for _ in range(count):
        first = max(acknowledged, default=-1) + 1000
        writer = subprocess.Popen(
            [sys.executable, "-m", "tests.support.kill_rounds", "--write", str(path), str(first)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
            text=True,
        )
        acknowledged.add(int(writer.stdout.readline()))
        time.sleep(chance.uniform(0, 0.15))
        writer.kill()
        acknowledged.update(int(line) for line in writer.stdout if line.endswith("\n"))
        writer.wait()
    store = open_store(path, SETTINGS)
    records = store.day(DAY, UTC)
    found = {round((s.at - START) / timedelta(milliseconds=1)) for s in records.samples}
    episodes = {round((e.started - START) / timedelta(milliseconds=1)) for e in records.episodes}
    lost = {n for n in acknowledged if n not in found or (n % 10 == 0 and n not in episodes)}
    assert store.notices == [], store.notices
    store.close()
    return len(acknowledged), len(lost)


if __name__ == "__main__":
    if sys.argv[1] == "--write":
        write_for_ever(Path(sys.argv[2]), int(sys.argv[3]))
    with tempfile.TemporaryDirectory() as folder:
        told, gone = rounds(int(sys.argv[1]), Path(folder) / "posture.db")
        sys.stdout.write(f"{sys.argv[1]} kills: {told} acknowledged, {gone} lost\n")
