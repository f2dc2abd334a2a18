"""The examples of how people sit: the posed people's states, thinned out."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from posture.core.postures import Chair, Postures
from posture.evaluation.examples import KIND_WEIGHT, MIRROR
from posture.evaluation.truth import Picture

Array = NDArray[np.float64]

# As many examples as a look can be held against within its time.
MANY, FEW = 128, 20
# Standard deviations about an example, degrees, and about one of the few.
SPREAD_DEG = np.array([2.0, 1.2, 2.5, 2.5, 2.0, 1.5, 2.0])
WIDE_DEG = np.array([12.0, 7.0, 12.0, 12.0, 10.0, 8.0, 10.0])
# Share of the postures that are like none that was posed.
STRANGE = 0.03
# People are also seen on the way to a posture: so far, and with this share of its weight.
ON_THE_WAY, ON_THE_WAY_SHARE = 0.6, 0.1
# How much a degree of each angle counts in telling postures apart.
_SCALE = np.array([1.0, 1.0, 0.7, 0.5, 0.7, 1.0, 0.7])
_ROUNDS = 20
# The body stays as it was in these.
_STILL = {"rolled", "hand"}
CHAIR = Chair(
    rolls=np.array([-0.5, -0.3, -0.15, 0.15, 0.3, 0.45]),
    zooms=np.array([-0.1, 0.07, 0.14, 0.21, 0.28]),
    spread=np.array([0.08, 0.04]),
    still_deg=np.array([0.8, 0.5, 2.1, 6.0, 4.0, 3.0, 4.0]), noise=np.array([1.0, 1.5]),
    log_odds=np.array([-2.0, -3.0]), stays=np.array(0.002),
)  # fmt: skip


def fit_postures(pictures: Sequence[Picture]) -> Postures:
    """Examples of these pictures' states and their mirror images."""
    states, weights = _states(pictures)
    many, odds = _thinned(states, weights, MANY)
    few, few_odds = _thinned(states, weights, FEW)
    return Postures(
        many, np.log(odds * (1.0 - STRANGE)), SPREAD_DEG,
        few, np.log(few_odds * STRANGE), WIDE_DEG,
    )  # fmt: skip


def _states(pictures: Sequence[Picture]) -> tuple[Array, Array]:
    """(n, 7) changes from the own upright, and (n,) weights that sum to one; kinds count alike."""
    kept = [p for p in pictures if p.set != "sweep" and p.kind not in _STILL]
    counts = Counter(picture.kind for picture in kept)
    changes, weights = [], []
    for group in sorted({picture.group for picture in kept}):
        mine = [picture for picture in kept if picture.group == group]
        base = np.mean([picture.angles for picture in mine if picture.is_upright], axis=0)
        for picture in mine:
            changes.append(picture.angles - base)
            weights.append(KIND_WEIGHT.get(picture.kind, 1.0) / counts[picture.kind])
    posed = np.concatenate([changes, np.array(changes) * MIRROR])
    share = np.tile(weights, 2) / (2.0 * sum(weights))
    return (
        np.concatenate([posed, posed * ON_THE_WAY]),
        np.concatenate([share * (1.0 - ON_THE_WAY_SHARE), share * ON_THE_WAY_SHARE]),
    )


def _thinned(states: Array, weights: Array, count: int) -> tuple[Array, Array]:
    """At most ``count`` middles of clusters and their shares: k-means from the farthest points."""
    points = states * _SCALE
    chosen = [int(np.argmin((points**2).sum(axis=1)))]
    away = ((points - points[chosen[0]]) ** 2).sum(axis=1)
    while len(chosen) < count and away.max() > 1.0:
        chosen.append(int(away.argmax()))
        away = np.minimum(away, ((points - points[chosen[-1]]) ** 2).sum(axis=1))
    middles = points[chosen]
    for _ in range(_ROUNDS):
        apart = ((points[:, None] - middles) ** 2).sum(axis=2)
        nearest = apart.argmin(axis=1)
        share: Array = np.bincount(nearest, weights, len(middles)).astype(np.float64)
        middles = np.array([
            np.average(points[nearest == i], axis=0, weights=weights[nearest == i])
            if share[i] > 0 else middles[i]
            for i in range(len(middles))
        ])
    kept = share > 0
    return middles[kept] / _SCALE, share[kept]
