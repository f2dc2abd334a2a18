"""The day on a terminal: the same words as the page, and two small tables."""

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from posture.core.day import DaySummary, Hour
from posture.core.findings import CAUSE_WORDS, findings, headline, in_words, percent

BAR_CELLS = 30
UPRIGHT, POOR, REST = "green", "yellow", "bright_black"


def render(day: DaySummary) -> RenderableType:
    """A rich renderable. Colour is never the only sign: slouched cells are full blocks."""
    parts: list[RenderableType] = [
        Text(f"{day.day:%A} {day.day.day} {day.day:%B %Y}", style="bold green"),
        Text(headline(day), style="bold"),
    ]
    if said := findings(day):
        parts.append(Padding(Group(*(Text(f"- {line}") for line in said)), (1, 0, 0, 0)))
    if day.judged_s:
        parts.append(Padding(_hours(day), (1, 0, 0, 0)))
    if day.by_cause and day.poor_s:
        parts.append(Padding(_causes(day), (1, 0, 0, 0)))
    return Group(*parts)


def _hours(day: DaySummary) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("Hour")
    table.add_column("█ slouched  ▒ upright  · other", no_wrap=True)
    table.add_column("Slouched", justify="right")
    table.add_column("Judged", justify="right")
    for hour in day.hours:
        if hour.by_state:
            share = percent(hour.poor_s / hour.judged_s) if hour.judged_s else "-"
            table.add_row(f"{hour.start:%H:%M}", _bar(hour), share, in_words(hour.judged_s))
    return table


def _bar(hour: Hour) -> Text:
    cell_s = hour.length_s / BAR_CELLS
    poor = round(hour.poor_s / cell_s) or (1 if hour.poor_s else 0)
    upright = round(hour.upright_s / cell_s)
    rest = round((sum(hour.by_state.values()) - hour.judged_s) / cell_s)
    return Text.assemble(("█" * poor, POOR), ("▒" * upright, UPRIGHT), ("·" * rest, REST))


def _causes(day: DaySummary) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("What slouching looked like")
    table.add_column("Time", justify="right")
    table.add_column("Share", justify="right")
    for cause, seconds in day.by_cause.items():
        words = CAUSE_WORDS[cause]
        table.add_row(
            words[0].upper() + words[1:], in_words(seconds), percent(seconds / day.poor_s)
        )
    return table
