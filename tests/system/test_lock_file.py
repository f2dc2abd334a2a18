"""A file one process holds at a time."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from posture.system.lock_file import HeldElsewhereError, LockFile

HOLDER = """
import sys, time
from pathlib import Path
from posture.system.lock_file import LockFile
lock = LockFile(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
time.sleep(60)
"""


def test_what_is_held_cannot_be_held_again_until_it_is_let_go(tmp_path: Path):
    path = tmp_path / "lock"
    with LockFile(path), pytest.raises(HeldElsewhereError):
        LockFile(path).acquire()
    assert not path.exists()
    with LockFile(path):
        assert path.stat().st_mode & 0o777 == 0o600


def test_who_waits_gets_it_once_it_is_free(tmp_path: Path):
    first, second = LockFile(tmp_path / "lock"), LockFile(tmp_path / "lock", wait_s=20.0)
    first.acquire()
    threading.Timer(0.2, first.release).start()
    second.acquire()
    with pytest.raises(HeldElsewhereError):
        first.acquire()
    second.release()


def test_what_a_killed_process_held_is_free(tmp_path: Path):
    path = tmp_path / "lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(HeldElsewhereError):
        LockFile(path).acquire()
    holder.kill()
    holder.communicate()
    assert path.exists()
    LockFile(path).acquire()


def test_a_lock_that_cannot_be_made_is_an_error_of_the_system(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        LockFile(tmp_path / "file" / "lock").acquire()
