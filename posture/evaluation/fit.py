"""Fits the numbers of models/angles.json: ``python -m posture.evaluation.fit --truth DIR``.

Per view: the landmarker's habits (what its differences to the rig depend on) by weighted ridge
regression, their noise's covariance, and the linear map for people unknown. The interval factors
come from pictures of people left out of the fit, so they hold for people never seen.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from posture.assembly import angle_model
from posture.config import load_config
from posture.core.acquaintance import Habits, camera_pitch_rad, elevation_rad, pitch_cues
from posture.core.anglemodel import AngleModel, LinearMap, ViewModel
from posture.core.angles import Angles, measure_angles
from posture.core.calibration import CalibrationLimits, calibrate
from posture.core.comparison import EXTENTS, comparison_of, extents, habit_terms
from posture.core.features import absolute_features
from posture.core.pose import Pose
from posture.core.rig import UPRIGHT, meet, portray, unit_of
from posture.core.shape import Measure, Shape, measure_shape, mirrored
from posture.core.usable import AngleLimits
from posture.core.view import View, ViewLimits
from posture.evaluation.truth import VIEW_OF, Picture, load_truth
from posture.paths import resource

Array = NDArray[np.float64]

HABIT_RIDGE = 0.004
ALONE_RIDGE = 0.15
PITCH_RIDGE = 0.3
# The noise at rest is seen on few pictures: never taken as less than this share.
LEAST_NOISE = 0.2
# How much differences between people and cameras count beside those within.
ACROSS_WEIGHT = 0.3
# Share of the covariance that is kept on its diagonal alone: four people do not tell more.
SHRINKAGE = 0.08
# A slump and a nod are what the monitor is for.
_KIND_WEIGHT = {"slump": 2.0, "head_down": 2.0}
# No difference is ever known more finely than a thousandth of a shoulder width.
_LEAST_VARIANCE = 1e-6
# A feature that varies less than this over all pictures is a constant.
_LEAST_RANGE = 1e-9
_COVERED = 0.9
# Four people left out one by one are few: their quantile is taken a little further out.
_COVERED_LEFT_OUT = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One look at one picture beside its upright: what the fit learns from."""

    upright: Shape
    shape: Shape
    state: Array
    camera_pitch_rad: float
    weight: float


def limits() -> tuple[AngleLimits, ViewLimits]:
    """The limits that the program itself works by."""
    shipped = angle_model(load_config())
    return shipped.limits, shipped.view_limits


def fit_model(pictures: Sequence[Picture]) -> AngleModel:
    """A model of these pictures; interval factors are those of a normal distribution."""
    views = {}
    for view in View:
        mine = [picture for picture in pictures if VIEW_OF[picture.view] is view]
        examples = list(_examples(mine, view))
        views[view] = ViewModel(
            _fit_habits(examples, view), _fit_alone(mine, view),
            np.mean([p.angles[[1, 0]] for p in mine if p.is_upright], axis=0),
        )  # fmt: skip
    return AngleModel(views, *limits())


def _examples(pictures: Sequence[Picture], view: View) -> list[Example]:
    counts: dict[str, int] = {}
    for picture in pictures:
        counts[picture.kind] = counts.get(picture.kind, 0) + 1
    flips: tuple[Callable[[Pose], Pose], ...] = (
        (lambda pose: pose, mirrored) if view is View.FRONTAL else (lambda pose: pose,)
    )
    examples: list[Example] = []
    for group in sorted({picture.group for picture in pictures}):
        mine = [picture for picture in pictures if picture.group == group]
        uprights = [picture for picture in mine if picture.is_upright]
        base_state = np.mean([picture.angles for picture in uprights], axis=0)
        for flip in flips:
            sign = np.array([1, 1, 1, -1, -1, -1, -1]) if flip is mirrored else np.ones(7)
            for look in range(len(mine[0].looks) + 1):
                shapes = [_shape(picture, look, flip) for picture in mine]
                known = [s for s, p in zip(shapes, mine, strict=True)
                         if p.is_upright and s is not None]
                if not known:
                    continue
                upright = np.median(known, axis=0)
                for picture, shape in zip(mine, shapes, strict=True):
                    if shape is None:
                        continue
                    weight = np.sqrt(_KIND_WEIGHT.get(picture.kind, 1.0) / counts[picture.kind])
                    state = UPRIGHT + sign * (picture.angles - base_state)
                    pitch = np.radians(picture.camera_pitch_deg)
                    examples.append(Example(upright, shape, state, float(pitch), float(weight)))
    return examples


