"""The record in one SQLite file: WAL, every commit on the disk before the call returns."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import TypeVar

from posture.config.schema.keeping import StoreSection
from posture.core.day.instants import LATEST_US, day_of, to_us
from posture.core.day.local_days import judged_by_day
from posture.core.day.model import JudgedTime
from posture.core.day.records import (
    DayRecords,
    Delivery,
    EpisodeRecord,
    MinuteRecord,
    NudgeRecord,
    SampleRecord,
    StateSpan,
)
from posture.core.day.timeline import day_bounds
from posture.core.events import Cause
from posture.store import from_rows, minutes, recorded_days, retention, to_rows
from posture.store.joined_minutes import spans_between
from posture.store.looks import looks_on, minutes_between
from posture.store.record_file import RecordFile
from posture.store.tables import EPISODES, NUDGES, SAMPLES, Row, Table

Result = TypeVar("Result")


def open_store(path: Path, settings: StoreSection) -> "SqliteStore":
    """Open the record, making or mending it first if need be.

    Raises StoreError when the folder cannot be written, when another process holds the record for
    longer than ``busy_wait_s``, or when a newer posture wrote it (the file is left as it is).
    """
    return SqliteStore(path, settings)


class SqliteStore:
    """Everything posture remembers. Safe to call from several threads.

    file: where it is kept; it heals itself, and says so in ``notices``.
    """

    def __init__(self, path: Path, settings: StoreSection) -> None:
        self.file = RecordFile(path, settings.busy_wait_s)
        self._settings = settings

    @property
    def notices(self) -> list[str]:
        return self.file.notices

    def add_samples(self, samples: Sequence[SampleRecord]) -> None:
        self._insert(SAMPLES, map(to_rows.sample_row, samples))

    def add_episode(self, episode: EpisodeRecord) -> None:
        self._insert(EPISODES, [to_rows.episode_row(episode)])

    def add_nudge(self, nudge: NudgeRecord) -> None:
        self._insert(NUDGES, [to_rows.nudge_row(nudge)])

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
                    (answer, to_us(at), cause.value),
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
            from_rows.nudges,
        )
        return next(iter(found), None)

    def trial_nudges(self, tz: tzinfo, last: date) -> tuple[NudgeRecord, ...]:
        """Those that had a chance of being withheld, up to a local day, in order of time."""
        return self._read(
            NUDGES,
            "is_apart = 0 AND silent_share IS NOT NULL AND at_us < ? ORDER BY at_us, id",
            (_bounds_us(last, tz)[1],),
            from_rows.nudges,
        )

    def nudges_since(self, since: datetime) -> tuple[NudgeRecord, ...]:
        """Those of every watch, also one kept apart: they were shown all the same."""
        return self._read(
            NUDGES, "at_us >= ? ORDER BY at_us, id", (to_us(since),), from_rows.nudges
        )

    def tips_shown(self, since: datetime) -> tuple[str, ...]:
        """Ids of the tips shown since then, oldest first, so that advice can vary."""
        found = self._read(
            NUDGES,
            "outcome = ? AND at_us >= ? ORDER BY at_us",
            (Delivery.DELIVERED.value, to_us(since)),
            from_rows.nudges,
        )
        return tuple(nudge.tip for nudge in found)

    def day(self, day: date, tz: tzinfo) -> DayRecords:
        """Everything of one local day, in memory; ``samples`` has them one by one."""
        return DayRecords(
            tuple(self.samples(day, tz)), self.episodes(day, tz), self.nudges(day, tz)
        )

    def samples(self, day: date, tz: tzinfo) -> Iterator[SampleRecord]:
        """The looks of one local day in order of time, with one beyond each end.

        Where they were thinned, the minutes stand for them.
        """
        yield from looks_on(self.file, day, tz)

    def minutes(
        self, day: date, tz: tzinfo, gap_intervals: float, last: date | None = None
    ) -> Iterator[MinuteRecord]:
        """Those of the local days ``day`` to ``last`` in order of time; None: of one day.

        gap_intervals: of [monitor], for days that were not added up yet.
        """
        yield from minutes_between(self.file, *self._added_up(day, tz, gap_intervals, last))

    def spans(
        self, day: date, tz: tzinfo, gap_intervals: float, last: date | None = None
    ) -> Iterator[StateSpan]:
        """The same time as ``minutes``, in records as long as can be: read much faster."""
        return spans_between(self.file, *self._added_up(day, tz, gap_intervals, last))

    def judged_by_day(
        self, days: Collection[date], tz: tzinfo, gap_intervals: float
    ) -> dict[date, JudgedTime]:
        """Upright and slouched time of those of the days that have minutes, oldest first."""
        if not days:
            return {}
        spans = self.spans(min(days), tz, gap_intervals, max(days))
        return {day: time for day, time in judged_by_day(spans, tz) if day in days}

    def _added_up(
        self, day: date, tz: tzinfo, gap_intervals: float, last: date | None
    ) -> tuple[int, int]:
        start, end = day_bounds(day, tz)[0], day_bounds(last or day, tz)[1]
        minutes.bring_up_to_date(self.file, *minutes.days_between(start, end), gap_intervals)
        return to_us(start), to_us(end)

    def bring_minutes_up_to_date(self, gap_intervals: float, span_us: tuple[int, int]) -> None:
        """Add up the minutes of a span, microseconds since 1970, that were not yet."""
        first, last = (day_of(min(us, LATEST_US)) for us in span_us)
        minutes.bring_up_to_date(self.file, first, last, gap_intervals)

    def episodes(
        self, day: date, tz: tzinfo, last: date | None = None
    ) -> tuple[EpisodeRecord, ...]:
        """The bouts that began on the local days ``day`` to ``last``, in order of time."""
        return self._read(
            EPISODES,
            "is_apart = 0 AND started_us >= ? AND started_us < ? ORDER BY started_us, id",
            _bounds_us(day, tz, last),
            from_rows.episodes,
        )

    def nudges(self, day: date, tz: tzinfo, last: date | None = None) -> tuple[NudgeRecord, ...]:
        """The nudges of the local days ``day`` to ``last``, in order of time."""
        return self._read(
            NUDGES,
            "is_apart = 0 AND at_us >= ? AND at_us < ? ORDER BY at_us, id",
            _bounds_us(day, tz, last),
            from_rows.nudges,
        )

    def days(
        self, tz: tzinfo, first: date | None = None, last: date | None = None
    ) -> tuple[date, ...]:
        """The local days from ``first`` to ``last`` that have any record, oldest first."""
        return recorded_days.days(self.file, tz, first, last)

    def latest_days(self, tz: tzinfo, most: int, last: date | None = None) -> tuple[date, ...]:
        """The latest local days up to ``last`` that have any record, newest first."""
        return recorded_days.latest_days(self.file, tz, most, last)

    def maintain(self, now: datetime, gap_intervals: float) -> None:
        """The day's backup, if it was not made yet; then thin and drop what is older than is kept.

        Not on a date that the record makes incredible; see ``retention``. gap_intervals: as in
        ``minutes``.
        """
        retention.maintain(self.file, self._settings, now, gap_intervals)

    def close(self) -> None:
        self.file.close()

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


def _bounds_us(day: date, tz: tzinfo, last: date | None = None) -> tuple[int, int]:
    return to_us(day_bounds(day, tz)[0]), to_us(day_bounds(last or day, tz)[1])
