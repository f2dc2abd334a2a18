"""Which days a period has. Weeks begin on Monday and are numbered by ISO 8601."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

_DAY = timedelta(days=1)


class PeriodKind(StrEnum):
    """DAYS: any other span of days."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    DAYS = "days"


@dataclass(frozen=True)
class Period:
    """Whole local days, first and last included. Make one by the functions below."""

    kind: PeriodKind
    first: date
    last: date

    @cached_property
    def days(self) -> tuple[date, ...]:
        return tuple(self.first + n * _DAY for n in range((self.last - self.first).days + 1))

    @property
    def name(self) -> str:
        """Short, for files and for links: 2026-W47, 2026-11, 2026, 2026-11-03_2026-11-09."""
        match self.kind:
            case PeriodKind.WEEK:
                year, week, _ = self.first.isocalendar()
                return f"{year:04d}-W{week:02d}"
            case PeriodKind.MONTH:
                return f"{self.first:%Y-%m}"
            case PeriodKind.YEAR:
                return f"{self.first:%Y}"
            case PeriodKind.DAYS:
                return f"{self.first}_{self.last}"

    @property
    def title(self) -> str:
        """As a heading: "Week 47, 16 to 22 November 2026"."""
        match self.kind:
            case PeriodKind.WEEK:
                return f"Week {self.first.isocalendar()[1]}, {_from_to(self.first, self.last)}"
            case PeriodKind.MONTH:
                return f"{self.first:%B %Y}"
            case PeriodKind.YEAR:
                return f"{self.first:%Y}"
            case PeriodKind.DAYS:
                return _from_to(self.first, self.last)

    @property
    def words(self) -> str:
        """In a sentence: "this week", "these 9 days"."""
        if self.kind is not PeriodKind.DAYS:
            return f"this {self.kind}"
        return "this day" if self.first == self.last else f"these {len(self.days)} days"

    @property
    def within(self) -> str:
        """As when something was: "this week", "on these 9 days"."""
        return f"on {self.words}" if self.kind is PeriodKind.DAYS else self.words

    @property
    def words_before(self) -> str:
        """The period before it: "the week before", "the 9 days before"."""
        if self.kind is not PeriodKind.DAYS:
            return f"the {self.kind} before"
        return "the day before" if self.first == self.last else f"the {len(self.days)} days before"

    def before(self) -> "Period":
        """The one that ends where this begins, of the same kind."""
        end = self.first - _DAY
        return self._alike(end, end - (self.last - self.first))

    def after(self) -> "Period":
        """The one that begins where this ends, of the same kind."""
        return self._alike(self.last + _DAY, self.last + _DAY)

    def _alike(self, day: date, first: date) -> "Period":
        """The one of the same kind with this day in it, or of as many days from ``first`` on."""
        match self.kind:
            case PeriodKind.WEEK:
                return week_of(day)
            case PeriodKind.MONTH:
                return month_of(day)
            case PeriodKind.YEAR:
                return year_of(day)
            case PeriodKind.DAYS:
                return days_between(first, first + (self.last - self.first))


def week_of(day: date) -> Period:
    """The week it is in, from Monday (ISO 8601)."""
    monday = day - day.weekday() * _DAY
    return Period(PeriodKind.WEEK, monday, monday + 6 * _DAY)


def month_of(day: date) -> Period:
    """The calendar month it is in."""
    length = monthrange(day.year, day.month)[1]
    return Period(PeriodKind.MONTH, day.replace(day=1), day.replace(day=length))


def year_of(day: date) -> Period:
    """The calendar year it is in."""
    return Period(PeriodKind.YEAR, date(day.year, 1, 1), date(day.year, 12, 31))


def days_between(first: date, last: date) -> Period:
    """From the first day to the last, both included."""
    return Period(PeriodKind.DAYS, first, last)


def period_named(name: str) -> Period | None:
    """The period of a ``name``, a day's too; None for anything else."""
    try:
        if re.fullmatch(r"\d{4}-W\d{2}", name):
            return week_of(date.fromisoformat(f"{name}-1"))
        if re.fullmatch(r"\d{4}-\d{2}", name):
            return month_of(date.fromisoformat(f"{name}-01"))
        if re.fullmatch(r"\d{4}", name):
            return year_of(date(int(name), 1, 1))
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}(_\d{4}-\d{2}-\d{2})?", name):
            first, _, last = name.partition("_")
            return days_between(date.fromisoformat(first), date.fromisoformat(last or first))
    except ValueError:
        pass
    return None


def _from_to(first: date, last: date) -> str:
    """Days as people write them: "16 to 22 November 2026", with what both share said once."""
    end = f"{last.day} {last:%B %Y}"
    if first == last:
        return end
    if first.year != last.year:
        return f"{first.day} {first:%B %Y} to {end}"
    if first.month != last.month:
        return f"{first.day} {first:%B} to {end}"
    return f"{first.day} to {end}"