def _shape(picture: Picture, look: int, flip: Callable[[Pose], Pose]) -> Shape | None:
    pose = (*picture.looks, picture.careful)[look]
    return None if pose is None else measure_shape(flip(pose))


def _fit_habits(examples: Sequence[Example], view: View) -> Habits:
    line = _pitch_line(examples, view)
    look = comparison_of(view)
    differences, terms, far = [], [], []
    for example in examples:
        upright = example.upright
        person = meet(upright, view, camera_pitch_rad(upright, line))
        shown = portray(np.stack([UPRIGHT, example.state]), person)
        expected = look(shown[1], shown[0], unit_of(shown[0], view))
        differences.append(look(example.shape, upright, unit_of(upright, view)) - expected)
        rise = 0.0
        if view is View.FRONTAL:
            slopes = example.shape[Measure.SHOULDER_SLOPE], upright[Measure.SHOULDER_SLOPE]
            rise = float(np.arctan(slopes[0]) - np.arctan(slopes[1]))
        terms.append(habit_terms(example.state[None], person.pitch_rad, rise)[0])
        far.append(extents(example.state, rise))
    weights = np.array([example.weight for example in examples])
    rows, targets = np.array(terms), np.array(differences)
    noise, growth = np.ones(len(rows)), np.zeros(EXTENTS)
    for _ in range(3):
        bias, covariance = _robust_ridge(rows, targets, weights, noise)
        covariance = (1 - SHRINKAGE) * covariance + SHRINKAGE * np.diag(np.diag(covariance))
        covariance += _LEAST_VARIANCE * np.eye(len(covariance))
        whitener = np.linalg.cholesky(np.linalg.inv(covariance))
        size = np.sqrt((((targets - rows @ bias) @ whitener) ** 2).mean(axis=1))
        growth = _positive_fit(np.array(far), size, weights / noise**2)
        noise = np.array(far) @ growth
    return Habits(line, bias, whitener, growth, np.full(7, 1.645))


def _positive_fit(rows: Array, targets: Array, weights: Array) -> Array:
    """Least squares with no coefficient below nought; the first, the noise at rest, well over."""
    kept = np.arange(rows.shape[1])
    found = np.zeros(rows.shape[1])
    while True:
        part = rows[:, kept] * np.sqrt(weights)[:, None]
        answer = np.linalg.lstsq(part, targets * np.sqrt(weights), rcond=None)[0]
        if (answer[1:] >= 0).all():
            break
        kept = kept[np.r_[True, answer[1:] > 0]]
    found[kept] = answer
    found[0] = max(found[0], LEAST_NOISE)
    return found


def _pitch_line(examples: Sequence[Example], view: View) -> Array:
    """The upright's cues tell at what elevation a frontal camera sees the face."""
    pitches = np.array([example.camera_pitch_rad for example in examples])
    if view is not View.FRONTAL:
        return np.array([pitches.mean()])
    cues = np.array([pitch_cues(example.upright) for example in examples])
    wanted = pitches + [elevation_rad(example.upright) for example in examples]
    centre, scale = cues.mean(axis=0), cues.std(axis=0)
    rows = (cues - centre) / scale
    normal = rows.T @ rows / len(rows) + PITCH_RIDGE * np.eye(rows.shape[1])
    slopes = np.linalg.solve(normal, rows.T @ (wanted - wanted.mean()) / len(rows)) / scale
    line: Array = np.append(wanted.mean() - slopes @ centre, slopes)
    return line


def _robust_ridge(
    terms: Array, targets: Array, weights: Array, noise: Array
) -> tuple[Array, Array]:
    """Coefficients and the residuals' covariance; gross misses weigh less in later rounds."""
    for last in (False, False, True):
        weighted = terms * (weights / noise)[:, None]
        normal = weighted.T @ terms / (weights / noise).sum() + HABIT_RIDGE * np.eye(terms.shape[1])
        bias = np.linalg.solve(normal, weighted.T @ targets / (weights / noise).sum())
        residuals = targets - terms @ bias
        covariance = (residuals * weights[:, None]).T @ residuals / weights.sum()
        if not last:
            floor = 0.1 * np.diag(np.diag(covariance)) + _LEAST_VARIANCE * np.eye(len(covariance))
            safe = np.linalg.inv(covariance + floor)
            size = np.einsum("ij,jk,ik->i", residuals, safe, residuals) / targets.shape[1]
            weights = weights * np.minimum(1.0, 2.0 / np.sqrt(size + 1e-9))
    return bias, covariance


