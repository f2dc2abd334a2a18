"""The day on a terminal: the same words as the page, and two small tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from posture.core.day.insights import CAUSE_WORDS, UNCALIBRATED, findings, headline
from posture.core.day.model import DaySummary, Hour
from posture.core.duration import in_words
from posture.core.events import Cause
from posture.core.share import percent

MOST_CELLS, LEAST_CELLS = 30, 6
BESIDE_CELLS = 33  # hour, share and time with what stands between them
UPRIGHT, POOR, REST = "green", "yellow", "bright_black"


def render(day: DaySummary) -> RenderableType:
    """A rich renderable. Colour is never the only sign: slouched cells are full blocks."""
    parts: list[RenderableType] = [
        Text(f"{day.day:%A} {day.day.day} {day.day:%B %Y}", style="bold green"),
        Text(headline(day), style="bold"),
    ]
    if day.judged_s and not day.profiles:
        parts.append(Text(UNCALIBRATED))
    if said := findings(day):
        parts.append(Padding(Group(*(Text(f"- {line}") for line in said)), (1, 0, 0, 0)))
    if day.judged_s:
        parts.append(Padding(_Hours(day), (1, 0, 0, 0)))
    if day.by_cause and day.poor_s:
        parts.append(Padding(causes_table(day.by_cause, day.poor_s, in_words), (1, 0, 0, 0)))
    return Group(*parts)


@dataclass(frozen=True, slots=True)
class _Hours:
    """The table of hours; its bars are as long as the terminal lets them be."""

    day: DaySummary

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> RenderResult:
        cells = max(LEAST_CELLS, min(MOST_CELLS, options.max_width - BESIDE_CELLS))
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        table.add_column("Hour", no_wrap=True)
        table.add_column("█ slouched  ▒ upright  · other", min_width=cells)
        table.add_column("Slouched", justify="right", no_wrap=True)
        table.add_column("Judged", justify="right", no_wrap=True)
        for hour in self.day.hours:
            if hour.by_state:
                share = percent(hour.poor_s / hour.judged_s) if hour.judged_s else "-"
                bar = _bar(hour, cells)
                table.add_row(f"{hour.start:%H:%M}", bar, share, in_words(hour.judged_s))
        yield table


def _bar(hour: Hour, cells: int) -> Text:
    cell_s = hour.length_s / cells
    poor = round(hour.poor_s / cell_s) or (1 if hour.poor_s else 0)
    upright = round(hour.upright_s / cell_s)
    rest = round((sum(hour.by_state.values()) - hour.judged_s) / cell_s)
    return Text.assemble(("█" * poor, POOR), ("▒" * upright, UPRIGHT), ("·" * rest, REST))


def causes_table(
    by_cause: Mapping[Cause, float], poor_s: float, duration: Callable[[float], str]
) -> Table:
    """What slouching looked like, for how long; duration: of seconds, in words."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("What slouching looked like")
    table.add_column("Time", justify="right")
    table.add_column("Share", justify="right")
    for cause, seconds in by_cause.items():
        words = CAUSE_WORDS[cause]
        table.add_row(words[0].upper() + words[1:], duration(seconds), percent(seconds / poor_s))
    return table
