"""``make soak``: the real monitor under a random fault every 20 s; exit code 1 after a finding."""

import argparse
import ctypes
import secrets
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from random import Random

from tests.soak.faults import CATALOGUE, deck
from tests.soak.findings import at_the_end
from tests.soak.stage import Stage, enter_own_space
from tests.soak.watch import BrokenError, Watch, how
from tests.support.webcam import why_not

FAULT_EVERY_S = 20.0
LAST_LINES = 40
_SET_CHILD_SUBREAPER = 36


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=None, help="reruns the same faults")
    parser.add_argument(
        "--keep", type=Path, help="where to put what posture wrote, after a finding"
    )
    options = parser.parse_args()
    if why := why_not():
        print(f"not here: {why}")
        return 0
    enter_own_space()
    # Whatever loses its parent becomes a child of this process, and is found.
    ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    seed = secrets.randbelow(10**6) if options.seed is None else options.seed
    print(f"{options.minutes:g} minutes, seed {seed}: --seed {seed} reruns it", flush=True)
    with (
        tempfile.TemporaryDirectory(prefix="posture-soak-") as folder,
        Stage(Path(folder)) as stage,
    ):
        for part, why in stage.missing.items():
            print(f"left out: {part} ({why})")
        findings = soak(stage, options.minutes * 60, Random(seed))
        for finding in findings:
            print(f"FOUND {finding}", flush=True)
        if findings and options.keep:
            left_out = shutil.ignore_patterns("control.sock")
            shutil.copytree(stage.home, options.keep, symlinks=True, ignore=left_out)
    print(f"{len(findings)} findings, seed {seed}", flush=True)
    return 1 if findings else 0


def soak(stage: Stage, length_s: float, random: Random) -> list[str]:
    """Everything found; ends early with what the monitor did not get over."""
    watch, began_s = Watch(stage), time.monotonic()
    happened: Counter[str] = Counter()
    recoveries_s = []
    try:
        watch.start("--source", "0")
        watch.recover()
        for number, name in enumerate(deck(random, stage.missing), start=1):
            due_s = began_s + number * FAULT_EVERY_S
            if due_s > began_s + length_s:
                break
            time.sleep(max(0.0, due_s - time.monotonic()))
            what = CATALOGUE[name][2](stage, watch, random)
            recoveries_s.append(watch.recover())
            watch.read()
            happened[name] += 1
            print(f"{stage.now_s():6.0f} s  {name}: {what}; well after {recoveries_s[-1]:.1f} s")
            sys.stdout.flush()
        time.sleep(max(0.0, began_s + length_s - time.monotonic()))
        watch.recover()
    except BrokenError as broken:
        return [str(broken), *_last_words(stage)]
    found = [*at_the_end(stage, watch)]
    _say_how_it_went(watch, happened, recoveries_s)
    return found


def _last_words(stage: Stage) -> list[str]:
    """The log's end, of a watch that did not come to the end of the soak."""
    with suppress(OSError):
        lines = (stage.home / "log" / "posture.log").read_text(errors="replace").splitlines()
        return [f"the log: {line}" for line in lines[-LAST_LINES:]]
    return []


def _say_how_it_went(watch: Watch, happened: Counter[str], recoveries_s: list[float]) -> None:
    said = ", ".join(f"{name} {count}" for name, count in sorted(happened.items()))
    print(f"{happened.total()} faults: {said}")
    if recoveries_s:
        middle_s = statistics.median(recoveries_s)
        print(f"well again after {middle_s:.1f} s (median), {max(recoveries_s):.1f} s (longest)")
    ends = Counter(how(code) for code in watch.ends().values())
    print("monitors ended " + ", ".join(f"{way}: {count}" for way, count in sorted(ends.items())))
    lives = dict.fromkeys(reading.pid for reading in watch.readings)
    print(
        f"{len(lives)} monitors; memory, threads and descriptors at the first and last calm moment:"
    )
    for pid in lives:
        life = [reading for reading in watch.readings if reading.pid == pid]
        first, last = life[0], life[-1]
        print(
            f"  for {last.age_s:5.0f} s: {first.own_mb:.1f} -> {last.own_mb:.1f} MB, "
            f"{first.threads} -> {last.threads}, {first.descriptors} -> {last.descriptors}"
        )


if __name__ == "__main__":
    sys.exit(main())
