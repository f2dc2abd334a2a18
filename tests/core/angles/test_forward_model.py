"""What a person would look like: nothing changed looks the same, a zoom only grows."""

import numpy as np
import pytest

from posture.core.angles.forward_model import CHANGES, SHIFT, ZOOM, ForwardModel
from posture.core.angles.residuals import BIAS_TERMS, comparison_of
from posture.core.angles.skeleton import TORSO
from posture.core.pose.view import View
from tests.support.calibrated import upright_of

VIEWS = {View.FRONTAL: 0.0, View.OBLIQUE: 0.7, View.SAGITTAL: 1.5}
UPRIGHTS = {view: upright_of(azimuth_deg=np.degrees(rad)).shape for view, rad in VIEWS.items()}


def model_of(view):
    return ForwardModel.of(UPRIGHTS[view], view, -0.1, VIEWS[view])


def no_bias(view):
    return np.zeros((BIAS_TERMS, comparison_of(view).size))


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_changed_looks_as_the_upright_did(view):
    look = model_of(view).predict(np.zeros((1, CHANGES)), no_bias(view), 0.0)
    assert look == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("view", VIEWS)
def test_leaning_is_seen_and_leaning_further_is_seen_more(view):
    changes = np.zeros((2, CHANGES))
    changes[:, TORSO] = 8.0, 16.0
    little, much = np.abs(model_of(view).predict(changes, no_bias(view), 0.0)).sum(axis=1)
    assert 0.05 < little < much


def test_a_zoom_grows_every_width_by_as_much():
    changes = np.zeros((1, CHANGES))
    changes[0, ZOOM] = 0.2
    look = model_of(View.FRONTAL).predict(changes, no_bias(View.FRONTAL), 0.0)[0]
    scaled = comparison_of(View.FRONTAL).scaled.shape[1]
    ratios = look[scaled : scaled + len(comparison_of(View.FRONTAL).ratios)]
    assert ratios == pytest.approx(0.2, abs=1e-6)


@pytest.mark.parametrize("view", VIEWS)
def test_the_landmarkers_bias_is_added_to_the_look(view):
    bias = no_bias(view)
    bias[0, 3] = 0.5  # the torso's own term
    changes = np.zeros((1, CHANGES))
    changes[0, TORSO] = 20.0
    more = model_of(view).predict(changes, bias, 0.0) - model_of(view).predict(
        changes, no_bias(view), 0.0
    )
    assert more[0, 3] == pytest.approx(0.5)
    assert np.delete(more[0], 3) == pytest.approx(0.0)


@pytest.mark.parametrize("view", VIEWS)
def test_slopes_foretell_a_small_step(view):
    model, at = model_of(view), np.zeros((1, CHANGES))
    step = np.array([0.3, -0.4, 0.2, 0.1, 0.2, -0.1, 0.3, 0.005, -0.004, 0.003])
    slopes = model.slopes(at, no_bias(view), 0.0)
    assert slopes.shape == (1, comparison_of(view).size, CHANGES)
    look = model.predict(at + step, no_bias(view), 0.0)[0]
    assert slopes[0] @ step == pytest.approx(look, abs=0.004)


def test_a_body_behind_the_lens_cannot_be_shown_but_the_least_change_always_can():
    changes = np.zeros((3, CHANGES))
    changes[1, SHIFT.start] = 50.0
    changes[2, TORSO] = 5.0
    assert model_of(View.FRONTAL).can_show(changes).tolist() == [True, False, True]
    assert model_of(View.FRONTAL).can_show(changes[1:2]).tolist() == [True]
