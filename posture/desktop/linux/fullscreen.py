"""A full-screen window in front, by its changes.

On X11 by the window manager's hints (EWMH), on Wayland where the compositor reports windows
(wayland.py).
"""

import os
import threading
from collections.abc import Callable
from contextlib import closing
from select import select

from posture.desktop.adapter import AdapterState, DesktopState
from posture.desktop.linux.wayland import Windows
from posture.desktop.linux.xcb import Display

_RETRY_S = 30.0


class FullScreen(AdapterState):
    """The adapter. Where a Wayland compositor reports no windows, it says nothing."""

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__("full screen", changed)
        self._stop_read, self._stop_write = os.pipe()
        self._thread: threading.Thread | None = None
        self._name = os.environ.get("DISPLAY", "").removeprefix("unix")
        self._wayland = os.environ.get("WAYLAND_DISPLAY", "")
        if self._wayland:
            self._begin()
        elif not self._name:
            self.fail("no display")
        elif not self._name.startswith(":"):
            self.fail("the display is on another machine")
        else:
            self._begin()

    def _begin(self) -> None:
        self._thread = threading.Thread(target=self._run, name="full-screen", daemon=True)
        self._thread.start()

    def close(self) -> None:
        os.write(self._stop_write, b".")
        if self._thread is not None:
            self._thread.join(1.0)
        if self._thread is None or not self._thread.is_alive():
            os.close(self._stop_read)
            os.close(self._stop_write)

    def _run(self) -> None:
        is_going_on = True
        while is_going_on:
            try:
                is_going_on = self._watch_wayland() if self._wayland else self._watch_x11()
            except OSError as error:
                self.fail(str(error))
                is_going_on = not select([self._stop_read], [], [], _RETRY_S)[0]

    def _watch_wayland(self) -> bool:
        """Until told to stop: False."""
        with closing(Windows(self._wayland)) as windows:
            while True:
                is_full = windows.is_full_screen
                self._report("Wayland", is_full=is_full)
                while windows.is_full_screen == is_full:
                    if self._stop_read in select([windows.fileno(), self._stop_read], [], [])[0]:
                        return False
                    windows.read()

    def _watch_x11(self) -> bool:
        """Until told to stop: False."""
        with closing(Display(self._name)) as display:
            return self._follow(display)

    def _report(self, by: str, *, is_full: bool) -> None:
        self.say({DesktopState.FULL_SCREEN: DesktopState.FULL_SCREEN} if is_full else {}, by)

    def _follow(self, display: Display) -> bool:
        """Until told to stop: False."""
        names = ("_NET_ACTIVE_WINDOW", "_NET_WM_STATE", "_NET_WM_STATE_FULLSCREEN")
        active, state, full = (display.atom(name) for name in names)
        display.listen(display.root)
        window = 0
        while True:
            (front, *_) = display.numbers(display.root, active) or (0,)
            if front and front != window:
                display.listen(front)
            window = front
            is_full = bool(window) and full in display.numbers(window, state)
            self._report("X11", is_full=is_full)
            while not display.changes() & {(display.root, active), (window, state)}:
                if self._stop_read in select([display.fileno(), self._stop_read], [], [])[0]:
                    return False
