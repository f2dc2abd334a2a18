"""Memory that saw a picture stays out of the swap, where the system lets it."""

import subprocess
import sys

import pytest

from tests.support.command import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="locked as Linux has it")

ASKED = """
import ctypes, os, resource
from posture.system.swap import keep_out_of_swap, lock, locked_bytes
{before}
print(keep_out_of_swap())
seen = bytearray(1_000_000)
print(locked_bytes(os.getpid()) >= len(seen))
print(lock(ctypes.addressof(ctypes.c_char.from_buffer(seen)), len(seen)))
print(locked_bytes(os.getpid()) >= len(seen))
"""
# Whoever has no such right, and a limit: as users are by default.
ANYBODY = """
resource.setrlimit(resource.RLIMIT_MEMLOCK, ({limit}, {limit}))
if os.geteuid() == 0: os.setuid(65534)
"""


def printed(before):
    words = [sys.executable, "-c", ASKED.format(before=before)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_all_of_it_is_locked_where_that_is_allowed():
    said = printed("")
    if said[0] == "False":
        pytest.skip("this machine locks nobody's memory as a whole")
    assert said == ["True", "True", "True", "True"]


def test_under_a_limit_the_picture_is_locked_alone():
    assert printed(ANYBODY.format(limit=4_000_000)) == ["False", "False", "True", "True"]


def test_beyond_the_limit_nothing_is_locked_and_memory_can_still_be_had():
    assert printed(ANYBODY.format(limit=65_536)) == ["False"] * 4
