"""The pictures of a folder, or of a numbered sequence such as ``frame_%03d.jpg``."""

import re
from collections.abc import Collection
from pathlib import Path

from posture.capture.pictures import SUFFIXES, UNREADABLE
from posture.errors import SourceError

# A Path has made one slash of two. A single letter is a Windows drive.
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/+")
_NUMBERED = re.compile(r"%0?(\d*)d")


def means_pictures(path: Path) -> bool:
    """Whether a path means several pictures: a folder, or a numbered sequence."""
    return path.is_dir() or _is_sequence(path)


def picture_paths(path: str | Path) -> list[Path]:
    """The picture itself, or those of a folder or a numbered sequence in natural order.

    Raises SourceError for an address, and when a folder or sequence has none; a single picture is
    not looked at.
    """
    path = on_disk(path)
    if path.is_dir():
        found = _entries(path, SUFFIXES)
    elif _is_sequence(path):
        found = _sequence(path)
    else:
        return [path]
    if not found:
        raise _without_pictures(path)
    return found


def left_out(path: str | Path) -> list[Path]:
    """The pictures of a folder that cannot be read, by their names; none for anything else.

    Raises SourceError when the folder cannot be listed.
    """
    path = Path(path)
    return _entries(path, UNREADABLE) if path.is_dir() else []


def on_disk(path: str | Path) -> Path:
    """The path; raises SourceError for an address, and for what no file can be named."""
    if "\0" in str(path):
        raise SourceError(f"{path}: not a valid file name.", "Check the path.")
    if _ADDRESS.match(str(path)) and not Path(path).exists():
        address = _ADDRESS.sub(r"\1://", str(path))
        raise SourceError(
            f"{address}: an address, not a recording.", "Watch it with `posture run --source`."
        )
    return Path(path)


def _without_pictures(path: Path) -> SourceError:
    if skipped := left_out(path):
        kinds = ", ".join(sorted({entry.suffix.lower() for entry in skipped}))
        return SourceError(
            f"{path}: no readable pictures there, only {kinds}.", "Convert them to JPEG or PNG."
        )
    return SourceError(f"{path}: no pictures there.", "Use a folder with JPEG or PNG files.")


def _entries(folder: Path, suffixes: Collection[str]) -> list[Path]:
    try:
        found = [
            entry
            for entry in folder.iterdir()
            if entry.suffix.lower() in suffixes and not entry.name.startswith(".")
        ]
    except OSError as error:
        raise SourceError(
            f"{folder}: cannot be read ({error.strerror}).", "Check its permissions."
        ) from None
    return sorted(found, key=_natural)


def _natural(path: Path) -> list[tuple[int, int, str]]:
    """Sort key in which frame_10 comes after frame_9."""
    parts = re.split(r"(\d+)", path.name.lower())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]


def _is_sequence(path: Path) -> bool:
    return _NUMBERED.search(path.name) is not None and not path.exists()


def _sequence(pattern: Path) -> list[Path]:
    """The files a printf pattern with one number names, in the order of the number."""
    before, digits, after = _NUMBERED.split(pattern.name, maxsplit=1)
    width = f"{{{int(digits)},}}" if digits else "+"
    name = re.compile(re.escape(before) + rf"(\d{width})" + re.escape(after))
    if not pattern.parent.is_dir():
        return []
    numbered = [
        (int(match[1]), entry)
        for entry in pattern.parent.iterdir()
        if (match := name.fullmatch(entry.name))
    ]
    return [entry for _, entry in sorted(numbered)]
