"""The examples of how people sit: the posed people's states, thinned out."""

import csv
from collections import Counter
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from models.fit.examples import KIND_WEIGHT, MIRROR
from models.fit.settings import fit_settings
from models.fit.truth import Picture
from posture.core.angles.prior import Chair, PostureExamples
from posture.system.paths import resource

Array = NDArray[np.float64]

EVERYDAY_POSTURES = "models/everyday_postures.csv"
_SETTINGS = fit_settings("postures")
# How much a degree of each angle counts in distinguishing postures,
# and a shoulder width of the hips.
_SCALE = np.array([1.0, 1.0, 0.7, 0.5, 0.7, 1.0, 0.7, 25.0, 25.0])
_ROUNDS = 20
# The body stays as it was in these.
_STILL = {"rolled", "hand"}


def fit_postures(pictures: Sequence[Picture]) -> PostureExamples:
    """Examples of these pictures and of the postures of a long day, and their mirror images."""
    states, weights = _states(pictures)
    many, odds = _thinned(states, weights, _SETTINGS["many"])
    others, shares = _everyday()
    more, more_odds = _thinned(others, shares, _SETTINGS["everyday"])
    share = _SETTINGS["everyday_share"]
    many = np.concatenate([many, more])
    odds = np.concatenate([(1.0 - share) * odds, share * more_odds])
    states = np.concatenate([states, others])
    weights = np.concatenate([(1.0 - share) * weights, share * shares])
    few, few_odds = _thinned(states, weights, _SETTINGS["few"])
    strange = _SETTINGS["strange_share"]
    return PostureExamples(
        many,
        np.log(odds * (1.0 - strange)),
        _SETTINGS["spread_deg"],
        _SETTINGS["shift_spread"],
        few,
        np.log(few_odds * strange),
        _SETTINGS["wide_deg"],
    )


def fit_chair() -> Chair:
    """The chair is not learnt: nobody of the truth set rolls it."""
    return Chair(
        **{name: np.asarray(value, np.float64) for name, value in fit_settings("chair").items()}
    )


def _states(pictures: Sequence[Picture]) -> tuple[Array, Array]:
    """(n, 9) changes from the own upright, and (n,) weights that sum to one; kinds count alike."""
    kept = [p for p in pictures if p.set != "sweep" and p.kind not in _STILL]
    counts = Counter(picture.kind for picture in kept)
    changes, weights = [], []
    for group in sorted({picture.group for picture in kept}):
        mine = [picture for picture in kept if picture.group == group]
        places = [np.concatenate([picture.angles, picture.shift]) for picture in mine]
        known = [place for p, place in zip(mine, places, strict=True) if p.is_upright]
        base = np.mean(known, axis=0)
        for picture, place in zip(mine, places, strict=True):
            changes.append(place - base)
            weights.append(KIND_WEIGHT.get(picture.kind, 1.0) / counts[picture.kind])
    return _with_others(np.array(changes), np.array(weights))


@cache
def _everyday() -> tuple[Array, Array]:
    """The same of the postures of a long day: nobody's pictures, only what bodies can do."""
    with resource(EVERYDAY_POSTURES).open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    counts = Counter(row[1] for row in rows)
    weights = [KIND_WEIGHT.get(row[1], 1.0) / counts[row[1]] for row in rows]
    return _with_others(np.array([row[2:] for row in rows], np.float64), np.array(weights))


def _with_others(changes: Array, weights: Array) -> tuple[Array, Array]:
    """With their mirror images, and with what people pass through on the way there."""
    posed = np.concatenate([changes, changes * np.append(MIRROR, [1, 1])])
    share = np.tile(weights, 2) / (2.0 * weights.sum())
    passing = _SETTINGS["on_the_way_share"]
    return (
        np.concatenate([posed, posed * _SETTINGS["on_the_way"]]),
        np.concatenate([share * (1.0 - passing), share * passing]),
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
        middles = np.array(
            [
                np.average(points[nearest == i], axis=0, weights=weights[nearest == i])
                if share[i] > 0
                else middles[i]
                for i in range(len(middles))
            ]
        )
    kept = share > 0
    return middles[kept] / _SCALE, share[kept]
