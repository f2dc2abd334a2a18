"""The report that comes by itself: once, at its time, when somebody is there to read it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from posture.core.events import Assessment, Notice, Sample, Verdict
from posture.core.period.digest import last_due
from posture.core.states import WatchState
from posture.monitor.digest import Digest
from posture.store.digest_file import digest_file, last_digest
from posture.system.clock import VirtualClock
from tests.support.days import LIMITS

BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY = datetime(2026, 11, 20, tzinfo=BERLIN)
EVENING = replace(LIMITS.report, every="evening")
SUNDAY = replace(LIMITS.report, every="sunday 18:00")


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("POSTURE_DATA_DIR", str(tmp_path))


class Watch:
    """A watch at some hours of some days; what was told."""

    def __init__(self, policy, sentence="Mostly upright."):
        self.policy, self.sentence = policy, sentence
        self.told, self.busy = [], False

    def started(self, at):
        self.clock = VirtualClock(at.astimezone(UTC))
        self.digest = Digest(
            self.policy,
            self.clock,
            BERLIN,
            lambda is_week: self.sentence and f"{'week' if is_week else 'day'}: {self.sentence}",
            lambda: self.busy,
            self.told.append,
        )
        return self

    def looks(self, minutes, state=WatchState.UPRIGHT):
        for _ in range(minutes):
            at_s = self.clock.monotonic_s()
            self.digest(Sample(at_s, state, 60.0, Assessment(Verdict.GOOD, 0.0)))
            self.clock.sleep(60)
        return self

    @property
    def texts(self):
        assert all(isinstance(notice, Notice) for notice in self.told)
        return [notice.text for notice in self.told]


def hour(hours, day=FRIDAY):
    return day + timedelta(hours=hours)


def test_the_days_sentence_comes_in_the_evening_once_also_after_a_restart():
    watch = Watch(EVENING).started(hour(17))
    assert watch.looks(59).texts == []
    assert watch.looks(30).texts == ["day: Mostly upright."]
    assert watch.told[0].kind == "day"
    assert len(watch.started(hour(19)).looks(120).texts) == 1
    assert len(watch.started(hour(42)).looks(10).texts) == 2, "and again the next evening"


def test_the_weeks_comes_on_its_day_and_a_day_later_if_nobody_was_there():
    for start, comes in ((hour(17.9), False), (hour(65.9), True), (hour(75), True)):
        digest_file().unlink(missing_ok=True)
        texts = Watch(SUNDAY).started(start).looks(20).texts
        assert texts == (["week: Mostly upright."] if comes else []), start
    digest_file().unlink()
    assert Watch(SUNDAY).started(hour(4 * 24)).looks(20).texts == [], "on Tuesday no more"


def test_an_evening_missed_is_not_told_the_morning_after():
    assert Watch(EVENING).started(hour(33)).looks(60).texts == []


def test_it_waits_for_somebody_to_be_there_and_for_a_quiet_desktop():
    watch = Watch(EVENING).started(hour(18))
    assert watch.looks(10, WatchState.AWAY).texts == []
    watch.busy = True
    assert watch.looks(10).texts == []
    watch.busy = False
    assert len(watch.looks(10).texts) == 1


def test_off_by_default_and_with_nothing_to_say_nothing_comes():
    assert LIMITS.report.every == ""
    assert Watch(LIMITS.report).started(hour(17)).looks(200).texts == []
    assert last_digest() is None
    assert Watch(EVENING, sentence="").started(hour(18)).looks(5).texts == []


def test_a_damaged_file_is_as_none():
    digest_file().write_text("{")
    assert last_digest() is None
    assert len(Watch(EVENING).started(hour(18)).looks(5).texts) == 1


@pytest.mark.parametrize(
    ("every", "at", "due"),
    [
        ("", hour(20), None),
        ("evening", hour(20), hour(18)),
        ("evening", hour(17), hour(-6)),
        ("friday 09:30", hour(9), hour(9.5) - timedelta(days=7)),
        ("friday 09:30", hour(9.5), hour(9.5)),
        ("sunday 18:00", hour(20), hour(18) - timedelta(days=5)),
    ],
)
def test_when_it_was_due_last(every, at, due):
    assert last_due(every, "18:00", at) == due
