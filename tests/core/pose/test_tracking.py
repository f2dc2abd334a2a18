"""Whose posture it is: landmarks of several people, look after look."""

import numpy as np
import pytest

from posture.core.pose.landmarks import Pose
from posture.core.pose.tracking import Tracking, advance, follow, nearest
from tests.support import policies
from tests.support.calibrated import shifted
from tests.support.seated import seated, zoomed

POLICY = policies.PEOPLE
USER = seated()


def at(pose, right_px=0.0, down_px=0.0):
    return shifted(pose, right_px, down_px)


POSTER = at(zoomed(USER, 0.3), 180, -120)


def judged(looks, every_s=3.0, tracking=None):
    """Whom each look was about: "user", "other" or "nobody"; and the memory after them."""
    tracking, who = tracking or Tracking(), []
    for number, poses in enumerate(looks):
        tracking = advance(tracking, poses, number * every_s, POLICY)
        one = tracking.person
        who.append("nobody" if one is None else "user" if one is USER else "other")
    return who, tracking


def test_the_nearer_of_two_people_is_judged_and_then_followed():
    far = at(zoomed(USER, 0.8), 200)
    assert nearest([far, USER]) is USER
    moved_far, stranger = at(far, 10), USER
    assert follow([stranger, moved_far], far, POLICY) is moved_far
    assert follow([stranger], far, POLICY) is stranger
    assert follow([], USER, POLICY) is None


def test_somebody_clearly_nearer_takes_over_from_a_poster_seen_first():
    assert judged([[POSTER], [USER, POSTER], [POSTER]])[0] == ["other", "user", "nobody"]


def test_a_poster_behind_is_nobody_however_long_the_user_is_gone():
    noise = np.random.default_rng(1)
    empty = [[at(POSTER, *noise.normal(0, 4, 2))] for _ in range(400)]
    who, tracking = judged([[USER, POSTER]] * 20 + empty + [[USER, POSTER]])
    assert who == ["user"] * 20 + ["nobody"] * 400 + ["user"]
    assert tracking.behind is None


def test_two_posters_seen_by_turns_do_not_pass_for_one_person_who_moves():
    other = at(POSTER, -380)
    assert set(judged([[USER]] + [[POSTER], [other]] * 100)[0][1:]) == {"nobody"}


def test_whoever_walks_away_is_followed_and_leaves_the_poster_nobody():
    away = [[zoomed(USER, size)] for size in np.geomspace(1, 0.3, 8)]
    who, _ = judged([[USER]] * 10 + away + [[POSTER]] * 20)
    assert who[10:18] == ["other"] * 8
    assert set(who[18:]) == {"nobody"}


def test_rolling_far_back_is_no_leaving():
    back = [[zoomed(USER, size)] for size in (0.8, 0.6, 0.42, 0.42, 0.42)]
    assert "nobody" not in judged([[USER]] * 5 + back, every_s=1.0)[0]


def test_a_camera_moved_away_is_followed_once_its_person_has_stayed_and_moved():
    far = zoomed(USER, 0.4)
    sitting = [[far]] * 30
    assert set(judged([[USER]] * 5 + sitting)[0][5:]) == {"nobody"}
    moving = [[at(far, 10 * number)] for number in range(8)]
    who, _ = judged([[USER]] * 5 + sitting + moving)
    assert who[-1] == "other"


@pytest.mark.parametrize("scale", [0.5, 2.0])
def test_another_size_of_picture_makes_nobody_near_or_far(scale):
    _, tracking = judged([[USER]] * 3 + [[]])
    resized = Pose(
        USER.points_px * scale,
        USER.depth_px * scale,
        USER.world_m,
        USER.visibility,
        USER.presence,
        round(USER.width_px * scale),
        round(USER.height_px * scale),
    )
    assert advance(tracking, [resized], 20.0, POLICY).person is resized
