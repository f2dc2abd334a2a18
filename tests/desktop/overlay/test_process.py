"""The dimmed screen, on a real X server, looked at through screenshots."""

import itertools
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing, contextmanager

import cv2
import psutil
import pytest

from posture.desktop.overlay import fading
from posture.desktop.overlay.dimmer import Dimmer
from posture.desktop.overlay.process import cannot_dim
from tests.support.desktop import virtual_screen
from tests.support.processes import command_line
from tests.support.waiting import PATIENCE_S, wait_until

NEEDED = ("Xvfb", "import", "xev", "xdotool", "picom")
OVERLAY = "posture.desktop.overlay.process"


@pytest.fixture
def screen(monkeypatch, tmp_path):
    """A white screen: what xev is told of clicks and keys stands in the file it returns."""
    if missing := [name for name in NEEDED if not shutil.which(name)]:
        pytest.skip(f"not installed: {', '.join(missing)}")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with virtual_screen() as name:
        monkeypatch.setenv("DISPLAY", name)
        heard = tmp_path / "xev"
        with heard.open("wb") as file, running("xev", "-geometry", "800x400+0+0", stdout=file):
            wait_until(lambda: brightness(tmp_path) > 240, "a white screen")
            if why := cannot_dim():
                pytest.skip(why)
            yield heard


@contextmanager
def running(*words, **more):
    child = subprocess.Popen(words, stderr=subprocess.DEVNULL, **more)
    try:
        yield child
    finally:
        child.kill()
        child.wait()


def brightness(folder):
    """The screen's mean, 0 to 255."""
    picture = folder / "screen.png"
    subprocess.run(["import", "-window", "root", picture], check=True, timeout=PATIENCE_S)
    return cv2.imread(str(picture), cv2.IMREAD_GRAYSCALE).mean()


def overlays():
    return [p for p in psutil.Process().children(recursive=True) if OVERLAY in command_line(p)]


@pytest.fixture(params=["plain", "composited"])
def blending(request, screen):
    """The screen, without and with a compositor."""
    if request.param == "plain":
        yield screen
        return
    words = ("picom", "--backend", "xrender", "--config", "/dev/null")
    with running(*words, stdout=subprocess.DEVNULL):
        time.sleep(0.5)
        yield screen


def test_the_screen_is_dimmed_as_much_as_asked_and_lit_again(blending, tmp_path):
    with closing(Dimmer(3.0, 0.35)) as dimmer:
        before = brightness(tmp_path)
        seen = []

        def has_been_seen_fading():
            """A machine whose cores are busy may look too rarely to catch it the first time."""
            dimming = dimmer.dim()
            wait_until(lambda: dimming.why is not None, "the overlay")
            assert dimming.why == ""
            while overlays():
                seen.append(brightness(tmp_path) / before)
            return min(seen) < 0.72 and any(0.75 < share < 0.97 for share in seen)

        wait_until(has_been_seen_fading, "a fading screen")
    assert min(seen) > 0.58
    assert brightness(tmp_path) == before
    assert blending.exists()


def test_clicks_and_keys_go_through_to_what_lies_below(blending):
    with closing(Dimmer(PATIENCE_S, 0.35)) as dimmer:
        dimming = dimmer.dim()
        wait_until(lambda: dimming.why == "", "the overlay")
        time.sleep(1.6)  # faded in
        subprocess.run(["xdotool", "mousemove", "400", "200", "click", "1", "key", "a"], check=True)
        wait_until(lambda: b"ButtonPress" in blending.read_bytes(), "the click")
        wait_until(lambda: b"KeyPress" in blending.read_bytes(), "the key")
        assert overlays()


@pytest.mark.usefixtures("screen")
def test_there_are_never_two_and_closing_leaves_none(tmp_path):
    dimmer = Dimmer(PATIENCE_S, 0.35)
    dimmings = [dimmer.dim() for _ in range(5)]
    wait_until(lambda: dimmings[0].why == "", "the overlay")
    assert len(overlays()) == 1
    assert [dimming.why for dimming in dimmings] == [""] * 5
    dimmer.close()
    wait_until(lambda: not overlays(), "its end")
    wait_until(lambda: brightness(tmp_path) > 240, "the light")
    assert "stopped" in dimmer.dim().why


@pytest.mark.usefixtures("screen")
def test_it_ends_with_the_program_that_dimmed_even_one_that_was_killed():
    program = (
        "import time; from posture.desktop.overlay.dimmer import Dimmer\n"
        f"d = Dimmer({PATIENCE_S}, 0.35).dim()\n"
        "while d.why is None: time.sleep(0.05)\n"
        "print(repr(d.why), flush=True); time.sleep(60)"
    )
    with running(sys.executable, "-c", program, stdout=subprocess.PIPE) as parent:
        assert parent.stdout.readline() == b"''\n"
        (overlay,) = overlays()
        parent.send_signal(signal.SIGKILL)
        overlay.wait(timeout=PATIENCE_S)


def test_without_a_display_the_reason_is_told(monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    with closing(Dimmer(3.0, 0.35)) as dimmer:
        dimming = dimmer.dim()
        wait_until(lambda: dimming.why is not None, "the reason")
    if sys.platform.startswith("linux"):
        assert dimming.why == "there is no X display"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11")
def test_a_display_nobody_serves_is_told_and_qt_is_not_started(monkeypatch):
    monkeypatch.setenv("DISPLAY", ":987")
    assert "display" in cannot_dim()


@pytest.mark.usefixtures("screen")
def test_without_pyside_the_reason_names_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "PySide6", None)
    monkeypatch.setitem(sys.modules, "PySide6.QtCore", None)
    assert "PySide6 is not installed" in cannot_dim()


@pytest.mark.usefixtures("screen")
def test_an_overlay_that_crashes_is_told_and_the_next_is_shown():
    with closing(Dimmer(PATIENCE_S, 0.35)) as dimmer:
        dimming = dimmer.dim()
        wait_until(overlays, "the overlay's process")
        os.kill(overlays()[0].pid, signal.SIGSEGV)
        wait_until(lambda: dimming.why is not None, "the reason")
        assert dimming.why == "" or "failed" in dimming.why
        wait_until(lambda: not overlays(), "its end")
        again = dimmer.dim()
        wait_until(lambda: again.why is not None, "the next")
        assert again.why == ""


def test_the_light_goes_and_comes_back_and_rows_cover_the_share_asked_for():
    shades = pytest.importorskip("posture.desktop.overlay.windows", exc_type=ImportError)
    levels = [fading.level_at(at_s / 10, 8.0, 0.35) for at_s in range(-5, 90)]
    assert levels[:6] == [0.0] * 6
    assert max(levels) == 0.35
    assert levels[-5:] == [0.0] * 5
    assert max(abs(b - a) for a, b in itertools.pairwise(levels)) < 0.03
    assert len(shades.rows_at(0.375, 800)) == 300
    assert (shades.rows_at(0.0, 800), len(shades.rows_at(1.0, 800))) == ([], 800)
    assert fading.level_at(0.0, 0.0, 0.35) == 0.0
