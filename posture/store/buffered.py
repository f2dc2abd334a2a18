"""A store that never stops the monitor: what cannot be written waits, and is tried again."""

import logging
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from posture.config.schema.keeping import StoreSection
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
from posture.core.events import Cause
from posture.errors import StoreError
from posture.store.sqlite import SqliteStore

_log = logging.getLogger(__name__)
Record = SampleRecord | EpisodeRecord | NudgeRecord


@dataclass(slots=True)
class _Trouble:
    """Why writing fails at present, and when it is tried next."""

    problem: str
    retry_at_s: float
    retry_s: float


class BufferedStore:
    """Wraps a SqliteStore; adding never raises.

    The first failure of a write has waited as long as the store waits; later tries wait only
    ``retry_wait_s``, at growing intervals, so that a locked file does not hold the loop up again.

    problem: why records wait, for the status line; None when all are written.
    dropped: records lost because more than ``queue`` waited; samples go first, the oldest of them.
    """

    def __init__(
        self, store: SqliteStore, settings: StoreSection, monotonic_s: Callable[[], float]
    ) -> None:
        self._store = store
        self._settings = settings
        self._now_s = monotonic_s
        self._samples: deque[SampleRecord] = deque()
        self._others: deque[EpisodeRecord | NudgeRecord] = deque()
        self._trouble: _Trouble | None = None
        self.dropped = 0

    @property
    def problem(self) -> str | None:
        return self._trouble.problem if self._trouble else None

    @property
    def waiting(self) -> int:
        return len(self._samples) + len(self._others)

    @property
    def notices(self) -> list[str]:
        return self._store.notices

    def add_samples(self, samples: Sequence[SampleRecord]) -> None:
        self._samples.extend(samples)
        self._settle()

    def add_episode(self, episode: EpisodeRecord) -> None:
        self._others.append(episode)
        self._settle()

    def add_nudge(self, nudge: NudgeRecord) -> None:
        self._others.append(nudge)
        self._settle()

    def add_held_back(self, at: datetime, cause: Cause, why: str) -> None:
        self.add_nudge(NudgeRecord(at, cause, "", "", Delivery.HELD_BACK, why))

    def answer_nudge(self, at: datetime, cause: Cause, answer: str) -> bool:
        self._settle()
        return self._store.answer_nudge(at, cause, answer)

    def last_nudge(self) -> NudgeRecord | None:
        return self._store.last_nudge()

    def trial_nudges(self, tz: tzinfo, last: date) -> tuple[NudgeRecord, ...]:
        self._settle()
        return self._store.trial_nudges(tz, last)

    def nudges_since(self, since: datetime) -> tuple[NudgeRecord, ...]:
        self._settle()
        return self._store.nudges_since(since)

    def tips_shown(self, since: datetime) -> tuple[str, ...]:
        return self._store.tips_shown(since)

    def day(self, day: date, tz: tzinfo) -> DayRecords:
        self._settle()
        return self._store.day(day, tz)

    def samples(self, day: date, tz: tzinfo) -> Iterator[SampleRecord]:
        self._settle()
        return self._store.samples(day, tz)

    def minutes(
        self, day: date, tz: tzinfo, gap_intervals: float, last: date | None = None
    ) -> Iterator[MinuteRecord]:
        self._settle()
        return self._store.minutes(day, tz, gap_intervals, last)

    def spans(
        self, day: date, tz: tzinfo, gap_intervals: float, last: date | None = None
    ) -> Iterator[StateSpan]:
        self._settle()
        return self._store.spans(day, tz, gap_intervals, last)

    def judged_by_day(
        self, days: Collection[date], tz: tzinfo, gap_intervals: float
    ) -> dict[date, JudgedTime]:
        self._settle()
        return self._store.judged_by_day(days, tz, gap_intervals)

    def episodes(
        self, day: date, tz: tzinfo, last: date | None = None
    ) -> tuple[EpisodeRecord, ...]:
        self._settle()
        return self._store.episodes(day, tz, last)

    def nudges(self, day: date, tz: tzinfo, last: date | None = None) -> tuple[NudgeRecord, ...]:
        self._settle()
        return self._store.nudges(day, tz, last)

    def days(
        self, tz: tzinfo, first: date | None = None, last: date | None = None
    ) -> tuple[date, ...]:
        self._settle()
        return self._store.days(tz, first, last)

    def latest_days(self, tz: tzinfo, most: int, last: date | None = None) -> tuple[date, ...]:
        self._settle()
        return self._store.latest_days(tz, most, last)

    def maintain(self, now: datetime, gap_intervals: float) -> None:
        """As the store's; a failure is logged and tried again on the next call."""
        try:
            self._store.maintain(now, gap_intervals)
        except StoreError as error:
            _log.warning("the daily backup failed: %s", error)

    def close(self) -> None:
        """Try once more to write what waits, then close."""
        if self._trouble:
            self._trouble.retry_at_s = self._now_s()
        self._settle()
        if self.waiting:
            _log.error("%d records were not written: %s", self.waiting, self.problem)
        self._store.close()

    def _settle(self) -> None:
        """Write what waits, unless it failed a moment ago; then keep the queue within bounds."""
        if self._trouble is None or self._now_s() >= self._trouble.retry_at_s:
            try:
                self._write()
            except StoreError as error:
                self._note(error)
            else:
                self._recover()
        while self.waiting > self._settings.queue:
            (self._samples or self._others).popleft()
            self.dropped += 1

    def _write(self) -> None:
        while self._others:
            record = self._others[0]
            if isinstance(record, EpisodeRecord):
                self._store.add_episode(record)
            else:
                self._store.add_nudge(record)
            self._others.popleft()
        if self._samples:
            self._store.add_samples(tuple(self._samples))
            self._samples.clear()

    def _note(self, error: StoreError) -> None:
        longest_s = self._settings.retry_max_s
        if self._trouble is None:
            _log.warning("records wait to be written: %s", error)
            retry_s = min(self._settings.retry_s, longest_s)
            self._store.file.wait_at_most(self._settings.retry_wait_s)
        else:
            retry_s = min(self._trouble.retry_s * 2, longest_s)
        self._trouble = _Trouble(str(error), self._now_s() + retry_s, retry_s)

    def _recover(self) -> None:
        if self._trouble is not None:
            _log.info("writing works again; %d records were lost", self.dropped)
            self._trouble = None
            self._store.file.wait_at_most(None)
