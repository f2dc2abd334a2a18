"""What a watch costs here: what ``posture start`` starts, measured from outside; and the floor.

CPU time, not wall-clock time: it stays much the same when other programs are busy.
Everything counts, from the start of the interpreter to the end of the last process.
"""

import compileall
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from posture.app.bench.usage import Usage
from posture.app.watch.background import Asked, start_unattended
from posture.config import Config, load_config
from posture.errors import InputError, PostureError
from posture.monitor.control_socket import ask
from posture.system.paths import resource
from posture.system.scratch import scratch_folder
from posture.vision.models import verified_model

CLIP = "samples/clips/day.mp4"
# Nobody wants the benchmark's nudges on the screen.
_SILENT = "notifier.backend=off"
_START_S, _STOP_S = 60.0, 10.0
_POLL_S = 0.25
# How often the processes are looked at, which disturbs them a little, and how long they are left to
# settle before memory, threads and descriptors count as those at the start.
_LOOK_IN_S, _SETTLING_S = 10.0, 20.0
# Between two calls of the model alone: so far apart one costs what it costs in a watch. Other
# programs make it dearer, so the least of some runs counts.
_FLOOR_APART_S, _FLOOR_RUNS = 0.2, 3

Progress = Callable[[float], None]


def bench(
    source: str | None, length_s: float, overrides: Sequence[str], progress: Progress
) -> dict[str, Any]:
    """Watch for length_s seconds, then run the model alone; every figure, JSON-able.

    source: None for the bundled day, else what --source takes. progress: gets seconds since the
    start. Raises InputError when the watch ends early or judges nothing.
    """
    config = load_config(overrides)
    # An installed program is there as bytecode. That of a checkout may not be, and making it is
    # the cost of a change, not of a watch.
    compileall.compile_dir(Path(__file__).parents[2], quiet=2)
    watched = _watched(source, length_s, overrides, progress)
    counted = watched.status["camera_process"]
    if not counted["model_calls"]:
        raise InputError(
            f"Nothing could be judged: {watched.status['state']}.", "Run `posture doctor`."
        )
    progress(length_s)
    calls = counted["model_calls"]
    floor_s = min(floor_cpu_s(config, calls, source) for _ in range(_FLOOR_RUNS))
    share = watched.cpu_s / watched.wall_s
    parts = counted["cpu_s"]
    looked_s = {
        "capture": parts["capture"],
        "change_test": parts["check"],
        "model": parts["model"],
    }
    monitor_s = watched.status["cpu_s"]
    rest_s = watched.cpu_s - monitor_s - sum(looked_s.values())
    split = {**looked_s, "rest_of_eyes": rest_s, "monitor": monitor_s}
    usage = watched.usage
    return {
        "share_of_core": round(share, 5),
        "cpu_s_per_hour": round(share * 3600, 1),
        "cpu_s": round(watched.cpu_s, 3),
        "wall_s": round(watched.wall_s, 1),
        "split_cpu_s": {part: round(seconds, 3) for part, seconds in split.items()},
        "floor_cpu_s": round(floor_s, 3),
        "ratio_to_floor": round(watched.cpu_s / floor_s, 3),
        "memory_mb": round(max(usage.memory_mb), 1),
        "memory_growth_mb": round(usage.own_mb[-1] - usage.own_mb[0], 1),
        "start_to_first_judgement_s": round(watched.first_judgement_s, 2),
        "stop_s": round(watched.stop_s, 2),
        "frame_age_max_s": counted["oldest_frame_s"],
        "looks": counted["looks"],
        "model_calls": counted["model_calls"],
        "threads": {"start": usage.threads[0], "end": usage.threads[-1]},
        "descriptors": {"start": usage.descriptors[0], "end": usage.descriptors[-1]},
    }


