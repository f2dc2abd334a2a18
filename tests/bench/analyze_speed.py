"""What analysing costs beside the model alone, on the same frames, in one run.

    python -m tests.bench.analyze_speed [--hour]

Everything is held to one core and counted in CPU seconds, so that other programs hardly matter;
best of three. --hour also analyses an hour's video, watching the memory.
"""

import argparse
import os
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import psutil

from posture.app.analyze.job import Job
from posture.app.analyze.judging import judged
from posture.app.analyze.looking import due_frames
from posture.app.analyze.tasks import AnalysisTask, _estimator, done
from posture.capture import FrameCheck, open_recording
from posture.config import load_config
from posture.monitor.frame_look import FrameLooker
from posture.system import startup
from tests.support.clips import frames
from tests.support.recordings import filmed_as

RUNS, LOOKS = 3, 160
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


class Timed:
    """The model, and the CPU seconds that it alone has taken."""

    def __init__(self, model):
        self._model, self.spent_s, self.asked = model, 0.0, 0

    def estimate(self, frame):
        began_s = time.process_time()
        found = self._model.estimate(frame)
        self.spent_s += time.process_time() - began_s
        self.asked += 1
        return found


def ratios(folder):
    """What the model takes inside the work on each frame, over all that is spent on it.

    On one thread, for a process's CPU time cannot be told apart by thread; frame by frame, so that
    a busy machine slows both alike.
    """
    film = filmed_as(folder / "film.mp4", pictures(LOOKS), 2)
    print(f"{LOOKS} frames of 480x360, one core, best of {RUNS}, CPU ms a look:")
    for name, words in (("the model asked for each", ALL), ("as usual", ())):
        job = Job(str(film), load_config(words))
        model = _estimator(job)
        model.estimate(next(open_recording(film).frames()))
        found = []
        for _ in range(RUNS):
            timed = Timed(model)
            looker = FrameLooker(
                timed, FrameCheck(job.config.capture, live=False), job.config.capture
            )
            reel = open_recording(film).reel()
            looks = ((looker.look(frame), None) for _, frame in due_frames(reel, 2.0))
            all_s = cpu_s(lambda looks=looks, job=job: judged(job, looks, None))
            found.append((all_s, timed.spent_s, timed.asked))
        all_s, model_s, asked = min(found)
        model_ms, each_ms = 1000 * model_s / asked, 1000 * all_s / LOOKS
        print(
            f"  {name:25} {each_ms:5.1f}, the model alone {model_ms:5.1f} a frame: "
            f"{model_ms / each_ms:.2f} of its speed",
            flush=True,
        )


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
