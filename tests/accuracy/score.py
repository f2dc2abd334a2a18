"""Measures every picture with its subject left out of the fit, as a stranger would be measured."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.fit.fit import fit_model, uprights_of, with_honest_intervals
from models.fit.truth import VIEW_OF, Picture
from posture.app.composition import angle_model
from posture.config import load_config
from posture.core.angles.angles import Angles, measure_angles
from posture.core.angles.baseline import Baseline, PersonalThresholds
from posture.core.angles.calibration import calibrate
from posture.core.angles.fitted import AngleModel
from posture.core.angles.refusals import CalibrationRefusedError
from posture.core.pose.landmarks import Landmark, Pose

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """One picture. true_change: (7,) true states against the subject's own upright pictures.

    calibrated, uncalibrated: None where nobody was found. rules: what older tools would read.
    """

    picture: Picture
    calibrated: Angles | None
    uncalibrated: Angles | None
    true_change: Array
    rules: dict[str, float]
    personal: PersonalThresholds | None


def models_for(
    pictures: Sequence[Picture], shipped: AngleModel, guests: Sequence[Picture] = ()
) -> dict[str, AngleModel]:
    """For each subject a model that never met them.

    The shipped one for strangers to it; for those it was fitted on, one of the others. Of a single
    person it was fitted on nobody else is at hand: they get the shipped one all the same.
    """
    known = met(pictures, shipped)
    models = dict.fromkeys({picture.subject for picture in pictures}, shipped)
    if len(known) > 1:
        models |= left_out_models([p for p in pictures if p.subject in known], guests)
    return models


def met(pictures: Sequence[Picture], shipped: AngleModel) -> set[str]:
    """The subjects the shipped model was fitted on."""
    return {picture.subject for picture in pictures if picture.fingerprint in shipped.fitted_on}


def left_out_models(
    pictures: Sequence[Picture], guests: Sequence[Picture] = ()
) -> dict[str, AngleModel]:
    """For each subject the model of the others and of the guests."""
    models = {}
    for subject in sorted({picture.subject for picture in pictures}):
        others = [picture for picture in pictures if picture.subject != subject]
        models[subject] = with_honest_intervals(fit_model(others, guests), others, guests)
    return models


def shipped_model() -> AngleModel:
    """The model the program uses, fitted on everybody."""
    return angle_model(load_config())


def measure_all(
    pictures: Sequence[Picture], models: dict[str, AngleModel], *, careful: bool
) -> list[Measured]:
    """Every picture, against the upright pictures of its group. careful: the mean of looks."""
    limits = load_config().calibration_limits
    measured: list[Measured] = []
    for group in sorted({picture.group for picture in pictures}):
        mine = [picture for picture in pictures if picture.group == group]
        model = models[mine[0].subject]
        uprights = uprights_of(mine, careful=careful)
        slouches = [
            pose
            for picture in mine
            if picture.kind == "slump"
            if (pose := _pose(picture, careful=careful)) is not None
        ]
        try:
            made = calibrate(uprights, slouches or None, model, limits)
        except CalibrationRefusedError:
            continue
        upright = np.mean([picture.angles for picture in mine if picture.is_upright], axis=0)
        for picture in mine:
            pose = _pose(picture, careful=careful)
            measured.append(
                Measured(
                    picture,
                    measure_angles(pose, model, made.baseline) if pose else None,
                    measure_angles(pose, model, None, VIEW_OF[picture.view]) if pose else None,
                    picture.angles - upright,
                    _older_rules(pose, uprights, made.baseline) if pose else {},
                    made.thresholds,
                )
            )
    return measured


def _pose(picture: Picture, *, careful: bool) -> Pose | None:
    return picture.careful if careful else picture.looks[0]


def _older_rules(pose: Pose, uprights: Sequence[Pose], baseline: Baseline) -> dict[str, float]:
    """What other tools measure, on the same landmarks.

    nose_drop: fall of the nose from the upright, over the picture's height. image_neck_deg,
    image_torso_deg: raw angles of the picture, as the side-view tutorials take them.
    world_neck_deg, world_torso_deg: raw angles of the landmarker's world coordinates.
    """
    nose_y = float(np.median([p.points_px[Landmark.NOSE, 1] for p in uprights]))
    ear, shoulder, hip = (
        (pose.points_px[left] + pose.points_px[left + 1]) / 2
        for left in (Landmark.LEFT_EAR, Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP)
    )
    ear_m, shoulder_m, hip_m = (
        (pose.world_m[left] + pose.world_m[left + 1]) / 2
        for left in (Landmark.LEFT_EAR, Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP)
    )
    across = pose.world_m[Landmark.LEFT_SHOULDER] - pose.world_m[Landmark.RIGHT_SHOULDER]
    forward = np.array([across[2], 0.0, -across[0]]) / (np.hypot(across[0], across[2]) + 1e-9)
    facing = 1.0 if baseline.is_mirrored else -1.0
    return {
        "nose_drop": (pose.points_px[Landmark.NOSE, 1] - nose_y) / pose.height_px,
        "image_neck_deg": _lean(facing * (ear - shoulder)[0], (shoulder - ear)[1]),
        "image_torso_deg": _lean(facing * (shoulder - hip)[0], (hip - shoulder)[1]),
        "world_neck_deg": _lean((ear_m - shoulder_m) @ forward, (shoulder_m - ear_m)[1]),
        "world_torso_deg": _lean((shoulder_m - hip_m) @ forward, (hip_m - shoulder_m)[1]),
    }


def _lean(forward: float, up: float) -> float:
    return float(np.degrees(np.arctan2(forward, up)))
