"""Why a webcam does not open. OpenCV only says that it did not; the device node says why."""

import errno
import os
import sys
from pathlib import Path
from typing import NoReturn

from posture.capture.v4l2 import ask_for_a_buffer, can_capture
from posture.core.states import Condition
from posture.errors import CameraError
from posture.system.video_device import device_node

_WINDOWS_CONSENT = (
    r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\webcam"
)


def node_of(spec: int | str) -> Path:
    """The device node of a camera index or path, on Linux, whatever links lead to it."""
    return (device_node(spec) or Path(str(spec))).resolve()


def probe(spec: int | str) -> None:
    """Raise CameraError, with the condition and its remedy, when the webcam cannot be opened.

    Called before opening. On Linux the node shows absent or forbidden; Windows shows forbidden;
    macOS shows neither (Windows and macOS by their documentation, not tried).
    """
    if sys.platform.startswith("linux"):
        _probe_node(spec)
    elif sys.platform == "win32" and _windows_forbids():
        _denied(spec, "Allow it in Settings, Privacy & security, Camera.")


def explain_failure(spec: int | str) -> None:
    """Raise the CameraError that fits a webcam that was there and would not open.

    Linux's node is asked anew: where it names no reason by now, nothing is raised.
    """
    if sys.platform.startswith("linux"):
        _explain_node(spec)
        return
    remedy = (
        "Check that it is plugged in, that no other program uses it, and that this program may use"
        " the camera (System Settings, Privacy & Security, Camera)."
        if sys.platform == "darwin"
        else "Check that it is plugged in and that no other program uses it."
    )
    raise CameraError(Condition.NO_CAMERA, f"Camera {spec} cannot be opened.", remedy)


def _probe_node(spec: int | str) -> None:
    node = node_of(spec)
    descriptor = _open_node(spec)
    try:
        gives_pictures = can_capture(descriptor)
    except OSError as error:
        if error.errno == errno.ENODEV:
            _absent(spec)
        raise CameraError(
            Condition.NO_CAMERA, f"{node} is not a camera.", "Run `posture doctor`."
        ) from None
    finally:
        os.close(descriptor)
    if not gives_pictures:
        raise CameraError(
            Condition.NO_CAMERA,
            f"{node} gives metadata only, no pictures.",
            "Choose another camera; `posture doctor` lists them.",
        )


def no_picture(spec: int | str) -> NoReturn:
    """Raise the CameraError of a webcam that cannot be opened and names no reason."""
    raise CameraError(
        Condition.NO_CAMERA,
        f"{node_of(spec)} opens but provides no picture that OpenCV can read.",
        "Try another camera or a smaller capture.width_px.",
    )


def _explain_node(spec: int | str) -> None:
    node = node_of(spec)
    descriptor = _open_node(spec)
    try:
        ask_for_a_buffer(descriptor)
    except OSError as error:
        if error.errno == errno.EBUSY:
            _busy(spec)
        raise CameraError(
            Condition.NO_CAMERA,
            f"{node} does not answer ({error.strerror}).",
            "Unplug the camera and plug it in again.",
        ) from None
    finally:
        os.close(descriptor)


def _open_node(spec: int | str) -> int:
    try:
        return os.open(node_of(spec), os.O_RDWR | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM):
            _denied(spec, "To allow it, run `sudo usermod -aG video $USER`, then log in again.")
        if error.errno == errno.EBUSY:
            _busy(spec)
        _absent(spec)


def _absent(spec: int | str) -> NoReturn:
    raise CameraError(
        Condition.NO_CAMERA,
        f"There is no camera {spec}.",
        "Plug one in, or choose another: `posture doctor` lists them.",
    )


def _denied(spec: int | str, remedy: str) -> NoReturn:
    raise CameraError(Condition.DENIED, f"You are not allowed to use camera {spec}.", remedy)


def _busy(spec: int | str) -> NoReturn:
    raise CameraError(
        Condition.BUSY,
        f"Camera {spec} is in use by another program.",
        "Close that program, or wait until it releases the camera.",
    )


def _windows_forbids() -> bool:  # pragma: no cover - by the documentation, not tried
    if sys.platform != "win32":
        return False
    import winreg  # noqa: PLC0415 - Windows only

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _WINDOWS_CONSENT) as key:
            return bool(winreg.QueryValueEx(key, "Value")[0] == "Deny")
    except OSError:
        return False
