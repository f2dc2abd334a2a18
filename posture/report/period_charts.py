"""Calendars and charts of a period: what each cell and bar shows. No drawing here."""

from calendar import day_abbr, day_name
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from posture.core.credit import Judged
from posture.core.day.insights import CAUSE_WORDS, percent
from posture.core.duration import in_words
from posture.core.events import Cause
from posture.core.period.calendar import PeriodKind, month_of
from posture.core.period.model import DayFigures, PeriodPart, PeriodSummary

MOST_CALENDAR_DAYS = 62  # more are shown a month a row
# Where the steps of the slouched share begin; the same on every page, so that pages compare.
STEPS = (0.0, 0.1, 0.2, 0.35, 0.5)
LEVELS = (
    ("l0", "under 10 %"),
    ("l1", "10 to 20 %"),
    ("l2", "20 to 35 %"),
    ("l3", "35 to 50 %"),
    ("l4", "50 % and more"),
)
WEEKDAYS = tuple(zip(day_abbr, day_name, strict=True))
CAUSES_SHOWN = 4  # the rest is one colour
MOST_LABELS, NARROW_LABELS = 31, 8
SHARE_SCALES = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
HOUR_SCALES = (2, 4, 8, 12, 24, 40, 60, 80, 120, 160, 240, 400, 800)


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


@dataclass(frozen=True, slots=True)
class ColumnPiece:
    """Of a column: top and height in per cent of the chart."""

    top: float
    height: float
    kind: str


@dataclass(frozen=True, slots=True)
class ChartColumn:
    """tier: "minor" for a label left out where there is little room, "never" for one always."""

    label: str
    tier: str
    title: str
    pieces: tuple[ColumnPiece, ...]


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """most, half: the words at the top and the middle. legend: (kind, words, seconds)."""

    bars: tuple[ChartColumn, ...]
    most: str
    half: str
    legend: tuple[tuple[str, str, float], ...] = ()


def short_percent(share: float) -> str:
    """As ``percent``, for a small place: "<1 %", with its sign on the same line."""
    return (
        percent(share)
        .replace("under ", "<")
        .replace("over ", ">")
        .replace(" %", "\N{NO-BREAK SPACE}%")
    )


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
            share = short_percent(time.poor_share)[:-2]
            cells.append(ShareCell(level(time.poor_share), "", share, title))
        rows.append(CellRow(day_abbr[weekday], day_name[weekday], tuple(cells)))
    return hours, rows


def causes_over_time(period: PeriodSummary) -> ColumnChart:
    """The slouched share of each part by cause; no columns without enough anywhere."""
    enough = [part for part in period.parts if period.has_enough(part) and part.poor_share]
    if not enough or not period.by_cause:
        return ColumnChart((), "", "")
    shown = list(period.by_cause)[:CAUSES_SHOWN]
    most = _scale(max(part.poor_share or 0.0 for part in enough), SHARE_SCALES)
    labels = _labels(period.parts)
    bars = []
    for part, (label, tier) in zip(period.parts, labels, strict=True):
        pieces: list[ColumnPiece] = []
        title = f"{part_words(part)}: too little judged"
        if part in enough:
            title = f"{part_words(part)}: {percent(part.poor_share or 0.0)} slouched"
            top = 100.0
            for kind, seconds in _by_kind(part.by_cause, shown):
                height = 100 * seconds / part.judged_s / most
                top -= height
                pieces.append(ColumnPiece(top, height, kind))
        bars.append(ChartColumn(label, tier, title, tuple(pieces)))
    legend = [
        (f"c{i}", CAUSE_WORDS[cause], period.by_cause[cause]) for i, cause in enumerate(shown)
    ]
    if rest := sum(s for cause, s in period.by_cause.items() if cause not in shown):
        legend.append(("c9", "other causes", rest))
    return ColumnChart(tuple(bars), short_percent(most), short_percent(most / 2), tuple(legend))


def coverage(period: PeriodSummary) -> ColumnChart:
    """Hours judged and hours watched in each part."""
    most = _scale(max((p.watched_s for p in period.parts), default=0.0) / 3600, HOUR_SCALES)
    bars = []
    for part, (label, tier) in zip(period.parts, _labels(period.parts), strict=True):
        judged = 100 * part.judged_s / 3600 / most
        watched = 100 * part.watched_s / 3600 / most
        title = (
            f"{part_words(part)}: {in_words(part.judged_s)} judged of {in_words(part.watched_s)}"
            if part.watched_s
            else f"{part_words(part)}: not watched"
        )
        pieces = (
            ColumnPiece(100 - judged, judged, "upright"),
            ColumnPiece(100 - watched, watched - judged, "paused"),
        )
        bars.append(ChartColumn(label, tier, title, pieces if part.watched_s else ()))
    half = f"{most / 2:g}\N{NO-BREAK SPACE}h"
    return ColumnChart(tuple(bars), f"{most:g}\N{NO-BREAK SPACE}h", half)


def level(share: float) -> str:
    """The step of a slouched share."""
    return f"l{sum(share >= step for step in STEPS) - 1}"


def part_words(part: PeriodPart) -> str:
    """A part's name in a table."""
    match part.kind:
        case "day":
            return f"{part.first:%a} {part.first.day} {part.first:%b}"
        case "week":
            return f"Week {part.first.isocalendar()[1]}, from {part.first.day} {part.first:%b}"
        case _:
            return f"{part.first:%B %Y}"


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


def _by_kind(
    by_cause: Mapping[Cause, float], shown: Sequence[Cause]
) -> Iterator[tuple[str, float]]:
    """From the bottom up, the main cause first; what is not shown by itself comes last."""
    for i, cause in enumerate(shown):
        if cause in by_cause:
            yield f"c{i}", by_cause[cause]
    if rest := sum(seconds for cause, seconds in by_cause.items() if cause not in shown):
        yield "c9", rest


def _labels(parts: Sequence[PeriodPart]) -> list[tuple[str, str]]:
    """What stands below each column, and where it is left out."""
    every = ceil(len(parts) / MOST_LABELS) if parts else 1
    narrow = every * ceil(len(parts) / every / NARROW_LABELS) if parts else 1
    few_days = len(parts) <= 7  # noqa: PLR2004 - a week
    labels = []
    for i, part in enumerate(parts):
        match part.kind:
            case "day":
                label = f"{part.first:%a}" if few_days else str(part.first.day)
            case "week":
                label = str(part.first.isocalendar()[1])
            case _:
                label = f"{part.first:%b}"
        labels.append((label, "never" if i % every else "minor" if i % narrow else ""))
    return labels


def _scale(most: float, scales: Sequence[float]) -> float:
    return next((scale for scale in scales if most <= scale), float(ceil(most)))


def has_shares(period: PeriodSummary) -> bool:
    """Whether any day has a share to colour."""
    return any(period.has_enough(day) for day in period.days)


def shown_share(period: PeriodSummary, time: Judged) -> str:
    """A slouched share in a table; a dash where too little was judged."""
    return percent(time.poor_share or 0.0) if period.has_enough(time) else "-"
