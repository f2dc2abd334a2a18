"""A working week on a fake clock: how often would posture speak, and ever at a bad moment.

Made-up days (life.py) run through the very monitor, schedule, episodes and nudge policy; only the
pictures are left out.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from posture.app.composition import policy
from posture.app.simulation.life import STARTS_H, Activity, Life, SimulatedPerson, habit_of
from posture.config import Config
from posture.core.duration import HOUR_S
from posture.core.events import Cause, Event, HeldBack, Nudge, Observation
from posture.core.judge import Judge
from posture.core.states import Condition
from posture.monitor.loop import Monitor, Tally
from posture.system.clock import VirtualClock

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


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
    """What simulated days came to.

    Nudges are about posture; break reminders are counted apart. nudge_s, break_s: seconds of each
    within its day, day by day. long_slouches: as life.py counts them.
    """

    days: int = 0
    watched_s: float = 0.0
    nudges_by_cause: Counter[str] = field(default_factory=Counter)
    episodes_by_cause: Counter[str] = field(default_factory=Counter)
    held_back: Counter[str] = field(default_factory=Counter)
    breaks_held_back: int = 0
    long_slouches: int = 0
    long_slouches_nudged: int = 0
    nudges_in_calls: int = 0
    breaks_in_calls: int = 0
    nudge_s: list[list[float]] = field(default_factory=list)
    break_s: list[list[float]] = field(default_factory=list)

    @property
    def most_in_an_hour(self) -> int:
        """The most nudges and break reminders together in any 3600 seconds of any day."""
        days = zip(self.nudge_s, self.break_s, strict=True)
        return max((_most_in_an_hour([*nudges, *breaks]) for nudges, breaks in days), default=0)

    def as_json(self) -> dict[str, Any]:
        hours = self.watched_s / HOUR_S
        nudges = self.nudges_by_cause.total()
        return {
            "days": self.days,
            "watched_hours": round(hours, 1),
            "episodes": sum(self.episodes_by_cause.values()),
            "episodes_by_cause": dict(self.episodes_by_cause),
            "nudges": nudges,
            "nudges_by_cause": dict(self.nudges_by_cause),
            "nudges_per_hour": round(nudges / hours, 2) if hours else 0.0,
            "max_nudges_in_an_hour": max(map(_most_in_an_hour, self.nudge_s), default=0),
            "messages_a_day": round((nudges + sum(map(len, self.break_s))) / self.days, 1),
            "long_slouches": self.long_slouches,
            "long_slouches_nudged": self.long_slouches_nudged,
            "nudges_in_calls": self.nudges_in_calls,
            "held_back": sum(self.held_back.values()),
            "held_back_by_reason": dict(self.held_back),
            "break_reminders": sum(map(len, self.break_s)),
            "break_reminders_in_calls": self.breaks_in_calls,
            "break_reminders_held_back": self.breaks_held_back,
            "max_messages_in_an_hour": self.most_in_an_hour,
        }


def simulate(
    days: int, seed: int, config: Config, person: SimulatedPerson = SimulatedPerson.TYPICAL
) -> Week:
    """Live through so many days; the same seed gives the same week."""
    week = Week()
    for number in range(days):
        _live(week, number, random.Random(f"{seed}/{number}"), config, person)  # noqa: S311 - no secret
    return week


def _live(
    week: Week, number: int, chance: random.Random, config: Config, person: SimulatedPerson
) -> None:
    clock = VirtualClock(MONDAY + timedelta(days=number, hours=STARTS_H))
    life = Life(habit_of(person, config.rules.hold_s), chance)
    week.days += 1
    week.nudge_s.append([])
    week.break_s.append([])

    def listen(event: Event) -> None:
        match event:
            case Nudge(cause=Cause.SITTING_LONG):
                week.break_s[-1].append(event.at_s)
                week.breaks_in_calls += life.doing(event.at_s) is Activity.CALL
                life.nudged(event.at_s, event.cause)
            case Nudge():
                week.nudge_s[-1].append(event.at_s)
                week.nudges_by_cause[event.cause] += 1
                week.nudges_in_calls += life.doing(event.at_s) is Activity.CALL
                life.nudged(event.at_s, event.cause)
            case HeldBack(cause=Cause.SITTING_LONG):
                week.breaks_held_back += 1
            case HeldBack():
                week.held_back[event.reason] += 1
            case _:
                pass

    def busy() -> frozenset[str]:
        return (
            frozenset({"call"}) if life.doing(clock.monotonic_s()) is Activity.CALL else frozenset()
        )

    tally: Tally = Monitor(
        LifeObserver(life, clock),
        Judge(life, policy(config)),
        clock,
        [listen],
        timezone=UTC,
        busy=busy,
    ).run()
    week.watched_s += tally.duration_s
    week.long_slouches += life.long_bouts
    week.long_slouches_nudged += life.long_nudged
    week.episodes_by_cause.update({str(cause): n for cause, n in tally.cause_episodes.items()})


def _most_in_an_hour(times_s: Sequence[float]) -> int:
    return max((sum(0 <= other - t < HOUR_S for other in times_s) for t in times_s), default=0)
