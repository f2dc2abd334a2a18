"""What is deleted and pushed out by the clock, and what a clock that is wrong cannot touch."""

import shutil
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest

from posture.core.day.records import SampleRecord
from posture.core.states import WatchState
from posture.store.backup import copies
from posture.store.retention import clock_trust
from posture.store.sqlite import open_store
from tests.support.stores import GAP_INTERVALS, SETTINGS, Settings

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def used(path, day, settings=SETTINGS):
    """A start of the monitor: what it keeps in order, then a look."""
    with closing(open_store(path, settings)) as store:
        store.maintain(day, GAP_INTERVALS)
        store.add_samples([SampleRecord(day, 2.0, WatchState.UPRIGHT)])


def kept(path):
    with closing(open_store(path, SETTINGS)) as store:
        return list(store.days(UTC))


def dates(path):
    return [copy.stem[-10:] for copy in copies(path)]


@pytest.mark.parametrize("ahead", [15, 100, 800, 30_000, -9_000])
def test_a_start_with_the_clock_wrong_deletes_nothing_and_pushes_out_no_backup(path, ahead):
    for ago in range(25, -1, -1):
        used(path, NOW - ago * DAY)
    before, backups = kept(path), dates(path)
    used(path, NOW + ahead * DAY)
    assert set(kept(path)) == {*before, (NOW + ahead * DAY).date()}
    assert dates(path) == backups
    used(path, NOW + DAY)
    assert dates(path) == ["2026-11-21", *backups[:-1]], "the right clock goes on at once"
    assert set(before) < set(kept(path))


def test_a_time_away_deletes_nothing_until_some_days_have_been_recorded(path):
    for ago in range(5, 0, -1):
        used(path, NOW - ago * DAY)
    old = kept(path)
    for later in range(200, 202):
        used(path, NOW + later * DAY)
        assert set(old) < set(kept(path))
    used(path, NOW + 202 * DAY)
    assert kept(path) == [(NOW + later * DAY).date() for later in (200, 201, 202)]


def test_backups_are_restored_in_the_order_they_were_made_whatever_their_dates(path):
    used(path, NOW)
    used(path, NOW + DAY)
    (newest, oldest) = copies(path)
    ahead = newest.with_name("posture-2029-01-28.db")  # from before they were numbered
    shutil.copyfile(oldest, ahead)
    older = newest.with_name("posture-2026-11-01.db")
    shutil.copyfile(oldest, older)
    assert copies(path) == [newest, oldest, older, ahead]
    path.write_bytes(b"damaged")
    with closing(open_store(path, SETTINGS)) as store:
        assert "the backup of 2026-11-21 gave back" in store.notices[0]


def test_a_clock_set_back_makes_no_backup_the_oldest(path):
    settings = Settings(steady_days=0, steady_within_days=365)
    for day in (3, 4, 2, 1):
        used(path, NOW + day * DAY, settings)
    assert dates(path)[0] == "2026-11-24", "a date before all others is no reason"


@pytest.mark.parametrize(
    ("ago", "is_jump", "is_steady"),
    [
        ([], False, False),
        ([0], False, False),
        ([1], False, False),
        ([1, 2], False, True),
        ([14, 1], False, True),
        ([15, 1], False, False),
        ([15, 16], True, False),
        ([-3, -4], True, False),
        ([0, 400], True, False),
    ],
)
def test_todays_date_is_believed_with_days_of_records_behind_it(ago, is_jump, is_steady):
    today = date(2026, 11, 20)
    trust = clock_trust([today - days * DAY for days in ago], today, days=2, within_days=14)
    assert (trust.is_jump, trust.is_steady) == (is_jump, is_steady)


def test_the_latest_days_are_added_up_at_a_start_before_any_report_asks(path):
    for ago in range(9, -1, -1):
        looks = [NOW - ago * DAY + timedelta(seconds=second) for second in range(0, 600, 2)]
        with closing(open_store(path, SETTINGS)) as store:
            store.add_samples([SampleRecord(at, 2.0, WatchState.UPRIGHT) for at in looks])
    with closing(open_store(path, SETTINGS)) as store:
        store.maintain(NOW, GAP_INTERVALS)
        query = "SELECT date(day * 86400, 'unixepoch') FROM day_spans ORDER BY day"
        found = store.file.use(lambda db: [day for (day,) in db.execute(query)])
    assert found == [f"2026-11-{day}" for day in range(13, 20)]
