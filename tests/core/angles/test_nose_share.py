"""How much the nose counts in the head's height, by the slouch that was shown."""

from dataclasses import dataclass

import numpy as np
import pytest

from posture.core.angles.calibration import calibrate
from posture.core.angles.head_height import NOSE_SHARE, head_height
from posture.core.angles.nose_share import learn_nose_share
from posture.core.pose.shape import Measure, Shape, measure_shape
from tests.support import policies
from tests.support.calibrated import LIMITS, MODEL, SLUMPED
from tests.support.seated import seated

POLICY = policies.HEAD_HEIGHT
# Before a camera that sees them as large as that, heights are in shoulder widths.
SIZE = {Measure.SHOULDER_WIDTH: 1.0, Measure.OUTER_EYE_WIDTH: 1.0 / 3.4}


@dataclass(frozen=True, slots=True)
class Sitting:
    """Heights of nose and ears: where they are in the middle, and how the head nods about that."""

    nose: float = 0.55
    ear: float = 0.65
    nods_by: float = 0.01
    moments: int = 40

    def shapes(self, seed: int = 1) -> list[Shape]:
        draws = np.random.default_rng(seed)
        nods = draws.normal(0.0, self.nods_by, self.moments)
        heights = draws.normal(0.0, 0.01, self.moments)
        return [self._shape(height, nod) for height, nod in zip(heights, nods, strict=True)]

    def _shape(self, height: float, nod: float) -> Shape:
        shape = np.zeros(len(Measure))
        for measure, size in SIZE.items():
            shape[measure] = size
        shape[Measure.NOSE_Y] = self.nose + height + nod
        shape[Measure.EAR_Y] = self.ear + height
        return shape


UPRIGHT = Sitting().shapes()
BOWED = Sitting(nose=0.38, ear=0.59).shapes(2)
SUNK = Sitting(nose=0.46, ear=0.56).shapes(2)


def test_without_a_slouch_it_is_the_usual_one():
    assert learn_nose_share(UPRIGHT, [], POLICY) == NOSE_SHARE


def test_the_nose_counts_more_for_somebody_who_bows_their_head_to_slouch():
    bowing = learn_nose_share(UPRIGHT, BOWED, POLICY)
    assert bowing > learn_nose_share(UPRIGHT, SUNK, POLICY) + 0.1
    assert bowing > NOSE_SHARE


def test_it_tells_a_slouch_that_bows_from_the_upright_better_than_the_usual_share():
    share = learn_nose_share(UPRIGHT, BOWED, POLICY)
    assert _apart(share) > _apart(NOSE_SHARE)


def test_the_nose_counts_less_for_somebody_who_nods_while_upright():
    restless = Sitting(nods_by=0.06)
    nods = learn_nose_share(restless.shapes(), Sitting(0.46, 0.56, 0.06).shapes(2), POLICY)
    assert nods < learn_nose_share(UPRIGHT, SUNK, POLICY)


def test_ten_seconds_of_each_change_it_less_than_many_moments():
    at_once = learn_nose_share(UPRIGHT, BOWED, POLICY, span_s=10.0)
    over_days = learn_nose_share(UPRIGHT, BOWED, POLICY)
    assert abs(at_once - NOSE_SHARE) < 0.2 * (over_days - NOSE_SHARE)


def test_a_slouch_higher_than_the_upright_says_nothing():
    assert learn_nose_share(SUNK, UPRIGHT, POLICY) == NOSE_SHARE


def test_no_upright_shape_is_refused():
    with pytest.raises(ValueError, match="no upright"):
        learn_nose_share([], BOWED, POLICY)


def test_looks_are_measured_by_the_share_that_was_learned():
    made = calibrate([seated()] * 20, [seated(**SLUMPED)] * 20, MODEL, LIMITS).baseline.head_height
    assert made.nose_share != NOSE_SHARE
    assert made.upright == pytest.approx(
        head_height(measure_shape(seated()), made.nose_share), abs=1e-6
    )


def _apart(share: float) -> float:
    """How far the two lie apart, in their common scatter."""
    good, poor = (np.array([head_height(s, share) for s in seen]) for seen in (UPRIGHT, BOWED))
    return float((good.mean() - poor.mean()) / np.hypot(good.std(), poor.std()))
