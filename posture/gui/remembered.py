"""What the windows said once and need not say again; a small file in the data folder."""

import json
from contextlib import suppress

from msgspec import Struct
from msgspec.structs import asdict

from posture.store.state_file import DamagedFileError, read_state
from posture.system.paths import data_dir
from posture.system.private_file import write_private


class Remembered(Struct):
    """welcomed: the introduction was read to its end. no_tray_said: that no panel shows icons."""

    welcomed: bool = False
    no_tray_said: bool = False


def recall() -> Remembered:
    """A damaged file counts as none: at worst a hint is shown twice."""
    try:
        return read_state(data_dir() / "window.json", Remembered)
    except (FileNotFoundError, DamagedFileError):
        return Remembered()


def remember(known: Remembered) -> None:
    with suppress(OSError):
        write_private(data_dir() / "window.json", json.dumps(asdict(known)) + "\n")
