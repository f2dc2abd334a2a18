"""Fits the numbers of models/angles.json: ``python -m models.fit --truth DIR``.

Per view: the observation model (what its differences to the rig depend on) by weighted ridge
regression, their noise's covariance, and the linear map for people unknown. The interval factors
come from pictures of people left out of the fit, so they hold for people never seen.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.fit.camera_pose import fit_camera
from models.fit.examples import EVERYDAY, SittingExample, everyday, lens_prior, sittings
from models.fit.guests import guests
from models.fit.landmarker_bias import fit_observation_model
from models.fit.prior import fit_chair, fit_postures
from models.fit.settings import fit_settings
from models.fit.truth import VIEW_OF, Picture, load_truth
from models.fit.uncalibrated import fit_uncalibrated
from posture.config import load_config
from posture.core.angles.angles import Angles, measure_angles
from posture.core.angles.calibration import calibrate
from posture.core.angles.fitted import AngleModel, ViewModel
from posture.core.angles.refusals import CalibrationRefusedError
from posture.core.pose.landmarks import Pose
from posture.core.pose.view import View
from posture.system.paths import resource

Array = NDArray[np.float64]

_SETTINGS = fit_settings("ranges")


def fit_model(pictures: Sequence[Picture], guests: Sequence[Picture] = ()) -> AngleModel:
    """A model of these pictures; interval factors are those of a normal distribution.

    guests: people in other rooms, posed by other rules: only where a camera stands and how noisy a
    look may be is learned from them too, and from those drawn in the postures of a long day what
    these look like.
    """
    more = everyday(guests)
    relaxed = {guest.group for guest in more}
    posed = [guest for guest in guests if guest.group not in relaxed]
    views = {}
    for view in View:
        mine = [picture for picture in pictures if VIEW_OF[picture.view] is view]
        visiting = [p for p in guests if VIEW_OF[p.view] is view and p.is_upright]
        learnt_from = list(sittings(mine, view))
        seen_everyday = list(sittings([p for p in more if VIEW_OF[p.view] is view], view))
        lines = fit_camera([*learnt_from, *sittings(visiting, view)], view)
        views[view] = ViewModel(
            fit_observation_model(
                [*learnt_from, *_lighter(seen_everyday)],
                list(sittings([p for p in posed if VIEW_OF[p.view] is view], view)),
                lines,
                view,
            ),
            fit_uncalibrated(mine, [p for p in more if VIEW_OF[p.view] is view], view),
            np.mean([p.angles[[1, 0]] for p in mine if p.is_upright], axis=0),
        )
    config = load_config()
    return AngleModel(
        views,
        fit_postures(pictures),
        fit_chair(),
        lens_prior(),
        config.angles,
        config.view,
        fitted_on=frozenset(p.fingerprint for p in pictures if p.is_upright),
    )


def _lighter(seen: Sequence[SittingExample]) -> list[SittingExample]:
    weight = fit_settings("observation_model")["everyday_weight"]
    return [replace(sitting, weights=weight * sitting.weights) for sitting in seen]


def uprights_of(pictures: Sequence[Picture], *, careful: bool = True) -> list[Pose]:
    """The poses a calibration would get of one group's upright pictures."""
    poses = (p.careful if careful else p.looks[0] for p in pictures if p.is_upright)
    return [pose for pose in poses if pose is not None]


def with_honest_intervals(
    model: AngleModel, pictures: Sequence[Picture], guests: Sequence[Picture] = ()
) -> AngleModel:
    """The model with intervals that hold 9 of 10 pictures of people left out of the fit.

    Both of the pictures' people and of the guests, whichever are harder; of careful looks and of
    single ones, as the monitor takes them.
    """
    people, strangers = _Misses(_SETTINGS["people_covered"]), _Misses(_SETTINGS["guests_covered"])
    subjects = sorted({picture.subject for picture in pictures})
    for subject in subjects if len(subjects) > 1 else ():
        others = fit_model([p for p in pictures if p.subject != subject], guests)
        people.add(others, [p for p in pictures if p.subject == subject])
    for part, rest in in_parts(guests):
        strangers.add(fit_model(pictures, rest), part)
    return replace(
        model,
        views={
            view: replace(
                fitted,
                observation_model=replace(
                    fitted.observation_model,
                    spread=fitted.observation_model.spread
                    * _of_states(np.maximum(people.factor(view), strangers.factor(view))),
                ),
                uncalibrated=replace(
                    fitted.uncalibrated,
                    interval=np.maximum(
                        fitted.uncalibrated.interval,
                        [*np.maximum(people.interval(view), strangers.interval(view)), 0.0],
                    ),
                ),
            )
            for view, fitted in model.views.items()
        },
    )


