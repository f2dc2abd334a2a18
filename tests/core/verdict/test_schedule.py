import pytest

from posture.core.policies.verdict import SchedulePolicy
from posture.core.states import Condition, WatchState
from posture.core.verdict.schedule import next_interval_s

POLICY = SchedulePolicy(
    alert_interval_s=1.0, steady_interval_s=2.0, away_interval_s=5.0, alert_severity=0.8
)
SEEN = Condition.SEEN


@pytest.mark.parametrize(
    ("state", "condition", "severity", "deciding", "seconds"),
    [
        (WatchState.UPRIGHT, SEEN, 0.1, False, 2.0),
        (WatchState.UPRIGHT, SEEN, 0.9, False, 1.0),
        (WatchState.UPRIGHT, SEEN, 0.1, True, 1.0),
        (WatchState.POOR, SEEN, 2.0, True, 1.0),
        (WatchState.UNRELIABLE, SEEN, None, False, 1.0),
        (WatchState.TURNED, SEEN, 3.0, False, 1.0),
        (WatchState.AWAY, Condition.AWAY, None, False, 5.0),
        (WatchState.NO_CAMERA, Condition.UNPLUGGED, None, True, 5.0),
        (WatchState.PAUSED, Condition.PAUSED, None, False, 5.0),
    ],
    ids=[
        "steady: seldom",
        "near the threshold: often",
        "an episode forming: often",
        "slouched: often",
        "unreliable: often, it may pass",
        "turned while near: often",
        "nobody there: rarely",
        "no camera: rarely, even while an episode was forming",
        "paused: rarely",
    ],
)
def test_looks_come_as_often_as_they_are_worth(state, condition, severity, deciding, seconds):
    assert (
        next_interval_s(state, condition, severity, is_deciding=deciding, policy=POLICY) == seconds
    )


def test_on_battery_steady_looks_come_slower_but_decisions_do_not():
    def interval(**more):
        return next_interval_s(WatchState.UPRIGHT, SEEN, 0.1, policy=POLICY, factor=2.0, **more)

    assert interval(is_deciding=False) == 4.0
    assert interval(is_deciding=True) == 1.0


def test_nobody_and_no_picture_are_looked_for_more_slowly_on_battery_too():
    for state, condition in ((WatchState.AWAY, SEEN), (WatchState.COVERED, Condition.COVERED)):
        seconds = next_interval_s(
            state, condition, None, is_deciding=False, factor=2.0, policy=POLICY
        )
        assert seconds == 10.0


def test_a_severity_from_the_limit_on_is_worth_looking_often():
    near, far = (
        next_interval_s(WatchState.UPRIGHT, SEEN, severity, is_deciding=False, policy=POLICY)
        for severity in (POLICY.alert_severity, POLICY.alert_severity - 0.01)
    )
    assert (near, far) == (1.0, 2.0)
