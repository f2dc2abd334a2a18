"""The daily upkeep of the record, in a watch that runs for days."""

from contextlib import closing
from datetime import UTC, datetime

import pytest

from posture.core.day.records import SampleRecord
from posture.core.events import Assessment, Sample, Verdict
from posture.core.states import WatchState
from posture.monitor.upkeep import Upkeep
from posture.store.backup import copies
from posture.store.sqlite import open_store
from posture.system.clock import VirtualClock
from tests.support.stores import GAP_INTERVALS, SETTINGS

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Watch:
    """A watch that began at noon; the days that were kept in order."""

    def __init__(self):
        self.clock, self.days = VirtualClock(NOON), []
        self.upkeep = Upkeep(self.clock, lambda now: self.days.append(now.day))

    def looks(self, hours, state):
        for _ in range(hours):
            self.clock.sleep(3600)
            at_s = self.clock.monotonic_s()
            self.upkeep(Sample(at_s, state, 60.0, Assessment(Verdict.UNKNOWN, None)))
        return self.days


@pytest.fixture
def watch():
    return Watch()


def test_each_day_is_kept_in_order_once(watch):
    assert watch.looks(11, WatchState.AWAY) == [], "that day's was done as it began"
    assert watch.looks(48, WatchState.AWAY) == [21, 22]


def test_it_waits_until_nobody_sits_there(watch):
    assert watch.looks(20, WatchState.UPRIGHT) == []
    assert watch.looks(1, WatchState.AWAY) == [21]


def test_a_watch_of_two_days_leaves_a_backup_of_each(tmp_path):
    with closing(open_store(tmp_path / "posture.db", SETTINGS)) as store:
        clock = VirtualClock(NOON)
        store.maintain(clock.utc(), GAP_INTERVALS)
        upkeep = Upkeep(clock, lambda now: store.maintain(now, GAP_INTERVALS))
        for state in (WatchState.UPRIGHT, WatchState.AWAY) * 24:
            store.add_samples([SampleRecord(clock.utc(), 2.0, state)])
            upkeep(Sample(clock.monotonic_s(), state, 2.0, Assessment(Verdict.UNKNOWN, None)))
            clock.sleep(3600)
        dates = [copy.stem[-10:] for copy in copies(store.file.path)]
    assert dates == ["2026-11-22", "2026-11-21", "2026-11-20"]
