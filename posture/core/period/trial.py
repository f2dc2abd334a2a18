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
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from posture.core.day.records import Delivery, EpisodeRecord, NudgeRecord, elapsed
from posture.core.events import Cause
from posture.core.period.trial_result import ArmComparison, Trial
from posture.core.reasons import EpisodeEnd

Floats = NDArray[np.float64]
Key = TypeVar("Key")

_RESAMPLES = 1000
_SHARE = 0.95
# What became of a nudge is kept by another clock reading than its slouch.
_SAME = timedelta(seconds=2)
_SEED = 2015


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
