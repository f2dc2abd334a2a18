"""Looks added up by the minute, and minutes read as looks.

Reports over months and years read minutes, and they are what stays when looks are thinned. They
hold the credited time to the microsecond, so sums by day, hour, state and cause are those of the
looks. What is lost is the order within a minute, and angles but for their means.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import groupby

from posture.core.day.records import MinuteRecord, SampleRecord
from posture.core.day.timeline import Credit
from posture.core.events import Cause, Verdict
from posture.core.states import WatchState

MINUTE = timedelta(minutes=1)
_MICROSECOND = timedelta(microseconds=1)
_ANGLES = ("neck_deg", "torso_deg", "neck_change_deg", "torso_change_deg")
# A mean is kept to the tenth of a degree, well below what a look is uncertain by.
_DECIMALS = 1
_VERDICTS = {WatchState.UPRIGHT: Verdict.GOOD, WatchState.POOR: Verdict.POOR}

_Kind = tuple[WatchState, Cause | None, str | None, str | None]


def minutes_of(stretches: Iterable[Credit]) -> Iterator[MinuteRecord]:
    """What credited stretches, given in order of time, come to minute by minute.

    One record for each state, cause, profile and source in a minute, in order of their beginnings.
    """
    kinds: dict[_Kind, _Sum] = {}
    minute_end = datetime.min.replace(tzinfo=UTC)
    for stretch in stretches:
        at = stretch.start
        while at < stretch.end:
            if at >= minute_end:
                yield from _records(kinds)
                kinds.clear()
                minute_end = _minute_of(at) + MINUTE
            until = min(stretch.end, minute_end)
            look = stretch.sample
            cause = look.cause if look.state is WatchState.POOR else None
            kind = (look.state, cause, look.profile, look.source)
            if kind not in kinds:
                kinds[kind] = _Sum(at, look)
            kinds[kind].add(look, round((until - at) / _MICROSECOND))
            at = until
    yield from _records(kinds)


def looks_of(
    minutes: Iterable[MinuteRecord], until: datetime | None = None
) -> Iterator[SampleRecord]:
    """Minutes as if they had been looked at: their credited time is the minutes'.

    minutes: in order of time. until: where real looks go on; a state that lasts until there lasts
    until the first of them, as it did.
    """
    end: datetime | None = None
    last: SampleRecord | None = None
    for _, together in groupby(minutes, key=lambda minute: _minute_of(minute.at)):
        for look, look_end in _laid_out(list(together)):
            if last is not None:
                yield last
                if end is not None and end < look.at:
                    yield _gap(end)
            last, end = look, look_end
    if last is not None and end is not None:
        if end == until:
            yield replace(last, interval_s=MINUTE.total_seconds())
        else:
            yield last
            yield _gap(end)


def _laid_out(minutes: list[MinuteRecord]) -> Iterator[tuple[SampleRecord, datetime]]:
    """The records of one minute one after the other, none beyond its end, each with its end."""
    left_us = sum(minute.lasting_us for minute in minutes)
    end: datetime | None = None
    for minute in minutes:
        latest = _minute_of(minute.at) + MINUTE - left_us * _MICROSECOND
        start = min(minute.at.astimezone(UTC), latest)
        start = start if end is None else max(start, end)
        left_us -= minute.lasting_us
        end = start + minute.lasting_us * _MICROSECOND
        yield (
            SampleRecord(
                start.astimezone(minute.at.tzinfo),
                minute.lasting_us / 1e6,
                minute.state,
                _VERDICTS.get(minute.state, Verdict.UNKNOWN),
                cause=minute.cause,
                neck_deg=minute.neck_deg,
                torso_deg=minute.torso_deg,
                neck_change_deg=minute.neck_change_deg,
                torso_change_deg=minute.torso_change_deg,
                profile=minute.profile,
                source=minute.source,
                is_apart=minute.is_apart,
            ),
            end,
        )


def _gap(at: datetime) -> SampleRecord:
    return SampleRecord(at, 0.0, WatchState.GAP)


@dataclass(slots=True)
class _Sum:
    """The time of one kind, and its angles times the microseconds they were held."""

    at: datetime
    first: SampleRecord
    lasting_us: int = 0
    totals: dict[str, float] = field(default_factory=dict)
    held_us: dict[str, int] = field(default_factory=dict)

    def add(self, look: SampleRecord, lasting_us: int) -> None:
        self.lasting_us += lasting_us
        for name in _ANGLES:
            value = getattr(look, name)
            if value is not None:
                self.totals[name] = self.totals.get(name, 0.0) + value * lasting_us
                self.held_us[name] = self.held_us.get(name, 0) + lasting_us


def _records(kinds: dict[_Kind, _Sum]) -> Iterator[MinuteRecord]:
    for (state, cause, profile, source), total in kinds.items():
        yield MinuteRecord(
            total.at.astimezone(total.first.at.tzinfo),
            total.lasting_us,
            state,
            cause,
            profile=profile,
            source=source,
            is_apart=total.first.is_apart,
            **{
                name: round(total.totals[name] / held, _DECIMALS)
                for name, held in total.held_us.items()
                if held
            },
        )


def _minute_of(at: datetime) -> datetime:
    """Where its minute of UTC begins; every time zone in use begins its hours with one of them."""
    return at.astimezone(UTC).replace(second=0, microsecond=0)
