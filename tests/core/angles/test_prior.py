"""What is held likely before looking: postures shown, strays about them, chairs and zooms."""

from dataclasses import replace

import numpy as np
import pytest

from posture.core.angles.forward_model import CHANGES, SHIFT, ZOOM
from posture.core.angles.prior import Place, build_prior
from tests.support.calibrated import MODEL

POSTURES, CHAIR = MODEL.postures, MODEL.chair
BODIES = len(POSTURES.change) + len(POSTURES.coarse)
EVERYTHING = BODIES + len(CHAIR.rolls) + len(CHAIR.zooms)


def prior(place=Place.IN_FRONT, chair=CHAIR):
    return build_prior(POSTURES, chair, place)


def test_every_example_roll_and_zoom_has_its_distribution():
    held = prior()
    assert held.centres.shape == (EVERYTHING, CHANGES)
    assert held.information.shape == (EVERYTHING, CHANGES, CHANGES)
    assert held.log_odds.shape == held.noise.shape == (EVERYTHING,)
    assert held.centres[: len(POSTURES.change), :ZOOM] == pytest.approx(POSTURES.change)


def test_a_chair_rolls_while_its_body_stays_and_a_zoom_moves_nothing():
    held = prior()
    rolls, zooms = np.split(held.centres[BODIES:], [len(CHAIR.rolls)])
    assert rolls[:, SHIFT.start] == pytest.approx(CHAIR.rolls)
    assert not np.delete(rolls, SHIFT.start, axis=1).any()
    assert zooms[:, ZOOM] == pytest.approx(CHAIR.zooms)
    assert not np.delete(zooms, ZOOM, axis=1).any()


def test_a_roll_is_less_certain_the_farther_it_goes():
    held = prior()
    assert not held.noise[:BODIES].any()
    rolled = held.noise[BODIES : BODIES + len(CHAIR.rolls)]
    assert rolled == pytest.approx(np.abs(CHAIR.rolls) * CHAIR.noise[0])


def test_every_precision_is_symmetric_and_positive():
    information = prior().information
    assert information == pytest.approx(information.transpose(0, 2, 1))
    assert (np.linalg.eigvalsh(information) > 0).all()


def test_a_chair_rolled_back_may_be_held_less_likely_than_one_rolled_nearer():
    before, after = (
        prior(chair=replace(CHAIR, back_log_odds=np.full(3, odds))).log_odds for odds in (0.0, -2.0)
    )
    is_back = np.concatenate([np.zeros(BODIES), CHAIR.rolls, CHAIR.zooms]) < 0
    assert after - before == pytest.approx(np.where(is_back, -2.0, 0.0))


def test_how_likely_a_rolled_chair_is_depends_on_where_the_camera_stands():
    odds = CHAIR.log_odds + np.arange(3)
    for place in Place:
        held = prior(place, replace(CHAIR, log_odds=odds, back_log_odds=np.zeros(3)))
        total = np.exp(held.log_odds[BODIES:]).sum()
        assert np.log(total) == pytest.approx(odds[place])


def test_only_keeps_what_it_is_asked_to():
    kept = np.arange(EVERYTHING) % 2 == 0
    held = prior().only(kept)
    assert held.centres == pytest.approx(prior().centres[kept])
    assert len(held.log_odds) == len(held.noise) == len(held.information) == kept.sum()
