"""What analysing costs beside the model alone, on the same frames, in one run.

    python -m tests.bench.analyze_speed [--hour]

Everything is held to one core and counted in CPU seconds, so that other programs hardly matter;
best of four. --hour also analyses an hour's video, watching the memory.
"""

import argparse
import os
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psutil

from posture.app.analyze.job import Job
from posture.app.analyze.tasks import AnalysisTask, _estimator, done
from posture.capture import open_recording
from posture.config import load_config
from posture.system import startup
from tests.support.clips import frames
from tests.support.recordings import filmed_as

RUNS, FILMS, LOOKS = 4, 4, 40
# Every frame is given to the model, as if somebody moved all the time.
ALL = ("capture.unmoved_s=0",)
HOUR_LOOKS, MB = 7200, 1 << 20


def cpu_s(work):
    began_s = time.process_time()
    work()
    return time.process_time() - began_s


@contextmanager
def memory_watched(every_s=5.0):
    """(seconds, MB) of this process, as it goes."""
    seen, is_over, began_s = [], threading.Event(), time.monotonic()

    def watch():
        me = psutil.Process()
        while not is_over.wait(every_s):
            seen.append((time.monotonic() - began_s, me.memory_info().rss / MB))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        is_over.set()
        watcher.join()


def pictures(many):
    moving = [*frames("f1_front"), *frames("m2_front_low")]
    return [moving[number % len(moving)] for number in range(many)]


def ratios(folder):
    """Film by film, each way in turn, so that a busy machine slows all of them alike."""
    strict, usual = (Job("", load_config(words)) for words in (ALL, ()))
    model = _estimator(strict)
    spent = dict.fromkeys(
        ("the model alone", "analysed, the model asked for each", "as usual"), 0.0
    )
    for number in range(FILMS):
        part = pictures(FILMS * LOOKS)[number * LOOKS : (number + 1) * LOOKS]
        film = filmed_as(folder / f"film{number}.mp4", part, 2)
        given = list(open_recording(film).frames())
        ways = (
            lambda given=given: [model.estimate(frame) for frame in given],
            lambda film=film: done(AnalysisTask(0, replace(strict, address=str(film)))),
            lambda film=film: done(AnalysisTask(0, replace(usual, address=str(film)))),
        )
        found = [[cpu_s(way) for way in ways] for _ in range(RUNS)]
        for name, runs in zip(spent, zip(*found, strict=True), strict=True):
            spent[name] += min(runs)
    alone, *_ = spent.values()
    print(f"{FILMS * LOOKS} frames of 480x360, one core, best of {RUNS}, CPU ms a frame:")
    for name, seconds in spent.items():
        each_ms = 1000 * seconds / (FILMS * LOOKS)
        print(f"  {name:36} {each_ms:6.1f}   {alone / seconds:5.2f} of the model alone", flush=True)


def hour(folder):
    film = filmed_as(folder / "hour.mp4", pictures(HOUR_LOOKS), 2)
    job = Job(str(film), load_config(()))
    with memory_watched() as seen:
        spent_s = cpu_s(lambda: done(AnalysisTask(0, job)))
    quarters = [seen[len(seen) * part // 4 - 1][1] for part in range(1, 5)]
    words = ", ".join(f"{mb:.0f}" for mb in quarters)
    print(f"An hour's video: {spent_s:.0f} CPU s; MB after each quarter: {words}")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--hour", action="store_true")
    asked = options.parse_args()
    startup.begin()
    if sys.platform == "linux":
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory(prefix="posture-speed-") as folder:
        ratios(Path(folder))
        if asked.hour:
            hour(Path(folder))


if __name__ == "__main__":
    main()
