"""The fit and the scores, on rods whose truth is exact: no landmarker, no files."""

import hashlib
from dataclasses import replace

import numpy as np
import pytest

from models.fit.fit import fit_model, with_honest_intervals
from models.fit.truth import Picture
from posture.core.pose.view import View
from posture.system.paths import resource
from tests.accuracy.clips import _spells
from tests.accuracy.score import left_out_models, measure_all, met, models_for, shipped_model
from tests.accuracy.tables import markdown, slouch_scores, view_scores
from tests.support.seated import seated

AZIMUTH = {"front": 0.0, "front_low": 0.0, "oblique": 45.0, "sagittal": 88.0}
KINDS = (
    ("upright", 1, 9, 0),
    ("upright", 0, 8, 0),
    ("slump", 24, 31, 8),
    ("slump", 14, 22, 4),
    ("head_down", 2, 21, 32),
    ("head_forward", 4, 24, 1),
    ("lean_forward", 18, 20, -2),
)


def rods(subject, seed):
    rng = np.random.default_rng(seed)
    pictures = []
    for view, azimuth_deg in AZIMUTH.items():
        for kind, torso, neck, pitch in KINDS:
            angles = np.array([torso, neck, pitch, 0, 0, 0, 0]) + rng.normal(0, 1, 7) * [
                1,
                1,
                1,
                0,
                0,
                0,
                0,
            ]
            pose = seated(
                torso_deg=angles[0],
                neck_deg=angles[1],
                head_pitch_deg=angles[2],
                azimuth_deg=azimuth_deg,
                size=1 + 0.03 * seed,
                eye_level_m=0.0 if view == "front_low" else 0.25,
                camera_pitch_deg=8.0 if view == "front_low" else -10.0,
            )
            noisy = [
                type(pose)(
                    pose.points_px + rng.normal(0, 0.5, pose.points_px.shape),
                    pose.depth_px,
                    pose.world_m,
                    pose.visibility,
                    pose.presence,
                    640,
                    480,
                )
                for _ in range(3)
            ]
            pitch_deg = 8.0 if view == "front_low" else -10.0
            pictures.append(
                Picture(
                    f"{subject}-{view}-{kind}",
                    subject,
                    "room0",
                    view,
                    kind,
                    pitch_deg,
                    angles,
                    0.0,
                    tuple(noisy),
                    pose,
                )
            )
    return pictures


@pytest.fixture(scope="module")
def pictures():
    return [picture for seed, name in enumerate(("a1", "b1", "c1")) for picture in rods(name, seed)]


@pytest.mark.costly
def test_a_fit_on_rods_measures_rods_of_a_stranger(pictures):
    measured = measure_all(pictures, left_out_models(pictures), careful=True)
    for score in view_scores(measured):
        assert score.detected > 0.8
        assert score.change_mae[0] < 1
        assert score.change_mae[1] < 1
        assert score.change_correlation[1] > 0.9


@pytest.mark.costly
def test_the_ranges_also_hold_guests_who_bend_in_another_way(pictures):
    guests = [
        replace(p, angles=p.angles + np.eye(7)[1] * (0.0 if p.is_upright else 12.0))
        for p in rods("g1", 4)
    ]
    model = fit_model(pictures, guests)
    alone, both = (
        with_honest_intervals(model, pictures, some).views[View.FRONTAL] for some in ([], guests)
    )
    assert both.observation_model.spread[1] > 2 * alone.observation_model.spread[1]
    assert both.uncalibrated.interval[0] > alone.uncalibrated.interval[0] + 4


@pytest.mark.costly
def test_a_subject_never_fits_its_own_model(pictures):
    models = left_out_models(pictures)
    assert set(models) == {"a1", "b1", "c1"}
    spoilt = [p for p in pictures if p.subject != "a1"]
    alone = fit_model(spoilt).views[View.FRONTAL].observation_model.bias
    assert models["a1"].views[View.FRONTAL].observation_model.bias == pytest.approx(alone)


def test_strangers_are_measured_by_the_shipped_model_and_those_it_met_by_one_of_the_others(
    pictures,
):
    named = [replace(p, fingerprint=p.file) for p in pictures]
    shipped = fit_model([p for p in named if p.subject != "c1"])
    assert met(named, shipped) == {"a1", "b1"}
    models = models_for(named, shipped)
    assert models["c1"] is shipped
    of_b = (
        fit_model([p for p in named if p.subject == "b1"])
        .views[View.FRONTAL]
        .observation_model.bias
    )
    assert models["a1"].views[View.FRONTAL].observation_model.bias == pytest.approx(of_b)


def test_the_shipped_model_has_met_the_pictures_the_program_carries():
    folder = resource("samples/pictures")
    pictures = [
        replace(picture, fingerprint=hashlib.sha256(path.read_bytes()).hexdigest()[:12])
        for path in folder.glob("*_upright.jpg")
        for picture in rods(path.name[:2], 0)[:1]
    ]
    assert met(pictures, shipped_model()) == {"f1", "f2", "m1", "m2"}


@pytest.mark.costly
def test_the_tables_have_a_row_for_every_view(pictures):
    measured = measure_all(pictures, left_out_models(pictures), careful=False)
    scores = view_scores(measured), slouch_scores(measured)
    text = markdown({"ten": scores, "one": scores})
    assert all(
        text.count(f"| {view} | {looks} |") == 3 for view in AZIMUTH for looks in ("ten", "one")
    )


def test_spells_begin_and_end_where_the_posture_changes():
    states = ["upright", "slump", "slump", "forward", "upright", "turn", "forward"]
    rows = [{"state": state, "at_s": str(i / 2)} for i, state in enumerate(states)]
    assert _spells(rows) == [(0.5, 2.0), (3.0, 3.5)]
