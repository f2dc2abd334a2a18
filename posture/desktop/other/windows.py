"""Windows: calls and the camera by the registry, lock, full screen and quiet by the shell.

Written from the documentation and tested against recorded answers; not run on Windows. Idle, lid
and sleep are not distinguished there: Windows takes the camera away itself when it sleeps.
"""

import sys
from collections.abc import Callable

import psutil

from posture.desktop.adapter import ActiveStates, DesktopState
from posture.desktop.other.consent_store import ROOT, Registry, WindowsRegistry, change_of, users
from posture.desktop.polling import Polled

# SHQueryUserNotificationState, shellapi.h: QUNS_NOT_PRESENT is a locked screen or a screen saver,
# QUNS_BUSY and QUNS_RUNNING_D3D_FULL_SCREEN a full-screen program.
_SHELL = {
    1: DesktopState.LOCK,
    2: DesktopState.FULL_SCREEN,
    3: DesktopState.FULL_SCREEN,
    4: DesktopState.QUIET,  # presentation mode
    6: DesktopState.QUIET,  # quiet time
}


def devices(
    changed: Callable[[], None],
    registry: Registry | None = None,
    has_changed: Callable[[], bool] | None = None,
    *,
    has_camera: bool = True,
) -> Polled:
    """Calls and, when we have one, other users of the camera."""
    asked = registry or WindowsRegistry()
    is_news = has_changed or change_of(ROOT)
    started_s = psutil.boot_time()
    said: dict[DesktopState, str] = {}

    def ask() -> ActiveStates:
        nonlocal said
        if is_news():
            said = {}
            own = {"started_s": started_s, "own_program": sys.executable}
            if users(asked, "microphone", **own):
                said[DesktopState.CALL] = DesktopState.CALL
            if has_camera and (names := users(asked, "webcam", **own)):
                said[DesktopState.CAMERA] = f"camera used by {names[0]}"
        return said

    return Polled("calls and camera users", changed, ask, "ConsentStore")


def shell(changed: Callable[[], None], state: Callable[[], int] | None = None) -> Polled:
    """Lock, full screen and quiet, in one question. state: the shell's number."""
    asked = state or _shell_state

    def ask() -> ActiveStates:
        kind = _SHELL.get(asked())
        return {} if kind is None else {kind: kind}

    return Polled("lock, full screen, do not disturb", changed, ask, "the shell")


def _shell_state() -> int:  # pragma: no cover - by the documentation, not run
    if sys.platform != "win32":
        raise OSError("not on Windows")
    import ctypes  # noqa: PLC0415 - Windows only

    state = ctypes.c_int()
    if ctypes.windll.shell32.SHQueryUserNotificationState(ctypes.byref(state)) != 0:
        raise OSError("the shell does not say")
    return state.value
