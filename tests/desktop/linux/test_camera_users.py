"""Another program at the camera: real processes opening a real file, as they would a device."""

import gc
import os
import subprocess
import sys
import threading
import time

import pytest

from posture.desktop.adapter import DesktopState
from posture.desktop.linux.camera_users import CameraUsers
from tests.support.waiting import PATIENCE_S, wait_until

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="inotify is Linux's")

PROGRAM = """
import sys
open('/proc/self/comm', 'w').write(sys.argv[2])
node = None
for word in sys.stdin:
    if word == 'open\\n':
        node = open(sys.argv[1])
    elif word == 'close\\n':
        node.close()
    else:
        open(sys.argv[1]).close()
    print('done', flush=True)
"""


class Program:
    """A process that opens and closes the node when told."""

    def __init__(self, node, name):
        self._process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(node), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pid = self._process.pid

    def __call__(self, word):
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == "done\n"

    def kill(self):
        self._process.kill()

    def wait(self):
        self._process.wait()


@pytest.fixture
def node(tmp_path):
    path = tmp_path / "video0"
    path.write_bytes(b"")
    return path


@pytest.fixture
def program(node, children):
    def start(name):
        children.append(Program(node, name))
        return children[-1]

    return start


@pytest.fixture
def users(node, program, ears):
    """The adapter, with our own process that uses the camera: users.ours."""
    ours = program("posture-eyes")
    delays_s = []

    def own_pids():
        time.sleep(sum(delays_s))
        return [os.getpid(), ours.pid]

    adapter = CameraUsers(ears, node, own_pids, grace_s=0.5)
    adapter.settle(PATIENCE_S)
    adapter.ours, adapter.delays_s = ours, delays_s
    adapter.looks = count_looks(adapter)
    yield adapter
    adapter.close()
    assert not adapter._thread.is_alive()


def count_looks(adapter):
    """How often every process was looked through."""
    looks, look = [], adapter._look
    adapter._look = lambda: (looks.append(time.monotonic()), look())
    return looks


def test_another_program_is_named_at_once_and_forgotten_after_it_closes(users, program, ears):
    zoom = program("zoom")
    zoom("open")
    ears.hear(lambda: users.said == {DesktopState.CAMERA: "camera used by zoom"})
    zoom("close")
    ears.hear(lambda: users.said == {})


def test_one_that_dies_with_the_camera_open_is_forgotten_too(users, program, ears):
    zoom = program("zoom")
    zoom("open")
    ears.hear(lambda: DesktopState.CAMERA in users.said)
    zoom.kill()
    ears.hear(lambda: users.said == {})


def test_one_that_had_it_before_us_is_told(node, program, ears):
    program("cheese")("open")
    adapter = CameraUsers(ears, node, lambda: [os.getpid()], grace_s=0.5)
    try:
        adapter.settle(PATIENCE_S)
        assert adapter.said == {DesktopState.CAMERA: "camera used by cheese"}
    finally:
        adapter.close()


def test_our_own_use_is_nobody_elses_and_nobody_is_looked_for(users):
    for _ in range(20):
        users.ours("touch")
        users.ours("open")
        users.ours("close")
    time.sleep(0.3)
    assert users.said == {}
    assert len(users.looks) <= 1


def test_while_we_hold_it_one_who_is_refused_gets_it_for_the_grace_time(users, program, ears):
    zoom = program("zoom")
    users.ours("open")
    time.sleep(2.2)
    users.delays_s.append(0.05)  # it is gone before anybody looks
    zoom("touch")
    expected = {DesktopState.CAMERA: "camera used by another program"}
    ears.hear(lambda: users.said == expected)
    users.ours("close")
    ears.hear(lambda: users.said == {})


def test_the_last_of_two_counts(users, program, ears):
    zoom, cheese = program("zoom"), program("cheese")
    zoom("open")
    cheese("open")
    ears.hear(lambda: DesktopState.CAMERA in users.said)
    zoom("close")
    ears.hear(lambda: users.said == {DesktopState.CAMERA: "camera used by cheese"})
    time.sleep(0.8)
    assert users.said
    cheese("close")
    ears.hear(lambda: users.said == {})


def test_a_camera_unplugged_and_plugged_in_again_is_watched_again(users, program, node, ears):
    node.unlink()
    ears.hear(lambda: not users.health.ok)
    node.write_bytes(b"")
    wait_until(lambda: users.health.ok, "the camera to be watched again")
    program("zoom")("open")
    ears.hear(lambda: DesktopState.CAMERA in users.said)


def test_without_a_camera_it_says_so(tmp_path, ears):
    adapter = CameraUsers(ears, tmp_path / "video7", lambda: [os.getpid()], grace_s=0.5)
    adapter.settle(PATIENCE_S)
    assert (adapter.said, adapter.health.ok) == ({}, False)
    adapter.close()


def test_opening_and_closing_the_adapter_leaves_nothing_behind(node, ears):
    gc.collect()  # what earlier tests dropped must not be counted
    descriptors = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    adapters = 5
    for _ in range(adapters):
        adapter = CameraUsers(ears, node, lambda: [os.getpid()], grace_s=0.5)
        adapter.settle(PATIENCE_S)
        adapter.close()
    # One descriptor left by each would show; another thread's coming and going does not.
    assert len(os.listdir("/proc/self/fd")) < descriptors + adapters  # noqa: PTH208
    assert "camera-users" not in {thread.name for thread in threading.enumerate()}
