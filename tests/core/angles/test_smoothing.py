import math

import numpy as np
import pytest

from posture.core.angles.angles import Angles
from posture.core.angles.smoothing import AngleSmoother, MedianWindow, OneEuro
from tests.support import policies


def test_a_still_person_gives_a_still_number():
    euro = OneEuro(1.0, 0.0)
    assert [euro.smooth(t, 5.0) for t in range(5)] == [5.0] * 5


def test_jitter_shrinks_to_a_third_or_less():
    noise = np.random.default_rng(1).normal(0, 1, 400)
    euro = OneEuro(0.3, 0.0)
    calm = [euro.smooth(i / 10, v) for i, v in enumerate(noise)]
    assert np.std(calm[50:]) < 0.35 * np.std(noise[50:])


def test_a_real_movement_comes_through_within_a_second():
    euro = OneEuro(1.0, 0.05)
    for i in range(20):
        euro.smooth(i / 10, 0.0)
    values = [euro.smooth(2 + i / 10, 20.0) for i in range(10)]
    assert values[-1] > 18


def test_time_standing_still_or_a_nan_changes_nothing():
    euro = OneEuro(1.0, 0.0)
    euro.smooth(0.0, 3.0)
    assert euro.smooth(0.0, 9.0) == 3.0
    assert euro.smooth(1.0, math.nan) == 3.0


def test_one_gross_miss_does_not_pass_the_median():
    window = MedianWindow(3.0)
    values = [window.smooth(t, v) for t, v in enumerate([5.0, 5.0, 90.0, 5.0, 5.0])]
    assert max(values) == 5.0


def test_the_window_forgets_what_is_older_than_its_seconds():
    window = MedianWindow(2.0)
    for t in range(10):
        window.smooth(t, 0.0)
    assert window.smooth(20.0, 7.0) == 7.0


def test_an_unseen_angle_stays_unseen():
    smoother = AngleSmoother(policies.SMOOTHING)
    smoother.smooth(0.0, Angles(None, 1.0, neck_deg=10.0))
    assert smoother.smooth(1.0, Angles(None, 1.0, unseen={"neck_deg": "why"})).neck_deg is None


@pytest.mark.parametrize("later_s", [60.0, -5.0], ids=["long gap", "clock set back"])
def test_after_a_gap_nothing_of_before_lingers(later_s):
    smoother = AngleSmoother(policies.SMOOTHING)
    smoother.smooth(0.0, Angles(None, 1.0, neck_deg=40.0))
    assert smoother.smooth(later_s, Angles(None, 1.0, neck_deg=10.0)).neck_deg == 10.0
