"""Why a webcam does not open. OpenCV only says that it did not; the device node says why."""

import errno
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from posture.core.states import Condition
from posture.errors import CameraError
from posture.system.video_device import device_node, device_number

# linux/videodev2.h, the same on every 64-bit Linux: struct sizes 104, 20 and 64 bytes.
_QUERYCAP, _QUERYCAP_BYTES, _CAPABILITIES_AT = 0x80685600, 104, 84
_REQBUFS, _CAPTURE, _MMAP = 0xC0145608, 1, 1
CLASS = Path("/sys/class/video4linux")
_ENUM_FMT, _FMTDESC_BYTES, _FOURCC_AT = 0xC0405602, 64, 44
_MOST_FORMATS = 64
# What infrared cameras give; one for colour gives others too.
_GREY = frozenset({b"GREY", b"Y8  ", b"Y10 ", b"Y12 ", b"Y14 ", b"Y16 ", b"Y10B", b"Y10P", b"Y12P"})
_CAN_CAPTURE = 0x00000001 | 0x00001000  # single- or multi-planar
_HAS_DEVICE_CAPS = 0x80000000

_WINDOWS_CONSENT = (
    r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\webcam"
)


@dataclass(frozen=True, slots=True)
class Camera:
    """A webcam the machine knows.

    spec: what --source takes. name: as its maker calls it. problem: why it cannot be opened, with
    the remedy; empty when nothing speaks against it. is_infrared: it gives grey pictures only.
    """

    spec: str
    name: str
    problem: str = ""
    is_infrared: bool = False

    @property
    def ok(self) -> bool:
        return not self.problem

    def __str__(self) -> str:
        infrared = " (infrared, grey pictures only)" if self.is_infrared else ""
        problem = f" - {self.problem}" if self.problem else ""
        return f"{self.spec}: {self.name}{infrared}{problem}"


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


def explain_failure(spec: int | str) -> NoReturn:
    """Raise the CameraError that fits a webcam that was there and would not open."""
    if sys.platform.startswith("linux"):
        _explain_node(spec)
    remedy = (
        "Check that it is plugged in, that no other program uses it, and that this program may use"
        " the camera (System Settings, Privacy & Security, Camera)."
        if sys.platform == "darwin"
        else "Check that it is plugged in and that no other program uses it."
    )
    raise CameraError(Condition.NO_CAMERA, f"Camera {spec} cannot be opened.", remedy)


def list_cameras(folder: Path | None = None) -> list[Camera]:
    """The webcams Linux knows, by its device class; elsewhere none can be named without opening.

    folder: of that class, by default the system's. A webcam often has a second node for metadata
    (index 1), which gives no pictures.
    """
    found = []
    entries = (folder or CLASS).glob("video*")
    for entry in sorted(entries, key=lambda path: (len(path.name), path.name)):
        try:
            if (entry / "index").read_text().strip() == "0":
                name = (entry / "name").read_text(errors="replace").strip()
                spec = entry.name.removeprefix("video")
                problem = _problem(int(spec))
                is_infrared = not problem and gives_grey_only(spec)
                found.append(Camera(spec, name, problem, is_infrared))
        except OSError:
            continue
    return found


def infrared_advice(spec: str, cameras: Sequence[Camera]) -> str | None:
    """What to say when the camera asked for is infrared and another one is not; None otherwise."""
    node = device_node(spec)
    number = None if node is None else device_number(node)
    if number is None or all(c.spec != str(number) or not c.is_infrared for c in cameras):
        return None
    better = next((camera for camera in cameras if camera.ok and not camera.is_infrared), None)
    if better is None:
        return None
    return (
        f"Camera {number} is an infrared camera for face recognition. {better.name} works "
        f'better: posture run --source {better.spec}, or camera.source = "{better.spec}" by '
        "posture config edit."
    )


def gives_grey_only(spec: int | str) -> bool:
    """Whether every kind of picture that a camera offers is grey, as an infrared one's; Linux."""
    try:
        descriptor = os.open(node_of(spec), os.O_RDWR | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return False
    kinds = set()
    try:
        for number in range(_MOST_FORMATS):
            answer = bytearray(_FMTDESC_BYTES)
            answer[:4] = number.to_bytes(4, sys.byteorder)
            answer[4:8] = _CAPTURE.to_bytes(4, sys.byteorder)
            _ioctl(descriptor, _ENUM_FMT, answer)
            kinds.add(bytes(answer[_FOURCC_AT : _FOURCC_AT + 4]))
    except OSError:
        pass  # there are no more
    finally:
        os.close(descriptor)
    return bool(kinds) and kinds <= _GREY


def _problem(index: int) -> str:
    try:
        probe(index)
    except CameraError as error:
        return str(error)
    return ""


def _probe_node(spec: int | str) -> None:
    node = node_of(spec)
    descriptor = _open_node(spec)
    try:
        answer = bytearray(_QUERYCAP_BYTES)
        _ioctl(descriptor, _QUERYCAP, answer)
    except OSError as error:
        if error.errno == errno.ENODEV:
            _absent(spec)
        raise CameraError(
            Condition.NO_CAMERA, f"{node} is not a camera.", "Run `posture doctor`."
        ) from None
    finally:
        os.close(descriptor)
    both, own = (
        int.from_bytes(answer[at : at + 4], sys.byteorder)
        for at in (_CAPABILITIES_AT, _CAPABILITIES_AT + 4)
    )
    if not (own if both & _HAS_DEVICE_CAPS else both) & _CAN_CAPTURE:
        raise CameraError(
            Condition.NO_CAMERA,
            f"{node} gives metadata only, no pictures.",
            "Choose another camera; `posture doctor` lists them.",
        )


def _explain_node(spec: int | str) -> NoReturn:
    node = node_of(spec)
    descriptor = _open_node(spec)
    try:
        # Asking for a buffer is what a second user of a camera is refused.
        for count in (1, 0):
            _ioctl(
                descriptor,
                _REQBUFS,
                bytearray(
                    b"".join(
                        word.to_bytes(4, sys.byteorder) for word in (count, _CAPTURE, _MMAP, 0, 0)
                    )
                ),
            )
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
    raise CameraError(
        Condition.NO_CAMERA,
        f"{node} opens but provides no picture that OpenCV can read.",
        "Try another camera or a smaller capture.width_px.",
    )


def _ioctl(descriptor: int, request: int, answer: bytearray) -> None:
    if sys.platform == "win32":
        raise NotImplementedError
    import fcntl  # noqa: PLC0415 - Unix only

    fcntl.ioctl(descriptor, request, answer)


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
