"""What looking came to, added up over one watch."""

import pytest

from posture.core.events import Cost, Observation
from posture.core.states import Condition
from posture.monitor.look_stats import LookStats


def looked(condition=Condition.SEEN, age_s=0.1, **cost):
    return Observation(0.0, condition, frame_age_s=age_s, cost=Cost(**cost))


def test_looks_are_added_up_by_part_and_what_is_left_is_the_rest():
    stats = LookStats(100.0)
    stats.observed(looked(capture_s=0.1, check_s=0.2, model_s=0.3, process_s=2.0), 102.5)
    stats.observed(looked(capture_s=0.1, check_s=0.2, process_s=2.5), 104.5)
    assert stats.as_dict() == {
        "looks": 2,
        "model_calls": 1,
        "cpu_s": {"capture": 0.2, "check": 0.4, "model": 0.3, "rest": 1.6, "all": 2.5},
        "oldest_frame_s": 0.1,
        "first_judgement_s": 2.5,
    }


def test_a_process_that_was_replaced_still_counts():
    stats = LookStats(0.0)
    stats.observed(looked(process_s=2.0), 1.0)
    stats.observed(looked(Condition.BUSY), 2.0)
    stats.process_ended()
    stats.process_ended()
    stats.observed(looked(process_s=1.5), 3.0)
    assert stats.as_dict()["cpu_s"]["all"] == pytest.approx(3.5)


def test_a_picture_that_could_not_be_judged_has_no_age_and_is_no_first_judgement():
    stats = LookStats(0.0)
    stats.observed(looked(Condition.COVERED, age_s=9.0), 1.0)
    assert stats.oldest_frame_s == 0
    assert stats.first_judgement_s is None
    stats.observed(looked(Condition.AWAY, age_s=0.2), 2.0)
    assert stats.oldest_frame_s == 0.2
    assert stats.first_judgement_s == 2.0
