"""Weeks, months and years that look like life, as minutes; and one month with known totals."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import structs

from posture.core.day.records import Delivery, EpisodeRecord, MinuteRecord, NudgeRecord, StateSpan
from posture.core.events import Cause
from posture.core.period.calendar import Period
from posture.core.period.model import PeriodLimits, PeriodSummary
from posture.core.period.summary import summarise_period
from posture.core.states import WatchState
from posture.store import to_rows
from tests.support.days import LIMITS, TIPS, ZONE

PERIOD_LIMITS = PeriodLimits(LIMITS, rest_s=300.0)


def with_goal(share: float) -> PeriodLimits:
    return PeriodLimits(
        replace(LIMITS, report=structs.replace(LIMITS.report, goal_share=share)), 300.0
    )


CAUSES = (
    Cause.HEAD_FORWARD,
    Cause.SLUMPED,
    Cause.HEAD_DOWN,
    Cause.LEANING_FORWARD,
    Cause.SLID_DOWN,
    Cause.TOO_CLOSE,
)


def stretch(
    at: datetime,
    minutes: float,
    state: WatchState,
    cause: Cause | None = None,
    profile: str | None = "desk",
) -> MinuteRecord:
    return MinuteRecord(at, round(minutes * 60e6), state, cause, profile=profile)


def span_of(minute: MinuteRecord) -> StateSpan:
    row = to_rows.minute_row(minute)
    return StateSpan(*row[:3], minute.state, minute.cause, minute.profile)


def lived(
    days: tuple[date, ...], seed: int = 7, zone: ZoneInfo = ZONE, level: float = 0.24
) -> tuple[list[MinuteRecord], list[EpisodeRecord], list[NudgeRecord]]:
    """Working days: more slouching in the afternoon, on Thursdays and long after a break."""
    chance = random.Random(seed)  # noqa: S311 - made-up days, no secret
    times: list[MinuteRecord] = []
    episodes: list[EpisodeRecord] = []
    nudges: list[NudgeRecord] = []
    for day in days:
        if day.weekday() > 4 or chance.random() < 0.08:
            continue
        midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
        for start, until, state in _plan(midnight, chance):
            at, sat = start, 0
            while at < until:
                minutes = min(5.0, (until - at).total_seconds() / 60)
                if state is not WatchState.UPRIGHT:
                    times.append(stretch(at, minutes, state))
                else:
                    share = level * (0.5 if sat < 30 else 1.5) * (0.6 if at.hour < 13 else 1.3)
                    share *= 1.6 if day.weekday() == 3 else 1.0
                    poor = minutes * min(0.9, share * chance.uniform(0.2, 1.8))
                    cause = chance.choices(CAUSES, (6, 4, 2, 1.5, 1, 0.5))[0]
                    times.append(stretch(at, minutes - poor, WatchState.UPRIGHT))
                    late = at + timedelta(minutes=minutes - poor)
                    times.append(stretch(late, poor, WatchState.POOR, cause))
                    if poor > 2.2:
                        end = late + timedelta(minutes=poor)
                        due = late + timedelta(minutes=1)
                        episodes.append(EpisodeRecord(late, end, (cause,), 1.4, "corrected", due))
                        tip = TIPS.get(cause, ("sit-tall", "Sit tall."))
                        nudges.append(NudgeRecord(due, cause, *tip, Delivery.DELIVERED))
                at += timedelta(minutes=minutes)
                sat += 5
    return times, episodes, nudges


def _plan(
    midnight: datetime, chance: random.Random
) -> Iterator[tuple[datetime, datetime, WatchState]]:
    """Sitting, away, covered: from and until."""
    at = midnight + timedelta(hours=8, minutes=5 * chance.randint(4, 14))
    end = midnight + timedelta(hours=17, minutes=5 * chance.randint(0, 14))
    while at < end:
        until = min(end, at + timedelta(minutes=5 * chance.randint(8, 24)))
        yield at, until, WatchState.UPRIGHT
        what = WatchState.COVERED if chance.random() < 0.1 else WatchState.AWAY
        at = until + timedelta(minutes=5 * chance.randint(1, 9))
        yield until, at, what
        if chance.random() < 0.15:
            at += timedelta(minutes=20)  # the machine slept


def summed(
    period: Period,
    times: list[MinuteRecord],
    episodes: list[EpisodeRecord] | tuple[()] = (),
    nudges: list[NudgeRecord] | tuple[()] = (),
    *,
    zone: ZoneInfo = ZONE,
    limits: PeriodLimits = PERIOD_LIMITS,
    today: date | None = None,
    **more: object,
) -> PeriodSummary:
    spans = [span_of(minute) for minute in times]
    return summarise_period(
        period, zone, spans, episodes, nudges, limits, today=today or period.last, **more
    )
