"""Running ``posture`` in a process forked from one that has imported everything already.

What a command does is that of a process of its own: memory, environment, streams, exit code. Only
the imports are not made each time; they are most of what a short command costs.
"""

import multiprocessing
import os
import runpy
import subprocess
import sys
import threading
import time
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path

from tests.support.waiting import PATIENCE_S

ROOT = Path(__file__).parents[2]
# Read when a program is loaded, before its first line: a process of other values has to begin anew.
_READ_AT_THE_START = ("LD_", "LC_", "LANG", "PYTHON", "MALLOC_", "OPENBLAS_", "OMP_")


def can_fork(environment):
    """Whether a forked process behaves as one that began with this environment would."""
    return sys.platform == "linux" and all(
        environment.get(name) == os.environ.get(name)
        for name in {*environment, *os.environ}
        if name.startswith(_READ_AT_THE_START)
    )


def run_forked(*arguments, environment, given=None, timeout_s=PATIENCE_S):
    """As subprocess.run() would run ``python -m posture ARGUMENTS``, with text captured."""
    (stdin, ours), (out, stdout), (err, stderr) = (os.pipe() for _ in range(3))
    streams = [Connection(n) for n in (stdin, stdout, stderr)]
    process = _forks().Process(target=_run, args=(arguments, environment, os.nice(0), streams))
    process.start()
    for stream in streams:
        stream.close()
    said = {}
    threads = [
        threading.Thread(target=_give, args=(ours, given or "")),
        *(threading.Thread(target=_take, args=(end, said)) for end in (out, err)),
    ]
    for thread in threads:
        thread.start()
    process.join(timeout_s)
    is_late = process.is_alive()
    if is_late:
        process.kill()
        process.join()
    for thread in threads:
        thread.join()
    if is_late:
        raise subprocess.TimeoutExpired(arguments, timeout_s, said[out], said[err])
    return subprocess.CompletedProcess(arguments, process.exitcode, said[out], said[err])


@cache
def _forks():
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.support.imported"])
    return context


def _give(end, text):
    try:
        with os.fdopen(end, "w", encoding="utf-8") as file:
            file.write(text)
    except BrokenPipeError:
        pass  # it did not want that much


def _take(end, said):
    with os.fdopen(end, encoding="utf-8") as file:
        said[end] = file.read()


def _run(arguments, environment, niceness, streams):
    for number, stream in enumerate(streams):
        os.dup2(stream.fileno(), number)
        stream.close()
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.nice(max(0, niceness - os.nice(0)))
    os.chdir(ROOT)
    sys.argv = ["posture", *arguments]
    runpy.run_module("posture", run_name="__main__", alter_sys=True)
