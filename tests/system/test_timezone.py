"""The machine's own zone, moment by moment."""

import os
import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from posture.core.day.timeline import day_bounds
from posture.system.timezone import LocalZone

ZONES = [
    "Europe/Berlin",
    "Africa/Cairo",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "UTC",
]


@pytest.fixture(params=ZONES)
def zone(request, monkeypatch):
    if not hasattr(time, "tzset"):
        pytest.skip("this system sets its zone for the whole machine")
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield ZoneInfo(request.param)
    monkeypatch.undo()
    time.tzset()


def test_days_of_the_systems_zone_are_those_of_the_zone_database(zone):
    for n in range(366):
        day = date(2026, 1, 1) + timedelta(days=n)
        assert day_bounds(day, LocalZone()) == day_bounds(day, zone), day


def test_moments_are_shown_as_the_zone_database_would(zone):
    local = LocalZone()
    for quarter in range(0, 366 * 24 * 4, 3):
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * quarter + quarter % 15)
        ours, theirs = at.astimezone(local), at.astimezone(zone)
        assert ours.replace(tzinfo=None) == theirs.replace(tzinfo=None)
        assert ours.utcoffset() == theirs.utcoffset()
        assert ours.astimezone(UTC) == at


def test_a_zone_that_was_asked_very_often_keeps_no_more_than_it_needs(zone, monkeypatch):
    monkeypatch.setattr("posture.system.timezone._MOST_KEPT", 10)
    local = LocalZone()
    for hour in range(100):
        at = datetime(2026, 3, 28, tzinfo=UTC) + timedelta(hours=hour)
        assert at.astimezone(local).utcoffset() == at.astimezone(zone).utcoffset()
    assert max(kept.cache_info().currsize for kept in vars(local).values()) <= 10


def test_the_zone_is_named_where_the_system_tells(monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Berlin")
    assert str(LocalZone()) == "Europe/Berlin"
    monkeypatch.setenv("TZ", "CET-1")
    assert str(LocalZone()) in {"local time", os.path.realpath("/etc/localtime").split("info/")[-1]}
