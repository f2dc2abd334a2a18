"""The dimmed screen of Wayland, in front of a compositor that keeps to the protocol's rules."""

import io
import mmap
import os
import socket
import struct
import threading
from contextlib import closing

import pytest

from posture.desktop.linux.wayland_wire import Wire, text
from posture.desktop.overlay import layer_shell
from posture.desktop.overlay.layer_shell import Shades, dim, offers_layers
from posture.desktop.overlay.process import cannot_dim, layer_compositor
from tests.support.tracing import only_linux
from tests.support.waiting import wait_until

pytestmark = only_linux

OFFERED = ("wl_compositor", "wl_shm", "wl_output", "zwlr_layer_shell_v1", "wp_viewporter")
WIDTH, HEIGHT, SERIAL = 800, 400, 7
# Interface and opcode of a request -> the interface of the object it makes.
MAKES = {
    ("wl_compositor", 0): "wl_surface",
    ("wl_compositor", 1): "wl_region",
    ("wl_shm", 0): "wl_shm_pool",
    ("wl_shm_pool", 0): "wl_buffer",
    ("wl_surface", 3): "wl_callback",
    ("wp_viewporter", 1): "wp_viewport",
    ("zwlr_layer_shell_v1", 0): "layer_surface",
}


class Compositor:
    """Two screens. opacities: what was put on each surface, in order, 0 to 255."""

    def __init__(self, path, offered=OFFERED, *, hangs_up=False):
        self._offered = [*offered, "wl_output"] if "wl_output" in offered else offered
        self._hangs_up = hangs_up
        self._kinds, self._offsets, self._attached = {1: "wl_display", 2: "wl_registry"}, {}, {}
        self._pixels, self._unconfigured, self._frames, self._latest = b"", {}, {}, 3
        self.opacities, self.asked = {}, []
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(path))
        self._listening.listen()
        threading.Thread(target=self._serve, daemon=True).start()

    def seen(self):
        """The opacities of each screen."""
        return [tuple(each) for each in self.opacities.values()]

    def _serve(self):
        while True:
            connection, _ = self._listening.accept()
            unread = b""
            while True:
                came, descriptors, _, _ = socket.recv_fds(connection, 4096, 4)
                if not came:
                    break
                for descriptor in descriptors:
                    self._pixels = mmap.mmap(descriptor, 1024, prot=mmap.PROT_READ)[:]
                    os.close(descriptor)
                unread += came
                while len(unread) >= 8 and len(unread) >= (length := unread[6] + 256 * unread[7]):
                    target, opcode = struct.unpack_from("=IH", unread)
                    said = self._answer(target, opcode, unread[8:length])
                    unread = unread[length:]
                    if said:
                        connection.sendall(said)
                if self._hangs_up and self._latest > 3:
                    break
            connection.close()

    def _answer(self, target, opcode, body):
        kind = self._kinds[target]
        numbers = struct.unpack_from(f"={len(body) // 4}I", body)
        if (kind, opcode) in MAKES:
            self._add(numbers[0], MAKES[kind, opcode])
        handler = getattr(self, f"_{kind}_{opcode}", None)
        return handler(target, *numbers) if handler else None

    def _wl_display_1(self, _target, registry):
        offers = (
            struct.pack("=I", number) + text(interface) + struct.pack("=I", 1)
            for number, interface in enumerate(self._offered)
        )
        return b"".join(message(registry, 0, offer) for offer in offers)

    def _wl_display_0(self, _target, callback):
        return message(callback, 0, struct.pack("=I", 1))

    def _wl_registry_0(self, _target, number, *more):
        self._add(more[-1], self._offered[number])

    def _zwlr_layer_shell_v1_0(self, _target, layer, surface, _output, above, *_name):
        self._unconfigured[surface] = layer
        self.asked.append(("layer", above))

    def _wl_shm_pool_0(self, _target, buffer, offset, *more):
        assert more == (1, 1, 4, 0), "one pixel, ARGB"
        self._offsets[buffer] = offset

    def _wl_surface_1(self, surface, buffer, *_place):
        assert surface not in self._unconfigured, "not before it is configured"
        self._attached[surface] = self._offsets[buffer]

    def _wl_surface_3(self, surface, callback):
        self._frames[surface] = callback

    def _wl_surface_5(self, _surface, region):
        assert self._kinds[region] == "wl_region", "where it takes input: nowhere"
        self.asked.append(("input", "nowhere"))

    def _wl_surface_6(self, surface):
        if surface in self._unconfigured:
            size = struct.pack("=III", SERIAL, WIDTH, HEIGHT)
            return message(self._unconfigured[surface], 0, size)
        blue, green, red, opacity = self._pixels[self._attached[surface] :][:4]
        assert (blue, green, red) == (0, 0, 0), "black"
        self.opacities.setdefault(surface, []).append(opacity)
        frame = self._frames.pop(surface, None)
        return message(frame, 0, struct.pack("=I", 0)) if frame else None

    def _layer_surface_6(self, layer, serial):
        assert serial == SERIAL
        (surface,) = [each for each, its in self._unconfigured.items() if its == layer]
        del self._unconfigured[surface]

    def _wp_viewport_2(self, _target, *size):
        self.asked.append(("size", *size))

    def _add(self, number, kind):
        assert number == self._latest + 1, "numbers come in order, as the protocol asks"
        self._latest = number
        self._kinds[number] = kind


