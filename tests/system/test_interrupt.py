"""Ctrl-C in a callback whose errors Python ignores, as those of imports are."""

import subprocess
import sys

import pytest

from tests.support.waiting import PATIENCE_S

# The command line, of which the first thing it does is interrupted where nobody can catch it.
COMMAND = """
import os, signal, sys, time, types, weakref

class Thing:
    def __del__(self):
        if {in_finalizer}:
            signal.raise_signal(signal.SIGINT)

def interrupt(_):
    signal.raise_signal(signal.SIGINT)

def run():
    thing = Thing()
    kept = None if {in_finalizer} else weakref.ref(thing, interrupt)
    del thing
    os.write(1, b"goes on\\n")
    time.sleep(60)

sys.modules["posture.cli"] = types.SimpleNamespace(main=run)
from posture.__main__ import main
main()
"""


@pytest.mark.parametrize("in_finalizer", [False, True])
def test_ctrl_c_is_not_lost_where_no_error_can_be_caught(in_finalizer):
    command = COMMAND.format(in_finalizer=in_finalizer)
    ended = subprocess.run(
        [sys.executable, "-c", command],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "goes on\n", "")


def test_any_other_error_that_cannot_be_caught_is_reported_as_before():
    command = COMMAND.format(in_finalizer=False).replace("time.sleep(60)", "")
    command = command.replace("signal.raise_signal(signal.SIGINT)", "1 / 0")
    ended = subprocess.run(
        [sys.executable, "-c", command],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert ended.returncode == 0
    assert "ZeroDivisionError" in ended.stderr
