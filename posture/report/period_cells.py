"""Calendars and weekday hours of a period: what each cell shows. No drawing here."""

from calendar import day_abbr, day_name
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from posture.core.duration import in_words
from posture.core.period.calendar import PeriodKind, month_of
from posture.core.period.model import DayFigures, PeriodSummary
from posture.core.share import percent, short_percent

MOST_CALENDAR_DAYS = 62  # more are shown a month a row
# Where the steps of the slouched share begin; the same on every page, so that pages compare.
STEPS = (0.0, 0.1, 0.2, 0.35, 0.5)
LEVELS = (
    ("l0", "under 10%"),
    ("l1", "10 to 20%"),
    ("l2", "20 to 35%"),
    ("l3", "35 to 50%"),
    ("l4", "50% and more"),
)
WEEKDAYS = tuple(zip(day_abbr, day_name, strict=True))


@dataclass(frozen=True, slots=True)
class ShareCell:
    """kind: l0 to l4 by the slouched share, "few" judged, "none" watched, "coming"."""

    kind: str
    label: str
    share: str
    title: str
    judged_s: float = 0.0
    href: str = ""


@dataclass(frozen=True, slots=True)
class CellRow:
    """A row of cells, None where there is no such day; long: the label in full."""

    label: str
    long: str
    cells: tuple[ShareCell | None, ...]


def calendar_weeks(
    period: PeriodSummary, hrefs: Mapping[date, str]
) -> list[list[ShareCell | None]]:
    """Rows of seven days from Monday; None outside the period. Empty for a long period."""
    days = period.period.days
    if len(days) > MOST_CALENDAR_DAYS:
        return []
    known = {day.day: day for day in period.days}
    monday = days[0] - timedelta(days=days[0].weekday())
    weeks = ceil(((days[-1] - monday).days + 1) / 7)
    every = [monday + timedelta(days=n) for n in range(7 * weeks)]
    cells = [
        _day_cell(period, day, known.get(day), hrefs) if days[0] <= day <= days[-1] else None
        for day in every
    ]
    return [cells[i : i + 7] for i in range(0, len(cells), 7)]


def calendar_months(period: PeriodSummary) -> list[CellRow]:
    """A row for each month, 31 cells."""
    known = {day.day: day for day in period.days}
    rows = []
    month = month_of(period.period.first)
    while month.first <= period.period.last:
        cells = [
            _day_cell(period, day, known.get(day), {})
            if period.period.first <= day <= period.period.last
            else None
            for day in month.days
        ]
        label = (
            f"{month.first:%b}" if period.period.kind is PeriodKind.YEAR else f"{month.first:%b %y}"
        )
        rows.append(CellRow(label, f"{month.first:%B %Y}", (*cells, *[None] * (31 - len(cells)))))
        month = month.after()
    return rows


def week_hours(period: PeriodSummary) -> tuple[list[int], list[CellRow]]:
    """The hours of the clock with enough to judge, first to last, and a row for each weekday."""
    enough = {key: time for key, time in period.weekday_hours.items() if period.has_enough(time)}
    if not enough:
        return [], []
    used = [hour for _, hour in enough]
    hours = list(range(min(used), max(used) + 1))
    weekdays = range(7) if any(weekday > 4 for weekday, _ in enough) else range(5)  # noqa: PLR2004 - Friday
    rows = []
    for weekday in weekdays:
        cells = []
        for hour in hours:
            when = f"{day_name[weekday]} {hour:02d}:00"
            time = enough.get((weekday, hour))
            if time is None or time.poor_share is None:
                cells.append(ShareCell("none", "", "", f"{when}: too little judged"))
                continue
            title = f"{when}: {percent(time.poor_share)} of {in_words(time.judged_s)}"
            share = short_percent(time.poor_share).removesuffix("%")
            cells.append(ShareCell(level(time.poor_share), "", share, title))
        rows.append(CellRow(day_abbr[weekday], day_name[weekday], tuple(cells)))
    return hours, rows


def level(share: float) -> str:
    """The step of a slouched share."""
    return f"l{sum(share >= step for step in STEPS) - 1}"


def _day_cell(
    period: PeriodSummary, day: date, figures: DayFigures | None, hrefs: Mapping[date, str]
) -> ShareCell:
    name = f"{day:%A} {day.day} {day:%B}"
    label = str(day.day)
    if figures is None:
        return ShareCell("coming", label, "", f"{name}: still to come")
    if not figures.is_recorded:
        return ShareCell("none", label, "", f"{name}: not watched")
    href = hrefs.get(day, "")
    if not period.has_enough(figures) or figures.poor_share is None:
        return ShareCell("few", label, "", f"{name}: too little judged", figures.judged_s, href)
    return ShareCell(
        level(figures.poor_share),
        label,
        short_percent(figures.poor_share),
        f"{name}: {percent(figures.poor_share)} slouched of {in_words(figures.judged_s)} judged",
        figures.judged_s,
        href,
    )
