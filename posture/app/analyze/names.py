"""What a recording is called in the tables, and its own files: whatever it is named on the disk."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath

from posture.core.printable import printable

# What every system takes in a file's name.
_UNSAFE = re.compile(r"[^\w .,()@+=-]|^\.|[ .]$")
_MOST = 120  # bytes: names may have 255, with what is added to them
_HASH = 8


def shown_name(given: str) -> str:
    """In one line: what cannot be shown is written as an escape."""
    return printable(given)


def file_names(given: Sequence[str]) -> list[str]:
    """A file's name for each recording, without suffix, no two alike.

    given: their names as the tables show them, with folders, no two alike. A name that had to be
    changed, or that two share, gets a few digits of its own, which do not depend on the others.
    """
    plain = [_plain(name) for name in given]
    often = Counter(name.casefold() for name in plain)
    return [
        name
        if often[name.casefold()] == 1 and not _is_changed(whole)
        else f"{name}-{hashlib.sha256(whole.encode('utf-8', 'replace')).hexdigest()[:_HASH]}"
        for whole, name in zip(given, plain, strict=True)
    ]


def _plain(name: str) -> str:
    path = PurePath(name)
    joined = "_".join((*path.parts[:-1], path.stem or path.name))
    return _UNSAFE.sub("_", joined).encode()[:_MOST].decode(errors="ignore") or "_"


def _is_changed(name: str) -> bool:
    path = PurePath(name)
    return any(_UNSAFE.search(part) for part in (*path.parts[:-1], path.stem)) or (
        len(name.encode()) > _MOST
    )
