"""A file by a name that every library can take.

Libraries written in C want UTF-8, and take ``15:30.mp4`` for an address and ``-x`` for an option.
An absolute path is neither; for one that is not UTF-8, as old disks and archives hold, a link
stands in.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from posture.errors import SourceError
from posture.system.scratch import scratch_folder

_OWN_FILES = Path("/proc/self/fd")


@contextmanager
def plain_name(path: Path) -> Iterator[str]:
    """A name to open the file by while the context lasts; what was opened stays good afterwards.

    Raises OSError when the file cannot be opened, SourceError where no link can be made.
    """
    name = str(path.absolute())
    if is_utf8(name):
        yield name
    elif _OWN_FILES.is_dir():
        with path.open("rb") as file:
            yield str(_OWN_FILES / str(file.fileno()))
    else:
        with scratch_folder("posture-") as folder:
            link = folder / f"file{path.suffix if is_utf8(path.suffix) else ''}"
            _link(link, path.absolute())
            yield str(link)


def is_utf8(name: str) -> bool:
    """Whether every byte of a file's name came from UTF-8; Python keeps others as surrogates."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _link(link: Path, target: Path) -> None:
    for make in (os.symlink, os.link):  # Windows allows the first to few, the second on one disk
        with suppress(OSError):
            make(target, link)
            return
    raise SourceError(f"{target}: its name cannot be read here.", "Rename the file.")
