"""Where things stand in a chart, in per cent of its width or height. No drawing here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from posture.core.day.model import DaySummary, Hour
from posture.core.day.records import elapsed
from posture.core.day.timeline import Span
from posture.core.states import WatchState

BINS = 360  # as fine as the band can show on a wide screen
LEAST_HOURS = 2  # a short day is not stretched over the whole width
WIDE_LABELS, MID_LABELS, NARROW_LABELS = 14, 9, 5  # clock times that fit a screen, tablet, phone
MOST_BAR_LABELS = 14  # two-digit hours that fit a phone

KIND: Mapping[WatchState, str] = {
    WatchState.UPRIGHT: "upright",
    WatchState.POOR: "poor",
    WatchState.AWAY: "away",
    WatchState.PAUSED: "paused",
}


def kind_of(state: WatchState) -> str:
    """The look a state has in charts; every state that hindered judging looks alike."""
    return KIND.get(state, "unjudged")


@dataclass(frozen=True, slots=True)
class AxisTick:
    """A label of an axis.

    tier: "minor" for one left out on a phone, "mid" also on a tablet, "never" everywhere.
    """

    at: float
    label: str
    tier: str


@dataclass(frozen=True, slots=True)
class Block:
    """Part of the day's band: left and width in per cent, and what to say about it."""

    left: float
    width: float
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A nudge or break on the time line. at: per cent of its width."""

    at: float
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One hour: per cent of the chart's height by kind, poor at the bottom."""

    label: str
    minor: bool
    poor: float
    upright: float
    rest: float
    share: str
    title: str


def shown_hours(day: DaySummary) -> tuple[Hour, ...]:
    """The hours of the day that have something in them, at least LEAST_HOURS."""
    used = [i for i, hour in enumerate(day.hours) if hour.by_state]
    if not used:
        return ()
    first, last = used[0], used[-1]
    missing = max(0, LEAST_HOURS - (last - first + 1))
    last = min(len(day.hours) - 1, last + missing)
    first = max(0, min(first, last - LEAST_HOURS + 1))
    return day.hours[first : last + 1]


def ticks(hours: Sequence[Hour]) -> tuple[AxisTick, ...]:
    """The edges of the hours shown."""
    if not hours:
        return ()
    start, end = _reach(hours)
    edges = [hour.start for hour in hours] + [end]
    return tuple(
        AxisTick(_place(edge, start, end), f"{edge:%H:%M}", _tier(i, len(edges)))
        for i, edge in enumerate(edges)
    )


def band(day: DaySummary, hours: Sequence[Hour]) -> tuple[Block, ...]:
    """The day as blocks: each bin shows what filled most of it, nothing where nobody looked."""
    if not hours:
        return ()
    start, end = _reach(hours)
    width_s = elapsed(start, end).total_seconds() / BINS
    filled: list[dict[str, float]] = [{} for _ in range(BINS)]
    for span in day.spans:
        _fill(filled, span, start, width_s)
    kinds = [
        max(inside, key=inside.__getitem__) if sum(inside.values()) >= width_s / 2 else ""
        for inside in filled
    ]
    blocks: list[Block] = []
    first = 0
    for i in range(1, BINS + 1):
        if i == BINS or kinds[i] != kinds[first]:
            if kinds[first]:
                begins = start + timedelta(seconds=first * width_s)
                ends = start + timedelta(seconds=i * width_s)
                tz = hours[0].start.tzinfo
                title = f"{begins.astimezone(tz):%H:%M}-{ends.astimezone(tz):%H:%M}"
                blocks.append(
                    Block(100 * first / BINS, 100 * (i - first) / BINS, kinds[first], title)
                )
            first = i
    return tuple(blocks)


def marks(day: DaySummary, hours: Sequence[Hour]) -> tuple[Mark, ...]:
    """The nudges on the band's axis."""
    if not hours:
        return ()
    start, end = _reach(hours)
    return tuple(
        Mark(
            _place(n.at, start, end),
            n.outcome.value.replace(" ", "-"),
            f"{n.at:%H:%M} nudge {n.outcome.value}: {n.cause.value}",
        )
        for n in day.nudges
        if 0 <= _place(n.at, start, end) <= 100  # noqa: PLR2004 - per cent
    )


def bars(hours: Sequence[Hour], shares: Mapping[datetime, str]) -> tuple[Bar, ...]:
    """The hours as stacked bars. shares: slouched, in per cent as written, by hour start."""
    every = -(-len(hours) // NARROW_LABELS) if len(hours) > MOST_BAR_LABELS else 1
    made = []
    for i, hour in enumerate(hours):
        whole = max(hour.length_s, 1.0)
        rest = sum(s for state, s in hour.by_state.items() if state is not WatchState.AWAY)
        rest -= hour.judged_s
        share = shares.get(hour.start, "")
        minutes = f"{hour.poor_s / 60:.0f} min slouched, {hour.upright_s / 60:.0f} min upright"
        made.append(
            Bar(
                f"{hour.start:%H}",
                i % every != 0,
                100 * hour.poor_s / whole,
                100 * hour.upright_s / whole,
                100 * rest / whole,
                share,
                f"{hour.start:%H:%M}: {minutes}",
            )
        )
    return tuple(made)


def _fill(filled: list[dict[str, float]], span: Span, start: datetime, width_s: float) -> None:
    begin_s = elapsed(start, span.start).total_seconds()
    end_s = begin_s + span.duration_s
    kind = kind_of(span.state)
    for i in range(max(0, int(begin_s // width_s)), min(BINS, int(end_s // width_s) + 1)):
        inside_s = min(end_s, (i + 1) * width_s) - max(begin_s, i * width_s)
        if inside_s > 0:
            filled[i][kind] = filled[i].get(kind, 0.0) + inside_s


def _tier(i: int, count: int) -> str:
    """Where the label of the i-th of ``count`` edges is left out."""
    wide = -(-count // WIDE_LABELS)
    mid = wide * -(-count // (wide * MID_LABELS))
    narrow = mid * -(-count // (mid * NARROW_LABELS))
    if i % wide:
        return "never"
    return "mid" if i % mid else "minor" if i % narrow else ""


def _reach(hours: Sequence[Hour]) -> tuple[datetime, datetime]:
    last = hours[-1]
    end = last.start.astimezone(UTC) + timedelta(seconds=last.length_s)
    return hours[0].start.astimezone(UTC), end.astimezone(last.start.tzinfo)


def _place(at: datetime, start: datetime, end: datetime) -> float:
    return 100 * (elapsed(start, at) / elapsed(start, end))
