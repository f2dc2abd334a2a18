"""Do nudges help? A micro-randomised trial, read honestly (Klasnja et al. 2015).

Theory of operation
-------------------
With ``nudges.silent_share`` above 0, each nudge about posture that is due is withheld with that
chance. Withheld ones are followed by the same pause as those shown. For both the time to sitting up
is the time until their slouch ended corrected. It is cut at ``horizon_s``; one that ended otherwise
(somebody left, the watch stopped) shows only that it took longer than that, so means are taken
under the curve of Kaplan and Meier, up to the horizon (restricted mean survival time, Royston &
Parmar 2013). All nudges count as they were drawn, whatever was answered: who got none could not
answer.

The interval of the difference is a bootstrap over slouches, so that several nudges about one stay
together. While it contains 0 the effect is unknown.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from posture.core.day.insights import CAUSE_WORDS
from posture.core.day.records import Delivery, EpisodeRecord, NudgeRecord, elapsed
from posture.core.duration import in_words
from posture.core.events import Cause
from posture.core.reasons import EpisodeEnd

Floats = NDArray[np.float64]
Key = TypeVar("Key")

_RESAMPLES = 1000
_SHARE = 0.95
# What became of a nudge is kept by another clock reading than its slouch.
_SAME = timedelta(seconds=2)
_SEED = 2015


class Effect(StrEnum):
    """What nudges do to the time until their person sits up."""

    HELPS = "helps"
    DELAYS = "delays"
    UNKNOWN = "cannot tell yet"


@dataclass(frozen=True, slots=True)
class Decision:
    """A nudge that was due. bout: which slouch it was about. time_s: until that ended.

    is_corrected: whether it ended in sitting up. hour: of the local day.
    """

    bout: int
    is_withheld: bool
    time_s: float
    is_corrected: bool
    cause: Cause = Cause.HEAD_FORWARD
    hour: int = 12


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


def read_trial(
    decisions: Sequence[Decision], horizon_s: float, least: int, seed: int = _SEED
) -> Trial | None:
    """What the decisions show, None without any. least: of each kind, before a part is compared.

    seed: of the bootstrap's draws; the same seed and decisions give the same.
    """
    if not decisions:
        return None

    def compared(part: Sequence[Decision]) -> ArmComparison:
        return compare(part, horizon_s, least, np.random.default_rng(seed))

    return Trial(
        horizon_s,
        compared(decisions),
        {cause: compared(part) for cause, part in _parted(decisions, lambda one: one.cause)},
        {time: compared(part) for time, part in _parted(decisions, lambda one: _time_of(one.hour))},
    )


def decisions_of(
    nudges: Iterable[NudgeRecord], episodes: Iterable[EpisodeRecord]
) -> tuple[Decision, ...]:
    """The nudges of a trial, each with the slouch it was about; without it, it is not over yet."""
    bouts = sorted(episodes, key=lambda episode: episode.started.timestamp())
    starts = np.array([bout.started.timestamp() for bout in bouts])
    found: list[Decision] = []
    for nudge in nudges:
        if nudge.silent_share is None or nudge.outcome not in _DRAWN:
            continue
        index = int(np.searchsorted(starts, (nudge.at + _SAME).timestamp())) - 1
        if index < 0 or bouts[index].ended + _SAME < nudge.at:
            continue
        bout = bouts[index]
        time_s = max(0.0, elapsed(nudge.at, bout.ended).total_seconds())
        is_corrected = bout.reason == EpisodeEnd.CORRECTED
        is_withheld = nudge.outcome is Delivery.WITHHELD
        found.append(Decision(index, is_withheld, time_s, is_corrected, nudge.cause, nudge.at.hour))
    return tuple(found)


def compare(
    decisions: Sequence[Decision], horizon_s: float, least: int, rng: np.random.Generator
) -> ArmComparison:
    """Shown against withheld."""
    is_withheld = np.array([one.is_withheld for one in decisions])
    counts = int((~is_withheld).sum()), int(is_withheld.sum())
    if min(counts) < least:
        return ArmComparison(*counts)
    times_s = np.array([one.time_s for one in decisions])
    is_corrected = np.array([one.is_corrected for one in decisions]) & (times_s <= horizon_s)
    _, bouts = np.unique([one.bout for one in decisions], return_inverse=True)
    drawn = _drawn(int(bouts.max()) + 1, rng)[:, bouts]
    weights = np.vstack([np.ones(len(decisions)), drawn])
    shown, withheld = (
        restricted_means(times_s[arm], is_corrected[arm], weights[:, arm], horizon_s)
        for arm in (~is_withheld, is_withheld)
    )
    differences = (shown - withheld)[1:]
    low, high = np.nanpercentile(differences, [50 * (1 - _SHARE), 50 * (1 + _SHARE)])
    middle = float(shown[0] - withheld[0])
    # A bootstrap of few is narrow by this much (Hesterberg 2015, section 3.4).
    wider = math.sqrt(min(counts) / (min(counts) - 1))
    interval = (middle + (low - middle) * wider, middle + (high - middle) * wider)
    return ArmComparison(
        *counts, float(shown[0]), float(withheld[0]), (float(interval[0]), float(interval[1]))
    )


def restricted_means(
    times_s: Floats, is_corrected: NDArray[np.bool_], weights: Floats, horizon_s: float
) -> Floats:
    """Mean seconds up to the horizon, for each row of weights: (n,), (n,), (rows, n) -> (rows,).

    The area under the curve of Kaplan and Meier; a time that was not corrected shows only that it
    took longer. NaN for a row without weight.
    """
    order = np.lexsort((~is_corrected, times_s))
    times, events = np.minimum(times_s[order], horizon_s), is_corrected[order]
    weights = weights[:, order]
    at_risk = np.cumsum(weights[:, ::-1], axis=1)[:, ::-1]
    with np.errstate(invalid="ignore", divide="ignore"):
        ended = np.where(at_risk > 0, weights * events / at_risk, 0.0)
        left = np.cumprod(1.0 - ended, axis=1)
        before = np.hstack([np.ones((len(weights), 1)), left])
        steps = np.diff(np.concatenate([[0.0], times, [horizon_s]]))
        means: Floats = np.where(weights.sum(axis=1) > 0, before @ steps, np.nan)
    return means


def trial_in_words(trial: Trial) -> Iterator[str]:
    """What the trial shows so far: of all nudges, then of the parts with a result."""
    one = trial.overall
    drawn = f"{one.shown} shown, {one.withheld} withheld"
    if one.effect is Effect.UNKNOWN:
        yield f"Whether nudges help you, the trial cannot tell yet ({drawn}).{_means(one)}"
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
        f"difference is between {low:+.0f} and {high:+.0f} s (95 %)."
    )


_DRAWN = frozenset({Delivery.DELIVERED, Delivery.WITHHELD})


def _drawn(bouts: int, rng: np.random.Generator) -> Floats:
    """How often each slouch was drawn, in each resample: (resamples, bouts)."""
    return rng.multinomial(bouts, np.full(bouts, 1 / bouts), size=_RESAMPLES).astype(float)


def _parted(
    decisions: Sequence[Decision], key: Callable[[Decision], Key]
) -> list[tuple[Key, list[Decision]]]:
    parts: dict[Key, list[Decision]] = {}
    for one in decisions:
        parts.setdefault(key(one), []).append(one)
    return sorted(parts.items(), key=lambda part: -len(part[1]))


def _time_of(hour: int) -> str:
    noon, evening = 12, 18
    return "morning" if hour < noon else "afternoon" if hour < evening else "evening"
