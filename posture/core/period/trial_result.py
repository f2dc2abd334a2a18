"""What a trial of nudges has shown so far, and in plain words.

How it is worked out is in ``trial``, which needs NumPy: reports without a trial do without.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from posture.core.day.insights import CAUSE_WORDS
from posture.core.duration import in_words
from posture.core.events import Cause


class Effect(StrEnum):
    """What nudges do to the time until their person sits up."""

    HELPS = "helps"
    DELAYS = "delays"
    UNKNOWN = "cannot tell yet"


@dataclass(frozen=True, slots=True)
class ArmComparison:
    """Nudges shown against nudges withheld: mean seconds to sitting up, up to the horizon.

    interval_s: of the difference, shown minus withheld; None with too few to say.
    """

    shown: int
    withheld: int
    shown_s: float | None = None
    withheld_s: float | None = None
    interval_s: tuple[float, float] | None = None

    @property
    def effect(self) -> Effect:
        if self.interval_s is None or self.interval_s[0] <= 0 <= self.interval_s[1]:
            return Effect.UNKNOWN
        return Effect.HELPS if self.interval_s[1] < 0 else Effect.DELAYS


@dataclass(frozen=True, slots=True)
class Trial:
    """All nudges of a trial; horizon_s: where times are cut. by_...: parts, largest first."""

    horizon_s: float
    overall: ArmComparison
    by_cause: Mapping[Cause, ArmComparison] = field(default_factory=dict)
    by_time: Mapping[str, ArmComparison] = field(default_factory=dict)


def trial_in_words(trial: Trial) -> Iterator[str]:
    """What the trial shows so far: of all nudges, then of the parts with a result."""
    one = trial.overall
    drawn = f"{one.shown} shown, {one.withheld} withheld"
    if one.effect is Effect.UNKNOWN:
        yield f"The trial cannot tell yet whether nudges help you ({drawn}).{_means(one)}"
    else:
        word = "sooner" if one.effect is Effect.HELPS else "later"
        yield f"With a nudge you sat up {word} than without ({drawn}).{_means(one)}"
    parts = {
        **{f"for {CAUSE_WORDS[cause]}": part for cause, part in trial.by_cause.items()},
        **{f"in the {time}": part for time, part in trial.by_time.items()},
    }
    for name, part in parts.items():
        if part.effect is not Effect.UNKNOWN:
            word = "sooner" if part.effect is Effect.HELPS else "later"
            yield f"With a nudge {name} you sat up {word} than without.{_means(part)}"


def _means(one: ArmComparison) -> str:
    if one.shown_s is None or one.withheld_s is None or one.interval_s is None:
        return ""
    low, high = one.interval_s
    return (
        f" On average {in_words(one.shown_s)} with, {in_words(one.withheld_s)} without; the "
        f"difference is between {low:+.0f} and {high:+.0f} s (95% interval)."
    )
