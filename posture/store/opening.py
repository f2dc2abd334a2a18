"""Opening the file: checked, healed or made first, under a lock between processes."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from posture.errors import StoreError
from posture.store.backup import create_private
from posture.store.integrity import damage_of, is_damage, newer_version
from posture.store.migrations import MIGRATIONS, migrate, version_of
from posture.store.salvage import heal
from posture.system.lock_file import HeldElsewhereError, LockFile, refuse_without_locks
from posture.system.private_file import private_folder

_NEEDED_BYTES = 65_536
# Read whole in less than a tenth of a second.
_SMALL_BYTES = 16 * 2**20
_NO_SHARED_MEMORY = frozenset(
    {
        sqlite3.SQLITE_IOERR_SHMMAP,
        sqlite3.SQLITE_IOERR_SHMOPEN,
        sqlite3.SQLITE_IOERR_SHMLOCK,
        sqlite3.SQLITE_PROTOCOL,
    }
)


def open_checked(
    path: Path, wait_s: float, notify: Callable[[str], None], doubt: str | None = None
) -> sqlite3.Connection:
    """Check, heal or make the file, connect, migrate.

    notify: takes what the user should know. doubt: what was found wrong in the file that stands
    there; it is healed even if every check passes. Raises StoreError when the record cannot be
    opened, is of a newer version, or another process holds it longer than wait_s.
    """
    refuse_impossible(path)
    private_folder(path.parent)
    try:
        with LockFile(path.with_name(path.name + ".lock"), wait_s):
            if path.exists():
                _refuse_newer(path)
                _leave_wal_if_impossible(path, wait_s)
                # One of years takes seconds to read whole: that is done once a day, with its copy.
                is_whole = path.stat().st_size < _SMALL_BYTES
                if damage := damage_of(path, is_whole=is_whole) or doubt:
                    notify(heal(path, damage, lambda fresh: _make(fresh, wait_s)))
            else:
                fresh = path.with_suffix(".new")
                _make(fresh, wait_s).close()
                fresh.replace(path)  # whole, so that no half-made one is ever seen
            connection = _connect(path, wait_s)
            try:
                migrate(connection)
            except BaseException:
                connection.close()
                raise
            return connection
    except HeldElsewhereError:
        raise StoreError(
            f"The record {path} is being opened by another process.", "Try again in a moment."
        ) from None


def try_out(path: Path, wait_s: float) -> None:
    """Raise StoreError for a record that is damaged or cannot be written; it stays as it is."""
    try:
        refuse_impossible(path)
        _refuse_newer(path)
        if damage := damage_of(path):
            raise StoreError(
                f"The record {path} is damaged ({damage}).",
                "It is repaired when it is next used: `posture report`.",
            )
        with closing(sqlite3.connect(path, timeout=wait_s, isolation_level=None)) as connection:
            version = version_of(connection)
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(f"PRAGMA user_version = {version:d}")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        raise explained(path, error) from error
    except OSError as error:
        raise unwritable(path, error) from error


def refuse_impossible(path: Path) -> None:
    """Raise StoreError for what stands there and can be no record, before it is opened.

    A pipe would never end, and a link that leads nowhere may lead to a disk that is not there.
    """
    for folder in (path, *path.parents):
        if folder.is_symlink() and not folder.exists():
            raise StoreError(
                f"{folder} is a link to {folder.readlink()}, which is not there.",
                "Mount that disk, or remove the link to start a new record.",
            )
    if path.exists() and not path.is_file():
        raise StoreError(f"The record {path} is not a regular file.", "Move it out of the way.")


def _make(path: Path, wait_s: float) -> sqlite3.Connection:
    """An empty record with all its tables, whole in its file."""
    path.unlink(missing_ok=True)
    create_private(path)
    connection = _connect(path, wait_s)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        if _lacks_shared_memory(connection, path):
            connection.close()
            connection = _without_wal(path, wait_s)
        migrate(connection)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def _opened(path: Path, wait_s: float) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=wait_s, isolation_level=None, check_same_thread=False)


def _connect(path: Path, wait_s: float) -> sqlite3.Connection:
    connection = _opened(path, wait_s)
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # takes effect in an empty file only
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")  # what is deleted is written over
    return connection


def _leave_wal_if_impossible(path: Path, wait_s: float) -> None:
    """For a record that was made on another file system than the one it lies on now."""
    with suppress(sqlite3.DatabaseError):  # damage is looked for next
        with closing(_opened(path, wait_s)) as connection:
            is_impossible = _lacks_shared_memory(connection, path)
        if is_impossible:
            _without_wal(path, wait_s).close()


def _lacks_shared_memory(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the file system cannot share memory between processes, which WAL needs."""
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode in _NO_SHARED_MEMORY and not _is_full(path)
    return False


def _without_wal(path: Path, wait_s: float) -> sqlite3.Connection:
    """The file with a rollback journal: slower, and as safe. Alone at it, WAL needs no memory."""
    with closing(_opened(path, wait_s)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = DELETE")
    path.with_name(path.name + "-shm").unlink(missing_ok=True)
    return _connect(path, wait_s)


def _refuse_newer(path: Path) -> None:
    if version := newer_version(path):
        raise StoreError(
            f"The record {path} was written by a newer posture (version {version}, this one knows "
            f"{len(MIGRATIONS)}).",
            "Update posture, or set POSTURE_DATA_DIR to another folder.",
        )


def identity(path: Path) -> tuple[int, int] | None:
    """Which file stands at the path, to notice when it was replaced; None when there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def explained(path: Path, error: Exception) -> StoreError:
    """What went wrong, in the user's words, with the remedy."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and _is_full(path)):
        return StoreError(f"The disk is full: {path} cannot grow.", "Free some space.")
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        refuse_without_locks(path.parent)
        return StoreError(f"The record {path} is locked by another program.", "Close that program.")
    if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
        return unwritable(path, error)
    if is_damage(error):
        return StoreError(f"The record {path} is damaged ({error}).", "Check its disk.")
    return StoreError(
        f"The record {path} cannot be used: {error}.",
        "Move it away to start a new one; its backups are next to it.",
    )


def _is_full(path: Path) -> bool:
    """Whether the disk is: SQLite says so only once it has its shared memory, 32 KiB."""
    with suppress(OSError):
        return shutil.disk_usage(path.parent).free < _NEEDED_BYTES
    return False


def unwritable(path: Path, error: Exception) -> StoreError:
    """What of the record, what lies beside it and their folder it is that cannot be written."""
    reason = getattr(error, "strerror", None) or str(error)
    if not os.access(path.parent, os.W_OK):
        return StoreError(
            f"The data folder {path.parent} cannot be written ({reason}).",
            "Make it writable, or set POSTURE_DATA_DIR to another folder.",
        )
    culprit = getattr(error, "filename", None)
    if isinstance(culprit, str) and Path(culprit) != path:
        return StoreError(f"{culprit} cannot be used ({reason}).", "Move it out of the way.")
    return StoreError(
        f"The record {path} cannot be written ({reason}).",
        "Make it and the files next to it writable, or set POSTURE_DATA_DIR.",
    )
