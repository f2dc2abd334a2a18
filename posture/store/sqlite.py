"""The record in one SQLite file: WAL, every commit on the disk before the call returns."""

import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Protocol, TypeVar

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
from posture.store.backup import back_up, drop_old_copies
from posture.store.record_file import RecordFile
from posture.store.retention import clock_trust
from posture.store.rows import EPISODES, NUDGES, SAMPLES, Row, Table

_log = logging.getLogger(__name__)
Result = TypeVar("Result")

_AT_ONCE = 1000  # rows of a day held in memory


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
    @property
    def steady_days(self) -> int: ...
    @property
    def steady_within_days(self) -> int: ...


def open_store(path: Path, settings: StoreSettings) -> "SqliteStore":
    """Open the record, making or mending it first if need be.

    Raises StoreError when the folder cannot be written, when another process holds the record for
    longer than ``busy_wait_s``, or when a newer posture wrote it (the file is left as it is).
    """
    return SqliteStore(path, settings)


class SqliteStore:
    """Everything posture remembers. Safe to call from several threads.

    file: where it is kept; it heals itself, and says so in ``notices``.
    """

    def __init__(self, path: Path, settings: StoreSettings) -> None:
        self.file = RecordFile(path, settings.busy_wait_s)
        self._settings = settings

    @property
    def notices(self) -> list[str]:
        return self.file.notices

    def add_samples(self, samples: Sequence[SampleRecord]) -> None:
        self._insert(SAMPLES, map(rows.sample_row, samples))

    def add_episode(self, episode: EpisodeRecord) -> None:
        self._insert(EPISODES, [rows.episode_row(episode)])

    def add_nudge(self, nudge: NudgeRecord) -> None:
        self._insert(NUDGES, [rows.nudge_row(nudge)])

    def add_held_back(self, at: datetime, cause: Cause, why: str) -> None:
        """A nudge that was due and not sent."""
        self.add_nudge(NudgeRecord(at, cause, "", "", Delivery.HELD_BACK, why))

    def answer_nudge(self, at: datetime, cause: Cause, answer: str) -> bool:
        """Keep what the user said to the nudge of that instant and cause; False if there is none.

        A break reminder may come at the very instant of a nudge about posture.
        """
        return self.file.write(
            lambda connection: (
                connection.execute(
                    "UPDATE nudges SET answer = ? WHERE at_us = ? AND cause = ?",
                    (answer, rows.to_us(at), cause.value),
                ).rowcount
                > 0
            )
        )

    def last_nudge(self) -> NudgeRecord | None:
        """The nudge shown last, for feedback on it."""
        found = self._read(
            NUDGES,
            "outcome = ? ORDER BY at_us DESC LIMIT 1",
            (Delivery.DELIVERED.value,),
            rows.nudges,
        )
        return next(iter(found), None)

    def tips_shown(self, since: datetime) -> tuple[str, ...]:
        """Ids of the tips shown since then, oldest first, so that advice can vary."""
        found = self._read(
            NUDGES,
            "outcome = ? AND at_us >= ? ORDER BY at_us",
            (Delivery.DELIVERED.value, rows.to_us(since)),
            rows.nudges,
        )
        return tuple(nudge.tip for nudge in found)

    def day(self, day: date, tz: tzinfo) -> DayRecords:
        """Everything of one local day, in memory; ``samples`` has them one by one."""
        return DayRecords(
            tuple(self.samples(day, tz)), self.episodes(day, tz), self.nudges(day, tz)
        )

    def samples(self, day: date, tz: tzinfo) -> Iterator[SampleRecord]:
        """The looks of one local day in order of time, with one beyond each end."""
        start, end = _bounds_us(day, tz)
        first, last = self.file.use(
            lambda connection: connection.execute(
                "SELECT coalesce((SELECT max(at_us) FROM samples WHERE at_us < ?1), ?1), "
                "coalesce((SELECT min(at_us) FROM samples WHERE at_us >= ?2), ?2)",
                (start, end),
            ).fetchone()
        )
        after: tuple[int, int] | None = (first, -1)
        while after is not None:
            looks, after = self.file.use(_next_looks(after, last))
            yield from looks

    def episodes(self, day: date, tz: tzinfo) -> tuple[EpisodeRecord, ...]:
        """The bouts that began on one local day, in order of time."""
        return self._read(
            EPISODES,
            "started_us >= ? AND started_us < ? ORDER BY started_us, id",
            _bounds_us(day, tz),
            rows.episodes,
        )

    def nudges(self, day: date, tz: tzinfo) -> tuple[NudgeRecord, ...]:
        """The nudges of one local day, in order of time."""
        return self._read(
            NUDGES, "at_us >= ? AND at_us < ? ORDER BY at_us, id", _bounds_us(day, tz), rows.nudges
        )

    def days(self, tz: tzinfo) -> tuple[date, ...]:
        """The local days that have any record, oldest first."""
        found: list[date] = []
        after = 0
        while True:
            times = self.file.use(_firsts(after))
            if not times:
                return tuple(found)
            local = (rows.EPOCH + timedelta(microseconds=min(times))).astimezone(tz)
            found.append(local.date())
            after = max(min(times) + 1, rows.to_us(day_bounds(local.date(), tz)[1]))

    def maintain(self, now: datetime) -> None:
        """The day's backup, if it was not made yet; then drop what is older than is kept.

        Not on a date that the record makes incredible; see ``retention``.
        """
        today, settings = now.astimezone(UTC).date(), self._settings
        recorded = self.days(UTC)
        trust = clock_trust(
            recorded, today, days=settings.steady_days, within_days=settings.steady_within_days
        )
        if trust.is_jump:
            _log.warning(
                "today would be %s, with no record of late, the last of %s: no backup is made and "
                "nothing old deleted until some days have been recorded",
                today,
                recorded[-1],
            )
            return
        file = self.file
        copy = file.use(lambda connection: back_up(connection, file.path, today, file.wait_s))
        if copy is None or not trust.is_steady:
            return
        drop_old_copies(self.file.path, settings.backups)
        self.file.write(lambda connection: self._drop_old_rows(connection, now))
        self.file.use(lambda connection: connection.execute("PRAGMA incremental_vacuum").fetchall())

    def close(self) -> None:
        self.file.close()

    def _drop_old_rows(self, connection: sqlite3.Connection, now: datetime) -> None:
        samples_days, rest_days = self._settings.keep_samples_days, self._settings.keep_days
        for table, days in ((SAMPLES, samples_days), (EPISODES, rest_days), (NUDGES, rest_days)):
            oldest = rows.to_us(now - timedelta(days=days))
            connection.execute(f"DELETE FROM {table.name} WHERE {table.time} < ?", (oldest,))  # noqa: S608 - constants

    def _insert(self, table: Table, values: Iterable[Row]) -> None:
        kept = [row for row in values if table.is_sound(row)]
        marks = ", ".join("?" * len(table.row.__struct_fields__))
        self.file.write(
            lambda connection: connection.executemany(
                f"INSERT INTO {table.name} ({table.columns}) VALUES ({marks})",  # noqa: S608 - constants
                kept,
            )
        )

    def _read(
        self,
        table: Table,
        where: str,
        values: Row,
        read: Callable[[Iterable[Row]], Iterator[Result]],
    ) -> tuple[Result, ...]:
        query = f"SELECT {table.columns} FROM {table.name} WHERE {where}"  # noqa: S608 - constants
        return self.file.use(lambda connection: tuple(read(connection.execute(query, values))))


