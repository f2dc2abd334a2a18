"""A made-up working day: typing, calls, lunch, walks, and more slouching in the afternoon.

It stands where the camera and the judgement of single looks stand otherwise: a ``Life`` is a Sight.
"""

import random
from dataclasses import dataclass
from enum import StrEnum

from posture.core.duration import HOUR_S
from posture.core.events import Assessment, Cause, Observation, Verdict
from posture.core.states import WatchState
from posture.core.verdict.assessor import LookResult


class SimulatedPerson(StrEnum):
    """Who lives through the week."""

    TYPICAL = "typical"
    FIDGETY = "fidgety"
    STUBBORN = "stubborn"


CAUSES = (Cause.SLUMPED, Cause.HEAD_FORWARD, Cause.HEAD_DOWN, Cause.LEANING_FORWARD)
CAUSE_WEIGHTS = (4, 4, 2, 2)


@dataclass(frozen=True, slots=True)
class Habit:
    """How a person slouches: bouts an hour in the morning and at the day's end, and how long.

    follow_chance: that a nudge is followed by sitting up. longest_s: no bout lasts longer.
    """

    morning_bouts: float
    evening_bouts: float
    bout_s: float
    follow_chance: float
    longest_s: float = 2 * HOUR_S


class Activity(StrEnum):
    """What somebody does at a time."""

    TYPING = "typing"
    CALL = "call"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Spell:
    """Part of a day: what one does until an hour of the clock."""

    until_h: float
    doing: Activity


DAY = (
    Spell(10.2, Activity.TYPING),
    Spell(10.35, Activity.AWAY),
    Spell(11.0, Activity.TYPING),
    Spell(11.6, Activity.CALL),
    Spell(12.4, Activity.TYPING),
    Spell(13.2, Activity.AWAY),
    Spell(14.5, Activity.TYPING),
    Spell(15.3, Activity.CALL),
    Spell(15.4, Activity.AWAY),
    Spell(18.0, Activity.TYPING),
)
STARTS_H = 8.8


def habit_of(person: SimulatedPerson, hold_s: float) -> Habit:
    """Typical sits up after most nudges, stubborn after none; fidgety bouts stay under the hold."""
    match person:
        case SimulatedPerson.TYPICAL:
            return Habit(4.0, 12.0, 90.0, follow_chance=0.8)
        case SimulatedPerson.STUBBORN:
            return Habit(6.0, 20.0, 240.0, follow_chance=0.0)
        case SimulatedPerson.FIDGETY:
            return Habit(30.0, 60.0, hold_s / 3, follow_chance=0.0, longest_s=0.8 * hold_s)


# A slouch planned to last so long is a long one, seconds.
LONG_S = 300.0


class Life:
    """What one day's camera would see, look by look; sitting up is its answer to some nudges.

    long_bouts, long_nudged: slouches of LONG_S and more, outside calls, and how many of them were
    nudged about.
    """

    def __init__(self, habit: Habit, chance: random.Random) -> None:
        self._habit = habit
        self._chance = chance
        self._plan = [Spell(s.until_h + chance.gauss(0, 0.05), s.doing) for s in DAY]
        self._bout: tuple[float, Cause, float] | None = None  # until_s, cause, severity
        self._is_long = False
        self.long_bouts = self.long_nudged = 0
        self._next_bout_s = 0.0
        self._break_until_s = 0.0

    def doing(self, at_s: float) -> Activity:
        if at_s < self._break_until_s:
            return Activity.AWAY
        hour = self._hour(at_s)
        return next((s.doing for s in self._plan if hour < s.until_h), Activity.AWAY)

    def is_over(self, at_s: float) -> bool:
        return self._hour(at_s) >= self._plan[-1].until_h

    def assess(self, observation: Observation) -> LookResult:
        at_s = observation.at_s
        if self.doing(at_s) is Activity.AWAY:
            self._bout = None
            return LookResult(WatchState.AWAY)
        if self._bout is not None and at_s >= self._bout[0]:
            self._bout = None
            self._plan_next(at_s)
        if self._bout is None and at_s >= self._next_bout_s > 0:
            self._bout = self._new_bout(at_s)
        if self._next_bout_s == 0:
            self._plan_next(at_s)
        if self._bout is None:
            calm = Assessment(Verdict.GOOD, max(0.0, self._chance.gauss(0.3, 0.15)))
            return LookResult(WatchState.UPRIGHT, calm)
        _, cause, severity = self._bout
        return LookResult(WatchState.POOR, Assessment(Verdict.POOR, severity, (cause,)))

    def nudged(self, at_s: float, cause: Cause) -> None:
        """The person has been nudged, and may sit up within some seconds, or get up for a while."""
        if self._bout is not None and cause is not Cause.SITTING_LONG:
            self.long_nudged += self._is_long
            self._is_long = False
        if self._chance.random() >= self._habit.follow_chance:
            return
        if cause is Cause.SITTING_LONG:
            self._break_until_s = at_s + self._chance.uniform(4 * 60, 8 * 60)
        elif self._bout is not None:
            until_s, cause, severity = self._bout
            self._bout = (min(until_s, at_s + self._chance.uniform(3, 30)), cause, severity)

    def _hour(self, at_s: float) -> float:
        return STARTS_H + at_s / HOUR_S

    def _plan_next(self, at_s: float) -> None:
        """Bouts come at random, more of them as the day goes on."""
        share = min(1.0, at_s / (9 * HOUR_S))
        morning, evening = self._habit.morning_bouts, self._habit.evening_bouts
        rate = morning + (evening - morning) * share
        self._next_bout_s = at_s + 10.0 + self._chance.expovariate(rate / HOUR_S)

    def _new_bout(self, at_s: float) -> tuple[float, Cause, float]:
        length_s = min(self._habit.longest_s, self._chance.expovariate(1 / self._habit.bout_s))
        self._is_long = length_s >= LONG_S and self.doing(at_s + LONG_S) == "typing"
        self.long_bouts += self._is_long
        cause = self._chance.choices(CAUSES, CAUSE_WEIGHTS)[0]
        return at_s + length_s, cause, self._chance.uniform(1.05, 2.5)
