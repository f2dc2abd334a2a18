"""Times and degrees as the command line writes them."""

import time

import pytest
from rich.console import Console

from posture.cli.durations import counted
from posture.cli.status import clock_time
from posture.cli.status_line import StatusLine
from posture.core.credit import CreditedTime
from posture.core.events import Assessment, Sample, Verdict
from posture.core.states import WatchState
from posture.core.wording import degrees


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


def test_the_live_line_of_a_paused_watch_says_why(tmp_path):
    told = {"paused_because": "call", "paused_since": None}
    with (tmp_path / "terminal").open("w+") as terminal:
        console = Console(file=terminal, force_terminal=True, width=80)
        with StatusLine(console) as line:
            line.begin(CreditedTime(3.0), lambda: told, is_calibrated=True)
            line(Sample(1.0, WatchState.PAUSED, 5.0, Assessment(Verdict.UNKNOWN, None)))
            told = {"paused_because": None, "paused_since": None}
            line(Sample(2.0, WatchState.PAUSED, 5.0, Assessment(Verdict.UNKNOWN, None)))
        terminal.seek(0)
        drawn = terminal.read()
    assert drawn.count("paused (call)") == 1
    assert "paused\x1b" in drawn


def test_one_thing_is_told_as_one():
    assert [counted(n, "nudge") for n in (0, 1, 2)] == ["0 nudges", "1 nudge", "2 nudges"]
