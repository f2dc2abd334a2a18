"""A period in plain words; each sentence only when the figures carry it."""

from calendar import day_name
from collections.abc import Iterator

from posture.core.credit import Judged
from posture.core.day.insights import (
    UNJUDGED_WORDS,
    about_cause,
    about_nudges,
    about_unjudged,
    share_in_words,
    worst_part,
)
from posture.core.duration import in_hours, in_words
from posture.core.period.model import GoalFigures, PeriodSummary, StateTime
from posture.core.period.trial_result import trial_in_words
from posture.core.share import percent
from posture.core.states import WatchState

_HOURS = 24
_WEEKDAYS = 7


def headline(period: PeriodSummary) -> str:
    """What changed, when it is worst, what helps, in one sentence."""
    within = period.period.within
    if period.is_empty:
        return f"Nothing was recorded {within}."
    if not period.judged_s:
        return _why_nothing(period)
    if not period.is_enough:
        return f"Only {in_words(period.judged_s)} could be judged, too little to draw conclusions."
    share = period.poor_s / period.judged_s
    change = _change(period)
    start = share_in_words(share) if change is None else _CHANGES[change].format(_than(period))
    when, helps = _when(period), what_helps(period)
    said = [f"most slouching came {when[0]}"] if when else []
    if not when and (weekday := worst_weekday(period)):
        said = [f"{weekday[0]}s were worst"]
    if helps:
        said.append("you sat best soon after a break" if not said else "least soon after a break")
    return f"{start}; {', '.join(said)}." if said else f"{start}."


def findings(period: PeriodSummary) -> tuple[str, ...]:
    """What stood out, most telling first. Empty when there is nothing to say."""
    if period.is_empty:
        return ()
    if not period.is_enough:
        return tuple(_about_too_little(period))
    return tuple(_about_the_period(period))


def what_helps(period: PeriodSummary) -> tuple[float, float] | None:
    """Slouched shares soon after a break and later, where the first is clearly lower."""
    fresh, later = period.sittings.fresh, period.sittings.later
    least_s, ratio = period.limits.min_judged_s, period.limits.clear_ratio
    if min(fresh.judged_s, later.judged_s) < least_s:
        return None
    shares = fresh.poor_s / fresh.judged_s, later.poor_s / later.judged_s
    return shares if shares[1] and shares[0] * ratio <= shares[1] else None


def worst_weekday(period: PeriodSummary) -> tuple[str, float, float] | None:
    """The weekday with clearly more slouching than the others together: name and both shares.

    It takes at least two of that weekday with enough to judge: one is a day, no habit.
    """
    by_weekday: dict[int, list[Judged]] = {}
    for day in period.days:
        if day.judged_s >= period.limits.min_judged_s:
            by_weekday.setdefault(day.day.weekday(), []).append(day)
    total_s = sum(day.judged_s for days in by_weekday.values() for day in days)
    poor_s = sum(day.poor_s for days in by_weekday.values() for day in days)
    found: list[tuple[str, float, float]] = []
    for weekday, days in by_weekday.items():
        own_s, own_poor_s = sum(d.judged_s for d in days), sum(d.poor_s for d in days)
        if len(days) > 1 and own_s < total_s:
            share, rest = own_poor_s / own_s, (poor_s - own_poor_s) / (total_s - own_s)
            if share and share >= period.limits.clear_ratio * rest:
                found.append((day_name[weekday], share, rest))
    return max(found, key=lambda each: each[1], default=None)


def goal_in_words(goal: GoalFigures) -> str:
    """The goal, met or on the way to it; nobody is ever said to have failed."""
    wished = f"{percent(goal.share)} upright"
    if not goal.judged:
        return f"Your goal is {wished}; no day had enough to judge it by."
    if not goal.met and goal.nearest:
        day, share = goal.nearest
        nearest = f"{day:%A} {day.day} {day:%B}"
        return f"Your goal is {wished}; {nearest} came nearest with {percent(share)}."
    days = "1 day" if goal.judged == 1 else f"{goal.judged} days"
    row = f", {goal.streak} in a row so far" if goal.streak > 1 else ""
    return f"Your goal, {wished}, was met on {goal.met} of {days}{row}."


