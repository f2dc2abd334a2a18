"""Whether windows can be shown here; asked before Qt is, which would end the process."""

import os
import sys

from posture.errors import InputError


def require_display() -> None:
    """Raise InputError where PySide6, a display or a library of the system is missing."""
    try:
        import PySide6.QtWidgets  # noqa: F401, PLC0415 - an optional extra
    except ImportError as error:
        if "PySide6" not in str(error):
            raise InputError(f"Qt cannot be loaded: {error}.", _libraries()) from None
        raise InputError(
            "The windows need PySide6, which is not installed.",
            "Install it with `pip install 'posture-monitor[desktop]'`, or use the commands that "
            "`posture --help` lists.",
        ) from None
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if os.environ.get("WAYLAND_DISPLAY"):
        return
    display = os.environ.get("DISPLAY")
    if not display:
        raise InputError(
            "There is no display to show a window on.",
            "Use a desktop session, or the commands that `posture --help` lists.",
        )
    _require_x11(display)


def _require_x11(display: str) -> None:
    from posture.desktop.linux.xcb import Display  # noqa: PLC0415 - only there
    from posture.desktop.overlay.process import cannot_dim  # noqa: PLC0415

    try:
        Display(display).close()
    except OSError as error:
        raise InputError(f"The display {display} cannot be reached: {error}.") from None
    if why := cannot_dim():  # what dimming needs of Qt, windows need too
        raise InputError(f"{why}.")


def _libraries() -> str:
    from posture.system.shared_libraries import QT_X11, install_line, missing_packages  # noqa: PLC0415 - seldom

    missing = missing_packages(QT_X11)
    return install_line(missing) if missing else "Run `posture doctor`."
