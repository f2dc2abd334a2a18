"""A period on a terminal: the same words as the page, a sparkline, bars and a small heat map."""

from dataclasses import dataclass

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from posture.core.credit import Judged
from posture.core.duration import in_hours
from posture.core.period.insights import findings, headline
from posture.core.period.model import PeriodPart, PeriodSummary
from posture.core.share import percent
from posture.report.period_cells import week_hours
from posture.report.period_words import part_words, shown_share
from posture.report.terminal import LEAST_CELLS, MOST_CELLS, POOR, REST, UPRIGHT, causes_table

_SPARKS = "▁▂▃▄▅▆▇"
_NOT_WATCHED, _TOO_LITTLE = " ", "·"
_BESIDE_CELLS = 44  # what stands beside the bars: name, share and hours
# From light to dark; each pair of signs is one cell of the heat map.
_SHADES = {"l0": "··", "l1": "░░", "l2": "▒▒", "l3": "▓▓", "l4": "██"}


def render_period_text(period: PeriodSummary) -> RenderableType:
    """A rich renderable. Colour is never the only sign."""
    parts: list[RenderableType] = [
        Text(period.period.title, style="bold green"),
        Text(headline(period), style="bold"),
    ]
    if said := findings(period):
        parts.append(Padding(Group(*(Text(f"- {line}") for line in said)), (1, 0, 0, 0)))
    if period.is_enough and len(period.days) > 1:
        parts.append(Padding(_sparkline(period), (1, 0, 0, 0)))
    if period.judged_s:
        parts.append(Padding(_Parts(period), (1, 0, 0, 0)))
    hours, _ = week_hours(period)
    if hours:
        parts.append(Padding(_heat_map(period), (1, 0, 0, 0)))
    if period.by_cause and period.poor_s:
        parts.append(Padding(causes_table(period.by_cause, period.poor_s, in_hours), (1, 0, 0, 0)))
    if not period.is_empty:
        without = len(period.days) - period.recorded_days
        parts.append(Padding(Text(_coverage(period, without), style=REST), (1, 0, 0, 0)))
    return Group(*parts)


def _coverage(period: PeriodSummary, without: int) -> str:
    days = f"{period.recorded_days} of {len(period.days)} days"
    none = f"; {without} without a record" if without else ""
    return (
        f"Watched: {in_hours(period.watched_s)} on {days}{none}. "
        "Other time counts as neither upright nor slouched."
    )


def _sparkline(period: PeriodSummary) -> Text:
    """A sign for each day, or week or month of a longer period."""
    shares = [_share(period, part) for part in period.parts]
    most = max((share for share in shares if share is not None), default=0.0) or 1.0
    signs = [
        (_TOO_LITTLE if part.watched_s else _NOT_WATCHED)
        if share is None
        else _SPARKS[min(len(_SPARKS) - 1, int(share / most * len(_SPARKS)))]
        for part, share in zip(period.parts, shares, strict=True)
    ]
    return Text.assemble(
        f"Slouched by {period.parts[0].kind}  ",
        ("".join(signs), POOR),
        f"  (at most {percent(most)})",
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """The table of days, weeks or months; its bars are as long as the terminal lets them be."""

    period: PeriodSummary

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> RenderResult:
        period = self.period
        cells = max(LEAST_CELLS, min(MOST_CELLS, options.max_width - _BESIDE_CELLS))
        most_s = max(part.watched_s for part in period.parts)
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        table.add_column(period.parts[0].kind.capitalize(), no_wrap=True)
        table.add_column("█ slouched  ▒ upright  · other", min_width=cells)
        table.add_column("Slouched", justify="right", no_wrap=True)
        table.add_column("Judged", justify="right", no_wrap=True)
        for part in period.parts:
            if part.watched_s:
                table.add_row(
                    part_words(part),
                    _bar(part, most_s, cells),
                    shown_share(period, part),
                    in_hours(part.judged_s),
                )
        yield table


def _bar(part: PeriodPart, most_s: float, cells: int) -> Text:
    cell_s = most_s / cells
    poor = round(part.poor_s / cell_s) or (1 if part.poor_s else 0)
    upright = round(part.upright_s / cell_s)
    rest = round((part.watched_s - part.judged_s) / cell_s)
    return Text.assemble(("█" * poor, POOR), ("▒" * upright, UPRIGHT), ("·" * rest, REST))


def _heat_map(period: PeriodSummary) -> Text:
    hours, rows = week_hours(period)
    text = Text("Weekday by hour, slouched: ·· under 10%  ░░ 10-20  ▒▒ 20-35  ▓▓ 35-50  ██ more\n")
    text.append("     " + " ".join(f"{hour:02d}" for hour in hours) + "\n")
    for row in rows:
        text.append(f"{row.label}  ")
        for cell in row.cells:
            text.append(_SHADES.get(cell.kind if cell else "", "  ") + " ", style=POOR)
        text.append("\n")
    text.right_crop(1)
    return text


def _share(period: PeriodSummary, time: Judged) -> float | None:
    return time.poor_share if period.has_enough(time) else None
