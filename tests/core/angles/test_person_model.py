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
    many, size = ready.looks.shape
    assert size == len(person_model_of(baseline).whitened(baseline.shape))
    assert ready.centres.shape == ready.variances.shape == (many, 9)
    coordinates = len(ready.origin) // many
    assert ready.axes.shape == (many * coordinates, size)
    assert ready.straying.shape == (many, 9, coordinates)
    for part in (ready.looks, ready.axes, ready.origin, ready.log_weights, ready.straying):
        assert np.isfinite(part).all()
    assert (ready.variances > 0).all()
    assert (ready.noise > 0).all()


def test_shoulders_raised_by_alike_are_looked_at_alike():
    person = person_model_of(FRONT)
    assert person.linearized(math.radians(0.5)) is person.linearized(0.0)
    assert person.linearized(math.radians(-5)) is person.linearized(math.radians(5))
    assert person.linearized(math.radians(5)) is not person.linearized(0.0)


@pytest.mark.parametrize("baseline", [FRONT, SIDE], ids=["front", "side"])
def test_how_likely_a_look_is_and_what_explains_it_best_are_those_of_the_whole_distribution(
    baseline,
):
    """Worked out the long way: the covariance of a look, example by example."""
    person = person_model_of(baseline)
    ready = person.linearized(0.0)
    expected, slopes = person._expected(0.0)
    many, size = expected.shape
    look = expected[many // 2] + np.random.default_rng(3).normal(0, 2.0, size)
    coordinates = (ready.axes @ look - ready.origin).reshape(many, -1)
    for example in range(0, many, 23):
        noise, held = ready.noise[example], np.linalg.inv(person._information()[example])
        covariance = np.diag(noise**2) + slopes[example] @ held @ slopes[example].T
        off = look - expected[example]
        misfit = ((off / noise) ** 2).sum() - (coordinates[example] ** 2).sum()
        assert misfit == pytest.approx(off @ np.linalg.solve(covariance, off))
        fineness = person.prior.log_odds[example] - 0.5 * np.linalg.slogdet(covariance)[1]
        assert ready.log_weights[example] == pytest.approx(fineness)
        strays = (held @ slopes[example].T @ np.linalg.solve(covariance, off))[:9]
        assert ready.straying[example] @ coordinates[example] == pytest.approx(strays, abs=1e-7)


@pytest.mark.parametrize("baseline", [FRONT, SIDE], ids=["front", "side"])
def test_an_example_would_be_explained_by_itself(baseline):
    person = person_model_of(baseline)
    ready = person.linearized(0.0)
    example = int(np.abs(person.prior.centres[:, TORSO] - 20.0).argmin())
    many, size = ready.looks.shape
    axes = ready.axes.reshape(many, -1, size)[example]
    look = ready.looks[example] * ready.noise[example]
    assert axes @ look == pytest.approx(ready.origin.reshape(many, -1)[example])
    assert ready.centres[example] == pytest.approx(person.prior.centres[example, :9])
