"""A copy a day, and the way back from a damaged file.

``.recover`` does not bring a table back reliably, so what protects the record is a checked copy
made by SQLite's own backup call. A damaged file is set aside, never deleted, and the newest copy
that passes the check takes its place.
"""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from posture.system.private_file import private_folder

SQLITE_MAGIC = b"SQLite format 3\x00"
VERSION_AT = slice(60, 64)  # user_version in the file header, https://sqlite.org/fileformat2.html
HEADER_BYTES = 100
_DAMAGE_CODES = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def create_private(path: Path) -> None:
    """An empty file that only the user may read, before anything is written to it."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def header_version(path: Path) -> int:
    """The version in the file's header, read without opening the database; 0 if there is none."""
    with path.open("rb") as file:
        header = file.read(HEADER_BYTES)
    return int.from_bytes(header[VERSION_AT], "big") if header.startswith(SQLITE_MAGIC) else 0


def damage_of(path: Path) -> str | None:
    """What is wrong with a database file, in a few words; None when it passes SQLite's check."""
    if not path.stat().st_size:
        return "it is empty"
    with path.open("rb") as file:
        if file.read(len(SQLITE_MAGIC)) != SQLITE_MAGIC:
            return "it is not a database"
    try:
        with closing(sqlite3.connect(path)) as connection:
            verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            return str(error)
        raise
    if verdict != "ok":
        return "it fails SQLite's check"
    return None if tables else "it has no tables"


def is_damage(error: sqlite3.Error) -> bool:
    """Whether an error means a damaged file, rather than a busy, full or forbidden one."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF in _DAMAGE_CODES


def back_up(
    connection: sqlite3.Connection, path: Path, day: date, *, keep: int, wait_s: float
) -> Path | None:
    """Copy the database into ``backups/`` under the day's name, unless that was done already.

    keep: copies kept, the newest. A copy that fails the check is dropped, and the older ones stay.
    wait_s: how long a locked database is waited for; then sqlite3.OperationalError.
    """
    folder = path.parent / "backups"
    target = folder / f"{path.stem}-{day.isoformat()}{path.suffix}"
    if target.exists():
        return None
    private_folder(folder)
    unfinished = target.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    create_private(unfinished)
    try:
        with closing(sqlite3.connect(unfinished)) as copy:
            connection.backup(copy, progress=_patience(wait_s))
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, no -wal beside it
        if damage_of(unfinished):
            return None
        _sync(unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    for old in copies(path)[keep:]:
        old.unlink(missing_ok=True)
    return target


def copies(path: Path) -> list[Path]:
    """The backups of a database, newest first."""
    found = (path.parent / "backups").glob(f"{path.stem}-????-??-??{path.suffix}")
    return sorted(found, reverse=True)


def heal(path: Path, damage: str, newest_version: int) -> str:
    """Set a damaged file aside, restore the newest good copy, and say so in one sentence."""
    aside = _set_aside(path)
    told = f"The record {path.name} was damaged ({damage}) and is kept as {aside.name}; "
    for copy in copies(path):
        if damage_of(copy) is None and header_version(copy) <= newest_version:
            fresh = path.with_suffix(".new")
            fresh.unlink(missing_ok=True)
            create_private(fresh)
            shutil.copyfile(copy, fresh)
            _sync(fresh)
            fresh.replace(path)
            day = copy.stem.removeprefix(f"{path.stem}-")
            return told + f"the backup of {day} was restored, later records are missing."
    return told + "there was no usable backup, so a new record was begun."


def _patience(wait_s: float) -> Callable[[int, int, int], None]:
    """A progress callback that ends a backup stuck at a lock: by itself it would wait for ever."""
    until_s = time.monotonic() + wait_s

    def look(status: int, _remaining: int, _total: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and time.monotonic() > until_s:
            raise sqlite3.OperationalError("database is locked")

    return look


def _set_aside(path: Path) -> Path:
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    number = 0
    while True:
        suffix = f".damaged-{stamp}" + (f"-{number}" if number else "")
        aside = path.with_name(path.name + suffix)
        if not aside.exists():
            break
        number += 1
    path.replace(aside)
    for end in ("-wal", "-shm"):
        beside = path.with_name(path.name + end)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + end))
    return aside


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