def _firsts(after: int) -> Callable[[sqlite3.Connection], list[int]]:
    """Reads the first instant of each table from then on, of those that have one."""
    query = " UNION ALL ".join(
        f"SELECT min({table.time}) FROM {table.name} WHERE {table.time} BETWEEN ?1 AND ?2"  # noqa: S608 - constants
        for table in rows.TABLES
    )

    def read(connection: sqlite3.Connection) -> list[int]:
        firsts = connection.execute(query, (after, rows.LATEST_US))
        return [first for (first,) in firsts if first is not None]

    return read


def _bounds_us(day: date, tz: tzinfo) -> tuple[int, int]:
    start, end = day_bounds(day, tz)
    return rows.to_us(start), rows.to_us(end)


def _next_looks(
    after: tuple[int, int], last: int
) -> Callable[[sqlite3.Connection], tuple[tuple[SampleRecord, ...], tuple[int, int] | None]]:
    """Reads the looks that follow the one of that instant and id, up to an instant.

    With them comes where the next reading begins, None at the end.
    """

    def read(
        connection: sqlite3.Connection,
    ) -> tuple[tuple[SampleRecord, ...], tuple[int, int] | None]:
        found = connection.execute(
            f"SELECT {SAMPLES.columns}, id FROM samples WHERE (at_us, id) > (?, ?) AND at_us <= ? "  # noqa: S608 - constants
            "ORDER BY at_us, id LIMIT ?",
            (*after, last, _AT_ONCE),
        ).fetchall()
        is_full = len(found) == _AT_ONCE
        looks = tuple(rows.samples(row[:-1] for row in found))
        return looks, (found[-1][0], found[-1][-1]) if is_full else None

    return read
