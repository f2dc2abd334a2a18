"""Whether a file is a whole record: its header, SQLite's own check, its tables, its version."""

import sqlite3
from contextlib import closing, suppress
from functools import cache
from pathlib import Path

from posture.store.migrations import MIGRATIONS, migrate, version_of
from posture.store.tables import DamagedRowError

# Places in the file header, https://sqlite.org/fileformat2.html
SQLITE_MAGIC = b"SQLite format 3\x00"
FORMATS_AT = slice(18, 20)
VERSION_AT = slice(60, 64)  # user_version
HEADER_BYTES = 100
_FORMATS = {b"\x01\x01", b"\x02\x02"}  # with a rollback journal, with a write-ahead log

# What SQLite says of damage may hold the damaged bytes, which Python then cannot decode.
UNREADABLE = (sqlite3.Error, UnicodeDecodeError)

_DAMAGE_CODES = frozenset(
    {
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_FORMAT,
        sqlite3.SQLITE_TOOBIG,
    }
)
# What comes from a sound file too, when something around it is amiss.
_SURROUNDINGS_CODES = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_AUTH,
        sqlite3.SQLITE_NOLFS,
    }
)


def is_damage(error: Exception) -> bool:
    """Whether an error of a statement that is right means a damaged file."""
    if isinstance(error, sqlite3.OperationalError) and not hasattr(error, "sqlite_errorcode"):
        return "decode" in str(error)  # a text that is no UTF-8: Python's own error
    is_text = isinstance(error, DamagedRowError | UnicodeDecodeError)
    return is_text or _code_of(error) in _DAMAGE_CODES


def damage_of(path: Path, *, is_whole: bool = True) -> str | None:
    """What is wrong with a record, in a few words; None when every check passes.

    is_whole: every page is read; else header, tables and version only.

    Raises sqlite3.Error for what lies around the file: locked, full, forbidden.
    """
    with path.open("rb") as file:
        header = file.read(HEADER_BYTES)
    if not header:
        return "it is empty"
    if not header.startswith(SQLITE_MAGIC):
        return "it is not a database"
    if header[FORMATS_AT] not in _FORMATS:
        return "its header is damaged"
    try:
        with closing(sqlite3.connect(path)) as connection:
            return _damage_in(connection, is_whole=is_whole)
    except UnicodeDecodeError:
        return "it contains invalid text"
    except sqlite3.Error as error:
        if _code_of(error) in _SURROUNDINGS_CODES:
            raise
        return str(error)


def newer_version(path: Path) -> int | None:
    """The version of a record that a newer posture wrote; the file is only read.

    None for any other, also for one whose header alone says so: a damaged byte can do that.
    """
    with path.open("rb") as file:
        header = file.read(HEADER_BYTES)
    version = int.from_bytes(header[VERSION_AT], "big")
    if not header.startswith(SQLITE_MAGIC) or version <= len(MIGRATIONS):
        return None
    untouched = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with suppress(*UNREADABLE), closing(sqlite3.connect(untouched, uri=True)) as connection:
        if _steps_recorded(connection) == version:
            return version
    return None


def _damage_in(connection: sqlite3.Connection, *, is_whole: bool) -> str | None:
    """SQLite's quick check would pass an index that does not agree with its table."""
    if is_whole:
        (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok":
            return "it fails SQLite's check"
    there = _tables_of(connection)
    if not there:
        return "it has no tables"
    version = version_of(connection)
    if version > len(MIGRATIONS) or version != _steps_recorded(connection):
        return "its version is damaged"
    return None if _tables(version) <= there else "its tables are damaged"


def _steps_recorded(connection: sqlite3.Connection) -> object:
    return connection.execute("SELECT max(version) FROM migrations").fetchone()[0]


def _tables_of(connection: sqlite3.Connection) -> frozenset[tuple[str, str, str]]:
    """Type, name and statement of every table and index, however their statements are spaced."""
    found = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return frozenset((kind, name, " ".join(sql.split())) for kind, name, sql in found)


@cache
def _tables(version: int) -> frozenset[tuple[str, str, str]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, MIGRATIONS[:version])
        return _tables_of(connection)


def _code_of(error: Exception) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
