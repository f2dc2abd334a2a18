"""Which recordings PATH... means: files, folders, patterns, lists of them, and addresses."""

import glob
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from posture.app.analyze.names import file_names, shown_name
from posture.app.analyze.remote import is_remote, remote_recordings
from posture.errors import InputError, SourceError

VIDEO_SUFFIXES = frozenset(
    {
        ".mp4",
        ".m4v",
        ".mov",
        ".avi",
        ".mkv",
        ".webm",
        ".mpg",
        ".mpeg",
        ".mpe",
        ".ts",
        ".mts",
        ".m2ts",
        ".wmv",
        ".asf",
        ".flv",
        ".f4v",
        ".3gp",
        ".3g2",
        ".ogv",
        ".mjpeg",
        ".mjpg",
        ".vob",
        ".mxf",
        ".h264",
        ".hevc",
    }
)
_LISTS = frozenset({".txt", ".lst", ".list"})
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class RecordingInput:
    """One recording. name: as the tables show it. file_name: of its own files, without suffix."""

    address: str
    name: str
    file_name: str
    group: str


def find_recordings(
    given: Sequence[str], group_of: Callable[[str], str], out: Path
) -> list[RecordingInput]:
    """Every recording that is meant, once, in order of its name; those that are not there too.

    out: the folder of results, which holds no recordings. Raises InputError when there are none.
    """
    found: dict[str, str] = {}
    for path in given:
        for address, name in _meant(path, out.absolute()):
            found.setdefault(address, name)
    if not found:
        listed = ", ".join(given[:_MOST_NAMED]) + (" ..." if len(given) > _MOST_NAMED else "")
        raise InputError(f"{listed}: no recordings there.", "Name videos, or folders with videos.")
    named = sorted((name, address) for address, name in _distinct(found).items())
    names = [name for name, _ in named]
    return [
        RecordingInput(address, name, file_name, group_of(name))
        for (name, address), file_name in zip(named, file_names(names), strict=True)
    ]


def _distinct(found: dict[str, str]) -> dict[str, str]:
    """The same, where a name that two share is the whole address."""
    names = list(found.values())
    return {
        address: shown_name(name if names.count(name) == 1 else address)
        for address, name in found.items()
    }


def _meant(given: str, out: Path) -> Iterator[tuple[str, str]]:
    """(address, name) of each recording that one argument means."""
    if is_remote(given) and given.startswith("file://"):
        given = given.removeprefix("file://")
    if is_remote(given):
        yield from remote_recordings(given, VIDEO_SUFFIXES)
        return
    path = Path(given)
    if path.is_dir():
        yield from _in_folder(path, out)
    elif path.suffix.lower() in _LISTS and path.is_file():
        for line in _lines(path):
            nested = line if is_remote(line) else str(path.parent / line)
            yield from _meant(nested, out)
    elif not os.path.lexists(path) and glob.has_magic(given):
        matching = sorted(glob.glob(given, recursive=True))  # noqa: PTH207 - it may be absolute
        if not matching:
            raise InputError(f"{given}: nothing matches.", "Check the pattern.")
        for match in matching:
            yield from _meant(match, out)
    else:
        yield str(path.absolute()), path.name


def _in_folder(folder: Path, out: Path) -> Iterator[tuple[str, str]]:
    """Its videos and those of the folders in it; a folder of pictures is one recording."""
    from posture.capture.pictures import SUFFIXES  # noqa: PLC0415 - heavy

    has_pictures = has_videos = False
    for parent, folders, files in os.walk(folder):
        inside = Path(parent)
        folders[:] = sorted(
            name for name in folders if name[0] != "." and (inside / name).absolute() != out
        )
        for name in sorted(files):
            suffix = Path(name).suffix.lower()
            if name.startswith("."):
                continue
            has_pictures = has_pictures or suffix in SUFFIXES
            if suffix in VIDEO_SUFFIXES:
                has_videos = True
                path = inside / name
                yield str(path.absolute()), path.relative_to(folder).as_posix()
    if has_pictures and not has_videos:
        yield str(folder.absolute()), folder.absolute().name


def _lines(path: Path) -> list[str]:
    try:
        lines = path.read_text(encoding="utf-8-sig", errors="surrogateescape").splitlines()
    except OSError as error:
        raise SourceError(
            f"{path}: cannot be read ({error.strerror}).", "Check its permissions."
        ) from None
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
