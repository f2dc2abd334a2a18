"""Puts pages into the reports' folder: the one asked for, those it leads to, and the index."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from posture.config import Config
from posture.core.day.model import DaySummary
from posture.core.period.calendar import Period, PeriodKind, month_of, week_of
from posture.core.period.model import PeriodSummary
from posture.report.period_html import render_period
from posture.report.periods import JudgedDays, period_summary
from posture.report.shelf import INDEX, Shelf
from posture.report.templating import Link
from posture.report.write import day_summary, page_text, write_out

if TYPE_CHECKING:  # it brings NumPy
    from posture.protocols import Store

Notices = Sequence[str]


class Publisher:
    """Adds one record up and writes its pages into a folder; StoreError when that cannot be.

    with_parts: also those of a week's days and a year's months that have none yet. They may be
    many, so they wait until somebody wants to look at a page.
    """

    def __init__(
        self,
        store: "Store",
        tz: tzinfo,
        config: Config,
        folder: Path,
        today: date,
        *,
        with_parts: bool = True,
    ) -> None:
        self._store = store
        self._tz = tz
        self._config = config
        self._folder = folder
        self._today = today
        self._with_parts = with_parts
        self._judged_days = JudgedDays(store, tz, config.monitor.gap_intervals)

    def day(self, day: DaySummary, notices: Notices = (), *, alone: bool = False) -> Path:
        """The day's page, and unless alone those of its week and month."""
        around = () if alone else (week_of(day.day), month_of(day.day))
        shelf = Shelf.of(self._folder, day.day.isoformat(), *(each.name for each in around))
        path = self._write_day(day, shelf, notices)
        for period in around:
            self._write_period(self.period_summary(period), shelf, notices)
        return self._with_index(shelf, path)

    def period(self, period: PeriodSummary, notices: Notices = (), *, alone: bool = False) -> Path:
        """The period's page; unless alone, a week's month, a month's weeks, and the parts."""
        own = period.period
        shelf = Shelf.of(self._folder, own.name)
        days: list[date] = []
        others: list[Period] = []
        if not alone and own.kind is PeriodKind.WEEK:
            if self._with_parts:
                recorded = [day.day for day in period.days if day.is_recorded]
                days = [day for day in recorded if not shelf.has(day.isoformat())]
            others = [month_of(own.first), month_of(own.last)]
        elif not alone and own.kind is PeriodKind.MONTH:
            others = _inside(period, week_of)
        elif not alone and own.kind is PeriodKind.YEAR and self._with_parts:
            others = [month for month in _inside(period, month_of) if not shelf.has(month.name)]
        others = list(dict.fromkeys(others))
        coming = [*(day.isoformat() for day in days), *(each.name for each in others)]
        shelf = Shelf.of(self._folder, own.name, *coming)
        path = self._write_period(period, shelf, notices)
        for day in days:
            self._write_day(self.day_summary(day), shelf, notices)
        for other in others:
            self._write_period(self.period_summary(other), shelf, notices)
        return self._with_index(shelf, path)

    def day_summary(self, day: date) -> DaySummary:
        return day_summary(self._store, day, self._tz, self._config)

    def period_summary(self, period: Period) -> PeriodSummary:
        """Up to today. What several look back for is read once."""
        return period_summary(
            self._store, period, self._tz, self._config, self._today, self._judged_days
        )

    def _write_day(self, day: DaySummary, shelf: Shelf, notices: Notices) -> Path:
        path = self._folder / f"{day.day.isoformat()}.html"
        write_out(path, page_text(day, notices, shelf.links_of_day(day.day)))
        return path

    def _write_period(self, period: PeriodSummary, shelf: Shelf, notices: Notices) -> Path:
        path = self._folder / f"{period.period.name}.html"
        write_out(path, period_page_text(period, self._tz, notices, shelf))
        return path

    def _with_index(self, shelf: Shelf, path: Path) -> Path:
        write_out(self._folder / INDEX, shelf.index())
        return path


def period_page_text(
    period: PeriodSummary, tz: tzinfo, notices: Notices = (), shelf: Shelf | None = None
) -> str:
    """The page itself; without a shelf it leads nowhere."""
    links: tuple[Link, ...] = shelf.links_of_period(period.period) if shelf else ()
    return render_period(
        period,
        pages=shelf.day_pages() if shelf else {},
        part_pages=shelf.part_pages(period.period) if shelf else {},
        links=links,
        notices=(*notices, *_uncalibrated(period)),
        made_at=datetime.now(tz),
    )


def _uncalibrated(period: PeriodSummary) -> tuple[str, ...]:
    days = period.uncalibrated_days
    if not days:
        return ()
    were = "1 day was" if days == 1 else f"{days} days were"
    said = (
        f"Provisional: {were} judged without a calibration, by the straightest you sat at first. "
        "For your own limits run: posture calibrate"
    )
    return (said,)


def _inside(period: PeriodSummary, part_of: Callable[[date], Period]) -> list[Period]:
    """The weeks or months that have a record."""
    return list(dict.fromkeys(part_of(day.day) for day in period.days if day.is_recorded))
