"""Which device a camera's name means on Linux, and the name it keeps when it is plugged in again.

The number N of /dev/videoN is given anew at every plugging in. udev adds links that stay: by the
camera's own name and serial number, and by the port it is plugged into.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path

_NODE = re.compile(r"/dev/video(\d+)")
_LASTING = (Path("/dev/v4l/by-id"), Path("/dev/v4l/by-path"))


def device_node(spec: int | str) -> Path | None:
    """The device that --source names, as ``0`` or by a path below /dev; None for anything else."""
    text = str(spec).strip()
    path = Path(f"/dev/video{int(text)}" if text.isdecimal() else text)
    return path if path.is_relative_to("/dev") else None


def device_number(path: str | Path) -> int | None:
    """The N of /dev/videoN, also through a link; None for another device."""
    match = _NODE.fullmatch(os.path.realpath(path))
    return int(match[1]) if match else None


def lasting_name(spec: str, folders: Sequence[Path] = _LASTING) -> str:
    """The name under which this camera is found again whatever its number; spec when it has none.

    folders: of links to devices, the best first.
    """
    node = device_node(spec)
    number = None if node is None or node.is_symlink() else device_number(node)
    if number is None:
        return spec
    for folder in folders:
        for link in sorted(folder.glob("*")):
            if device_number(link) == number:
                return str(link)
    return spec
