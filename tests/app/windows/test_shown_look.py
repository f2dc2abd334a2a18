"""What a window is told of one look: lines in the picture, angles with ranges, what is wrong."""

import json

from posture.app.windows.shown_look import shown_look
from posture.config import load_config
from posture.core.angles.angles import Angles
from posture.core.events import Assessment, Sample, Verdict
from posture.core.pose.view import View
from posture.core.states import WatchState
from posture.monitor.preview import Shown, SmallPicture
from tests.support.seated import seated

LIMITS_DEG = (10.0, 12.0)


def sample(**angles):
    seen = Angles(View.FRONTAL, 1.0, neck_deg=12.0, neck_uncertainty_deg=3.0, **angles)
    verdict = Assessment(Verdict.GOOD, 0.3)
    return Sample(0.0, WatchState.UPRIGHT, 1.0, verdict, seen)


def told(pose, of=None, brightness=90.0):
    picture = SmallPicture(b"jpeg", brightness)
    answer = shown_look(Shown(picture, pose), of or sample(), LIMITS_DEG, load_config())
    json.dumps(answer)
    return answer


def test_without_anybody_it_says_where_to_sit():
    assert "Nobody is seen" in told(None)["problems"][0]
    assert told(None)["points"] == {}


def test_a_dark_picture_is_said_whoever_is_seen_in_it():
    assert told(seated(), brightness=20.0)["problems"] == told(None, brightness=20.0)["problems"]
    assert "too dark" in told(None, brightness=20.0)["problems"][0]


def test_angles_come_with_their_range_and_limit_from_the_upright_where_that_is_known():
    answer = told(None)
    assert answer["neck"] == {"deg": 12.0, "within_deg": 3.0, "limit_deg": 10.0}
    assert answer["torso"] is None
    assert answer["is_change"] is False
    changed = told(None, sample(neck_change_deg=2.0, torso_change_deg=1.0))
    assert changed["neck"]["deg"] == 2.0
    assert changed["torso"]["limit_deg"] == 12.0
    assert changed["is_change"] is True


def test_the_height_at_the_limit_is_told_where_the_camera_stands_in_seated():
    head = told(None, sample(head_height=0.58, head_drop=0.02, head_drop_limit=0.05))["head"]
    assert head == {"drop": 0.02, "limit": 0.05, "height": 0.58, "limit_height": 0.55}


def test_a_turned_head_and_a_person_far_away_are_said():
    assert any("turned" in said for said in told(seated(), sample(head_yaw_deg=40.0))["problems"])
    far = seated(distance_m=5.0)
    assert any("too far" in said for said in told(far)["problems"])


def test_points_are_shares_of_the_picture():
    for x, y, visibility in told(seated())["points"].values():
        assert -1 < x < 2
        assert -1 < y < 3
        assert 0 <= visibility <= 1
