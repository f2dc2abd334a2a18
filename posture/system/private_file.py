"""Files and folders for their owner's eyes only, whatever the umask: all that posture keeps."""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Literal

from posture.system.paths import config_dir, data_dir, log_dir

_FILE, _FOLDER, _OTHERS = 0o600, 0o700, 0o077
# What posture keeps in its folders, in this version and those before.
_KEPT = (
    "posture.*",
    "control.sock",
    "holds.json",
    "digest.json",
    "wishes.json",
    "config.toml",
    "*.part",
    "backups/posture-*",
    "profiles/*.json",
    "feedback/*.json",
    "reports/[0-9]*.html",
    "reports/index.html",
    "demo/posture.*",
    "demo/backups/posture-*",
    "demo/reports/[0-9]*.html",
    "demo/reports/index.html",
)


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
    roots = {data_dir(), log_dir(), config_dir()}
    for root in roots:
        with suppress(OSError):
            if _is_open(root):
                _tighten(root, roots)


def _tighten(root: Path, roots: set[Path]) -> None:
    kept = {path for pattern in _KEPT for path in root.glob(pattern)}
    folders = [*(path for path in _folders_of(kept, root)), root]
    for path in kept:
        if _is_open(path) and stat.S_ISREG(path.lstat().st_mode):
            path.chmod(_FILE)
    for folder in folders:
        if _is_open(folder) and set(folder.iterdir()) <= kept | set(folders) | roots:
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
