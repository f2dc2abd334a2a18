"""A full-screen window on a real X server with a real window manager."""

import os
import shutil
import subprocess
import threading

import pytest

from posture.desktop.adapter import DesktopState
from posture.desktop.linux.fullscreen import FullScreen
from tests.support.desktop import virtual_screen
from tests.support.waiting import PATIENCE_S, wait_until

NEEDED = ("Xvfb", "openbox", "wmctrl", "xev", "xprop")


@pytest.fixture
def display(monkeypatch, children, tmp_path):
    if missing := [name for name in NEEDED if not shutil.which(name)]:
        pytest.skip(f"not installed: {', '.join(missing)}")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    with virtual_screen() as name:
        monkeypatch.setenv("DISPLAY", name)
        ready = tmp_path / "ready"  # before that it overlooks new windows
        words = ["openbox", "--startup", f"touch {ready}"]
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        children.append(subprocess.Popen(words, **silent))
        wait_until(ready.exists, "the window manager")
        yield name


def told(*words):
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout


def window(children, name):
    silent = {"stdout": subprocess.DEVNULL}
    children.append(subprocess.Popen(["xev", "-name", name], **silent))
    wait_until(lambda: name in told("wmctrl", "-l"), "the window")


def full(name, how):
    subprocess.run(["wmctrl", "-r", name, "-b", f"{how},fullscreen"], check=True)


def test_a_window_that_fills_the_screen_is_told_while_it_is_in_front(display, children, ears):  # noqa: ARG001
    window(children, "video")
    adapter = FullScreen(ears)
    try:
        adapter.settle(PATIENCE_S)
        assert (adapter.said, adapter.health.ok) == ({}, True)
        full("video", "add")
        ears.hear(lambda: adapter.said == {DesktopState.FULL_SCREEN: "full screen"})
        window(children, "mail")
        ears.hear(lambda: adapter.said == {})
        subprocess.run(["wmctrl", "-a", "video"], check=True)
        ears.hear(lambda: DesktopState.FULL_SCREEN in adapter.said)
        children[-2].kill()  # its window goes while it fills the screen
        ears.hear(lambda: adapter.said == {})
    finally:
        adapter.close()


def test_one_that_filled_it_before_we_came_is_told(display, children, ears):  # noqa: ARG001
    window(children, "video")
    full("video", "add")
    wait_until(
        lambda: "FULLSCREEN" in told("xprop", "-name", "video", "_NET_WM_STATE"), "full screen"
    )
    adapter = FullScreen(ears)
    adapter.settle(PATIENCE_S)
    adapter.close()
    assert adapter.said == {DesktopState.FULL_SCREEN: "full screen"}


def test_a_display_that_dies_takes_nobody_with_it(ears, monkeypatch):
    if shutil.which("Xvfb") is None:
        pytest.skip("not installed: Xvfb")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with virtual_screen() as name:
        monkeypatch.setenv("DISPLAY", name)
        adapter = FullScreen(ears)
        adapter.settle(PATIENCE_S)
        assert adapter.health.ok
    wait_until(lambda: not adapter.health.ok, "the loss to be noticed")
    adapter.close()
    assert "full-screen" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.parametrize(
    ("environment", "why"),
    [
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "Wayland"),
        ({}, "no display"),
        ({"DISPLAY": ":4711"}, "cannot be opened"),
        ({"DISPLAY": "localhost:10.0"}, "another machine"),
    ],
)
def test_where_it_cannot_be_seen_it_says_so(environment, why, ears, monkeypatch):
    for name in ("WAYLAND_DISPLAY", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    descriptors = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    adapter = FullScreen(ears)
    adapter.settle(PATIENCE_S)
    adapter.close()
    assert (adapter.said, adapter.health.ok) == ({}, False)
    assert why in adapter.health.detail
    assert len(os.listdir("/proc/self/fd")) == descriptors  # noqa: PTH208
