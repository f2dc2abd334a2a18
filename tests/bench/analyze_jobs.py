"""How much faster two jobs analyse a folder than one: ``python -m tests.bench.analyze_jobs``.

In turns, best of some rounds, starts included. Two processes that only ask the model, on as many
frames, say what this machine's cores can give: two threads of one core give less than two.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from posture.app.analyze.job import Job
from posture.app.analyze.tasks import _estimator
from posture.capture import open_recording
from posture.config import load_config
from posture.system import startup
from tests.bench.analyze_speed import ALL, pictures
from tests.support.recordings import filmed_as

LOOKS_A_CLIP = 60


def ask_model(films):
    model = _estimator(Job(str(films[0]), load_config(ALL)))
    for film in films:
        for frame in open_recording(film).frames():
            model.estimate(frame)


def model_alone_s(films, jobs):
    began_s = time.perf_counter()
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        list(pool.map(ask_model, [films[job::jobs] for job in range(jobs)]))
    return time.perf_counter() - began_s


def analysis_s(films, jobs):
    command = [sys.executable, "-m", "posture", "analyze", str(films[0].parent)]
    command += ["--jobs", str(jobs), "--format", "csv", "--set", ALL[0]]
    with tempfile.TemporaryDirectory(prefix="posture-jobs-") as folder:
        began_s = time.perf_counter()
        subprocess.run([*command, "--out", f"{folder}/out"], check=True, capture_output=True)
        return time.perf_counter() - began_s


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--clips", type=int, default=24)
    options.add_argument("--rounds", type=int, default=3)
    asked = options.parse_args()
    startup.begin()
    with tempfile.TemporaryDirectory(prefix="posture-jobs-") as folder:
        film = filmed_as(Path(folder) / "0.mp4", pictures(LOOKS_A_CLIP), 2)
        films = [film, *(film.with_stem(str(number)) for number in range(1, asked.clips))]
        for copy in films[1:]:
            copy.write_bytes(film.read_bytes() + copy.stem.encode())  # else known by its content
        took: dict[tuple[str, int], float] = {}
        for _ in range(asked.rounds):
            for what, work in (("model alone", model_alone_s), ("analysis", analysis_s)):
                for jobs in (1, 2):
                    took[what, jobs] = min(work(films, jobs), took.get((what, jobs), 1e9))
    for what in ("model alone", "analysis"):
        one_s, two_s = took[what, 1], took[what, 2]
        print(f"{what}: {one_s:.1f} s by one, {two_s:.1f} s by two: {one_s / two_s:.2f} times")


if __name__ == "__main__":
    main()
