"""The tables, one step at a time. A step and the record of it are one transaction.

``PRAGMA user_version`` says which steps a file has had; it is part of the transaction too. A step
that was released is never edited: add another.

Times are microseconds since 1970 in UTC (``*_us``) beside the offset in force (``*_offset_s``).
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Migration:
    """One change of the tables. Its version is its place in the list, from 1."""

    name: str
    statements: tuple[str, ...]


def _profile_of_last_look(table: str, time: str) -> str:
    """Fills in which profile the rows of a table were judged by."""
    return (
        f"UPDATE {table} SET profile = (SELECT profile FROM samples WHERE at_us <= {table}.{time} "  # noqa: S608 - constants
        "ORDER BY at_us DESC LIMIT 1)"
    )


def _no_longer_joined(change: str) -> str:
    """Drops the spans of a day whose minutes change: short, for all of these fit one page."""
    rows = {"INSERT": ("new",), "UPDATE": ("old", "new"), "DELETE": ("old",)}[change]
    # Not "day IN (...)", which takes five times as long.
    drops = [f"DELETE FROM day_spans WHERE day = {row}.at_us / 86400000000;" for row in rows]  # noqa: S608 - constants
    name = f"minutes_{change.lower()}"
    return f"CREATE TRIGGER {name} AFTER {change} ON minutes BEGIN {' '.join(drops)} END"


MIGRATIONS = (
    Migration(
        "samples, episodes and nudges",
        (
            """CREATE TABLE samples (
                id INTEGER PRIMARY KEY,
                at_us INTEGER NOT NULL,
                at_offset_s INTEGER NOT NULL,
                interval_s REAL NOT NULL,
                state TEXT NOT NULL,
                posture TEXT NOT NULL,
                severity REAL,
                cause TEXT,
                neck_deg REAL,
                torso_deg REAL,
                neck_change_deg REAL,
                torso_change_deg REAL,
                neck_uncertainty_deg REAL,
                torso_uncertainty_deg REAL,
                profile TEXT
            )""",
            "CREATE INDEX samples_at ON samples (at_us)",
            """CREATE TABLE episodes (
                id INTEGER PRIMARY KEY,
                started_us INTEGER NOT NULL,
                started_offset_s INTEGER NOT NULL,
                ended_us INTEGER NOT NULL,
                ended_offset_s INTEGER NOT NULL,
                causes TEXT NOT NULL,
                worst_severity REAL NOT NULL,
                reason TEXT NOT NULL,
                nudged_us INTEGER,
                nudged_offset_s INTEGER
            )""",
            "CREATE INDEX episodes_started ON episodes (started_us)",
            """CREATE TABLE nudges (
                id INTEGER PRIMARY KEY,
                at_us INTEGER NOT NULL,
                at_offset_s INTEGER NOT NULL,
                cause TEXT NOT NULL,
                tip TEXT NOT NULL,
                text TEXT NOT NULL,
                outcome TEXT NOT NULL,
                why TEXT NOT NULL,
                answer TEXT
            )""",
            "CREATE INDEX nudges_at ON nudges (at_us)",
        ),
    ),
    Migration(
        "minutes, sources and withheld nudges",
        (
            "ALTER TABLE samples ADD COLUMN source TEXT",
            "ALTER TABLE samples ADD COLUMN is_apart INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE episodes ADD COLUMN profile TEXT",
            "ALTER TABLE episodes ADD COLUMN source TEXT",
            "ALTER TABLE episodes ADD COLUMN is_apart INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE nudges ADD COLUMN silent_share REAL",
            "ALTER TABLE nudges ADD COLUMN profile TEXT",
            "ALTER TABLE nudges ADD COLUMN source TEXT",
            "ALTER TABLE nudges ADD COLUMN is_apart INTEGER NOT NULL DEFAULT 0",
            _profile_of_last_look("episodes", "started_us"),
            _profile_of_last_look("nudges", "at_us"),
            """CREATE TABLE minutes (
                id INTEGER PRIMARY KEY,
                at_us INTEGER NOT NULL,
                at_offset_s INTEGER NOT NULL,
                lasting_us INTEGER NOT NULL,
                state TEXT NOT NULL,
                cause TEXT,
                neck_deg REAL,
                torso_deg REAL,
                neck_change_deg REAL,
                torso_change_deg REAL,
                profile TEXT,
                source TEXT,
                is_apart INTEGER NOT NULL
            )""",
            "CREATE INDEX minutes_at ON minutes (at_us)",
            """CREATE TABLE minute_days (
                day INTEGER PRIMARY KEY,
                looks INTEGER NOT NULL,
                before_us INTEGER,
                after_us INTEGER,
                gap_intervals REAL NOT NULL
            )""",
        ),
    ),
    Migration(
        "minutes joined to spans",
        (
            "CREATE TABLE day_spans (day INTEGER PRIMARY KEY, spans TEXT NOT NULL)",
            *(_no_longer_joined(change) for change in ("INSERT", "UPDATE", "DELETE")),
        ),
    ),
    Migration(
        "looks kept apart are found among very many",
        ("CREATE INDEX samples_apart ON samples (at_us) WHERE is_apart = 1",),
    ),
)

_RECORD = """CREATE TABLE IF NOT EXISTS migrations (
    version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL
)"""


def version_of(connection: sqlite3.Connection) -> int:
    """How many migrations the file has had."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, steps: Sequence[Migration] = MIGRATIONS) -> None:
    """Apply the steps the file lacks. connection: in autocommit mode (isolation_level None).

    A step that fails leaves the file as the step before left it, and its error goes up. Raises
    sqlite3.DatabaseError for a version that no file was ever given.
    """
    while (version := version_of(connection)) < len(steps):
        if version < 0:
            raise sqlite3.DatabaseError("its version is damaged")
        connection.execute("BEGIN IMMEDIATE")
        try:
            if version_of(connection) == version:  # else another process was faster
                _apply(connection, version + 1, steps[version])
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def _apply(connection: sqlite3.Connection, version: int, step: Migration) -> None:
    connection.execute(_RECORD)
    for statement in step.statements:
        connection.execute(statement)
    connection.execute(
        "INSERT INTO migrations VALUES (?, ?, ?)",
        (version, step.name, datetime.now(UTC).isoformat(timespec="seconds")),
    )
    connection.execute(f"PRAGMA user_version = {version:d}")
