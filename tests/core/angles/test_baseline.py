"""An upright is made of numbers, survives being written, and fits pictures of its own shape."""

import math
from dataclasses import replace

import numpy as np
import pytest

from posture.core.angles.baseline import Baseline
from posture.core.pose.shape import Measure
from tests.support.calibrated import upright_of

UPRIGHT = upright_of()


@pytest.mark.parametrize(
    "change",
    [
        {"shape": UPRIGHT.shape[:-1]},
        {"shape": np.full(len(Measure), np.nan)},
        {"spread": np.full((len(Measure), 1), 0.1)},
        {"spread": np.full(len(Measure), np.inf)},
        {"neck_deg": math.nan},
        {"torso_deg": math.inf},
        {"poses": 0},
        {"width_px": 0},
        {"height_px": -1},
        {"hfov_deg": math.nan},
        {"hfov_deg": 180.0},
    ],
    ids=lambda change: "{} = {}".format(*next(iter(change.items())))[:40],
)
def test_numbers_that_no_upright_has_are_refused(change):
    with pytest.raises(ValueError, match=r"upright|finite|field of view"):
        replace(UPRIGHT, **change)


def test_an_upright_is_the_same_when_read_back():
    again = Baseline.from_dict(UPRIGHT.to_dict())
    assert again.shape == pytest.approx(UPRIGHT.shape, abs=1e-6)
    assert again.to_dict() == UPRIGHT.to_dict()


@pytest.mark.parametrize(
    ("size", "is_its_own"),
    [((1280, 960), True), ((320, 240), True), ((640, 360), False), ((480, 640), False)],
)
def test_an_upright_is_of_pictures_of_its_own_shape_whatever_their_size(size, is_its_own):
    assert (UPRIGHT.width_px, UPRIGHT.height_px) == (640, 480)
    assert UPRIGHT.is_of(*size) is is_its_own
