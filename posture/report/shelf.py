"""The pages in the reports' folder: which there are, how they link to one another, their index."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from posture import __version__
from posture.core.period.calendar import (
    Period,
    PeriodKind,
    month_of,
    period_named,
    week_of,
    year_of,
)
from posture.report.templating import Link, page_template

INDEX = "index.html"


@dataclass(slots=True)
class _Month:
    label: str
    href: str = ""
    weeks: list[Link] = field(default_factory=list)
    days: list[Link] = field(default_factory=list)
    spans: list[Link] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Year:
    label: str
    href: str
    months: list[_Month]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The pages there are, by name (``Period.name``; a day's is its date)."""

    names: frozenset[str]

    @classmethod
    def of(cls, folder: Path, *coming: str) -> "Shelf":
        """Those in a folder, and those about to be written there."""
        there = {path.stem for path in folder.glob("*.html") if period_named(path.stem)}
        return cls(frozenset(there | set(coming)))

    def has(self, name: str) -> bool:
        return name in self.names

    def day_pages(self) -> Mapping[date, str]:
        """The file of each day that has a page."""
        return {
            period.first: f"{name}.html"
            for name in self.names
            if (period := period_named(name)) and is_day(name)
        }

    def part_pages(self, period: Period) -> Mapping[date, str]:
        """The files of the weeks and months in a longer period, by their first day in it."""
        found: dict[date, str] = {}
        for part_of in (week_of, month_of):
            part = part_of(period.first)
            while part.first <= period.last:
                if self.has(part.name):
                    found[max(part.first, period.first)] = f"{part.name}.html"
                part = part.after()
        return found

    def links_of_day(self, day: date) -> tuple[Link, ...]:
        """To the days beside it that have a page, and to its week, month and year."""
        days = sorted(self.day_pages())
        before = [other for other in days if other < day][-1:]
        after = [other for other in days if other > day][:1]
        return (
            *(Link(_day_words(other), f"{other}.html", "prev") for other in before),
            *self._up(week_of(day), month_of(day), year_of(day)),
            *(Link(_day_words(other), f"{other}.html", "next") for other in after),
        )

    def links_of_period(self, period: Period) -> tuple[Link, ...]:
        """To those beside it, and to the longer ones it is in."""
        before, after = period.before(), period.after()
        up: tuple[Period, ...] = ()
        if period.kind is PeriodKind.WEEK:
            up = (month_of(period.first), month_of(period.last), year_of(period.last))
        elif period.kind is PeriodKind.MONTH:
            up = (year_of(period.first),)
        return (
            *self._beside(before, "prev"),
            *self._up(*dict.fromkeys(up)),
            *self._beside(after, "next"),
        )

    def index(self, zone: str = "") -> str:
        """The page that lists them all, the newest first."""
        periods = sorted(
            ((name, period) for name in self.names if (period := period_named(name))),
            key=lambda pair: pair[1].first,
            reverse=True,
        )
        count = len(periods)
        years: list[_Year] = []
        for year in sorted({period.first.year for _, period in periods}, reverse=True):
            inside = [pair for pair in periods if pair[1].first.year == year]
            href = f"{year:04d}.html" if self.has(f"{year:04d}") else ""
            years.append(_Year(f"{year:04d}", href, _months(inside)))
        return page_template("index.html.j2").render(
            title="All reports",
            headline="1 report" if count == 1 else f"{count} reports, newest first",
            years=years,
            zone=zone,
            profiles=(),
            links=(),
            made_at=None,
            version=__version__,
        )

    def _beside(self, period: Period, rel: str) -> Iterable[Link]:
        if self.has(period.name):
            yield Link(_words(period), f"{period.name}.html", rel)

    def _up(self, *periods: Period) -> Iterable[Link]:
        for period in periods:
            if self.has(period.name):
                yield Link(_words(period), f"{period.name}.html")
        yield Link("All reports", INDEX)


def is_day(name: str) -> bool:
    """Whether a page's name is a day's."""
    return len(name) == len("2026-11-20")


def _months(periods: Iterable[tuple[str, Period]]) -> list[_Month]:
    months: dict[date, _Month] = {}
    for name, period in periods:
        if period.kind is PeriodKind.YEAR:
            continue
        month = months.setdefault(period.first.replace(day=1), _Month(f"{period.first:%B}"))
        link = Link(_words(period), f"{name}.html")
        if period.kind is PeriodKind.MONTH:
            month.href = link.href
        elif period.kind is PeriodKind.WEEK:
            month.weeks.append(link)
        elif is_day(name):
            month.days.append(Link(_day_words(period.first), link.href))
        else:
            month.spans.append(link)
    return [months[first] for first in sorted(months, reverse=True)]


def _words(period: Period) -> str:
    """As short as a link: "Week 47"."""
    return period.title.partition(",")[0]


def _day_words(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"
