"""A full-screen window on Wayland, told by a compositor that speaks the real protocol."""

import socket
import struct
import threading
from contextlib import suppress

import pytest

from posture.desktop.adapter import DesktopState
from posture.desktop.linux.fullscreen import FullScreen
from posture.desktop.linux.wayland import Windows
from tests.support.waiting import PATIENCE_S, wait_until

MANAGER = "zwlr_foreign_toplevel_manager_v1"
WINDOW, ACTIVATED, FULL_SCREEN = 0xFF000001, 2, 3


def message(target, opcode, body=b""):
    return struct.pack("=IHH", target, opcode, 8 + len(body)) + body


def text(words):
    given = words.encode() + b"\0"
    return struct.pack("=I", len(given)) + given + bytes(-len(given) % 4)


def offer(number, name, version):
    return message(2, 0, struct.pack("=I", number) + text(name) + struct.pack("=I", version))


def state(*states, window=WINDOW):
    numbers = struct.pack(f"={len(states)}I", *states)
    return message(window, 4, struct.pack("=I", len(numbers)) + numbers) + message(window, 5)


class Compositor:
    """Listens, offers what it is given, and says what a test has it say."""

    def __init__(self, path, offers):
        self._offers, self._listening = offers, socket.socket(socket.AF_UNIX)
        self._listening.bind(str(path))
        self._listening.listen()
        self.heard, self.is_bound = b"", threading.Event()
        self.connection = None
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        self.connection, _ = self._listening.accept()
        while len(self.heard) < 24:
            self.heard += self.connection.recv(4096)
        with suppress(OSError):  # who does not understand hangs up
            self.say(self._offers + message(3, 0, struct.pack("=I", 1)))
        while came := self.connection.recv(4096):
            self.heard += came
            self.is_bound.set()

    def say(self, said):
        for number in range(0, len(said), 7):  # nobody promises whole messages
            self.connection.sendall(said[number : number + 7])

    def close(self):
        self._listening.close()
        if self.connection is not None:
            self.connection.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def compositor(tmp_path, monkeypatch):
    made = []

    def make(offers):
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
        monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
        made.append(Compositor(tmp_path / "wayland-7", offers))
        return made[-1]

    yield make
    for each in made:
        each.close()


def test_full_screen_is_known_while_the_window_in_front_fills_its_screen(compositor):
    running = compositor(offer(1, "wl_compositor", 5) + offer(9, MANAGER, 3))
    adapter = FullScreen(lambda: None)
    assert running.is_bound.wait(PATIENCE_S)
    bind = running.heard[24:]
    assert struct.unpack_from("=IHH", bind) == (2, 0, len(bind))
    assert (struct.unpack_from("=I", bind, 8)[0], struct.unpack("=II", bind[-8:])) == (9, (2, 4))
    running.say(message(4, 0, struct.pack("=I", WINDOW)) + message(WINDOW, 0, text("a film")))

    def told():
        return DesktopState.FULL_SCREEN in adapter.said

    running.say(state(ACTIVATED, FULL_SCREEN))
    wait_until(told, "full screen")
    running.say(state(FULL_SCREEN))
    wait_until(lambda: not told(), "another window in front")
    running.say(state(ACTIVATED, FULL_SCREEN))
    wait_until(told, "full screen again")
    running.say(message(WINDOW, 6))
    wait_until(lambda: not told(), "the window closed")
    assert adapter.health.ok
    running.close()
    wait_until(lambda: not adapter.health.ok, "the compositor gone")
    adapter.close()


@pytest.mark.parametrize(
    ("offers", "said"),
    [
        (offer(1, "wl_compositor", 5), "does not report other windows"),
        (offer(9, MANAGER, 1), "does not report other windows"),
        (message(2, 0, b"\0" * 4), "is not understood"),
        (struct.pack("=IHH", 2, 0, 3), "is not understood"),
    ],
)
def test_a_desktop_that_does_not_tell_is_told_so_by_the_doctor(compositor, offers, said):
    compositor(offers)
    with pytest.raises(OSError, match=said):
        Windows("wayland-7")


def test_no_compositor_is_no_end(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "nowhere")
    adapter = FullScreen(lambda: None)
    adapter.settle(PATIENCE_S)
    assert not adapter.health.ok
    adapter.close()
