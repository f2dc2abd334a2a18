"""Lines of some days taken out of the log, also while a monitor writes to it.

The file stays the same one, since a running monitor has it open to append to. A line begins with
its local time; those without one, a trace above all, go with the line before them.
"""

from collections.abc import Collection, Iterator
from datetime import date

from posture.system.kept_files import files_of

_DATE_CHARS = len("2026-11-20")


def clear() -> None:
    """Take out everything; older logs are removed."""
    for path in files_of("log"):
        if path.name.endswith(".log"):
            path.write_bytes(b"")
        else:
            path.unlink(missing_ok=True)


def take_out(days: Collection[date]) -> None:
    """Take out the lines of these local days."""
    names = {day.isoformat().encode() for day in days}
    for path in files_of("log"):
        with path.open("rb+") as file:
            text = file.read()
            kept = b"".join(_others(text, names))
            if kept == text:
                continue
            kept += file.read()  # what was written meanwhile
            file.seek(0)
            file.write(kept)
            file.truncate()


def _others(text: bytes, names: Collection[bytes]) -> Iterator[bytes]:
    is_kept = True
    for line in text.splitlines(keepends=True):
        begin = line[:_DATE_CHARS]
        if begin in names or _is_date(begin):
            is_kept = begin not in names
        if is_kept:
            yield line


def _is_date(begin: bytes) -> bool:
    try:
        date.fromisoformat(begin.decode("ascii"))
    except ValueError:
        return False
    return True
