"""Folders for what is needed only for a moment."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from posture.system.exit import ctrl_c_afterwards


@contextmanager
def scratch_folder(prefix: str, inside: Path | None = None) -> Iterator[Path]:
    """A folder that only its owner can read, gone at the end, whenever Ctrl-C is pressed.

    inside: the folder to make it in; None: where temporary ones belong. Raises OSError.
    """
    with ExitStack() as kept:
        with ctrl_c_afterwards():
            folder = tempfile.TemporaryDirectory(prefix=prefix, dir=inside)
            kept.callback(_remove, folder)
        yield Path(folder.name)


@ctrl_c_afterwards()
def _remove(folder: "tempfile.TemporaryDirectory[str]") -> None:
    folder.cleanup()
