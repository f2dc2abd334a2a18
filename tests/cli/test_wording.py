"""Times and degrees as the command line writes them."""

import time

import pytest

from posture.cli.status import clock_time
from posture.cli.wording import degrees


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


def test_no_degree_is_minus_nought():
    assert [degrees(value) for value in (-0.4, 0.4, -0.6)] == ["0°", "0°", "-1°"]
