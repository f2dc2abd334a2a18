"""Many recordings compared on one page: by person or group, and one by one."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from posture import __version__
from posture.config import Config
from posture.core.day.angle_bands import band_columns, band_words
from posture.core.duration import in_words
from posture.core.share import percent
from posture.report.templating import page_template

# Rows that a chart, and lines that the table, can show and still be read; the CSV has them all.
MOST_BARS, MOST_LINES = 40, 500
# Places in a chart, in its own units.
_WIDTH, _LEFT, _RIGHT, _ROW, _BAR, _TOP = 600, 160, 84, 34, 18, 8


@dataclass(frozen=True, slots=True)
class Compared:
    """One recording, or all of one group, added up. bands: seconds by band, the lowest first."""

    name: str
    recordings: int
    watched_s: float
    judged_s: float
    poor_s: float
    episodes: int
    longest_still_s: float
    neck_bands: tuple[float, ...]
    torso_bands: tuple[float, ...]

    @property
    def poor_share(self) -> float | None:
        return self.poor_s / self.judged_s if self.judged_s else None


@dataclass(frozen=True, slots=True)
class ChartPart:
    """A stretch of a bar: left and width in the chart's units, how it looks, what it says."""

    left: float
    width: float
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One recording. middle, top: pixels."""

    label: str
    middle: float
    top: float
    parts: tuple[ChartPart, ...]
    value: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """Lying bars, one a row. ticks: (place, label) of the axis below."""

    rows: tuple[ChartRow, ...]
    ticks: tuple[tuple[float, str], ...]
    height: float
    left_out: int

    width, left, bar = _WIDTH, _LEFT, _BAR


def comparison_page(
    rows: Sequence[Mapping[str, Any]], failures: Sequence[tuple[str, str]], config: Config
) -> str:
    """A complete HTML document that loads nothing.

    rows: as in the table of recordings, "recording" and "group" among them. failures: recording,
    and why it has no result.
    """
    neck = band_columns("neck", config.analyze.neck_bands_deg)
    torso = band_columns("torso", config.analyze.torso_bands_deg)
    recordings = [_added_up(str(row["recording"]), [row], neck, torso) for row in rows]
    members: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        members.setdefault(str(row["group"]) or "(no group)", []).append(row)
    groups = [_added_up(name, part, neck, torso) for name, part in sorted(members.items())]
    whole = _added_up("all", rows, neck, torso)
    return page_template("comparison.html.j2").render(
        title="Recordings compared",
        headline=_headline(whole, len(groups)),
        whole=whole,
        groups=groups,
        recordings=sorted(recordings, key=_worst_first)[:MOST_LINES],
        group_of={str(row["recording"]): str(row["group"]) for row in rows},
        left_out=max(0, len(recordings) - MOST_LINES),
        failures=failures,
        poor=_poor_chart(groups),
        neck=_band_chart(groups, "neck", band_words(config.analyze.neck_bands_deg)),
        torso=_band_chart(groups, "torso", band_words(config.analyze.torso_bands_deg)),
        still=_still_chart(groups),
        neck_words=band_words(config.analyze.neck_bands_deg),
        torso_words=band_words(config.analyze.torso_bands_deg),
        still_deg=config.report.still_deg,
        version=__version__,
    )


def _added_up(
    name: str, rows: Iterable[Mapping[str, Any]], neck: Sequence[str], torso: Sequence[str]
) -> Compared:
    rows = list(rows)

    def total(column: str) -> float:
        return math.fsum(row[column] for row in rows)

    return Compared(
        name,
        len(rows),
        total("watched_s"),
        total("judged_s"),
        total("poor_s"),
        round(total("episodes")),
        max((row["longest_still_s"] for row in rows), default=0.0),
        tuple(total(column) for column in neck),
        tuple(total(column) for column in torso),
    )


def _headline(whole: Compared, groups: int) -> str:
    many = f"{whole.recordings} recording{'' if whole.recordings == 1 else 's'}"
    of = f" of {groups} people or groups" if groups > 1 else ""
    if whole.poor_share is None:
        return f"{many}{of}: nobody's posture could be judged"
    return f"{many}{of}: {percent(whole.poor_share)} of the judged time slouched"


def _worst_first(compared: Compared) -> tuple[float, str]:
    share = compared.poor_share
    return (1.0 if share is None else -share, compared.name)


def _chart(
    compared: Sequence[Compared],
    parts: Mapping[str, Sequence[ChartPart]],
    values: Mapping[str, str],
    ticks: Sequence[tuple[float, str]],
) -> BarChart:
    """Rows for all that have parts, so many at most."""
    drawn = [each for each in compared if parts[each.name]]
    rows = tuple(
        ChartRow(
            _short(each.name),
            _TOP + _ROW * (number + 0.5),
            _TOP + _ROW * (number + 0.5) - _BAR / 2,
            tuple(parts[each.name]),
            values[each.name],
        )
        for number, each in enumerate(drawn[:MOST_BARS])
    )
    return BarChart(rows, tuple(ticks), _TOP + _ROW * len(rows), len(drawn) - len(rows))


def _place(share: float) -> float:
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _poor_chart(groups: Sequence[Compared]) -> BarChart:
    ordered = sorted(groups, key=_worst_first)
    parts, values = {}, {}
    for each in ordered:
        share = each.poor_share
        parts[each.name] = () if share is None else _stacked(each.name, (share, 1 - share))
        values[each.name] = "" if share is None else percent(share)
    return _chart(ordered, parts, values, _percents())


def _stacked(name: str, shares: tuple[float, float]) -> tuple[ChartPart, ...]:
    poor, upright = shares
    return (
        ChartPart(_LEFT, _place(poor) - _LEFT, "poor", f"{name}: {percent(poor)} slouched"),
        ChartPart(
            _place(poor),
            _place(1) - _place(poor),
            "upright",
            f"{name}: {percent(upright)} upright",
        ),
    )


def _band_chart(groups: Sequence[Compared], angle: str, words: Sequence[str]) -> BarChart:
    ordered = sorted(groups, key=_worst_first)
    parts, values = {}, {}
    for each in ordered:
        seconds: tuple[float, ...] = getattr(each, f"{angle}_bands")
        whole = math.fsum(seconds)
        row, at = [], 0.0
        for number, (lasting, band) in enumerate(zip(seconds, words, strict=True)):
            share = lasting / whole if whole else 0.0
            if share:
                title = f"{each.name}: {angle} {band} for {percent(share)} of the time"
                left = _place(at)
                row.append(ChartPart(left, _place(at + share) - left, f"band{number}", title))
            at += share
        parts[each.name] = tuple(row)
        values[each.name] = in_words(whole)
    return _chart(ordered, parts, values, _percents())


def _still_chart(groups: Sequence[Compared]) -> BarChart:
    ordered = sorted(groups, key=lambda each: (-each.longest_still_s, each.name))
    longest = max((each.longest_still_s for each in ordered), default=0.0)
    parts, values = {}, {}
    for each in ordered:
        share = each.longest_still_s / longest if longest else 0.0
        title = f"{each.name}: {in_words(each.longest_still_s)} without a change of position"
        part = ChartPart(_LEFT, _place(share) - _LEFT, "still", title)
        parts[each.name] = (part,) if share else ()
        values[each.name] = in_words(each.longest_still_s)
    return _chart(ordered, parts, values, [(_LEFT, "0"), (_place(1), in_words(longest))])


def _percents() -> list[tuple[float, str]]:
    return [(_place(share / 4), percent(share / 4)) for share in range(5)]


def _short(name: str, most: int = 17) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}\N{HORIZONTAL ELLIPSIS}"
