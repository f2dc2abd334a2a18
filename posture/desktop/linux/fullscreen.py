"""A full-screen window in front, on X11: the window manager's hints (EWMH), by their changes."""

import os
import threading
from collections.abc import Callable
from select import select

from posture.desktop.adapter import AdapterState, DesktopState
from posture.desktop.linux.xcb import Display

_RETRY_S = 30.0


class FullScreen(AdapterState):
    """The adapter. On Wayland no program may see another's windows, so it says nothing there."""

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__("full screen", changed)
        self._stop_read, self._stop_write = os.pipe()
        self._thread: threading.Thread | None = None
        self._name = os.environ.get("DISPLAY", "").removeprefix("unix")
        if os.environ.get("WAYLAND_DISPLAY"):
            self.fail("cannot be seen on Wayland")
        elif not self._name:
            self.fail("no display")
        elif not self._name.startswith(":"):
            self.fail("the display is on another machine")
        else:
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
                display = Display(self._name)
                try:
                    is_going_on = self._follow(display)
                finally:
                    display.close()
            except OSError as error:
                self.fail(str(error))
                is_going_on = not select([self._stop_read], [], [], _RETRY_S)[0]

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
            self.say({DesktopState.FULL_SCREEN: DesktopState.FULL_SCREEN} if is_full else {}, "X11")
            while not display.changes() & {(display.root, active), (window, state)}:
                if self._stop_read in select([display.fileno(), self._stop_read], [], [])[0]:
                    return False
