"""What happens to a record that was damaged, and to one that cannot grow."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest

from posture.core.day.records import EpisodeRecord, SampleRecord
from posture.core.events import Cause
from posture.core.states import WatchState
from posture.errors import StoreError
from posture.store.backup import copies
from posture.store.buffered import BufferedStore
from posture.store.integrity import damage_of
from posture.store.opening import try_out
from posture.store.sqlite import open_store
from posture.store.tables import DamagedRowError
from tests.support.days import a_day
from tests.support.stores import GAP_INTERVALS, SETTINGS, Settings

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def looks(count, start=AT):
    return [
        SampleRecord(start + timedelta(seconds=s), 1.0, WatchState.UPRIGHT, neck_change_deg=0.1 * s)
        for s in range(count)
    ]


def a_record_with_a_backup(path):
    """500 looks in the backup of that day, 500 more since."""
    with closing(open_store(path, SETTINGS)) as store:
        store.add_samples(looks(500))
        store.maintain(AT, GAP_INTERVALS)
        store.add_samples(looks(500, AT + timedelta(hours=1)))


def zero_bytes(path):
    path.write_bytes(b"")


def truncated(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 4])


def scribbled_over(path):
    content = bytearray(path.read_bytes())
    for start in range(4096, len(content), 4096):
        content[start : start + 200] = b"\xa5" * 200
    path.write_bytes(content)


def not_a_database(path):
    path.write_text("Dear diary, " * 1000)


def header_gone(path):
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])


def first_page_gone(path):
    path.write_bytes(b"\xa5" * 4096 + path.read_bytes()[4096:])


# Each with how many of 1,000 looks, 500 of them in the backup, are there afterwards.
DAMAGES = {
    zero_bytes: 500,
    truncated: range(501, 1000),
    scribbled_over: 500,
    not_a_database: 500,
    header_gone: 1000,
    first_page_gone: 1000,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_record_is_set_aside_and_what_can_be_read_and_the_backup_make_a_new_one(
    path, damage
):
    a_record_with_a_backup(path)
    damage(path)
    damaged = path.read_bytes()
    with closing(open_store(path, SETTINGS)) as store:
        left = len(store.day(DAY, UTC).samples)
        assert left == DAMAGES[damage] or left in DAMAGES[damage]
        store.add_samples(looks(1, AT + timedelta(hours=2)))
        assert len(store.day(DAY, UTC).samples) == left + 1
    (aside,) = path.parent.glob("posture.db.damaged-*Z")
    assert aside.read_bytes() == damaged
    (notice,) = store.notices
    assert "the backup of 2026-11-20 gave back" in notice
    assert aside.name in notice
    with closing(open_store(path, SETTINGS)) as again:
        assert again.notices == []
    assert not {file.name for file in path.parent.iterdir()} & {".salvage", "posture.new"}


@pytest.mark.parametrize("damage", [zero_bytes, not_a_database, scribbled_over])
def test_without_a_backup_a_new_record_is_begun_and_told(path, damage):
    with closing(open_store(path, SETTINGS)) as store:
        store.add_samples(looks(500))
    damage(path)
    with closing(open_store(path, SETTINGS)) as store:
        assert store.days(UTC) == ()
    assert "no usable backup" in store.notices[0]


def page_of(path, name):
    """Where the page of a table or index begins that has room on one."""
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        return 4096 * (connection.execute(query, (name,)).fetchone()[0] - 1)


def changed_at(path, place, value):
    content = bytearray(path.read_bytes())
    content[place] = value
    path.write_bytes(content)


def first_cell(path, name):
    page = page_of(path, name)
    header = path.read_bytes()[page : page + 10]
    assert header[0] == 0x0A, "a leaf of an index"
    return page + int.from_bytes(header[8:10], "big")


def a_text_cell(path):
    changed_at(path, path.read_bytes().index(b"upright"), 0xFF)


def a_rowid_in_an_index(path):
    cell = first_cell(path, "samples_at")
    end = cell + path.read_bytes()[cell]
    changed_at(path, end, path.read_bytes()[end] ^ 1)


def a_key_of_an_index(path):
    changed_at(path, first_cell(path, "samples_at") + 4, 0x7F)


def the_version_in_the_header(path):
    changed_at(path, 62, 1)


def the_sign_of_the_version_in_the_header(path):
    changed_at(path, 60, 0x80)


def a_version_before_the_first(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = -1")


def the_way_of_writing_in_the_header(path):
    changed_at(path, 18, 3)


def the_encoding_in_the_header(path):
    changed_at(path, 59, 2)


def the_file_format_in_the_header(path):
    changed_at(path, 47, 9)


def the_name_of_a_table(path):
    changed_at(path, path.read_bytes().index(b"samples") + 3, ord("q"))


def a_time(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE samples SET at_us = 'noon' WHERE id = 3")
        connection.execute("UPDATE samples SET at_us = -5 WHERE id = 4")
        connection.commit()


BYTES = [
    a_text_cell,
    a_rowid_in_an_index,
    a_key_of_an_index,
    the_version_in_the_header,
    the_sign_of_the_version_in_the_header,
    a_version_before_the_first,
    the_way_of_writing_in_the_header,
    the_encoding_in_the_header,
    the_file_format_in_the_header,
    the_name_of_a_table,
    a_time,
]


@pytest.mark.parametrize("damage", BYTES)
def test_one_damaged_byte_locks_nothing_and_costs_nothing_that_the_backup_has(path, damage):
    with closing(open_store(path, SETTINGS)) as store:
        store.add_samples(looks(100))
        store.maintain(AT, GAP_INTERVALS)
        store.add_samples(looks(100, AT + timedelta(hours=1)))
    damage(path)
    with closing(open_store(path, SETTINGS)) as store:
        assert len(store.day(DAY, UTC).samples) == 200
        assert store.days(UTC) == (DAY,)
    assert len(store.notices) == 1, store.notices
    assert len(list(path.parent.glob("posture.db.damaged-*"))) == 1
    with closing(open_store(path, SETTINGS)) as store:
        assert len(store.day(DAY, UTC).samples) == 200
        assert store.notices == [], "told once"


@pytest.mark.parametrize("damage", [a_text_cell, scribbled_over])
def test_damage_met_in_the_middle_of_reading_a_day_is_healed_and_the_reading_goes_on(path, damage):
    with closing(open_store(path, SETTINGS)) as store:
        store.add_samples(looks(9000))
        store.maintain(AT, GAP_INTERVALS)
    with closing(open_store(path, SETTINGS)) as store:
        store.file._connection.execute("PRAGMA cache_size = 0")
        reading = store.samples(DAY, UTC)
        seen = [next(reading).at for _ in range(10)]
        damage(path)
        seen += [sample.at for sample in reading]
        assert seen == [look.at for look in looks(9000)]
        assert len(store.notices) <= 1


def test_a_file_that_is_damaged_whenever_it_is_read_is_given_up(path, monkeypatch):
    """Healing it again and again would fill the disk with what is set aside."""

    def damaged(_rows):
        raise DamagedRowError("a cell is not what it can be")

    with closing(open_store(path, SETTINGS)) as store:
        store.add_samples(looks(5))
        monkeypatch.setattr("posture.store.from_rows.samples", damaged)
        for _ in range(9):
            with pytest.raises(StoreError, match="damaged"):
                store.day(DAY, UTC)
    assert len(list(path.parent.glob("posture.db.damaged-*"))) <= 6


def test_a_record_healed_by_another_process_takes_what_this_one_adds(path):
    """Also what waited for the lock while the other one healed."""
    a_record_with_a_backup(path)
    with closing(open_store(path, SETTINGS)) as one, closing(open_store(path, SETTINGS)) as other:
        one.file._doubt = "tried"
        one.file.close()
        one.add_samples(looks(1, AT + timedelta(hours=5)))
        other.add_samples(looks(1, AT + timedelta(hours=6)))
        assert len(one.day(DAY, UTC).samples) == 1002
        assert other.notices == []


def test_trying_a_record_out_tells_damage_and_leaves_it_as_it_is(path):
    a_record_with_a_backup(path)
    try_out(path, 0.1)
    header_gone(path)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="damaged"):
        try_out(path, 0.1)
    assert path.read_bytes() == before
    assert list(path.parent.glob("*.damaged-*")) == []


def test_a_damaged_backup_is_passed_over_for_an_older_one(path):
    a_record_with_a_backup(path)
    newer = path.parent / "backups" / "posture-000002-2026-11-21.db"
    shutil.copyfile(copies(path)[0], newer)
    scribbled_over(newer)
    zero_bytes(path)
    with closing(open_store(path, SETTINGS)) as store:
        assert len(store.day(DAY, UTC).samples) == 500
    assert "backup of 2026-11-20" in store.notices[0]


def test_damage_found_while_running_is_healed_at_once(path):
    a_record_with_a_backup(path)
    store = BufferedStore(open_store(path, SETTINGS), SETTINGS, lambda: 0.0)
    path.with_name("posture.db-wal").unlink(missing_ok=True)
    scribbled_over(path)
    store.add_samples(looks(1, AT + timedelta(hours=3)))
    store.add_samples(looks(1, AT + timedelta(hours=4)))
    assert (store.problem, store.waiting) == (None, 0)
    assert len(store.day(DAY, UTC).samples) == 502
    assert "gave back 500 more" in store.notices[0]
    store.close()


def test_a_record_deleted_while_running_is_begun_anew(path):
    with closing(open_store(path, SETTINGS)) as store:
        store.add_samples(looks(3))
        for file in path.parent.glob("posture.db*"):
            file.unlink()
        store.add_samples(looks(2))
        assert len(store.day(DAY, UTC).samples) == 2
    with closing(open_store(path, SETTINGS)) as store:
        assert len(store.day(DAY, UTC).samples) == 2


def test_one_backup_a_day_and_only_the_newest_are_kept(path):
    with closing(open_store(path, SETTINGS)) as store:
        for day in range(6):
            store.add_samples(looks(10, AT + timedelta(days=day)))
            store.maintain(AT + timedelta(days=day), GAP_INTERVALS)
            store.maintain(AT + timedelta(days=day, hours=1), GAP_INTERVALS)
    names = [copy.name for copy in copies(path)]
    assert names == [f"posture-{day - 19:06}-2026-11-{day}.db" for day in (25, 24, 23)]
    with closing(sqlite3.connect(copies(path)[0])) as copy:
        assert copy.execute("SELECT count(*) FROM samples").fetchone() == (60,)


class Filling:
    """A buffered store on a disk that fills up and is freed again, with a clock to turn."""

    def __init__(self, path, settings=SETTINGS):
        self.now_s = 0.0
        self.inner = open_store(path, settings)
        self.store = BufferedStore(self.inner, settings, lambda: self.now_s)

    def fill(self):
        pages = self.inner.file._connection.execute("PRAGMA page_count").fetchone()[0]
        self.inner.file._connection.execute(f"PRAGMA max_page_count = {pages}")

    def free(self):
        self.inner.file._connection.execute("PRAGMA max_page_count = 1000000")


def test_a_full_disk_stops_nothing_and_loses_nothing_that_fits_the_queue(path):
    disk = Filling(path, Settings(queue=2000))
    disk.fill()
    for batch in range(10):
        disk.store.add_samples(looks(100, AT + timedelta(seconds=100 * batch)))
        disk.now_s += 1
    assert "disk is full" in disk.store.problem
    assert disk.store.waiting > 0
    disk.free()
    disk.now_s += 100
    disk.store.add_episode(EpisodeRecord(AT, AT, (Cause.SLUMPED,), 1.0, "left"))
    assert (disk.store.problem, disk.store.waiting, disk.store.dropped) == (None, 0, 0)
    day = disk.store.day(DAY, UTC)
    assert [s.at for s in day.samples] == [s.at for s in looks(1000)]
    assert len(day.episodes) == 1
    disk.store.close()


def test_the_queue_of_a_full_disk_is_bounded_and_the_oldest_looks_go_first(path):
    disk = Filling(path)
    disk.fill()
    disk.store.add_samples(looks(100))
    disk.store.add_episode(EpisodeRecord(AT, AT, (Cause.SLUMPED,), 1.0, "left"))
    for batch in range(20):
        disk.store.add_samples(looks(50, AT + timedelta(seconds=100 + 50 * batch)))
        assert disk.store.waiting <= SETTINGS.queue
    assert disk.store.dropped > 0
    disk.free()
    disk.now_s += 100
    disk.store.add_samples(looks(1, AT + timedelta(hours=2)))
    day = disk.store.day(DAY, UTC)
    assert len(day.episodes) == 1, "an episode outlives the looks"
    assert day.samples[-2].at == AT + timedelta(seconds=1099)
    disk.store.close()


def test_a_locked_record_delays_once_and_then_hardly(path):
    disk = Filling(path)
    tries = []
    add = disk.inner.add_samples
    disk.inner.add_samples = lambda samples: (tries.append(disk.now_s), add(samples))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for second in range(60):
            disk.now_s = float(second)
            disk.store.add_samples(looks(1, AT + timedelta(seconds=second)))
        assert "locked" in disk.store.problem
        assert disk.inner.file.wait_s == SETTINGS.retry_wait_s
        other.execute("COMMIT")
    assert tries == [0.0, 5.0, 15.0, 35.0, 55.0], "tried again at growing intervals"
    disk.now_s = 100.0
    disk.store.add_samples([])
    assert len(disk.store.day(DAY, UTC).samples) == 60
    assert disk.inner.file.wait_s == SETTINGS.busy_wait_s
    disk.store.close()


def test_what_waits_is_written_when_the_store_is_closed(path):
    disk = Filling(path)
    disk.fill()
    disk.store.add_samples(looks(90))
    disk.free()
    disk.store.close()
    with closing(open_store(path, SETTINGS)) as store:
        assert len(store.day(DAY, UTC).samples) == 90


def test_a_failing_backup_does_not_stop_the_monitor(path):
    disk = Filling(path)
    (path.parent / "backups").write_text("a file where the folder should be")
    disk.store.maintain(AT, GAP_INTERVALS)
    with pytest.raises(StoreError):
        disk.inner.maintain(AT, GAP_INTERVALS)
    disk.store.close()


def test_a_backup_stuck_at_a_lock_is_given_up(path):
    with closing(open_store(path, SETTINGS)) as store:
        store.add_samples(looks(10))
        store.file._connection.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError):
            store.maintain(AT, GAP_INTERVALS)
        store.file._connection.execute("ROLLBACK")
        assert copies(path) == []
        store.maintain(AT, GAP_INTERVALS)
        assert len(copies(path)) == 1


def test_damage_in_a_record_too_large_to_be_read_whole_at_once_is_found_with_the_days_copy(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("posture.store.opening._SMALL_BYTES", 0)
    path = tmp_path / "posture.db"
    with closing(open_store(path, SETTINGS)) as store:
        store.add_samples(a_day(DAY).samples)
    pages = path.stat().st_size // 4096
    with path.open("r+b") as file:
        file.seek(4096 * (pages // 2))
        file.write(b"\xff" * 200)
    with closing(open_store(path, SETTINGS)) as store:
        assert store.notices == []
        store.maintain(AT, GAP_INTERVALS)
        assert "was damaged" in store.notices[0]
        assert damage_of(path) is None
        assert len(copies(path)) == 1
