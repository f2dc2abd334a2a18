"""Files and folders for their owner's eyes only, whatever the umask: all that posture keeps."""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Literal

from posture.system.kept_files import KINDS, roots

_FILE, _FOLDER, _OTHERS = 0o600, 0o700, 0o077


def private_folder(path: Path) -> Path:
    """The folder, made if need be with those above it; raises OSError when that cannot be."""
    for folder in (*reversed(path.parents), path):
        if not folder.is_dir():
            folder.mkdir(_FOLDER, exist_ok=True)
            folder.chmod(_FOLDER)  # a umask may have taken more than was asked
    return path


def open_private(path: Path, mode: Literal["a", "w", "x"], errors: str = "strict") -> TextIOWrapper:
    """A text file to write, UTF-8, line ends as they come; its owner's only, one found open too."""

    def opener(name: str, flags: int) -> int:
        # A pipe in its place that nobody reads would be waited for without end.
        descriptor = os.open(name, flags | getattr(os, "O_NONBLOCK", 0), _FILE)
        if sys.platform != "win32" and stat.S_ISREG(os.fstat(descriptor).st_mode):
            with suppress(PermissionError):  # somebody else's, who lets us write
                os.fchmod(descriptor, _FILE)
        return descriptor

    return open(path, mode, encoding="utf-8", errors=errors, newline="", opener=opener)


def write_private(path: Path, text: str) -> None:
    """Put a text file there whole or not at all, so that a reader never sees half of it.

    Its folder is made if need be. Raises OSError, and leaves what was there before.
    """
    write_private_bytes(path, text.encode())


def write_private_bytes(path: Path, content: bytes) -> None:
    """The same of any content."""
    private_folder(path.parent)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open_private(unfinished, "w") as file:
            file.buffer.write(content)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def tighten_folders() -> None:
    """Close to others what an earlier version, or a copy, has left open to them.

    A folder that holds more than posture's own files stays as its owner has set it; what is ours in
    it is closed all the same. What cannot be changed stays as it is.
    """
    kept = {path for kind in KINDS for path in kind.paths()}
    for root in roots():
        with suppress(OSError):
            if _is_open(root):
                _tighten(root, {path for path in kept if root in path.parents})


def _tighten(root: Path, kept: set[Path]) -> None:
    folders = [*(path for path in _folders_of(kept, root)), root]
    for path in kept:
        if _is_open(path) and stat.S_ISREG(path.lstat().st_mode):
            path.chmod(_FILE)
    for folder in folders:
        if _is_open(folder) and set(folder.iterdir()) <= {*kept, *folders, *roots()}:
            folder.chmod(_FOLDER)


def _folders_of(kept: set[Path], root: Path) -> Iterator[Path]:
    """Those between what is kept and its root, the deepest first."""
    found = {parent for path in kept for parent in path.parents if root in parent.parents}
    return iter(sorted(found, key=lambda folder: -len(folder.parts)))


def _is_open(path: Path) -> bool:
    """Whether it is ours and others may look into it; links are left alone."""
    if sys.platform == "win32":
        return False
    found = path.lstat()
    is_link = stat.S_ISLNK(found.st_mode)
    return not is_link and found.st_uid == os.geteuid() and bool(found.st_mode & _OTHERS)
