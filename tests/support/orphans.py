"""Kills a command at a moment and counts what it leaves running: ``python -m`` this, LINUX only.

    python -m tests.support.orphans AFTER_S SIGNAL WORD ...

Whatever loses its parent becomes a child of this process, in whatever session it is. Prints, as
JSON, the command lines of what still runs after GONE_S. ORPHANS_ASK in the environment, a command
as JSON, is run meanwhile, again and again: it may end what was started to go on.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import psutil

from tests.support.processes import command_line, lives

GONE_S = 15.0
_SET_CHILD_SUBREAPER = 36


def main():
    ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    after_s, number, *words = sys.argv[1:]
    killed = subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    with suppress(subprocess.TimeoutExpired):
        killed.wait(float(after_s))
    killed.send_signal(getattr(signal, number))
    until_s = time.monotonic() + GONE_S
    while (left := _left()) and time.monotonic() < until_s:
        time.sleep(0.05)
        if ask := os.environ.get("ORPHANS_ASK"):
            subprocess.run(json.loads(ask), check=False, capture_output=True)
    sys.stdout.write(json.dumps(left))
    for process in psutil.Process().children(recursive=True):
        process.kill()


def _left():
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
    left = filter(lives, psutil.Process().children(recursive=True))
    return [" ".join(command_line(process)) for process in left]


if __name__ == "__main__":
    main()
