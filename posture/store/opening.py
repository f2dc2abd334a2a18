"""Opening the file: checked, healed or made first, under a lock between processes."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from posture.errors import StoreError
from posture.store.backup import create_private, damage_of, header_version, heal, is_damage
from posture.store.migrations import STEPS, migrate, version_of
from posture.system.lock_file import HeldElsewhereError, LockFile

_NEEDED_BYTES = 65_536


def open_checked(path: Path, wait_s: float, tell: Callable[[str], None]) -> sqlite3.Connection:
    """Check, heal or make the file, connect, migrate. tell: takes what the user should know."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with LockFile(path.with_name(path.name + ".lock"), wait_s):
            if path.exists():
                _refuse_newer(path, header_version(path))
                if damage := damage_of(path):
                    tell(heal(path, damage, len(STEPS)))
            if not path.exists():
                _make(path, wait_s)
            connection = _connect(path, wait_s)
            try:
                _refuse_newer(path, version_of(connection))
                migrate(connection)
            except BaseException:
                connection.close()
                raise
            return connection
    except HeldElsewhereError:
        raise StoreError(
            f"The record {path} is being opened by another process.", "Try again in a moment."
        ) from None


def _make(path: Path, wait_s: float) -> None:
    """Make the file aside and move it into place whole, so that no half-made one is ever seen."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    create_private(fresh)
    connection = _connect(fresh, wait_s)
    try:
        migrate(connection)
    finally:
        connection.close()
    fresh.replace(path)


def _connect(path: Path, wait_s: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=wait_s, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # takes effect in an empty file only
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _refuse_newer(path: Path, version: int) -> None:
    if version > len(STEPS):
        raise StoreError(
            f"The record {path} was written by a newer posture (version {version}, this one knows "
            f"{len(STEPS)}).",
            "Update posture, or set POSTURE_DATA_DIR to another folder.",
        )


def identity(path: Path) -> tuple[int, int] | None:
    """Which file stands at the path, to notice when it was replaced; None when there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def explained(path: Path, error: sqlite3.Error) -> StoreError:
    """What went wrong, in the user's words, with the remedy."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and _is_full(path)):
        return StoreError(f"The disk is full: {path} cannot grow.", "Free some space.")
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return StoreError(f"The record {path} is locked by another program.", "Close that program.")
    if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
        return unwritable(path, error)
    if is_damage(error):
        return StoreError(f"The record {path} is damaged ({error}).", "It is mended on next use.")
    return StoreError(f"The record {path} cannot be used: {error}.", "See `posture doctor`.")


def _is_full(path: Path) -> bool:
    """Whether the disk is: SQLite says so only once it has its shared memory, 32 KiB."""
    with suppress(OSError):
        return shutil.disk_usage(path.parent).free < _NEEDED_BYTES
    return False


def unwritable(path: Path, error: Exception) -> StoreError:
    reason = getattr(error, "strerror", None) or str(error)
    return StoreError(
        f"The data folder {path.parent} cannot be written ({reason}).",
        "Make it writable, or set POSTURE_DATA_DIR to another folder.",
    )
