"""How far somebody is from upright, as shares of what is allowed: reckoned by hand."""

import math

import pytest
from msgspec import structs

from posture.core.angles.angles import Angles, View
from posture.core.angles.baseline import PersonalThresholds
from posture.core.verdict.deviation import (
    Deviation,
    bends_most_in_torso,
    change_limits_deg,
    deviation_of,
)
from tests.support import policies

# Limits that make the shares easy to reckon: neck 10 from upright 9, torso 20 from upright 1.
POLICY = structs.replace(
    policies.RULES,
    neck_change_deg=10.0,
    torso_change_deg=20.0,
    neck_deg=19.0,
    upright_neck_deg=9.0,
    torso_deg=21.0,
    upright_torso_deg=1.0,
    upright_height=0.6,
    slouched_height=0.4,
    height_range=0.1,
    height_weight=0.75,
    front_doubt_sd=1.6448536269514722,
)


def shares_of(personal=None, **angles):
    return deviation_of(Angles(View.FRONTAL, 0.9, **angles), POLICY, personal)


def test_changes_from_the_own_upright_are_shares_of_their_limits():
    assert shares_of(neck_change_deg=5.0, torso_change_deg=30.0) == Deviation(
        0.5, 1.5, None, 5.0, 30.0, 10.0
    )
    # What the angles themselves are is nothing to somebody whose upright is known.
    assert shares_of(neck_change_deg=5.0, torso_change_deg=30.0, neck_deg=80.0).neck == 0.5


def test_an_angle_that_cannot_be_seen_has_no_share():
    assert shares_of(neck_change_deg=5.0) == Deviation(0.5, None, None, 5.0, 0.0, 10.0)
    assert shares_of(torso_change_deg=5.0) == Deviation(None, 0.25, None, 0.0, 5.0, 10.0)
    assert shares_of() == Deviation(None, None, None, 0.0, 0.0, 10.0)
    assert shares_of(neck_change_deg=5.0).certain == (0.5, None)
    assert shares_of(torso_change_deg=5.0).certain == (None, 0.25)


def test_the_limits_shown_by_a_person_stand_in_and_none_is_nearer_than_their_upright_went():
    assert change_limits_deg(POLICY, None) == (10.0, 20.0)
    assert change_limits_deg(POLICY, PersonalThresholds(4.0, 5.0)) == (4.0, 5.0)
    assert change_limits_deg(POLICY, PersonalThresholds(None, None)) == (10.0, 20.0)
    assert change_limits_deg(POLICY, PersonalThresholds(4.0, 5.0, 6.0, 7.0)) == (6.0, 7.0)
    mine = shares_of(PersonalThresholds(4.0, 5.0), neck_change_deg=2.0, torso_change_deg=2.0)
    assert (mine.neck, mine.torso, mine.neck_limit_deg) == (0.5, 0.4, 4.0)


def test_the_drop_of_the_head_is_a_share_of_how_far_it_may():
    told = shares_of(neck_change_deg=5.0, head_drop=0.03, head_drop_limit=0.06)
    assert told.drop == pytest.approx(0.5)
    for unknown in ({"head_drop": 0.03}, {"head_drop_limit": 0.06}):
        assert shares_of(neck_change_deg=5.0, **unknown).drop is None


def test_angles_are_doubted_by_what_they_may_be_off_where_the_height_of_the_head_decides():
    angles = {"neck_change_deg": 5.0, "torso_change_deg": 30.0}
    unsure = {"neck_uncertainty_deg": 2.0, "torso_uncertainty_deg": 4.0}
    drop = {"head_drop": 0.0, "head_drop_limit": 0.06}
    doubted = shares_of(**angles, **unsure, **drop)
    # So many standard deviations as the half-width that was given with the angle has.
    assert (doubted.neck_doubt, doubted.torso_doubt) == pytest.approx((0.2, 0.2))
    assert doubted.certain == pytest.approx((0.3, 1.3))
    assert shares_of(**angles, **unsure).certain == (0.5, 1.5)
    assert shares_of(**angles, **drop).certain == (0.5, 1.5)
    assert doubted.within == 0.0


def test_without_a_calibration_angles_are_held_against_the_usual_upright():
    told = shares_of(
        neck_deg=14.0, torso_deg=11.0, neck_uncertainty_deg=2.0, torso_uncertainty_deg=6.0
    )
    assert told == Deviation(0.5, 0.5, None, 5.0, 10.0, 10.0, within=0.3)
    assert shares_of(neck_deg=14.0, neck_uncertainty_deg=2.0) == Deviation(
        0.5, None, None, 5.0, 0.0, 10.0, within=0.2
    )
    assert shares_of(torso_deg=11.0) == Deviation(None, 0.5, None, 0.0, 10.0, 10.0)


def test_without_a_calibration_the_height_of_the_head_is_averaged_with_the_neck():
    told = shares_of(neck_deg=14.0, torso_deg=1.0, head_height=0.5, neck_uncertainty_deg=2.0)
    assert told.neck == pytest.approx(0.75 * 0.5 + 0.25 * 0.5)
    assert told.torso is None
    assert told.within == pytest.approx(math.hypot(0.75 * 0.1 / 0.2, 0.25 * 0.2))
    assert (told.drop, told.neck_deg, told.torso_deg) == (None, 5.0, 0.0)
    lower = shares_of(neck_deg=14.0, torso_deg=1.0, head_height=0.4)
    assert lower.neck == pytest.approx(0.75 * 1.0 + 0.25 * 0.5)


def test_a_head_that_sinks_with_a_bent_torso_is_the_torso_s():
    told = shares_of(neck_deg=14.0, torso_deg=9.0, head_height=0.4)
    assert told.neck is None
    assert told.torso == pytest.approx(0.75 * 1.0 + 0.25 * 0.5)
    # Of somebody whose neck cannot be seen the height alone tells nothing.
    assert shares_of(torso_deg=11.0, head_height=0.4).torso == 0.5


@pytest.mark.parametrize(
    ("neck_deg", "torso_deg", "is_so"),
    [(10, 6, True), (10, 5, False), (10, 4, False), (0, 1, True), (0, 0, False), (-9, -1, False)],
)
def test_the_torso_bends_the_most_where_it_bends_more_than_the_neck_beyond_it(
    neck_deg, torso_deg, is_so
):
    assert bends_most_in_torso(neck_deg, torso_deg) is is_so


def test_the_neck_beyond_the_torso_is_a_share_of_the_neck_s_limit():
    assert shares_of(neck_change_deg=15.0, torso_change_deg=5.0).neck_beyond_torso == 1.0
