"""Three gentle exercises, guided and counted from the landmarks.

Theory of operation
-------------------
``advance`` is fed one look after another. Each exercise begins with ``rest_s`` of sitting still,
whose medians are the person's rest; from then on every look, smoothed over ``smooth_s`` and three
looks at least, has a *reach* against it (measures.py), 1.0 being far enough. The rest
follows the person as they settle: it is the median of the last looks that did not reach the mark.

A repetition begins when the reach comes to 1 and is counted when it has gone back to exit_ratio. It
was done well when it lasted long enough: hold_s beyond the mark for the two stretches, roll_s there
and back for a roll. An exercise is over after ``reps`` of them (on each side), when skipped, or
after limit_s.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from posture.core.exercises.measures import (
    BodyMeasures,
    Exercise,
    Side,
    measure_body,
    median_measures,
    reach,
)
from posture.core.policies.exercises import StretchLimits
from posture.core.pose.landmarks import Pose

REST_LOOKS = 5
RESTS_KEPT = 100
SMOOTH_LOOKS = 3


class ExerciseEnd(StrEnum):
    """Why an exercise is over: counted out, skipped, or nobody did it in time."""

    DONE = "done"
    SKIPPED = "skipped"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Begun:
    """An exercise is to be explained; hold still for the rest to be measured."""

    exercise: Exercise


@dataclass(frozen=True, slots=True)
class Ready:
    """The rest is known: move now."""

    exercise: Exercise


@dataclass(frozen=True, slots=True)
class Repetition:
    """One movement there and back. count: of this exercise and side so far."""

    at_s: float
    exercise: Exercise
    side: Side
    count: int
    is_well: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """An exercise is over."""

    exercise: Exercise
    reps: int
    reason: ExerciseEnd


@dataclass(frozen=True, slots=True)
class Unseen:
    """Head and shoulders are not in the picture, reported once until they are seen again."""


StretchEvent = Begun | Ready | Repetition | Ended | Unseen


@dataclass(frozen=True, slots=True)
class Reach:
    """A movement under way on one side. well_s: time spent at or beyond the mark."""

    since_s: float
    well_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Stretching:
    """The whole memory. exercise None: the session is over."""

    exercise: Exercise | None = Exercise.CHIN_TUCK
    begun_s: float | None = None
    resting: tuple[BodyMeasures, ...] = ()
    resting_since_s: float | None = None
    rest: BodyMeasures | None = None
    recent: tuple[tuple[float, BodyMeasures], ...] = ()
    reaching: dict[Side, Reach] = field(default_factory=dict)
    counts: dict[Side, int] = field(default_factory=dict)
    last_s: float | None = None
    is_unseen: bool = False


StretchUpdate = tuple[Stretching, tuple[StretchEvent, ...]]


def advance(
    state: Stretching, at_s: float, pose: Pose | None, limits: StretchLimits
) -> StretchUpdate:
    """Feed one look; at_s must rise. See the module's top."""
    exercise = state.exercise
    if exercise is None:
        return state, ()
    said: tuple[StretchEvent, ...] = ()
    if state.begun_s is None:
        state, said = replace(state, begun_s=at_s), (Begun(exercise),)
    assert state.begun_s is not None  # noqa: S101 - set just above
    if at_s - state.begun_s >= limits.limit_s:
        state, more = _end(state, exercise, ExerciseEnd.TIME)
        return state, said + more
    look = measure_body(pose, limits) if pose is not None else None
    if look is None:
        more = () if state.is_unseen else (Unseen(),)
        state = replace(state, is_unseen=True, reaching={}, recent=(), last_s=at_s)
        return state, said + more
    state = replace(state, is_unseen=False)
    advance = _rest if state.rest is None else _move
    state, more = advance(state, exercise, at_s, look, limits)
    return replace(state, last_s=at_s), said + more


def skip(state: Stretching) -> StretchUpdate:
    """On to the next exercise."""
    return (
        (state, ()) if state.exercise is None else _end(state, state.exercise, ExerciseEnd.SKIPPED)
    )


def finish(state: Stretching) -> StretchUpdate:
    """The recording is over: end the exercise under way, if it had begun."""
    if state.exercise is None or state.begun_s is None:
        return replace(state, exercise=None), ()
    _, said = _end(state, state.exercise, ExerciseEnd.TIME)
    return Stretching(exercise=None), said


def _rest(
    state: Stretching, exercise: Exercise, at_s: float, look: BodyMeasures, limits: StretchLimits
) -> StretchUpdate:
    resting = (*state.resting, look)
    since_s = at_s if state.resting_since_s is None else state.resting_since_s
    state = replace(state, resting=resting, resting_since_s=since_s)
    if at_s - since_s < limits.rest_s or len(resting) < REST_LOOKS:
        return state, ()
    rest = median_measures(resting)
    if not rest.is_upright:
        return replace(state, resting=(), resting_since_s=None), ()
    return replace(state, rest=rest), (Ready(exercise),)


def _move(
    state: Stretching, exercise: Exercise, at_s: float, look: BodyMeasures, limits: StretchLimits
) -> StretchUpdate:
    assert state.rest is not None  # noqa: S101 - follow() asks _rest while there is none
    recent = (*state.recent, (at_s, look))
    first = next(i for i, (was_s, _) in enumerate(recent) if at_s - was_s <= limits.smooth_s)
    recent = recent[max(0, min(first, len(recent) - SMOOTH_LOOKS)) :]
    smooth = median_measures([old for _, old in recent])
    if not smooth.is_upright:
        return replace(state, recent=recent), ()
    reaches = reach(exercise, smooth, state.rest, limits)
    if all(abs(far) < 1.0 for far in reaches.values()):
        resting = (*state.resting, look)[-RESTS_KEPT:]
        state = replace(state, resting=resting, rest=median_measures(resting))
    elapsed_s = at_s - state.last_s if state.last_s is not None else 0.0
    reaching, counts = dict(state.reaching), dict(state.counts)
    said: list[StretchEvent] = []
    for side, far in reaches.items():
        under_way = reaching.get(side)
        if far >= 1.0:
            begun = under_way or Reach(at_s)
            well_s = begun.well_s + (elapsed_s if under_way else 0.0)
            reaching[side] = replace(begun, well_s=well_s)
        elif under_way is not None and far <= limits.exit_ratio:
            del reaching[side]
            counts[side] = counts.get(side, 0) + 1
            is_roll = exercise is Exercise.SHOULDER_ROLL
            is_well = (
                at_s - under_way.since_s >= limits.roll_s
                if is_roll
                else under_way.well_s >= limits.hold_s
            )
            said.append(Repetition(at_s, exercise, side, counts[side], is_well))
    state = replace(state, recent=recent, reaching=reaching, counts=counts)
    sides = (Side.LEFT, Side.RIGHT) if exercise is Exercise.SIDE_NECK else (Side.BOTH,)
    if all(counts.get(side, 0) >= limits.reps for side in sides):
        state, more = _end(state, exercise, ExerciseEnd.DONE)
        return state, (*said, *more)
    return state, tuple(said)


def _end(state: Stretching, exercise: Exercise, reason: ExerciseEnd) -> StretchUpdate:
    order = list(Exercise)
    following = order[order.index(exercise) + 1 :]
    ended = Ended(exercise, sum(state.counts.values()), reason)
    return Stretching(exercise=following[0] if following else None), (ended,)