def message(target, opcode, body=b""):
    return struct.pack("=IHH", target, opcode, 8 + len(body)) + body


def test_every_screen_is_covered_by_black_that_lets_clicks_through_and_is_lit_again(tmp_path):
    compositor = Compositor(tmp_path / "wayland")
    with closing(Wire(str(tmp_path / "wayland"))) as wire:
        shades = Shades(wire)
        while not all(shade.is_ready for shade in shades._shades.values()):
            shades.read()
        assert not shades.was_seen, "nothing is dark yet"
        for opacity in (0.2, 0.4, 0.4):
            shades.darken(opacity)
        while not shades.was_seen:
            shades.read()
        shades.darken(0.0)
        wait_until(lambda: compositor.seen() == [(0, 51, 102, 0)] * 2, "the light")
    asked = [("layer", 3), ("input", "nowhere"), ("size", WIDTH, HEIGHT)]
    assert sorted(compositor.asked, key=str) == sorted([*asked, *asked], key=str)


def test_it_says_that_it_is_shown_once_a_screen_is_dark(tmp_path, monkeypatch):
    compositor, out = Compositor(tmp_path / "wayland"), io.StringIO()

    class Clock:
        """The middle of the time until it is shown, then its end."""

        begun = False

        @classmethod
        def monotonic(cls):
            at_s = 0.0 if not cls.begun else 5.0 if out.getvalue() else 2.0
            cls.begun = True
            return at_s

    monkeypatch.setattr(layer_shell, "time", Clock)
    monkeypatch.setattr("sys.stdout", out)
    dim(str(tmp_path / "wayland"), 4.0, 0.4)
    assert out.getvalue() == "shown\n"
    assert all(max(seen) == 102 for seen in compositor.seen())


@pytest.mark.parametrize("missing", ["zwlr_layer_shell_v1", "wp_viewporter"])
def test_where_the_compositor_has_no_such_thing_it_is_said(tmp_path, monkeypatch, missing):
    name = str(tmp_path / "wayland")
    monkeypatch.setenv("WAYLAND_DISPLAY", name)
    monkeypatch.delenv("DISPLAY", raising=False)
    assert not offers_layers(name), "nobody is there"
    Compositor(tmp_path / "wayland", [one for one in OFFERED if one != missing])
    assert layer_compositor() == ""
    assert "layer-shell" in cannot_dim()


def test_a_compositor_that_goes_ends_it_in_a_line(tmp_path):
    Compositor(tmp_path / "wayland", hangs_up=True)
    with pytest.raises(OSError, match=r"compositor|Broken pipe|reset"):
        dim(str(tmp_path / "wayland"), 4.0, 0.4)
