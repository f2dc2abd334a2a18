"""What the fit learns of the landmarker from people posed by other rules: its noise alone."""

import numpy as np
import pytest

from models.fit.camera_pose import fit_camera
from models.fit.examples import sittings
from models.fit.guests import guests
from models.fit.landmarker_bias import fit_observation_model
from models.fit.truth import VIEW_OF
from posture.core.angles.residuals import BIAS_TERMS, EXTENTS, comparison_of
from posture.core.pose.view import View

VIEW = View.SAGITTAL
KNOWN, VISITING = ("p01", "p02"), ("p03",)


@pytest.fixture(scope="module")
def fitted():
    """The observation model of two people, alone and with a third who visits."""
    seen = [guest for guest in guests() if VIEW_OF[guest.view] is VIEW]
    known, visiting = (
        list(sittings([guest for guest in seen if guest.subject in names], VIEW))
        for names in (KNOWN, VISITING)
    )
    lines = fit_camera(known, VIEW)
    return [fit_observation_model(known, others, lines, VIEW) for others in ([], visiting)]


def test_every_difference_has_a_noise_that_nowhere_shrinks_away_from_the_upright(fitted):
    for model in fitted:
        assert model.noise.shape == (EXTENTS, comparison_of(VIEW).size)
        assert model.bias.shape == (BIAS_TERMS, comparison_of(VIEW).size)
        assert (model.noise >= 0.0).all()
        assert (model.noise[0] > 0.0).all()


def test_whoever_visits_makes_the_noise_larger(fitted):
    alone, visited = (np.linalg.slogdet(model.whitener).logabsdet for model in fitted)
    assert visited < alone


def test_whoever_visits_leaves_the_bias_nearly_as_it_was(fitted):
    alone, visited = (model.bias for model in fitted)
    assert np.abs(visited - alone).max() < 0.1 * np.abs(alone).max()
