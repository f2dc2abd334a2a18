"""A black surface over every screen of a Wayland desktop, by wlr-layer-shell and bare messages.

KDE, Sway, Hyprland, labwc, Wayfire, COSMIC and others offer it; GNOME does not. Qt speaks it only
with a library of KDE's that no wheel holds. Each surface is one pixel of black, as transparent as
asked for, stretched over its screen (wp_viewporter); clicks and keys go through it.
https://wayland.app/protocols/wlr-layer-shell-unstable-v1
"""

import os
import struct
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from select import select

from posture.desktop.linux.wayland_wire import Offer, Wire, text, understood
from posture.desktop.overlay.fading import FRAME_MS, level_at

_COMPOSITOR, _SHM, _OUTPUT = "wl_compositor", "wl_shm", "wl_output"
_LAYER_SHELL, _VIEWPORTER = "zwlr_layer_shell_v1", "wp_viewporter"
_NEEDED = (_COMPOSITOR, _SHM, _OUTPUT, _LAYER_SHELL, _VIEWPORTER)
# Requests.
_CREATE_SURFACE, _CREATE_REGION = 0, 1
_CREATE_POOL, _CREATE_BUFFER = 0, 0
_ATTACH, _DAMAGE, _FRAME, _SET_INPUT_REGION, _COMMIT = 1, 2, 3, 5, 6
_GET_LAYER_SURFACE, _SET_ANCHOR, _SET_EXCLUSIVE_ZONE, _ACK_CONFIGURE = 0, 1, 2, 6
_GET_VIEWPORT, _SET_DESTINATION = 1, 2
# Events: of the layer surface, and of the frame's callback.
_CONFIGURE, _CLOSED, _DONE = 0, 1, 0
_ABOVE_ALL, _ALL_EDGES, _OVER_PANELS = 3, 15, -1
_ARGB, _PIXEL_BYTES, _SHADES = 0, 4, 256


def offers_layers(name: str) -> bool:
    """Whether this Wayland compositor can be asked; name: of its socket."""
    try:
        with closing(Wire(name)) as wire:
            return {offer.interface for offer in wire.offers} >= set(_NEEDED)
    except OSError:
        return False


def dim(name: str, seconds: float, opacity: float) -> None:
    """Dim every screen and light it again; ``shown`` is printed once one of them is dimmed.

    name: of the compositor's socket. seconds: fading included. opacity: 1 is black.
    Raises OSError where the compositor goes, or refuses.
    """
    with closing(Wire(name)) as wire, understood():
        shades = Shades(wire)
        begun_s, is_shown = time.monotonic(), False
        while (at_s := time.monotonic() - begun_s) < seconds:
            shades.darken(level_at(at_s, seconds, opacity))
            if select([wire.fileno()], [], [], FRAME_MS / 1000)[0]:
                shades.read()
            if shades.was_seen and not is_shown:
                is_shown = True
                sys.stdout.write("shown\n")
                sys.stdout.flush()


@dataclass(slots=True)
class _Shade:
    """surface, viewport: objects. is_ready: its size is known."""

    surface: int
    viewport: int
    is_ready: bool = False


class Shades:
    """One surface for each screen. was_seen: the compositor has drawn one of them dark."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._found: dict[str, list[Offer]] = {}
        for offer in wire.offers:
            self._found.setdefault(offer.interface, []).append(offer)
        self._compositor, self._shell, self._viewporter = (
            self._bound(interface) for interface in (_COMPOSITOR, _LAYER_SHELL, _VIEWPORTER)
        )
        self._pool = self._black_pixels()
        self._buffers: dict[int, int] = {}
        self._level = 0
        self._frame: int | None = None
        self.was_seen = False
        self._shades = {}
        for offer in self._found.get(_OUTPUT, ()):
            layer, shade = self._shade_over(wire.bind(offer, 1))
            self._shades[layer] = shade

    def darken(self, opacity: float) -> None:
        """0 none, 1 black."""
        level = round(opacity * (_SHADES - 1))
        if level != self._level:
            self._level = level
            for shade in self._shades.values():
                self._draw(shade)

    def read(self) -> None:
        """Take in what has come."""
        for target, opcode, body in self._wire.received():
            if target == self._frame and opcode == _DONE:
                self.was_seen = True
            elif target in self._shades and opcode == _CONFIGURE:
                serial, width, height = struct.unpack_from("=III", body)
                self._place(target, serial, width, height)
            elif target in self._shades and opcode == _CLOSED:  # its screen was unplugged
                del self._shades[target]

    def _bound(self, interface: str) -> int:
        return self._wire.bind(self._found[interface][0], 1)

    def _ask(self, target: int, opcode: int, kinds: str, *arguments: int) -> None:
        self._wire.send(target, opcode, struct.pack(f"={kinds}", *arguments))

    def _made(self, target: int, opcode: int, kinds: str = "", *arguments: int) -> int:
        """A new object, by a request whose first argument it is."""
        made = self._wire.new_id()
        self._ask(target, opcode, "I" + kinds, made, *arguments)
        return made

    def _black_pixels(self) -> int:
        """A pool with a pixel of each opacity; black needs no more than that."""
        if sys.platform != "linux":
            raise NotImplementedError
        content = b"".join(struct.pack("=I", opacity << 24) for opacity in range(_SHADES))
        descriptor = os.memfd_create("posture-overlay")
        try:
            os.write(descriptor, content)
            memory, pool = self._bound(_SHM), self._wire.new_id()
            said = struct.pack("=Ii", pool, len(content))
            self._wire.send(memory, _CREATE_POOL, said, [descriptor])
        finally:
            os.close(descriptor)
        return pool

    def _shade_over(self, output: int) -> tuple[int, _Shade]:
        """Its layer surface, which the compositor will give a size, and the rest of it."""
        surface = self._made(self._compositor, _CREATE_SURFACE)
        nowhere = self._made(self._compositor, _CREATE_REGION)
        self._ask(surface, _SET_INPUT_REGION, "I", nowhere)
        viewport = self._made(self._viewporter, _GET_VIEWPORT, "I", surface)
        layer = self._wire.new_id()
        said = struct.pack("=IIII", layer, surface, output, _ABOVE_ALL) + text("posture")
        self._wire.send(self._shell, _GET_LAYER_SURFACE, said)
        self._ask(layer, _SET_ANCHOR, "I", _ALL_EDGES)
        self._ask(layer, _SET_EXCLUSIVE_ZONE, "i", _OVER_PANELS)
        self._ask(surface, _COMMIT, "")
        return layer, _Shade(surface, viewport)

    def _place(self, layer: int, serial: int, width: int, height: int) -> None:
        shade = self._shades[layer]
        self._ask(layer, _ACK_CONFIGURE, "I", serial)
        self._ask(shade.viewport, _SET_DESTINATION, "ii", max(1, width), max(1, height))
        shade.is_ready = True
        self._draw(shade)

    def _draw(self, shade: _Shade) -> None:
        if not shade.is_ready:
            return
        if self._level not in self._buffers:
            place = self._level * _PIXEL_BYTES, 1, 1, _PIXEL_BYTES, _ARGB
            self._buffers[self._level] = self._made(self._pool, _CREATE_BUFFER, "iiiiI", *place)
        self._ask(shade.surface, _ATTACH, "Iii", self._buffers[self._level], 0, 0)
        self._ask(shade.surface, _DAMAGE, "iiii", 0, 0, 2**31 - 1, 2**31 - 1)
        if self._level and self._frame is None:
            self._frame = self._made(shade.surface, _FRAME)
        self._ask(shade.surface, _COMMIT, "")
