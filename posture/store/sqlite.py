"""The record in one SQLite file: WAL, every commit on the disk before the call returns."""

import logging
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Protocol

from posture.core.day.records import (
    DayRecords,
    Delivery,
    EpisodeRecord,
    NudgeRecord,
    SampleRecord,
)
from posture.core.day.timeline import day_bounds
from posture.core.events import Cause
from posture.store import rows
from posture.store.backup import back_up, is_damage
from posture.store.opening import explained, identity, open_checked, unwritable

_log = logging.getLogger(__name__)


class StoreSettings(Protocol):
    """The [store] section of the configuration; config/default.toml says what each means."""

    @property
    def busy_wait_s(self) -> float: ...
    @property
    def backups(self) -> int: ...
    @property
    def keep_samples_days(self) -> int: ...
    @property
    def keep_days(self) -> int: ...


def open_store(path: Path, settings: StoreSettings) -> "SqliteStore":
    """Open the record, making or mending it first if need be.

    Raises StoreError when the folder cannot be written, when another process holds the record for
    longer than ``busy_wait_s``, or when a newer posture wrote it (the file is left as it is).
    """
    return SqliteStore(path, settings)


class SqliteStore:
    """Everything posture remembers. Safe to call from several threads.

    notices: sentences the user should be told, such as that a backup was restored.
    """

    def __init__(self, path: Path, settings: StoreSettings) -> None:
        self.path = path
        self.notices: list[str] = []
        self._settings = settings
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._wait_s = settings.busy_wait_s
        with self._connected():
            pass

    def add_samples(self, samples: Sequence[SampleRecord]) -> None:
        self._insert("samples", rows.SAMPLE_COLUMNS, [rows.sample_row(s) for s in samples])

    def add_episode(self, episode: EpisodeRecord) -> None:
        self._insert("episodes", rows.EPISODE_COLUMNS, [rows.episode_row(episode)])

    def add_nudge(self, nudge: NudgeRecord) -> None:
        self._insert("nudges", rows.NUDGE_COLUMNS, [rows.nudge_row(nudge)])

    def add_held_back(self, at: datetime, cause: Cause, why: str) -> None:
        """A nudge that was due and not sent."""
        self.add_nudge(NudgeRecord(at, cause, "", "", Delivery.HELD_BACK, why))

    def answer_nudge(self, at: datetime, answer: str) -> bool:
        """Keep what the user said to the nudge of that instant; False if there is none."""
        with self._transaction() as connection:
            cursor = connection.execute(
                "UPDATE nudges SET answer = ? WHERE at_us = ?", (answer, rows.to_us(at))
            )
            return cursor.rowcount > 0

    def last_nudge(self) -> NudgeRecord | None:
        """The nudge shown last, for feedback on it."""
        found = self._read(
            f"SELECT {rows.NUDGE_COLUMNS} FROM nudges WHERE outcome = ? "  # noqa: S608 - constants
            "ORDER BY at_us DESC LIMIT 1",
            (Delivery.DELIVERED.value,),
        )
        return next(iter(rows.nudges(found)), None)

    def tips_shown(self, since: datetime) -> tuple[str, ...]:
        """Ids of the tips shown since then, oldest first, so that advice can vary."""
        found = self._read(
            "SELECT tip FROM nudges WHERE outcome = ? AND at_us >= ? ORDER BY at_us",
            (Delivery.DELIVERED.value, rows.to_us(since)),
        )
        return tuple(row[0] for row in found)

    def day(self, day: date, tz: tzinfo) -> DayRecords:
        """One local day: samples with one beyond each end, episodes and nudges that began in it."""
        start, end = (rows.to_us(bound) for bound in day_bounds(day, tz))
        inside = (start, end)
        return DayRecords(
            rows.samples(self._read(
                f"SELECT {rows.SAMPLE_COLUMNS} FROM samples WHERE at_us >= "  # noqa: S608 - constants
                "coalesce((SELECT max(at_us) FROM samples WHERE at_us < ?), ?) AND at_us <= "
                "coalesce((SELECT min(at_us) FROM samples WHERE at_us >= ?), ?) ORDER BY at_us, id",
                (start, start, end, end),
            )),
            rows.episodes(self._read(
                f"SELECT {rows.EPISODE_COLUMNS} FROM episodes "  # noqa: S608 - constants
                "WHERE started_us >= ? AND started_us < ? ORDER BY started_us, id",
                inside,
            )),
            rows.nudges(self._read(
                f"SELECT {rows.NUDGE_COLUMNS} FROM nudges "  # noqa: S608 - constants
                "WHERE at_us >= ? AND at_us < ? ORDER BY at_us, id",
                inside,
            )),
        )

    def days(self, tz: tzinfo) -> tuple[date, ...]:
        """The local days that have any record, oldest first."""
        found: list[date] = []
        after = -(2**62)
        while True:
            firsts = self._read(
                "SELECT min(at_us) FROM samples WHERE at_us >= ?1 UNION ALL "
                "SELECT min(started_us) FROM episodes WHERE started_us >= ?1 UNION ALL "
                "SELECT min(at_us) FROM nudges WHERE at_us >= ?1",
                (after,),
            )
            times = [row[0] for row in firsts if row[0] is not None]
            if not times:
                return tuple(found)
            local = (rows.EPOCH + timedelta(microseconds=min(times))).astimezone(tz)
            found.append(local.date())
            after = max(min(times) + 1, rows.to_us(day_bounds(local.date(), tz)[1]))

    def maintain(self, now: datetime) -> None:
        """The day's backup, if it was not made yet, then drop what is older than is kept."""
        with self._connected() as connection:
            copy = back_up(
                connection,
                self.path,
                now.astimezone(UTC).date(),
                keep=self._settings.backups,
                wait_s=self._wait_s,
            )
        if copy is None:
            return
        samples = rows.to_us(now - timedelta(days=self._settings.keep_samples_days))
        rest = rows.to_us(now - timedelta(days=self._settings.keep_days))
        with self._transaction() as connection:
            connection.execute("DELETE FROM samples WHERE at_us < ?", (samples,))
            connection.execute("DELETE FROM episodes WHERE started_us < ?", (rest,))
            connection.execute("DELETE FROM nudges WHERE at_us < ?", (rest,))
        with self._connected() as connection:
            connection.execute("PRAGMA incremental_vacuum").fetchall()

    def wait_at_most(self, seconds: float | None) -> None:
        """How long a call waits for another writer; None: as configured."""
        with self._lock:
            self._wait_s = self._settings.busy_wait_s if seconds is None else seconds
            if self._connection is not None:
                self._connection.execute(f"PRAGMA busy_timeout = {int(self._wait_s * 1000)}")

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                with suppress(sqlite3.Error):
                    self._connection.close()
                self._connection = None

    def _insert(self, table: str, columns: str, values: Sequence[rows.Row]) -> None:
        marks = ", ".join("?" * len(columns.split(",")))
        with self._transaction() as connection:
            connection.executemany(
                f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608 - constants
                values,
            )

    def _read(self, query: str, values: rows.Row) -> list[rows.Row]:
        with self._connected() as connection:
            return connection.execute(query, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._connected() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """The open database; opened anew when its file was replaced, healed when it is damaged."""
        with self._lock:
            try:
                if self._connection is not None and identity(self.path) != self._file:
                    self.close()
                if self._connection is None:
                    self._connection = open_checked(self.path, self._wait_s, self._tell)
                    self._file = identity(self.path)
                yield self._connection
            except sqlite3.Error as error:
                if is_damage(error):
                    self.close()  # the next call checks the file, and heals it
                raise explained(self.path, error) from error
            except OSError as error:
                raise unwritable(self.path, error) from error

    def _tell(self, notice: str) -> None:
        _log.warning("%s", notice)
        self.notices.append(notice)