def _fit_alone(pictures: Sequence[Picture], view: View) -> LinearMap:
    """Slopes from what changes within a person before one camera, the level from all of them.

    People and cameras differ more than postures do; a map that learned their differences would
    follow the camera and not the person.
    """
    inside, across, targets, levels = [], [], [], []
    for group in sorted({picture.group for picture in pictures}):
        mine = [picture for picture in pictures if picture.group == group]
        for look in range(len(mine[0].looks) + 1):
            seen = [(p, pose) for p in mine if (pose := (*p.looks, p.careful)[look]) is not None]
            x = np.array([absolute_features(measure_shape(pose), view) for _, pose in seen])
            y = np.array([picture.angles[[1, 0, 2]] for picture, _ in seen])
            inside.append(x - x.mean(axis=0))
            targets.append(y - y.mean(axis=0))
            across.append(x)
            levels.append(y)
    x, y = np.concatenate(across), np.concatenate(levels)
    centre, level = x.mean(axis=0), y.mean(axis=0)
    # What never varies tells nothing, and is divided by one.
    scale = np.where(np.ptp(x, axis=0) > _LEAST_RANGE, x.std(axis=0), 1.0)
    rows = np.concatenate([np.concatenate(inside), ACROSS_WEIGHT * (x - centre)]) / scale
    wanted = np.concatenate([np.concatenate(targets), ACROSS_WEIGHT * (y - level)])
    normal = rows.T @ rows / len(x) + ALONE_RIDGE * np.eye(x.shape[1])
    weights = np.linalg.solve(normal, rows.T @ wanted / len(x)).T
    low, high = np.percentile(x, [0.5, 99.5], axis=0)
    miss = np.abs(y - level - (x - centre) / scale @ weights.T)
    return LinearMap(
        low, high, centre, scale, weights, level, np.quantile(miss, _COVERED, axis=0)
    )


def uprights_of(pictures: Sequence[Picture], *, careful: bool = True) -> list[Pose]:
    """The poses a calibration would get of one group's upright pictures."""
    poses = (p.careful if careful else p.looks[0] for p in pictures if p.is_upright)
    return [pose for pose in poses if pose is not None]


def with_honest_intervals(model: AngleModel, pictures: Sequence[Picture]) -> AngleModel:
    """The model with intervals that hold 9 of 10 pictures of people left out of the fit.

    Both of careful looks and of single ones, as the monitor takes them.
    """
    ratios: dict[View, list[Array]] = {view: [] for view in View}
    misses: dict[View, list[Array]] = {view: [] for view in View}
    for subject in sorted({picture.subject for picture in pictures}):
        others = fit_model([p for p in pictures if p.subject != subject])
        for group in sorted({p.group for p in pictures if p.subject == subject}):
            mine = [p for p in pictures if p.group == group]
            upright = np.mean([p.angles for p in mine if p.is_upright], axis=0)
            baseline = calibrate(uprights_of(mine), None, others, CalibrationLimits()).baseline
            seen = [
                (picture, pose) for picture in mine
                for pose in (picture.careful, picture.looks[0]) if pose is not None
            ]  # fmt: skip
            for picture, pose in seen:
                view = VIEW_OF[picture.view]
                alone = measure_angles(pose, others, None, view)
                if alone.neck_deg is None or alone.torso_deg is None:
                    continue  # no angle, and so no interval to hold
                misses[view].append(_miss(alone.neck_deg, alone.torso_deg, picture.angles))
                found = measure_angles(pose, others, baseline)
                if not picture.is_upright:
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
    factor = np.quantile(ratios, _COVERED_LEFT_OUT, axis=0)
    scaled: Array = spread * np.array([factor[1], factor[0], *[1.0] * 5])
    return scaled


def _interval(interval: Array, misses: list[Array]) -> Array:
    return np.array([*np.quantile(misses, _COVERED_LEFT_OUT, axis=0), interval[2]])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--truth", type=Path, required=True)
    parser.add_argument("--model", default="lite", choices=("lite", "full"))
    parser.add_argument("--out", type=Path, default=resource("models/angles.json"))
    options = parser.parse_args()
    pictures = load_truth(options.truth, options.model)
    model = with_honest_intervals(fit_model(pictures), pictures)
    options.out.write_text(model.to_json(), encoding="utf-8")


if __name__ == "__main__":
    main()
