"""What stood out in a day, in plain words; each sentence only when the figures carry it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from posture.core.credit import Judged
from posture.core.day.model import DaySummary, NudgeTally
from posture.core.duration import in_words
from posture.core.events import Cause
from posture.core.policies.day import ReportPolicy
from posture.core.share import percent
from posture.core.states import WatchState

CAUSE_WORDS: Mapping[Cause, str] = {
    Cause.HEAD_FORWARD: "holding the head forward",
    Cause.HEAD_DOWN: "bending the head down",
    Cause.SLUMPED: "a slumped torso",
    Cause.SLID_DOWN: "sliding down in the chair",
    Cause.LEANING_FORWARD: "leaning forward",
    Cause.LEANING_SIDEWAYS: "leaning to one side",
    Cause.UNEVEN_SHOULDERS: "uneven shoulders",
    Cause.HEAD_TILTED: "a tilted head",
    Cause.TOO_CLOSE: "sitting too close to the screen",
    Cause.SITTING_LONG: "sitting still for too long",
}

UNJUDGED_WORDS: Mapping[WatchState, str] = {
    WatchState.AWAY: "nobody was at the desk",
    WatchState.TURNED: "you were turned away from the screen",
    WatchState.UNRELIABLE: "you could not be seen well enough",
    WatchState.COVERED: "the lens was covered",
    WatchState.STALE: "a frozen picture",
    WatchState.NO_CAMERA: "no camera",
    WatchState.DENIED: "posture was not allowed to use the camera",
    WatchState.BUSY: "another program was using the camera",
    WatchState.SETUP_CHANGED: "the set-up changed, and a new calibration is needed",
}

UNCALIBRATED = (
    "Provisional: this day was judged without a calibration, by the straightest you sat at first. "
    "For your own limits run: posture calibrate"
)


def about_cause(cause: Cause, share: float) -> str:
    """The main cause, and its share of the slouching."""
    if share == 1:
        return f"The only cause was {CAUSE_WORDS[cause]}."
    return f"The main cause was {CAUSE_WORDS[cause]}, {percent(share)} of the slouching."


def headline(day: DaySummary) -> str:
    """The day in one sentence."""
    if day.is_empty:
        return "Nothing was recorded on this day."
    if not day.judged_s:
        return _why_nothing(day)
    if not day.is_enough:
        return f"Only {in_words(day.judged_s)} could be judged, too little to draw conclusions."
    words = share_in_words(day.poor_s / day.judged_s)
    when = _when(day)
    return f"{words}; most slouching came {when[0]}." if when else f"{words}."


def share_in_words(poor_share: float) -> str:
    """How one sat, by the slouched share of the judged time; the start of a sentence."""
    if poor_share < 0.1:  # noqa: PLR2004 - a tenth
        return "You sat upright nearly all of the time"
    if poor_share < 0.35:  # noqa: PLR2004 - about a third
        return "You sat upright most of the time"
    if poor_share < 0.5:  # noqa: PLR2004
        return "You sat upright a little more than half of the time"
    return "You slouched for half of the time or more"


def findings(day: DaySummary) -> tuple[str, ...]:
    """What stood out, most telling first. Empty when there is nothing to say."""
    if day.is_empty:
        return ()
    if not day.is_enough:
        return tuple(_about_too_little(day))
    return tuple(_about_the_day(day))


def _about_too_little(day: DaySummary) -> Iterator[str]:
    least = in_words(day.limits.min_judged_s)
    yield (
        f"Shares and patterns need at least {least} of judged time; "
        f"there was {in_words(day.judged_s) if day.judged_s else 'none'}."
    )
    yield from about_unjudged(day.by_state, day.limits.min_judged_s, in_words)
    yield from _about_failures(day)


def _about_the_day(day: DaySummary) -> Iterator[str]:
    yield (
        f"Upright for {in_words(day.upright_s)} of the {in_words(day.judged_s)} that could be "
        f"judged ({percent(day.upright_s / day.judged_s)})."
    )
    if when := _when(day):
        yield f"{percent(when[1])} of the slouching came {when[0]}."
    cause, seconds = next(iter(day.by_cause.items()), (None, 0.0))
    if cause is not None and day.poor_s >= day.limits.min_judged_s / 2:
        yield about_cause(cause, seconds / day.poor_s)
    if longest := day.longest_episode:
        why = f", with {CAUSE_WORDS[longest.causes[0]]}" if longest.causes else ""
        yield (
            f"The longest slouch lasted {in_words(longest.duration_s)}, "
            f"from {_clock(longest.started)}{why}."
        )
    yield from about_nudges(day.tally)
    if day.still and day.still_s >= day.limits.min_judged_s:
        yield (
            f"The longest time in one position was {in_words(day.still_s)}, "
            f"from {_clock(day.still[0])}."
        )
    yield from _about_earlier(day)
    yield from about_unjudged(day.by_state, day.limits.min_judged_s, in_words)
    yield from _about_failures(day)


def about_nudges(tally: NudgeTally) -> Iterator[str]:
    """What followed the nudges, of a day or of several."""
    if tally.followed and tally.median_correction_s is not None:
        times = "once" if tally.corrected == 1 else f"{tally.corrected} of {tally.followed} times"
        within = "after" if tally.corrected == 1 else "half of them within"
        yield f"After a nudge you sat up {times}, {within} {in_words(tally.median_correction_s)}."
    elif tally.followed:
        yield f"None of the {tally.followed} nudges was followed by sitting up."


def _about_failures(day: DaySummary) -> Iterator[str]:
    failed = sum(day.tally.failed.values())
    if failed:
        reason = next(iter(day.tally.failed))
        were = "1 nudge could" if failed == 1 else f"{failed} nudges could"
        yield f"{were} not be shown ({reason}); `posture doctor` suggests fixes."


def _about_earlier(day: DaySummary) -> Iterator[str]:
    before = day.earlier
    if before is None or day.poor_share is None:
        return
    one_day = before.days == 1
    than = "the day watched before" if one_day else f"the {before.days} days watched before"
    figures = f"{percent(day.poor_share)} slouching against {percent(before.poor_share)}"
    if day.poor_share * day.limits.clear_ratio <= before.poor_share:
        yield f"Clearly less slouching than on {than}: {figures}."
    elif before.poor_share * day.limits.clear_ratio <= day.poor_share:
        yield f"Clearly more slouching than on {than}: {figures}."
    else:
        yield f"Much like {than}: {figures}."


def about_unjudged(
    by_state: Mapping[WatchState, float], at_least_s: float, duration: Callable[[float], str]
) -> Iterator[str]:
    """Only what hindered the watching; being away is what people do. duration: of seconds."""
    hindered = {
        state: seconds
        for state, seconds in by_state.items()
        if state in UNJUDGED_WORDS and state not in {WatchState.AWAY, WatchState.TURNED}
    }
    for state, seconds in sorted(hindered.items(), key=lambda pair: -pair[1]):
        if seconds >= at_least_s:
            yield f"{duration(seconds)} could not be judged: {UNJUDGED_WORDS[state]}."


def _why_nothing(day: DaySummary) -> str:
    longest = max(day.by_state.items(), key=lambda pair: pair[1], default=None)
    if longest is None:
        return "posture was paused: nothing was judged on this day."
    if longest[0] is WatchState.AWAY:
        return "Nobody was seen at the desk on this day."
    return f"Nothing could be judged on this day: {UNJUDGED_WORDS.get(longest[0], longest[0])}."


def _when(day: DaySummary) -> tuple[str, float] | None:
    """When most slouching fell, at a clearly higher rate than else: ("after 15:00", its share)."""
    worst = worst_part(day.hours, day.limits) if day.is_enough else None
    if worst is None:
        return None
    split, is_after, share = worst
    return f"{'after' if is_after else 'before'} {_clock(day.hours[split].start)}", share


def worst_part(hours: Sequence[Judged], limits: ReportPolicy) -> tuple[int, bool, float] | None:
    """The part of a day with most of the slouching, at a clearly higher rate than the rest.

    It begins (True) or ends (False) with the hour of that index; its share of the slouching.
    """
    if sum(hour.poor_s for hour in hours) < limits.min_judged_s / 2:
        return None
    for split in range(len(hours) - 1, 0, -1):
        if (share := _clear_share(hours[split:], hours[:split], limits)) is not None:
            return split, True, share
    for split in range(1, len(hours)):
        if (share := _clear_share(hours[:split], hours[split:], limits)) is not None:
            return split, False, share
    return None


def _clear_share(
    here: Sequence[Judged], there: Sequence[Judged], limits: ReportPolicy
) -> float | None:
    """The share of all slouching that fell ``here``, if that is most of it and clearly denser."""
    poor_here, judged_here = sum(h.poor_s for h in here), sum(h.judged_s for h in here)
    poor_there, judged_there = sum(h.poor_s for h in there), sum(h.judged_s for h in there)
    if min(judged_here, judged_there) < limits.min_judged_s:
        return None
    share = poor_here / (poor_here + poor_there)
    denser = poor_here / judged_here >= limits.clear_ratio * (poor_there / judged_there)
    return share if share >= limits.majority_share and denser else None


def _clock(at: datetime) -> str:
    return f"{at:%H:%M}"
