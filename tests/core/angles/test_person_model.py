"""A person met once, and kept."""

import math

import numpy as np
import pytest

from posture.core.angles.skeleton import TORSO
from tests.support.calibrated import person_model_of, upright_of

FRONT, SIDE = upright_of(), upright_of(azimuth_deg=90)


def test_the_same_baseline_is_met_once():
    assert person_model_of(FRONT) is person_model_of(FRONT)
    assert person_model_of(FRONT) is not person_model_of(SIDE)


@pytest.mark.parametrize("baseline", [FRONT, SIDE], ids=["front", "side"])
def test_their_upright_differs_from_itself_by_nothing(baseline):
    assert person_model_of(baseline).whitened(baseline.shape) == pytest.approx(0.0, abs=1e-9)


def test_from_the_side_it_is_also_unknown_how_far_round_the_camera_stands():
    front, side = person_model_of(FRONT), person_model_of(SIDE)
    assert len(front.elsewhere) == len(front.steps) == len(front.misses) == 2
    assert len(side.elsewhere) == len(side.steps) == len(side.misses) == 3


@pytest.mark.parametrize("baseline", [FRONT, SIDE], ids=["front", "side"])
def test_examples_are_made_ready_with_finite_numbers_of_one_size(baseline):
    ready = person_model_of(baseline).linearized(0.0)
    many, size = ready.fit_rest.shape
    assert size == len(person_model_of(baseline).whitened(baseline.shape))
    assert ready.gain.shape == (many, 9, size)
    assert ready.rest.shape == ready.variances.shape == (many, 9)
    assert ready.root.shape == (many * size, size)
    for part in (ready.gain, ready.rest, ready.root, ready.middle, ready.log_weights, ready.fit):
        assert np.isfinite(part).all()
    assert (ready.variances > 0).all()
    assert (ready.noise > 0).all()


def test_shoulders_raised_by_alike_are_looked_at_alike():
    person = person_model_of(FRONT)
    assert person.linearized(math.radians(0.5)) is person.linearized(0.0)
    assert person.linearized(math.radians(-5)) is person.linearized(math.radians(5))
    assert person.linearized(math.radians(5)) is not person.linearized(0.0)


def test_an_example_would_be_explained_by_itself():
    person = person_model_of(FRONT)
    ready = person.linearized(0.0)
    centres = person.prior.centres
    example = int(np.abs(centres[:, TORSO] - 20.0).argmin())
    look = (
        person.forward_model.predict(centres[example][None], person.observation_model.bias, 0.0)[0]
        @ person.observation_model.whitener
    )
    change = ready.gain[example] @ look + ready.rest[example]
    assert change[:7] == pytest.approx(centres[example, :7], abs=0.5)
