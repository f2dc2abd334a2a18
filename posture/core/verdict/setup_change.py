"""Whether the camera, the chair or the person changed since the calibration.

    fits --the background has shifted, or postures stay strange--> changed (reported once)
      ^-------------the background is back, or postures fit--------'

The background tells at once: a camera that stays put sees it where it was. Where there is too
little of it to tell, or another person sits down before it, postures tell, in minutes.

What a look shows and no posture explains is noise, and differs from posture to posture. Before
another camera, a chair of another height or another person a part of it stays the same in all of
them. So the postures held last are remembered, each with what its looks left unexplained, and it
is the mean over postures that tells: the more of them, the less is left while the set-up is right.
A common growth of face and shoulders, which a rolled chair explains as well, tells when it stays
in all postures and no chair is rolled so far.

One posture alone, a slouch held for hours, never proves that the set-up has changed. The baseline
itself never moves.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from posture.core.angles.angles import Angles
from posture.core.events import BackgroundShift
from posture.core.policies.verdict import SetupPolicy
from posture.core.pose.view import View

Array = NDArray[np.float64]


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

    is_other: postures prove another set-up. is_moved: the camera was moved. is_confirmed: some
    posture of whoever sits there fits. is_doubtful: none has, and some are strange. is_suspected:
    no posture is believed to be poor. strange_s, fitting_s, shifted_s: since when there is proof of
    another set-up, the old one fits, the background is elsewhere; infinity while not. seen_s: the
    last look at anybody. background: where it was at first. held: the latest posture last; whatever
    comes before it was held.
    """

    is_other: bool = False
    is_moved: bool = False
    is_confirmed: bool = False
    is_doubtful: bool = False
    is_suspected: bool = False
    strange_s: float = math.inf
    fitting_s: float = math.inf
    shifted_s: float = math.inf
    seen_s: float = -math.inf
    background: BackgroundShift | None = None
    held: tuple[Held, ...] = ()

    @property
    def is_changed(self) -> bool:
        return self.is_other or self.is_moved


def advance(
    state: Setup,
    at_s: float,
    angles: Angles,
    policy: SetupPolicy,
    background: BackgroundShift | None = None,
) -> tuple[Setup, bool]:
    """The state after this look, and whether it has just turned to changed (so: say it once).

    background: where the background lies in the picture; None where that cannot be told.
    """
    before = state.is_changed
    if at_s - state.seen_s > policy.forget_s:
        state = Setup(
            state.is_other, state.is_moved, background=state.background, shifted_s=state.shifted_s
        )
    state = _by_postures(replace(state, seen_s=at_s), at_s, angles, policy)
    if background is not None:
        state = _by_background(state, at_s, background, policy)
    is_suspected = state.is_doubtful or state.strange_s <= at_s or state.shifted_s <= at_s
    state = replace(state, is_suspected=is_suspected)
    return state, state.is_changed and not before


def _by_background(
    state: Setup, at_s: float, background: BackgroundShift, policy: SetupPolicy
) -> Setup:
    """A camera that was knocked swings back; one that was moved stays where it was put."""
    if state.background is None:
        return replace(state, background=background)
    # A growth is left to the postures, which allow for a zoom.
    is_shifted = math.dist(background[:2], state.background[:2]) > policy.moved_share
    shifted_s = _begun(state.shifted_s, at_s, goes_on=is_shifted)
    return replace(state, shifted_s=shifted_s, is_moved=at_s - shifted_s >= policy.moved_s)


def _by_postures(state: Setup, at_s: float, angles: Angles, policy: SetupPolicy) -> Setup:
    seen = _seen(angles, policy)
    if seen is None:
        return state
    state = replace(state, held=_remembered(state.held, seen, policy))
    settled = [known for known in reversed(state.held) if known.looks >= policy.settled_looks]
    if not settled:
        return state
    left, grown = _in_common(settled, policy)
    if angles.view is not View.FRONTAL:
        left = left / policy.oblique_ratio
    share = left / (policy.misfit_limit + policy.misfit_sampling / np.arange(1, len(left) + 1))
    # Fewer postures prove nothing: how somebody slouches may be strange to every example.
    strange = (share > 1.0) | grown
    is_strange = bool(strange[policy.min_postures - 1 :].any())
    fitting = np.flatnonzero((left < policy.recovered_misfit) & ~grown)
    is_confirmed = state.is_confirmed or len(fitting) > 0
    state = replace(
        state,
        strange_s=_begun(state.strange_s, at_s, goes_on=is_strange),
        fitting_s=_begun(state.fitting_s, at_s, goes_on=len(fitting) > 0),
        is_confirmed=is_confirmed,
        is_doubtful=not is_confirmed and bool(strange.any()),
    )
    if not state.is_other:
        return replace(state, is_other=at_s - state.strange_s >= policy.hold_s)
    if at_s - state.fitting_s < policy.hold_s:
        return state
    # The postures of the other set-up are nothing to the old one.
    held = state.held[-1 - int(fitting[-1]) :]
    return replace(state, is_other=False, strange_s=math.inf, fitting_s=math.inf, held=held)


def _begun(since_s: float, at_s: float, *, goes_on: bool) -> float:
    """When the present spell began; never, if none runs."""
    return min(since_s, at_s) if goes_on else math.inf


def _seen(angles: Angles, policy: SetupPolicy) -> Held | None:
    """One look; None when it cannot be trusted or nobody is calibrated."""
    if angles.posture is None or angles.confidence < policy.min_confidence:
        return None
    left = angles.posture.unexplained
    cut = np.minimum(np.maximum(left, -policy.clip_sd), policy.clip_sd)
    return Held(angles.posture.change_deg, cut, _growth(angles, policy))


def _growth(angles: Angles, policy: SetupPolicy) -> float:
    """How much larger face and shoulders look, a logarithm; 0 unless they agree on it."""
    if angles.distance_ratio is None or angles.shoulder_ratio is None:
        return 0.0
    face, shoulders = -math.log(angles.distance_ratio), math.log(angles.shoulder_ratio)
    together = abs(face - shoulders) < policy.agreement_log
    return min(face, shoulders, key=abs) if together else 0.0


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
        known
        for number, known in enumerate(held)
        if number != nearest and (number != last or known.looks >= policy.settled_looks)
    ]
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