def in_parts(guests: Sequence[Picture]) -> list[tuple[list[Picture], list[Picture]]]:
    """Parts of the guests, each beside the guests of the other parts."""
    names = sorted({guest.subject for guest in guests})
    many = min(_SETTINGS["guest_parts"], len(names))
    parts = [set(names[first::many]) for first in range(many)]
    return [
        (
            [guest for guest in guests if guest.subject in part],
            [guest for guest in guests if guest.subject not in part],
        )
        for part in parts
    ]


class _Miss(NamedTuple):
    """size: (2,) of neck and torso. is_everyday: whether in a posture of a long day."""

    size: Array
    is_everyday: bool


class _Misses:
    """How far angles of people left out miss: neck and torso."""

    def __init__(self, covered: float) -> None:
        self._covered = covered
        self._ratios: dict[View, list[_Miss]] = {view: [] for view in View}
        self._uncalibrated: dict[View, list[_Miss]] = {view: [] for view in View}

    def add(self, model: AngleModel, pictures: Sequence[Picture]) -> None:
        """Every posture, by a model that met none of these people.

        The upright is easier, and not what an interval is asked about; without a calibration the
        steps of a sweep are easier, too.
        """
        limits = load_config().calibration_limits
        for group in sorted({picture.group for picture in pictures}):
            mine = [picture for picture in pictures if picture.group == group]
            upright = np.mean([p.angles for p in mine if p.is_upright], axis=0)
            try:
                made = calibrate(uprights_of(mine), None, model, limits)
            except CalibrationRefusedError:
                continue
            seen = [
                (picture, pose)
                for picture in mine
                if not picture.is_upright
                for pose in (picture.careful, picture.looks[0])
                if pose is not None
            ]
            for picture, pose in seen:
                view, is_everyday = VIEW_OF[picture.view], picture.kind in EVERYDAY
                guess = measure_angles(pose, model, None, view)
                if guess.neck_deg is None or guess.torso_deg is None:
                    continue  # no angle, and so no interval to hold
                if picture.set != "sweep":
                    miss = _miss(guess.neck_deg, guess.torso_deg, picture.angles)
                    self._uncalibrated[view].append(_Miss(miss, is_everyday))
                found = measure_angles(pose, model, made.baseline)
                miss = _miss_over_claim(found, picture.angles - upright)
                self._ratios[view].append(_Miss(miss, is_everyday))

    def factor(self, view: View) -> Array:
        """(2,) what the claimed intervals must be multiplied by."""
        return self._quantile(self._ratios[view])

    def interval(self, view: View) -> Array:
        """(2,) half-widths in degrees without a calibration."""
        return self._quantile(self._uncalibrated[view])

    def _quantile(self, misses: list[_Miss]) -> Array:
        """However many were drawn in the postures of a long day, those count as a share."""
        if not misses:
            return np.zeros(2)
        everyday = np.array([miss.is_everyday for miss in misses])
        weights, drawn = np.ones(len(misses)), everyday.mean()
        if 0.0 < drawn < 1.0:
            share = _SETTINGS["everyday_share"]
            weights = np.where(everyday, share / drawn, (1.0 - share) / (1.0 - drawn))
        return np.quantile(
            [miss.size for miss in misses],
            self._covered,
            axis=0,
            weights=weights,
            method="inverted_cdf",
        )


def _of_states(neck_and_torso: Array) -> Array:
    """(7,) factors of the states; where nothing was measured, and of other angles, 1."""
    neck, torso = np.where(neck_and_torso > 0.0, neck_and_torso, 1.0)
    return np.array([torso, neck, *[1.0] * 5])


def _miss(neck: float, torso: float, truth: Array) -> Array:
    """(2,) neck and torso."""
    return np.abs(np.array([neck, torso]) - truth[[1, 0]])


def _miss_over_claim(found: Angles, change: Array) -> Array:
    """(2,) how far neck and torso miss, in the half-widths claimed."""
    claim = found.neck_uncertainty_deg, found.torso_uncertainty_deg
    miss = _miss(found.neck_change_deg or 0.0, found.torso_change_deg or 0.0, change)
    return miss / np.array(claim, np.float64)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--truth", type=Path, required=True)
    parser.add_argument("--model", default="lite", choices=("lite", "full"))
    parser.add_argument("--out", type=Path, default=resource("models/angles.json"))
    options = parser.parse_args()
    pictures = load_truth(options.truth, options.model)
    visiting = guests() if options.model == "lite" else []
    model = with_honest_intervals(fit_model(pictures, visiting), pictures, visiting)
    options.out.write_text(model.to_json(), encoding="utf-8")
