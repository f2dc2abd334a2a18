"""The webcams of this machine, and which of them are infrared."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from posture.capture.device import node_of, probe
from posture.capture.v4l2 import pixel_formats
from posture.errors import CameraError
from posture.system.video_device import device_node, device_number

CLASS = Path("/sys/class/video4linux")
# What infrared cameras give; one for colour gives others too.
_GREY = frozenset({b"GREY", b"Y8  ", b"Y10 ", b"Y12 ", b"Y14 ", b"Y16 ", b"Y10B", b"Y10P", b"Y12P"})


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
    try:
        kinds = set(pixel_formats(descriptor))
    finally:
        os.close(descriptor)
    return bool(kinds) and kinds <= _GREY


def _problem(index: int) -> str:
    try:
        probe(index)
    except CameraError as error:
        return str(error)
    return ""
