"""Fits the numbers of models/angles.json: ``python -m posture.evaluation.fit --truth DIR``.

Per view: the landmarker's habits (what its differences to the rig depend on) by weighted ridge
regression, their noise's covariance, and the linear map for people unknown. The interval factors
come from pictures of people left out of the fit, so they hold for people never seen.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from posture.assembly import angle_limits, calibration_limits
from posture.config import load_config
from posture.core.anglemodel import AngleModel, ViewModel
from posture.core.angles import Angles, measure_angles
from posture.core.calibration import calibrate
from posture.core.pose import Pose
from posture.core.view import View
from posture.evaluation.alone import fit_alone
from posture.evaluation.cameras import fit_camera
from posture.evaluation.examples import sittings
from posture.evaluation.habits import fit_habits
from posture.evaluation.people import guests
from posture.evaluation.postures import CHAIR, fit_postures
from posture.evaluation.truth import VIEW_OF, Picture, load_truth
from posture.paths import resource

Array = NDArray[np.float64]

# Four people left out one by one are few: their quantile is taken a little further out.
_COVERED_LEFT_OUT = 0.95


def fit_model(pictures: Sequence[Picture], guests: Sequence[Picture] = ()) -> AngleModel:
    """A model of these pictures; interval factors are those of a normal distribution.

    guests: people in other rooms, posed by other rules: only where a camera stands is learnt from
    them too.
    """
    views = {}
    for view in View:
        mine = [picture for picture in pictures if VIEW_OF[picture.view] is view]
        visiting = [p for p in guests if VIEW_OF[p.view] is view and p.is_upright]
        learnt_from = list(sittings(mine, view))
        lines = fit_camera([*learnt_from, *sittings(visiting, view)], view)
        views[view] = ViewModel(
            fit_habits(learnt_from, lines, view), fit_alone(mine, view),
            np.mean([p.angles[[1, 0]] for p in mine if p.is_upright], axis=0),
        )  # fmt: skip
    return AngleModel(
        views, fit_postures(pictures), CHAIR, *angle_limits(load_config()),
        fitted_on=frozenset(p.fingerprint for p in pictures if p.is_upright),
    )  # fmt: skip


def uprights_of(pictures: Sequence[Picture], *, careful: bool = True) -> list[Pose]:
    """The poses a calibration would get of one group's upright pictures."""
    poses = (p.careful if careful else p.looks[0] for p in pictures if p.is_upright)
    return [pose for pose in poses if pose is not None]


def with_honest_intervals(
    model: AngleModel, pictures: Sequence[Picture], guests: Sequence[Picture] = ()
) -> AngleModel:
    """The model with intervals that hold 9 of 10 pictures of people left out of the fit.

    Both of careful looks and of single ones, as the monitor takes them. For people unknown, of
    random postures alone: those of a sweep are easier.
    """
    ratios: dict[View, list[Array]] = {view: [] for view in View}
    misses: dict[View, list[Array]] = {view: [] for view in View}
    limits = calibration_limits(load_config())
    subjects = sorted({picture.subject for picture in pictures})
    for subject in subjects if len(subjects) > 1 else ():
        others = fit_model([p for p in pictures if p.subject != subject], guests)
        for group in sorted({p.group for p in pictures if p.subject == subject}):
            mine = [p for p in pictures if p.group == group]
            upright = np.mean([p.angles for p in mine if p.is_upright], axis=0)
            baseline = calibrate(uprights_of(mine), None, others, limits).baseline
            seen = [
                (picture, pose) for picture in mine
                for pose in (picture.careful, picture.looks[0]) if pose is not None
            ]  # fmt: skip
            for picture, pose in seen:
                view = VIEW_OF[picture.view]
                alone = measure_angles(pose, others, None, view)
                if alone.neck_deg is None or alone.torso_deg is None:
                    continue  # no angle, and so no interval to hold
                if picture.is_upright:
                    continue  # easier than a posture, and not what an interval is asked about
                if picture.set != "sweep":
                    misses[view].append(_miss(alone.neck_deg, alone.torso_deg, picture.angles))
                found = measure_angles(pose, others, baseline)
                ratios[view].append(_miss_over_claim(found, picture.angles - upright))
    return replace(model, views={
        view: replace(
            fitted,
            habits=replace(fitted.habits, spread=_spread(fitted.habits.spread, ratios[view])),
            alone=replace(fitted.alone, interval=_interval(fitted.alone.interval, misses[view])),
        )
        for view, fitted in model.views.items()
    })


def _miss(neck: float, torso: float, truth: Array) -> Array:
    """(2,) neck and torso."""
    return np.abs(np.array([neck, torso]) - truth[[1, 0]])


def _miss_over_claim(found: Angles, change: Array) -> Array:
    """(2,) how far neck and torso miss, in the half-widths claimed."""
    claim = found.neck_uncertainty_deg, found.torso_uncertainty_deg
    miss = _miss(found.neck_change_deg or 0.0, found.torso_change_deg or 0.0, change)
    return miss / np.array(claim, np.float64)


def _spread(spread: Array, ratios: list[Array]) -> Array:
    if not ratios:
        return spread
    factor = np.quantile(ratios, _COVERED_LEFT_OUT, axis=0)
    scaled: Array = spread * np.array([factor[1], factor[0], *[1.0] * 5])
    return scaled


def _interval(interval: Array, misses: list[Array]) -> Array:
    if not misses:
        return interval
    return np.array([*np.quantile(misses, _COVERED_LEFT_OUT, axis=0), interval[2]])


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


if __name__ == "__main__":
    main()
