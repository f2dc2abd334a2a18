"""The screens dimmed for some seconds: ``python -m posture.desktop.overlay.process``.

A black window lies over every screen, on Wayland by layer_shell.py, else by windows.py. It fades in
and out again, and lets every click and key through to what is below. It says ``shown`` on standard
output once it can be seen. It ends after its time, or at once when its standard input closes, which
the end of the program that started it does in every case.

Where nothing blends windows (X11 without a compositor) a half-transparent window would be a black
one: there the window is a pattern of rows instead, as many of them as the opacity asks for.
"""

import argparse
import ctypes
import os
import sys
import threading

from posture.desktop.linux.xcb import Display
from posture.desktop.overlay import layer_shell
from posture.system.exit import when_stdin_closes
from posture.system.shared_libraries import QT_X11, install_line, missing_packages

# Longer than starting up and closing can take; whatever hangs then, no screen stays dark.
_SPARE_S = 10.0
UNABLE = 3
_NO_X = "there is no X display"


def main() -> int:
    """0 when the screens were dimmed, UNABLE with one line on stderr when they cannot be."""
    parser = argparse.ArgumentParser(prog="posture.desktop.overlay.process", description=__doc__)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--opacity", type=float, required=True, help="0 to 1; 1 would be black")
    wanted = parser.parse_args()
    _end_after(wanted.seconds + _SPARE_S)
    if compositor := layer_compositor():
        try:
            layer_shell.dim(compositor, wanted.seconds, wanted.opacity)
        except OSError as error:
            sys.stderr.write(f"{error}\n")
            return UNABLE
        return 0
    if why := cannot_dim():
        sys.stderr.write(f"{why}\n")
        return UNABLE
    from posture.desktop.overlay.windows import dim  # noqa: PLC0415 - PySide6 is an optional extra

    dim(wanted.seconds, wanted.opacity, blends=_blends())
    return 0


def cannot_dim() -> str:
    """Why the screens cannot be dimmed here; empty when they can."""
    if layer_compositor():
        return ""
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        is_wayland = os.environ.get("WAYLAND_DISPLAY")
        return "this compositor has no layer-shell, and no XWayland runs" if is_wayland else _NO_X
    try:
        from PySide6.QtCore import QLibraryInfo  # noqa: PLC0415 - an optional extra
    except ImportError:
        return "PySide6 is not installed (pip install PySide6-Essentials)"
    if not sys.platform.startswith("linux"):
        return ""
    try:
        Display(os.environ["DISPLAY"]).close()
        # Qt ends the process when a library of its X11 plugin is missing.
        ctypes.CDLL(
            f"{QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)}/platforms/libqxcb.so"
        )
    except OSError as error:
        if missing := missing_packages(QT_X11):
            return f"Qt needs system libraries. {install_line(missing)}"
        return str(error)
    return ""


def layer_compositor() -> str:
    """The Wayland compositor that takes surfaces over all others; empty where none does."""
    name = os.environ.get("WAYLAND_DISPLAY", "")
    return name if name and layer_shell.offers_layers(name) else ""


def _end_after(seconds: float) -> None:
    """Leave at once when the time is up or standard input closes, whatever Qt is doing."""

    def leave() -> None:
        os._exit(0)

    timer = threading.Timer(seconds, leave)
    timer.daemon = True
    timer.start()
    when_stdin_closes(leave)


def _blends() -> bool:
    """Whether windows can be half transparent: always, but on X11 without a compositor."""
    if not sys.platform.startswith("linux"):
        return True
    display = Display(os.environ["DISPLAY"])
    try:
        return display.is_owned("_NET_WM_CM_S0")
    finally:
        display.close()


if __name__ == "__main__":
    sys.exit(main())
