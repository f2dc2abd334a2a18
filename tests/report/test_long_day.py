"""A day with very many looks."""

import tracemalloc
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from posture.config import load_config
from posture.core.day.records import SampleRecord
from posture.core.states import WatchState
from posture.report.write import day_summary
from posture.store.sqlite import open_store
from tests.support.stores import SETTINGS

BEGIN = datetime(2026, 11, 20, tzinfo=UTC)


def looks(day, count):
    return [
        SampleRecord(
            BEGIN + timedelta(days=day, seconds=0.1 * look),
            0.1,
            WatchState.UPRIGHT,
            neck_deg=look % 70 / 7,
        )
        for look in range(count)
    ]


@pytest.mark.costly
def test_a_long_day_is_added_up_without_being_held_in_memory(tmp_path):
    """Eight times the looks, hardly more memory."""
    config, most_bytes = load_config(), {}
    counts = (2_000, 4_000, 32_000)  # the first makes what is made once
    with closing(open_store(tmp_path / "posture.db", SETTINGS)) as store:
        for day, count in enumerate(counts):
            store.add_samples(looks(day, count))
        for day, count in enumerate(counts):
            tracemalloc.start()
            summary = day_summary(store, (BEGIN + timedelta(days=day)).date(), UTC, config)
            most_bytes[count] = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            assert summary.upright_s == pytest.approx((count - 1) * 0.1)
    assert most_bytes[32_000] < 1.5 * most_bytes[4_000], most_bytes
