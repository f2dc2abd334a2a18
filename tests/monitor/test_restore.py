"""A monitor started again keeps the pause, the hourly limit and the variety of the one before."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from posture.config import load_config
from posture.core.day.records import Delivery, NudgeRecord
from posture.core.events import Cause
from posture.monitor.restore import nudging_before
from posture.store.buffered import BufferedStore
from posture.store.sqlite import open_store
from posture.system.clock import VirtualClock

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def remembered(tmp_path, now, *nudges):
    """nudges: (minutes before now, tip, outcome)."""
    config, clock = load_config(), VirtualClock(now)
    clock.sleep(5.0)
    with closing(open_store(tmp_path / "posture.db", config.store)) as store:
        for minutes, tip, outcome in nudges:
            at = now + timedelta(seconds=5) - timedelta(minutes=minutes)
            store.add_nudge(NudgeRecord(at, Cause.SLUMPED, tip, "text", outcome))
        return nudging_before(BufferedStore(store, config.store, clock.monotonic_s), clock)


def test_the_last_hour_is_taken_over_and_the_tips_in_their_order(tmp_path):
    state = remembered(
        tmp_path,
        NOON,
        (60 * 30, "days-ago", Delivery.DELIVERED),
        (61, "earlier", Delivery.DELIVERED),
        (59, "first", Delivery.DELIVERED),
        (10, "unseen", Delivery.FAILED),
        (9, "never", Delivery.HELD_BACK),
    )
    assert state.sent_at_s == pytest.approx((5 - 59 * 60, 5 - 600))
    assert state.used[:3] == ("days-ago", "earlier", "first")
    assert "never" not in state.used


@pytest.mark.parametrize("minute", [5, 30, 55])
def test_an_hour_that_began_yesterday_is_taken_over_too(tmp_path, minute):
    local_midnight = NOON.astimezone().replace(hour=0, minute=minute)
    state = remembered(tmp_path, local_midnight, (58, "late", Delivery.DELIVERED))
    assert state.sent_at_s == pytest.approx((5 - 58 * 60,))


def test_a_first_start_remembers_nothing(tmp_path):
    state = remembered(tmp_path, NOON)
    assert (state.sent_at_s, state.used) == ((), ())
