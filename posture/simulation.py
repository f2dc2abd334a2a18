"""A working week on a fake clock: how often would posture speak, and ever at a bad moment.

Days are made up (typing, calls, lunch, walks, more slouching in the afternoon) and run through the
very monitor, schedule, episodes and nudge policy; only the pictures are left out.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Literal

from posture.assembly import policy
from posture.clock import VirtualClock
from posture.config import Config
from posture.core.events import (
    Assessment,
    Cause,
    Condition,
    EpisodeEnded,
    Event,
    HeldBack,
    Nudge,
    Observation,
    Posture,
    WatchState,
)
from posture.core.judge import Judge
from posture.core.sight import Seen
from posture.watch.monitor import Monitor, Tally


class Person(StrEnum):
    """Who lives through the week."""

    TYPICAL = "typical"
    FIDGETY = "fidgety"
    STUBBORN = "stubborn"


HOUR_S = 3600.0
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
CAUSES = (Cause.SLUMPED, Cause.HEAD_FORWARD, Cause.HEAD_DOWN, Cause.LEANING_FORWARD)
CAUSE_WEIGHTS = (4, 4, 2, 2)


@dataclass(frozen=True, slots=True)
class Habit:
    """How a person slouches: bouts an hour in the morning and at the day's end, and how long.

    heeds: the chance that a nudge is followed by sitting up. longest_s: no bout lasts longer.
    """

    morning_bouts: float
    evening_bouts: float
    bout_s: float
    heeds: float
    longest_s: float = 2 * HOUR_S


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a day: what one does until an hour of the clock."""

    until_h: float
    doing: Literal["typing", "call", "away"]


DAY = (
    Stretch(10.2, "typing"),
    Stretch(10.35, "away"),
    Stretch(11.0, "typing"),
    Stretch(11.6, "call"),
    Stretch(12.4, "typing"),
    Stretch(13.2, "away"),
    Stretch(14.5, "typing"),
    Stretch(15.3, "call"),
    Stretch(15.4, "away"),
    Stretch(18.0, "typing"),
)
STARTS_H = 8.8


def habit_of(person: Person, hold_s: float) -> Habit:
    """Typical sits up after most nudges, stubborn after none; fidgety bouts stay under the hold."""
    match person:
        case Person.TYPICAL:
            return Habit(4.0, 12.0, 90.0, heeds=0.8)
        case Person.STUBBORN:
            return Habit(6.0, 20.0, 240.0, heeds=0.0)
        case Person.FIDGETY:
            return Habit(30.0, 60.0, hold_s / 3, heeds=0.0, longest_s=0.8 * hold_s)


class Life:
    """What one day's camera would see, look by look; sitting up is its answer to some nudges."""

    def __init__(self, habit: Habit, chance: random.Random, shift_h: float) -> None:
        self._habit = habit
        self._chance = chance
        self._plan = [Stretch(s.until_h + chance.gauss(0, 0.05), s.doing) for s in DAY]
        self._shift_h = shift_h
        self._bout: tuple[float, Cause, float] | None = None  # until_s, cause, severity
        self._next_bout_s = 0.0
        self._break_until_s = 0.0

    def doing(self, at_s: float) -> str:
        if at_s < self._break_until_s:
            return "away"
        hour = self._hour(at_s)
        return next((s.doing for s in self._plan if hour < s.until_h), "away")

    def is_over(self, at_s: float) -> bool:
        return self._hour(at_s) >= self._plan[-1].until_h

    def see(self, observation: Observation) -> Seen:
        at_s = observation.at_s
        if self.doing(at_s) == "away":
            self._bout = None
            return Seen(WatchState.AWAY)
        if self._bout is not None and at_s >= self._bout[0]:
            self._bout = None
            self._plan_next(at_s)
        if self._bout is None and at_s >= self._next_bout_s > 0:
            self._bout = self._new_bout(at_s)
        if self._next_bout_s == 0:
            self._plan_next(at_s)
        if self._bout is None:
            calm = Assessment(Posture.GOOD, max(0.0, self._chance.gauss(0.3, 0.15)))
            return Seen(WatchState.UPRIGHT, calm)
        _, cause, severity = self._bout
        return Seen(WatchState.POOR, Assessment(Posture.POOR, severity, (cause,)))

    def nudged(self, at_s: float, cause: Cause) -> None:
        """The person has been told, and may sit up within some seconds, or get up for a while."""
        if self._chance.random() >= self._habit.heeds:
            return
        if cause is Cause.SITTING_LONG:
            self._break_until_s = at_s + self._chance.uniform(4 * 60, 8 * 60)
        elif self._bout is not None:
            until_s, cause, severity = self._bout
            self._bout = (min(until_s, at_s + self._chance.uniform(3, 30)), cause, severity)

    def _hour(self, at_s: float) -> float:
        return STARTS_H + self._shift_h + at_s / HOUR_S

    def _plan_next(self, at_s: float) -> None:
        """Bouts come at random, more of them as the day goes on."""
        share = min(1.0, at_s / (9 * HOUR_S))
        morning, evening = self._habit.morning_bouts, self._habit.evening_bouts
        rate = morning + (evening - morning) * share
        self._next_bout_s = at_s + 10.0 + self._chance.expovariate(rate / HOUR_S)

    def _new_bout(self, at_s: float) -> tuple[float, Cause, float]:
        length_s = min(self._habit.longest_s, self._chance.expovariate(1 / self._habit.bout_s))
        cause = self._chance.choices(CAUSES, CAUSE_WEIGHTS)[0]
        return at_s + length_s, cause, self._chance.uniform(1.05, 2.5)


