"""Column charts of a period: what each column shows. No drawing here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from posture.core.day.insights import CAUSE_WORDS
from posture.core.duration import in_words
from posture.core.events import Cause
from posture.core.period.model import PeriodPart, PeriodSummary
from posture.core.share import percent, short_percent
from posture.report.period_words import part_words

CAUSES_SHOWN = 4  # the rest is one colour
MOST_LABELS, NARROW_LABELS = 31, 8
SHARE_SCALES = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
HOUR_SCALES = (2, 4, 8, 12, 24, 40, 60, 80, 120, 160, 240, 400, 800)


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
