"""One watch of the real parts, before a camera that is none, by a clock that does not wait."""

from contextlib import closing
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from posture.app.watch.request import WatchResources, request_of
from posture.app.watch.session import Session
from posture.app.watch.watch_log import WatchEnd
from posture.core.states import Condition
from posture.monitor.loan import Loan
from posture.monitor.preview import Preview
from posture.store.backup import copies
from posture.store.buffered import BufferedStore
from posture.store.sqlite import open_store
from posture.system.clock import VirtualClock
from tests.support.monitors import ScriptedObserver

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SELDOM = ["monitor.away_interval_s=600", "notifier.backend=off"]
# A desktop that never minds.
NO_DESKTOP = SimpleNamespace(
    busy=frozenset, not_now=lambda: None, interval_factor=lambda: 1.0, use=lambda _: None
)


class WakefulClock(VirtualClock):
    def wake(self):
        """Nobody sleeps."""


class Camera(ScriptedObserver):
    def __init__(self, clock, *script):
        super().__init__(clock, *script)
        self.rest = clock.sleep

    def end_at(self, at_s):
        """The watch ends by its clock."""


@pytest.fixture
def watched(tmp_path, monkeypatch):
    """watched(script, length_s): the record after a watch that saw this."""
    monkeypatch.setenv("POSTURE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("POSTURE_CONFIG_DIR", str(tmp_path / "config"))

    def watched(script, length_s):
        clock = WakefulClock(NOON)
        request = request_of("0", None, SELDOM, loop=False, into_record=False)
        settings = request.config.store
        with closing(open_store(tmp_path / "posture.db", settings)) as store:
            store.maintain(clock.utc(), request.config.monitor.gap_intervals)
            resources = WatchResources(
                clock,
                BufferedStore(store, settings, clock.monotonic_s),
                Camera(clock, *script),
                NO_DESKTOP,
                Loan(clock, clock.wake),
                Preview(clock, clock.wake, request.config.window.preview_interval_s, lambda: None),
            )
            with closing(Session(request, resources, None, WatchEnd())) as session:
                session.run(length_s)
            return store

    return watched


def test_a_watch_of_two_days_keeps_its_record_in_order_each_day(watched):
    two_days_s = 48 * 3600.0
    store = watched([(two_days_s + 3600, Condition.AWAY)], two_days_s)
    dates = [copy.stem[-10:] for copy in copies(store.file.path)]
    assert dates == ["2026-11-22", "2026-11-21", "2026-11-20"]
