"""Sitting still: when a break is due, and which breaks were taken unasked.

Theory of operation
-------------------
One ``Sample`` per look is fed in order of time. The time between two looks counts as

    sitting   when somebody was seen at the earlier look, whatever their posture
    resting   when nobody was there, or nobody looked at all (a gap: sleep, lock, pause)
    neither   when the camera could not see (covered, stale, no camera)

Spells of rest shorter than ``min_rest_s`` are a reach for the printer and count as nothing. Longer
ones are added up; once they reach the plan's ``rest_s`` the cycle begins anew, asked for or not, so
that somebody who gets up of their own accord is never asked to. While the cycle lasts, each of the
plan's asks comes when ``after_s`` of sitting is reached.
"""

from dataclasses import dataclass, replace

from posture.core.credit import credited_s
from posture.core.duration import MINUTE_S
from posture.core.events import Sample
from posture.core.nudges.tips import TipKind
from posture.core.policies.nudges import BreakPolicy
from posture.core.states import WatchState

SITTING = frozenset({WatchState.UPRIGHT, WatchState.POOR, WatchState.TURNED, WatchState.UNRELIABLE})
RESTING = frozenset({WatchState.AWAY, WatchState.PAUSED, WatchState.GAP})


@dataclass(frozen=True, slots=True)
class BreakPrompt:
    """After this many seconds of sitting, propose this kind of break."""

    after_s: float
    kind: TipKind


@dataclass(frozen=True, slots=True)
class BreakPlan:
    """When to ask for a break of which kind. asks: by rising after_s.

    rest_s: seconds of rest that end the cycle. min_rest_s: shortest rest that counts (rest_s where
    that is shorter). cycle_s: seconds of sitting after which the cycle begins again without a rest;
    None: the last ask is repeated every repeat_s until a rest is taken.
    """

    asks: tuple[BreakPrompt, ...]
    rest_s: float
    min_rest_s: float
    repeat_s: float
    gap_intervals: float
    cycle_s: float | None = None


def plan_of(policy: BreakPolicy, gap_intervals: float) -> BreakPlan:
    """The plan that was chosen. gap_intervals: see ``credited_s``.

    The numbers of the two presets are their names: 20 min sitting, 8 standing, 2 moving (Cornell),
    and every 20 min a look 20 feet away for 20 s.
    """
    hourly = BreakPlan(
        (BreakPrompt(policy.hourly_sit_s, TipKind.MOVE),),
        policy.hourly_rest_s,
        policy.min_rest_s,
        policy.repeat_s,
        gap_intervals,
    )
    match policy.plan:
        case "hourly":
            return hourly
        case "20-8-2":
            stand, move = (
                BreakPrompt(20 * MINUTE_S, TipKind.STAND),
                BreakPrompt(28 * MINUTE_S, TipKind.MOVE),
            )
            return replace(hourly, asks=(stand, move), rest_s=2 * MINUTE_S, cycle_s=30 * MINUTE_S)
        case "20-20-20":
            eyes = BreakPrompt(20 * MINUTE_S, TipKind.EYES)
            return replace(hourly, asks=(eyes,), rest_s=20.0, cycle_s=20 * MINUTE_S + 20.0)
        case "off":
            return replace(hourly, asks=())


@dataclass(frozen=True, slots=True)
class StillSitting:
    """A break is due: sitting_s seconds sat since the last one. ask: what to propose."""

    at_s: float
    sitting_s: float
    ask: TipKind = TipKind.MOVE


@dataclass(frozen=True, slots=True)
class Rested:
    """A break was taken, asked for or not; rested_s seconds in all."""

    at_s: float
    rested_s: float


@dataclass(frozen=True, slots=True)
class BreakState:
    """The whole memory. asked: how often in this cycle; min_rest_s: the rest under way."""

    sitting_s: float = 0.0
    rested_s: float = 0.0
    min_rest_s: float = 0.0
    asked: int = 0
    last: Sample | None = None


def advance(
    state: BreakState, seen: Sample, plan: BreakPlan
) -> tuple[BreakState, tuple[StillSitting | Rested, ...]]:
    """Feed one look; looks not later than the last are ignored. See the module's top."""
    last = state.last
    if last is None:
        return replace(state, last=seen), ()
    elapsed_s = seen.at_s - last.at_s
    if elapsed_s <= 0:
        return state, ()
    state = replace(state, last=seen)
    is_gap = credited_s(elapsed_s, last.interval_s, plan.gap_intervals) is None
    if is_gap or last.state in RESTING:
        return _rest(state, seen.at_s, elapsed_s, plan)
    if last.state in SITTING:
        return _sit(replace(state, min_rest_s=0.0), seen.at_s, elapsed_s, plan)
    return state, ()


def _rest(
    state: BreakState, at_s: float, elapsed_s: float, plan: BreakPlan
) -> tuple[BreakState, tuple[Rested, ...]]:
    shortest_s = min(plan.min_rest_s, plan.rest_s)
    min_rest_s = state.min_rest_s + elapsed_s
    credited_s = min_rest_s if state.min_rest_s < shortest_s else elapsed_s
    rested_s = state.rested_s + (credited_s if min_rest_s >= shortest_s else 0.0)
    if rested_s < plan.rest_s:
        return replace(state, rested_s=rested_s, min_rest_s=min_rest_s), ()
    anew = BreakState(min_rest_s=min_rest_s, last=state.last)
    # A rest that goes on past its end is reported once, and credits nothing to the next cycle.
    if state.sitting_s == 0.0:
        return anew, ()
    return anew, (Rested(at_s, rested_s),)


def _sit(
    state: BreakState, at_s: float, elapsed_s: float, plan: BreakPlan
) -> tuple[BreakState, tuple[StillSitting, ...]]:
    state = replace(state, sitting_s=state.sitting_s + elapsed_s)
    if plan.cycle_s is not None and state.sitting_s >= plan.cycle_s:
        return BreakState(sitting_s=state.sitting_s - plan.cycle_s, last=state.last), ()
    due = _due(state, plan)
    if due is None or state.sitting_s < due.after_s:
        return state, ()
    ask = StillSitting(at_s, state.sitting_s, due.kind)
    return replace(state, asked=state.asked + 1), (ask,)


def _due(state: BreakState, plan: BreakPlan) -> BreakPrompt | None:
    """The next ask of this cycle, or the last one again."""
    if not plan.asks:
        return None
    if state.asked < len(plan.asks):
        return plan.asks[state.asked]
    if plan.cycle_s is not None:
        return None
    again = state.asked - len(plan.asks) + 1
    final = plan.asks[-1]
    return replace(final, after_s=final.after_s + again * plan.repeat_s)