class LifeObserver:
    """Looks that need no camera."""

    def __init__(self, life: Life, clock: VirtualClock) -> None:
        self._life, self._clock = life, clock

    def observe(self) -> Observation | None:
        now_s = self._clock.monotonic_s()
        return None if self._life.is_over(now_s) else Observation(now_s, Condition.SEEN)

    def release(self) -> None:
        """There is no camera to let go."""

    def close(self) -> None:
        """There is nothing to close."""


@dataclass
class Week:
    """What simulated days came to. nudge_s: seconds of each nudge within its day, day by day."""

    days: int = 0
    watched_s: float = 0.0
    nudges_by_cause: Counter[str] = field(default_factory=Counter)
    episodes_by_cause: Counter[str] = field(default_factory=Counter)
    held_back: Counter[str] = field(default_factory=Counter)
    nudges_in_calls: int = 0
    nudge_s: list[list[float]] = field(default_factory=list)

    @property
    def most_in_an_hour(self) -> int:
        """The most nudges and break reminders together in any 3600 seconds of any day."""
        return max((_most_in_an_hour(day) for day in self.nudge_s), default=0)

    def as_json(self) -> dict[str, Any]:
        hours = self.watched_s / HOUR_S
        reminders = self.nudges_by_cause[Cause.SITTING_LONG]
        nudges = self.nudges_by_cause.total() - reminders
        return {
            "days": self.days,
            "watched_hours": round(hours, 1),
            "episodes": sum(self.episodes_by_cause.values()),
            "episodes_by_cause": dict(self.episodes_by_cause),
            "nudges": nudges,
            "break_reminders": reminders,
            "nudges_by_cause": dict(self.nudges_by_cause),
            "nudges_per_hour": round(nudges / hours, 2) if hours else 0.0,
            "max_nudges_in_an_hour": self.most_in_an_hour,
            "nudges_in_calls": self.nudges_in_calls,
            "held_back": sum(self.held_back.values()),
            "held_back_by_reason": dict(self.held_back),
        }


def simulate(days: int, seed: int, config: Config, person: Person = Person.TYPICAL) -> Week:
    """Live through so many days; the same seed gives the same week."""
    week = Week()
    for number in range(days):
        _live(week, number, random.Random(f"{seed}/{number}"), config, person)  # noqa: S311 - no secret
    return week


def _live(week: Week, number: int, chance: random.Random, config: Config, person: Person) -> None:
    clock = VirtualClock(MONDAY + timedelta(days=number, hours=STARTS_H))
    life = Life(habit_of(person, config.rules.hold_s), chance, shift_h=0.0)
    week.days += 1
    week.nudge_s.append([])

    def listen(event: Event) -> None:
        match event:
            case Nudge():
                week.nudge_s[-1].append(event.at_s)
                week.nudges_by_cause[event.cause] += 1
                week.nudges_in_calls += life.doing(event.at_s) == "call"
                life.nudged(event.at_s, event.cause)
            case HeldBack():
                week.held_back[event.reason] += 1
            case EpisodeEnded():
                week.episodes_by_cause[event.causes[0]] += 1
            case _:
                pass

    def busy() -> frozenset[str]:
        return frozenset({"call"}) if life.doing(clock.monotonic_s()) == "call" else frozenset()

    tally: Tally = Monitor(
        LifeObserver(life, clock),
        Judge(life, policy(config)),
        clock,
        [listen],
        gap_intervals=config.monitor.gap_intervals,
        timezone=UTC,
        busy=busy,
    ).run()
    week.watched_s += tally.duration_s


def _most_in_an_hour(times_s: Sequence[float]) -> int:
    return max((sum(0 <= other - t < HOUR_S for other in times_s) for t in times_s), default=0)
