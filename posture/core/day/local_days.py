"""Spans of time by the local day they are in, and what was judged of it."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta, tzinfo

from posture.core.day.instants import to_datetime, to_us
from posture.core.day.model import JudgedTime
from posture.core.day.records import StateSpan
from posture.core.day.timeline import day_bounds
from posture.core.states import WatchState


def by_local_day(spans: Iterable[StateSpan], tz: tzinfo) -> Iterator[tuple[date, list[StateSpan]]]:
    """Those of each local day that has any, in order of time; cut at its midnights."""
    day, ends_us = date.min, 0
    inside: list[StateSpan] = []
    for span in spans:
        rest, until_us = span, span.at_us + span.lasting_us
        while until_us > ends_us:
            if rest.at_us < ends_us:
                inside.append(rest.within(rest.at_us, ends_us))
                rest = rest.within(ends_us, until_us)
            if inside:
                yield day, inside
            day, ends_us = _day_of(rest.at_us, tz, day)
            inside = []
        inside.append(rest)
    if inside:
        yield day, inside


def judged_by_day(spans: Iterable[StateSpan], tz: tzinfo) -> Iterator[tuple[date, JudgedTime]]:
    """Upright and slouched time of each local day; spans: in order of time."""
    for day, inside in by_local_day(spans, tz):
        upright_us = poor_us = 0
        for span in inside:
            if span.state is WatchState.UPRIGHT:
                upright_us += span.lasting_us
            elif span.state is WatchState.POOR:
                poor_us += span.lasting_us
        yield day, JudgedTime(upright_us / 1e6, poor_us / 1e6)


def _day_of(at_us: int, tz: tzinfo, after: date) -> tuple[date, int]:
    """The local day of an instant, and when it ends; not one before ``after``.

    A clock set back over midnight shows the day before once more, which ended at the first.
    """
    day = max(after, to_datetime(at_us).astimezone(tz).date())
    while (ends_us := to_us(day_bounds(day, tz)[1])) <= at_us:
        day += timedelta(days=1)
    return day, ends_us