def floor_cpu_s(config: Config, calls: int, source: str | None) -> float:
    """CPU seconds of a process that only calls the model, so many times, on pictures of that size.

    A camera's pictures are gone: the bundled day's, at the camera's size, stand for them.
    Raises InputError when the process fails.
    """
    is_file = source is None or Path(source).is_file()
    video = Path(source) if source and is_file else resource(CLIP)
    size = [] if is_file else [config.capture.width_px, config.capture.height_px]
    words = [verified_model(config.vision.model), calls, _FLOOR_APART_S, video, *size]
    before_s = _children_cpu_s()
    with subprocess.Popen(  # noqa: S603 - this very program
        [sys.executable, "-m", "posture.app.bench.floor", *map(str, words)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as floor:
        assert floor.stdout is not None  # noqa: S101 - asked for above
        said = floor.stdout.read()
    if floor.returncode:
        raise InputError("The model alone cannot be run.", "Run `posture doctor`.")
    measured = json.loads(said)
    cpu_s = measured["cpu_s"] if before_s is None else (_children_cpu_s() or 0.0) - before_s
    return float(cpu_s - measured["decoding_s"])


@dataclass(frozen=True, slots=True)
class _Watched:
    status: Mapping[str, Any]
    usage: Usage
    cpu_s: float
    wall_s: float
    first_judgement_s: float
    stop_s: float


def _watched(
    source: str | None, length_s: float, overrides: Sequence[str], progress: Progress
) -> _Watched:
    with scratch_folder("posture-bench-") as home, _data_in(home):
        cpu_before_s, began_s = _children_cpu_s(), time.monotonic()
        watch = start_unattended(
            Asked(source or str(resource(CLIP)), None, (*overrides, _SILENT), loop=True),
            ends_with_us=True,
        )
        try:
            process, usage = psutil.Process(watch.pid), Usage()
            first_s = _first_judgement_s(watch, began_s)
            next_look_s = min(_SETTLING_S, length_s / 2)
            while (elapsed_s := time.monotonic() - began_s) < length_s:
                progress(elapsed_s)
                if elapsed_s >= next_look_s:
                    usage.look(process)
                    next_look_s += _LOOK_IN_S
                _wait(watch, min(1.0, length_s - elapsed_s))
            status = _status(watch)
            usage.look(process)
            asked_s = time.monotonic()
            ask("stop")
            watch.wait(_STOP_S)
        finally:
            _end(watch)
        ended_s = time.monotonic()
    cpu_s = usage.cpu_s if cpu_before_s is None else (_children_cpu_s() or 0.0) - cpu_before_s
    return _Watched(status, usage, cpu_s, ended_s - began_s, first_s, ended_s - asked_s)


def _first_judgement_s(watch: "subprocess.Popen[str]", began_s: float) -> float:
    while time.monotonic() - began_s < _START_S:
        with suppress(InputError):
            status, asked_s = ask("status"), time.monotonic()
            judged_s = status["camera_process"]["first_judgement_s"]
            if judged_s is not None:
                return float(asked_s - began_s - status["running_for_s"] + judged_s)
        _wait(watch, _POLL_S)
    raise InputError(f"Nothing was judged in {_START_S:.0f} s.", "Run `posture doctor`.")


def _wait(watch: "subprocess.Popen[str]", seconds: float) -> None:
    """Sleep; raises InputError with the watch's last words when it ends meanwhile."""
    with suppress(subprocess.TimeoutExpired):
        watch.wait(seconds)
        said = (watch.stderr.read() if watch.stderr else "").strip()
        raise InputError(said.removeprefix("posture: ") or "The watch ended at once.")


def _status(watch: "subprocess.Popen[str]") -> dict[str, Any]:
    try:
        return ask("status")
    except PostureError:
        _wait(watch, _POLL_S)
        raise


def _end(watch: "subprocess.Popen[str]") -> None:
    if watch.poll() is None:
        with suppress(psutil.Error):
            for process in psutil.Process(watch.pid).children(recursive=True):
                process.kill()
        watch.kill()
    watch.communicate()


@contextmanager
def _data_in(home: Path) -> Iterator[None]:
    """Record and log go to home, here and in what is started; settings are read as ever."""
    own = {"POSTURE_DATA_DIR": f"{home}/data", "POSTURE_LOG_DIR": f"{home}/log"}
    before = {name: os.environ.get(name) for name in own}
    os.environ.update(own)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


def _children_cpu_s() -> float | None:
    """CPU seconds of this process's children that have ended, and theirs; None on Windows."""
    if sys.platform == "win32":
        return None
    import resource as limits  # noqa: PLC0415 - Unix only

    used = limits.getrusage(limits.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
