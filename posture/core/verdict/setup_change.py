"""Whether the camera, the chair or the person changed since the calibration.

    fits --strange for hold_s, or doubtful for suspicion_timeout_s--> changed (reported once)
      ^------------------at home for hold_s------------------'

What a look shows and no posture explains is noise, and differs from posture to posture. Before
another camera, a chair of another height or another person a part of it stays the same in all of
them. So the postures held last are remembered, each with what its looks left unexplained, and it
is the mean over postures that tells: the more of them, the less is left while the set-up is right.
A common growth of face and shoulders, which a rolled chair explains as well, tells when it stays
in all postures and no chair is rolled so far.

One posture alone, a slouch held for hours, never proves that the set-up has changed; it can make
that suspected, while nothing else is known. The baseline itself never moves.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from posture.core.angles.angles import Angles
from posture.core.pose.view import View

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SetupPolicy:
    """config/default.toml [setup_change]: how much change is a changed set-up.

    min_confidence: of a look, to be counted. clip_sd: no unexplained difference counts for more,
    in standard deviations of the noise. distinct_deg: postures nearer to each other are one.
    settled_looks: in succession, for a posture to be held. memory_looks: over which it is averaged.
    min_postures, max_postures: needed for proof, and remembered. misfit_limit, misfit_sampling: the
    mean square that n postures may leave unexplained is misfit_limit + misfit_sampling / n.
    suspect_share: of that, from which the set-up is suspected. recovered_misfit: no other set-up
    leaves less. oblique_ratio: all of these for a camera that does not stand in front. growth_log,
    agreement_log: logarithm of a common growth that is no rolled chair, and how equal face and
    shoulders must be in it. hold_s, suspicion_timeout_s: how long strange or at home, or only
    suspect throughout, to be another set-up or the old one. forget_s: unseen for so long,
    anybody may have sat down.
    """

    min_confidence: float
    clip_sd: float
    distinct_deg: float
    settled_looks: int
    memory_looks: int
    min_postures: int
    max_postures: int
    misfit_limit: float
    misfit_sampling: float
    suspect_share: float
    recovered_misfit: float
    oblique_ratio: float
    growth_log: float
    agreement_log: float
    hold_s: float
    suspicion_timeout_s: float
    forget_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """A posture that was held, averaged over its looks.

    change_deg: (7,) against the upright. unexplained: (d,) what no posture explains, in standard
    deviations. growth: logarithm of what face and shoulders have in common.
    """

    change_deg: Array
    unexplained: Array
    growth: float
    looks: int = 1

    def again(self, seen: "Held", memory_looks: int) -> "Held":
        """The same posture, seen once more."""
        looks = self.looks + 1
        share = 1.0 / min(looks, memory_looks)
        return Held(
            self.change_deg + share * (seen.change_deg - self.change_deg),
            self.unexplained + share * (seen.unexplained - self.unexplained),
            self.growth + share * (seen.growth - self.growth),
            looks,
        )


@dataclass(frozen=True, slots=True)
class Setup:
    """The whole memory.

    is_suspected: too much is left unexplained to believe that a posture is poor. doubted_s: since
    when all that is remembered is suspect, infinity while it is not; strange_s: since when there is
    proof of another set-up; home_s: since when the old one shows. seen_s: the last look at anybody.
    held: the latest posture last; whatever comes before it was held.
    """

    is_changed: bool = False
    is_suspected: bool = False
    doubted_s: float = math.inf
    strange_s: float = math.inf
    home_s: float = math.inf
    seen_s: float = -math.inf
    held: tuple[Held, ...] = ()


def advance(state: Setup, at_s: float, angles: Angles, policy: SetupPolicy) -> tuple[Setup, bool]:
    """The state after this look, and whether it has just turned to changed (so: say it once)."""
    if at_s - state.seen_s > policy.forget_s:
        state = Setup(state.is_changed)
    state = replace(state, seen_s=at_s)
    seen = _seen(angles, policy)
    if seen is None:
        return state, False
    state = replace(state, held=_remembered(state.held, seen, policy))
    settled = [known for known in reversed(state.held) if known.looks >= policy.settled_looks]
    if not settled:
        return state, False
    left, grown = _in_common(settled, policy)
    if angles.view is not View.FRONTAL:
        left = left / policy.oblique_ratio
    share = left / (policy.misfit_limit + policy.misfit_sampling / np.arange(1, len(left) + 1))
    # A few postures prove nothing; as long as there are no more of them, they raise suspicion.
    least = min(policy.min_postures, len(settled)) - 1
    is_suspected = bool(((share > policy.suspect_share) | grown)[least:].any())
    is_proof = len(settled) >= policy.min_postures
    is_strange = is_proof and bool(((share > 1.0) | grown)[least:].any())
    homely = np.flatnonzero((left < policy.recovered_misfit) & ~grown)
    is_doubted = is_proof and bool(share[-1] > policy.suspect_share)
    state = replace(
        state, is_suspected=is_suspected,
        doubted_s=_begun(state.doubted_s, at_s, goes_on=is_doubted),
        strange_s=_begun(state.strange_s, at_s, goes_on=is_strange),
        home_s=_begun(state.home_s, at_s, goes_on=len(homely) > 0),
    )  # fmt: skip
    if not state.is_changed:
        is_changed = (
            at_s - state.strange_s >= policy.hold_s
            or at_s - state.doubted_s >= policy.suspicion_timeout_s
        )
        return replace(state, is_changed=is_changed), is_changed
    if at_s - state.home_s < policy.hold_s:
        return state, False
    # The postures of the other set-up are nothing to the old one.
    return Setup(seen_s=at_s, held=state.held[-1 - int(homely[-1]) :]), False


def _begun(since_s: float, at_s: float, *, goes_on: bool) -> float:
    """When the present spell began; never, if none runs."""
    return min(since_s, at_s) if goes_on else math.inf


def _seen(angles: Angles, policy: SetupPolicy) -> Held | None:
    """One look; None when it cannot be trusted or nobody is calibrated."""
    if (
        angles.posture is None or angles.distance_ratio is None or angles.shoulder_ratio is None
        or angles.confidence < policy.min_confidence
    ):  # fmt: skip
        return None
    left = angles.posture.unexplained
    cut = np.minimum(np.maximum(left, -policy.clip_sd), policy.clip_sd)
    face, shoulders = -math.log(angles.distance_ratio), math.log(angles.shoulder_ratio)
    together = abs(face - shoulders) < policy.agreement_log
    return Held(angles.posture.change_deg, cut, min(face, shoulders, key=abs) if together else 0.0)


def _remembered(held: tuple[Held, ...], seen: Held, policy: SetupPolicy) -> tuple[Held, ...]:
    """The postures with this look added to the nearest, or as a new one; always the last.

    A posture that was only passed through is forgotten.
    """
    if not held:
        return (seen,)
    away = np.array([known.change_deg for known in held]) - seen.change_deg
    apart = np.sqrt((away * away).sum(axis=1))
    nearest = int(apart.argmin())
    last = len(held) - 1
    if apart[nearest] >= policy.distinct_deg:
        nearest = len(held)
    else:
        seen = held[nearest].again(seen, policy.memory_looks)
    others = [
        known for number, known in enumerate(held)
        if number != nearest and (number != last or known.looks >= policy.settled_looks)
    ]  # fmt: skip
    return (*others, seen)[-policy.max_postures :]


def _in_common(settled: Sequence[Held], policy: SetupPolicy) -> tuple[Array, NDArray[np.bool_]]:
    """(n,) mean square of what the latest 1, 2, ... n postures leave unexplained, on the mean.

    And (n,) whether all of them are grown, or shrunk, too far.
    """
    many = np.arange(1, len(settled) + 1)
    means = np.cumsum([known.unexplained for known in settled], axis=0) / many[:, None]
    growths = np.array([known.growth for known in settled])
    nearer = np.minimum.accumulate(growths) > policy.growth_log
    farther = np.maximum.accumulate(growths) < -policy.growth_log
    return (means * means).mean(axis=1), nearer | farther
