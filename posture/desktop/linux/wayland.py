"""The windows a Wayland compositor reports, by wlr-foreign-toplevel-management.

Sway, Hyprland, labwc, Wayfire, river and others of their kind offer it. GNOME does not; KDE has
its own (org_kde_plasma_window_management), only for programs whose menu entry asks for it and whose
file that entry names, which for us would be Python itself.
https://wayland.app/protocols/wlr-foreign-toplevel-management-unstable-v1
"""

import struct

from posture.desktop.linux.wayland_wire import Wire, understood

_MANAGER_NAME = "zwlr_foreign_toplevel_manager_v1"
_WITH_FULL_SCREEN = 2  # the protocol's version from which on a state says so
_DESTROY = 7
# Events: of the manager and of a window.
_TOPLEVEL, _FINISHED, _STATE, _DONE, _CLOSED = 0, 1, 4, 5, 6
_ACTIVATED, _FULL_SCREEN = 2, 3

_UNREPORTED = (
    "this Wayland desktop does not report other windows; GNOME itself shows no notifications over "
    "full screen, KDE where its Do Not Disturb is set so"
)


class Windows:
    """One connection. Raises OSError where there is no compositor or it does not report them."""

    def __init__(self, name: str) -> None:
        self._wire = Wire(name)
        self._states: dict[int, frozenset[int]] = {}
        self._waiting: dict[int, frozenset[int]] = {}
        try:
            self._manager = self._bound()
        except BaseException:
            self.close()
            raise
        self._wire.wait_for_ever()

    def fileno(self) -> int:
        return self._wire.fileno()

    @property
    def is_full_screen(self) -> bool:
        """Whether the window in front fills its screen."""
        return any({_ACTIVATED, _FULL_SCREEN} <= state for state in self._states.values())

    def read(self) -> None:
        """Take in what has come; waits where nothing has. Raises OSError at the end."""
        with understood():
            for target, opcode, body in self._wire.received():
                self._take_in(target, opcode, body)

    def close(self) -> None:
        self._wire.close()

    def _bound(self) -> int:
        for offer in self._wire.offers:
            if offer.interface == _MANAGER_NAME and offer.version >= _WITH_FULL_SCREEN:
                return self._wire.bind(offer, _WITH_FULL_SCREEN)
        raise OSError(_UNREPORTED)

    def _take_in(self, target: int, opcode: int, body: bytes) -> None:
        if target == self._manager:
            if opcode == _TOPLEVEL:
                self._states[struct.unpack_from("=I", body)[0]] = frozenset()
            elif opcode == _FINISHED:
                raise ConnectionError("the Wayland compositor reports nothing more")
        elif target in self._states:
            if opcode == _STATE:
                count = struct.unpack_from("=I", body)[0] // 4
                self._waiting[target] = frozenset(struct.unpack_from(f"={count}I", body, 4))
            elif opcode == _DONE and target in self._waiting:
                self._states[target] = self._waiting.pop(target)
            elif opcode == _CLOSED:
                del self._states[target]
                self._wire.send(target, _DESTROY, b"")
