"""A checked copy a day, made by SQLite's own backup call.

Copies are numbered in the order they were made, whatever the clock said then: the date in a name
is for people. ``posture-000012-2026-11-20.db``; those before numbers were given count as older.
"""

import os
import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from posture.store.integrity import damage_of
from posture.store.tables import DamagedRowError
from posture.system.private_file import private_folder

_NAME = re.compile(r"-(?:(?P<number>\d{6,})-)?(?P<day>\d{4}-\d\d-\d\d)$")


def create_private(path: Path) -> None:
    """An empty file that only the user may read, before anything is written to it."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def back_up(
    connection: sqlite3.Connection,
    path: Path,
    day: date,
    wait_s: float,
    *,
    is_another: bool = False,
) -> Path | None:
    """Copy the database into ``backups/`` under the day's name, unless that was done already.

    is_another: also if it was.

    A copy that fails the check is dropped, and the older ones stay. Raises DamagedRowError when
    that is so because the database does, which is for a large one the only whole check.
    wait_s: how long a locked database is waited for; then sqlite3.OperationalError.
    """
    there = copies(path)
    if not is_another and any(day_of(copy) == day.isoformat() for copy in there):
        return None
    number = 1 + max((_number_of(copy) for copy in there), default=0)
    target = _folder(path) / f"{path.stem}-{number:06d}-{day.isoformat()}{path.suffix}"
    private_folder(target.parent)
    unfinished = target.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    create_private(unfinished)
    try:
        with closing(sqlite3.connect(unfinished)) as copy:
            connection.backup(copy, progress=_patience(wait_s))
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, no -wal beside it
        if damage_of(unfinished):
            if damage := damage_of(path):
                raise DamagedRowError(damage)
            return None
        _sync(unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return target


def drop_old_copies(path: Path, keep: int) -> None:
    """Keep the newest copies only."""
    for old in copies(path)[keep:]:
        old.unlink(missing_ok=True)


def copies(path: Path) -> list[Path]:
    """The backups of a database, in the order they were made, newest first.

    Of those without a number, the ones dated in the future come last: the clock was wrong then.
    """
    today = datetime.now(UTC).date().isoformat()
    found = [copy for copy in _folder(path).glob(f"{path.stem}-*{path.suffix}") if _parts(copy)]
    return sorted(
        found,
        key=lambda copy: (_number_of(copy), day_of(copy) <= today, day_of(copy)),
        reverse=True,
    )


def day_of(copy: Path) -> str:
    """The date in the name of a backup."""
    parts = _parts(copy)
    return parts["day"] if parts else ""


def _number_of(copy: Path) -> int:
    parts = _parts(copy)
    return int(parts["number"] or 0) if parts else 0


def _parts(copy: Path) -> re.Match[str] | None:
    return _NAME.search(copy.stem) if copy.is_file() else None


def _folder(path: Path) -> Path:
    return path.parent / "backups"


def _patience(wait_s: float) -> Callable[[int, int, int], None]:
    """A progress callback that ends a backup stuck at a lock: by itself it would wait for ever."""
    until_s = time.monotonic() + wait_s

    def look(status: int, _remaining: int, _total: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and time.monotonic() > until_s:
            raise sqlite3.OperationalError("database is locked")

    return look


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