def _about_too_little(period: PeriodSummary) -> Iterator[str]:
    least = in_words(period.limits.min_judged_s)
    yield (
        f"Shares and patterns need at least {least} of judged time; "
        f"there was {in_words(period.judged_s) if period.judged_s else 'none'}."
    )
    yield from about_unjudged(period.by_state, period.limits.min_judged_s, in_hours)


def _about_the_period(period: PeriodSummary) -> Iterator[str]:
    days = sum(bool(day.judged_s) for day in period.days)
    yield (
        f"Upright for {in_hours(period.upright_s)} of the {in_hours(period.judged_s)} that could "
        f"be judged ({percent(period.upright_s / period.judged_s)}), "
        f"on {'1 day' if days == 1 else f'{days} days'}."
    )
    if period.goal:
        yield goal_in_words(period.goal)
    yield from _about_change(period)
    if when := _when(period):
        yield f"{percent(when[1])} of the slouching came {when[0]}."
    if weekday := worst_weekday(period):
        name, share, rest = weekday
        yield (
            f"On {name}s you slouched {percent(share)} of the time, on other days {percent(rest)}."
        )
    if helps := what_helps(period):
        yield (
            f"In the first {in_words(period.limits.fresh_s)} after a break you slouched "
            f"{percent(helps[0])} of the time, later {percent(helps[1])}."
        )
    cause, seconds = next(iter(period.by_cause.items()), (None, 0.0))
    if cause is not None and period.poor_s >= period.limits.min_judged_s / 2:
        yield about_cause(cause, seconds / period.poor_s)
    if (longest := period.sittings.longest) and longest.sat_s >= period.limits.min_judged_s:
        at = longest.start
        yield (
            f"The longest sitting without a break lasted {in_words(longest.sat_s)}, "
            f"from {at:%A} {at.day} {at:%B} at {at:%H:%M}."
        )
    yield from about_nudges(period.tally)
    if period.trial:
        yield from trial_in_words(period.trial)
    yield from about_unjudged(period.by_state, period.limits.min_judged_s, in_hours)


def _about_change(period: PeriodSummary) -> Iterator[str]:
    before, change = period.earlier, _change(period)
    if before is None or change is None or period.poor_share is None:
        return
    days = "1 day" if before.days == 1 else f"{before.days} days"
    yield (
        f"{percent(period.poor_share)} of the judged time was slouched, against "
        f"{percent(before.poor_share)} in {period.period.words_before} ({days} watched)."
    )


_CHANGES = {
    "less": "Clearly less slouching than in {}",
    "more": "Clearly more slouching than in {}",
    "same": "About as much slouching as in {}",
}


def _change(period: PeriodSummary) -> str | None:
    before, share = period.earlier, period.poor_share
    if before is None or share is None:
        return None
    ratio = period.limits.clear_ratio
    if share * ratio <= before.poor_share and before.poor_share:
        return "less"
    if before.poor_share * ratio <= share and share:
        return "more"
    return "same"


def _than(period: PeriodSummary) -> str:
    return period.period.words_before


def _when(period: PeriodSummary) -> tuple[str, float] | None:
    """When most slouching fell, by the clock: ("after 15:00", its share)."""
    hours = [_over_the_week(period, hour) for hour in range(_HOURS)]
    used = [i for i, hour in enumerate(hours) if hour.judged_s]
    if not used:
        return None
    first = used[0]
    worst = worst_part(hours[first : used[-1] + 1], period.limits)
    if worst is None:
        return None
    split, is_after, share = worst
    return f"{'after' if is_after else 'before'} {first + split:02d}:00", share


def _over_the_week(period: PeriodSummary, hour: int) -> StateTime:
    by_state: dict[WatchState, float] = {}
    for weekday in range(_WEEKDAYS):
        time = period.weekday_hours.get((weekday, hour))
        for state, seconds in (time.by_state if time else {}).items():
            by_state[state] = by_state.get(state, 0.0) + seconds
    return StateTime(by_state)


def _why_nothing(period: PeriodSummary) -> str:
    within = period.period.within
    longest = max(period.by_state.items(), key=lambda pair: pair[1], default=None)
    if longest is None:
        return f"posture was paused: nothing was judged {within}."
    if longest[0] is WatchState.AWAY:
        return f"Nobody was seen at the desk {within}."
    return f"Nothing could be judged {within}: {UNJUDGED_WORDS.get(longest[0], longest[0])}."
