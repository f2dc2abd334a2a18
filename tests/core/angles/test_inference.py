"""The posture that explains a look best."""

from dataclasses import replace as changed

import numpy as np
import pytest
from msgspec.structs import replace

from posture.core.angles.inference import infer
from posture.core.angles.skeleton import NECK, PITCH, TORSO, YAW
from posture.core.pose.shape import Measure, measure_shape
from tests.support import policies
from tests.support.calibrated import person_model_of, upright_of
from tests.support.seated import seated

LIMITS = policies.ANGLES
FRONT, SIDE = upright_of(), upright_of(azimuth_deg=90)


@pytest.mark.parametrize("baseline", [FRONT, SIDE], ids=["front", "side"])
def test_the_upright_itself_is_no_change(baseline):
    found = infer(person_model_of(baseline), baseline.shape, 0.0, LIMITS)
    assert found.change_deg == pytest.approx(0.0, abs=3.0)
    assert np.abs(found.shift).max() < 0.1
    assert np.abs(found.unexplained).max() < 1.0


def test_leaning_from_the_side_is_found_in_the_torso():
    shape = measure_shape(seated(azimuth_deg=90, torso_deg=21.0, neck_deg=29.0))
    found = infer(person_model_of(SIDE), shape, 0.0, LIMITS)
    assert found.change_deg[TORSO] == pytest.approx(20.0, abs=6.0)
    assert found.within_deg[TORSO] > 0


def test_turning_the_head_is_found_in_the_yaw_to_its_own_side():
    left, right = (
        infer(
            person_model_of(FRONT), measure_shape(seated(head_yaw_deg=deg)), 0.0, LIMITS
        ).change_deg[YAW]
        for deg in (20.0, -20.0)
    )
    assert left > 8 > -8 > right


def test_every_number_is_finite_and_within_what_bodies_do_however_odd_the_look():
    chance = np.random.default_rng(7)
    for _ in range(20):
        shape = FRONT.shape * np.exp(chance.normal(0, 0.8, len(Measure)))
        found = infer(person_model_of(FRONT), shape, 0.0, LIMITS)
        for part in (found.change_deg, found.within_deg, found.shift, found.unexplained):
            assert np.isfinite(part).all()
        assert np.abs(found.change_deg).max() <= 75.0
        assert (found.within_deg > 0).all()


def test_one_landmark_missed_by_far_bends_the_body_less_when_it_is_cut_short():
    missed = FRONT.shape.copy()
    missed[Measure.EYE_SLOPE] += 0.3
    upright = infer(person_model_of(FRONT), FRONT.shape, 0.0, LIMITS).change_deg
    cut, whole = (
        # Torso, neck and head pitch; the head's roll follows the eyes.
        np.abs(infer(person_model_of(FRONT), missed, 0.0, by).change_deg - upright)[:3].max()
        for by in (replace(LIMITS, outlier_sd=2.0), replace(LIMITS, outlier_sd=100.0))
    )
    assert 2 * cut < whole


def test_what_no_posture_explains_is_left_over_and_widens_the_range():
    missed = FRONT.shape.copy()
    missed[[Measure.MOUTH_Y, Measure.EYE_SLOPE]] += (0.05, 0.15)
    upright = infer(person_model_of(FRONT), FRONT.shape, 0.0, LIMITS)
    odd = infer(person_model_of(FRONT), missed, 0.0, LIMITS)
    assert np.abs(odd.unexplained).max() > np.abs(upright.unexplained).max() + 1.0
    assert odd.within_deg[NECK] > upright.within_deg[NECK]


def test_people_who_bend_each_in_their_own_way_make_wider_ranges_the_further_they_bend():
    shape = measure_shape(seated(azimuth_deg=90, torso_deg=25.0, neck_deg=35.0))
    alike, own = (
        infer(person_model_of(SIDE), shape, 0.0, replace(LIMITS, individual_share=share)).within_deg
        for share in (0.0, 0.4)
    )
    assert (own > alike).all()
    still = [
        infer(
            person_model_of(SIDE), SIDE.shape, 0.0, replace(LIMITS, individual_share=share)
        ).within_deg
        for share in (0.0, 0.4)
    ]
    assert (own - alike)[PITCH] > (still[1] - still[0])[PITCH]


def test_the_spread_of_the_view_widens_every_range_alike():
    person = person_model_of(FRONT)
    wider = changed(
        person,
        observation_model=changed(
            person.observation_model, spread=person.observation_model.spread * 2
        ),
    )
    one, two = (infer(who, FRONT.shape, 0.0, LIMITS).within_deg for who in (person, wider))
    assert two == pytest.approx(2 * one)
