"""What ``posture status`` and ``pause`` say of times."""

import time

import pytest

from posture.cli.status import clock_time


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows has one zone for all")
def test_an_end_on_another_day_is_told_with_its_day(monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    left_today_s = 86_400 - time.time() % 86_400
    assert len(clock_time(max(0.0, left_today_s - 60))) == len("14:00")
    assert clock_time(left_today_s + 3600).startswith("tomorrow 01:00")
    assert clock_time(left_today_s + 5 * 86_400).startswith("20")
    monkeypatch.undo()
    time.tzset()
