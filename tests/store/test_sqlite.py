"""The record on disk: kept whole, kept private, and honest about what it cannot do."""

import os
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from posture.core.day.records import DayRecords, Delivery, EpisodeRecord, NudgeRecord, SampleRecord
from posture.core.events import Cause, Verdict
from posture.core.states import WatchState
from posture.errors import StoreError
from posture.store.buffered import BufferedStore
from posture.store.migrations import MIGRATIONS, Migration, migrate, version_of
from posture.store.opening import try_out
from posture.store.sqlite import open_store
from tests.support.days import ZONE, a_day
from tests.support.kill_rounds import rounds
from tests.support.stores import GAP_INTERVALS, SETTINGS

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 9, 30, 15, 123456, tzinfo=timezone(timedelta(hours=5, minutes=45)))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "posture.db"


@pytest.fixture(params=["plain", "buffered"])
def store(request, path):
    store = open_store(path, SETTINGS)
    if request.param == "buffered":
        store = BufferedStore(store, SETTINGS, lambda: 0.0)
    yield store
    store.close()


def test_a_whole_day_comes_back_as_it_was_written(store):
    records = a_day(DAY)
    for start in range(0, len(records.samples), 500):
        store.add_samples(records.samples[start : start + 500])
    for episode in records.episodes:
        store.add_episode(episode)
    for nudge in records.nudges:
        store.add_nudge(nudge)
    assert store.day(DAY, ZONE) == records
    assert store.day(DAY + timedelta(days=5), ZONE).episodes == ()


def test_every_field_survives_with_its_offset_and_microseconds(store):
    sample = SampleRecord(
        AT,
        3.0,
        WatchState.SETUP_CHANGED,
        Verdict.POOR,
        1.25,
        Cause.HEAD_FORWARD,
        20.1,
        None,
        11.1,
        1.5,
        4.0,
        5.0,
        "<script>",
    )
    nudge = NudgeRecord(AT, Cause.SLUMPED, "tip", "täxt", Delivery.FAILED, "no bus", "useful")
    episode = EpisodeRecord(AT, AT, (Cause.SLUMPED, Cause.TOO_CLOSE), 2.0, "left", AT)
    store.add_samples([sample])
    store.add_nudge(nudge)
    store.add_episode(episode)
    store.add_held_back(AT, Cause.HEAD_DOWN, "a call")
    back = store.day(DAY, UTC)
    held = NudgeRecord(AT, Cause.HEAD_DOWN, "", "", Delivery.HELD_BACK, "a call")
    assert back == DayRecords((sample,), (episode,), (nudge, held))
    assert back.samples[0].at.utcoffset() == timedelta(hours=5, minutes=45)


def test_a_day_reaches_one_sample_beyond_each_end(store):
    midnight = datetime(2026, 11, 20, tzinfo=ZONE)
    times = [midnight + timedelta(hours=h) for h in (-3, -2, 5, 23, 25, 26)]
    store.add_samples([SampleRecord(at, 5.0, WatchState.UPRIGHT) for at in times])
    assert [s.at for s in store.day(DAY, ZONE).samples] == times[1:5]


def test_days_lists_each_local_day_with_a_record_once(store):
    berlin, tokyo = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")
    late = datetime(2026, 11, 20, 22, tzinfo=berlin)
    store.add_samples(
        [SampleRecord(late + timedelta(seconds=s), 1.0, WatchState.AWAY) for s in range(50)]
    )
    store.add_held_back(late + timedelta(days=3), Cause.SLUMPED, "a call")
    assert store.days(berlin) == (date(2026, 11, 20), date(2026, 11, 23))
    assert store.days(tokyo) == (date(2026, 11, 21), date(2026, 11, 24))


def test_feedback_reaches_the_nudge_shown_last(store):
    for minute, outcome in enumerate([Delivery.DELIVERED, Delivery.DELIVERED, Delivery.FAILED]):
        store.add_nudge(
            NudgeRecord(
                AT + timedelta(minutes=minute), Cause.SLUMPED, f"tip-{minute}", "text", outcome
            )
        )
    last = store.last_nudge()
    assert last.tip == "tip-1"
    assert store.answer_nudge(last.at, last.cause, "false alarm")
    assert store.last_nudge().answer == "false alarm"
    assert not store.answer_nudge(AT - timedelta(days=1), last.cause, "useful")
    assert not store.answer_nudge(last.at, Cause.SITTING_LONG, "useful")
    assert store.tips_shown(AT) == ("tip-0", "tip-1")
    assert store.tips_shown(AT + timedelta(seconds=1)) == ("tip-1",)


def test_only_the_user_can_read_the_files(path):
    old = os.umask(0)
    try:
        with closing(open_store(path, SETTINGS)) as store:
            store.add_samples([SampleRecord(AT, 1.0, WatchState.AWAY)])
            store.maintain(AT, GAP_INTERVALS)
            modes = {
                file.name: stat.S_IMODE(file.stat().st_mode)
                for file in path.parent.rglob("*")
                if file.is_file()
            }
    finally:
        os.umask(old)
    assert {"posture.db", "posture.db-wal", "posture.db-shm"} <= set(modes)
    assert any(name.startswith("posture-000001-2026") for name in modes)
    assert set(modes.values()) == {0o600}, modes
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_commits_are_on_the_disk_when_a_call_returns(path):
    with closing(open_store(path, SETTINGS)) as store:
        pragma = store.file._connection.execute
        assert pragma("PRAGMA journal_mode").fetchone() == ("wal",)
        assert pragma("PRAGMA synchronous").fetchone() == (2,)


def test_kill_minus_nine_loses_no_acknowledged_record(path):
    acknowledged, lost = rounds(4, path)
    assert acknowledged >= 4
    assert lost == 0


def test_a_record_from_a_newer_posture_is_refused_and_not_touched(path):
    open_store(path, SETTINGS).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
        later = (len(MIGRATIONS) + 1,)
        connection.execute("INSERT INTO migrations VALUES (?, 'later', 'later')", later)
        connection.commit()
        connection.execute("PRAGMA journal_mode = DELETE")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="newer posture") as raised:
        open_store(path, SETTINGS)
    assert "POSTURE_DATA_DIR" in raised.value.remedy
    assert path.read_bytes() == before
    assert [f.name for f in path.parent.iterdir() if "damaged" in f.name] == []


def test_a_second_writer_is_waited_for_and_then_told_of(path):
    with closing(open_store(path, SETTINGS)) as store:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match="locked by another program"):
                store.add_samples([SampleRecord(AT, 1.0, WatchState.AWAY)])
            other.execute("COMMIT")
        store.add_samples([SampleRecord(AT, 1.0, WatchState.AWAY)])
        assert len(store.day(DAY, UTC).samples) == 1


def test_two_processes_may_hold_the_record_at_once(path):
    with closing(open_store(path, SETTINGS)) as one, closing(open_store(path, SETTINGS)) as two:
        one.add_samples([SampleRecord(AT, 1.0, WatchState.AWAY)])
        two.add_samples([SampleRecord(AT + timedelta(seconds=1), 1.0, WatchState.AWAY)])
        assert one.day(DAY, UTC) == two.day(DAY, UTC)
        assert len(one.day(DAY, UTC).samples) == 2


def as_an_ordinary_user(action):
    """What ``action`` returns in a child process that root's powers do not help."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            os.write(writer, action().encode())
        finally:
            os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader) as told:
        return told.read()


def refusal(path):
    try:
        open_store(path, SETTINGS).close()
    except StoreError as error:
        return str(error)
    return "opened"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("already_there", [False, True])
def test_a_folder_that_cannot_be_written_gives_one_clear_line(path, already_there):
    path.parent.mkdir()
    if already_there:
        open_store(path, SETTINGS).close()
        path.chmod(0o644)
    path.parent.chmod(0o555)
    for parent in path.parent.parents:
        if parent.stat().st_uid == os.geteuid() and not parent.stat().st_mode & 0o001:
            parent.chmod(0o755)
    told = as_an_ordinary_user(lambda: refusal(path))
    path.parent.chmod(0o755)
    assert "cannot be written" in told
    assert "POSTURE_DATA_DIR" in told
    assert "\n" not in told


def problem(path):
    try:
        try_out(path, 0.1)
    except StoreError as error:
        return str(error)
    return "none"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_record_that_cannot_be_written_is_told_from_a_folder_that_cannot(path):
    open_store(path, SETTINGS).close()
    path.chmod(0o444)
    path.parent.chmod(0o777)
    for parent in path.parent.parents:
        if parent.stat().st_uid == os.geteuid() and not parent.stat().st_mode & 0o001:
            parent.chmod(0o755)
    for asked in (refusal, problem):
        told = as_an_ordinary_user(lambda asked=asked: asked(path))
        assert told.startswith(f"The record {path} cannot be written"), told
        assert "\n" not in told
        assert "posture doctor" not in told
    path.chmod(0o600)
    assert problem(path) == "none"


def test_a_step_that_fails_leaves_the_file_at_the_step_before(path):
    open_store(path, SETTINGS).close()
    broken = (
        *MIGRATIONS,
        Migration("half", ("CREATE TABLE extra (a)", "CREATE TABLE samples (a)")),
    )
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        with pytest.raises(sqlite3.OperationalError, match="already exists"):
            migrate(connection, broken)
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        assert "extra" not in tables
        assert version_of(connection) == len(MIGRATIONS)
        assert connection.execute("SELECT count(*) FROM migrations").fetchone() == (
            len(MIGRATIONS),
        )


def test_a_step_and_its_record_arrive_together(path):
    open_store(path, SETTINGS).close()
    more = (*MIGRATIONS, Migration("extra", ("CREATE TABLE extra (a)",)))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, more)
        migrate(connection, more)
        names = [row[0] for row in connection.execute("SELECT name FROM migrations")]
        assert names == [step.name for step in more]
        assert version_of(connection) == len(more)


def test_a_row_that_is_no_longer_understood_is_left_out(path):
    with closing(open_store(path, SETTINGS)) as store:
        store.add_samples([SampleRecord(AT, 1.0, WatchState.AWAY)] * 3)
        store.file._connection.execute("UPDATE samples SET state = 'levitating' WHERE id = 2")
        assert len(store.day(DAY, UTC).samples) == 2


def test_old_looks_go_before_old_episodes(path):
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    ages = [timedelta(days=d) for d in (1, 2, 40, 100)]
    with closing(open_store(path, SETTINGS)) as store:
        store.add_samples([SampleRecord(now - age, 1.0, WatchState.AWAY) for age in ages])
        for age in ages:
            store.add_episode(EpisodeRecord(now - age, now - age, (), 1.0, "left"))
        store.maintain(now, GAP_INTERVALS)
        count = {
            table: store.file._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in ("samples", "episodes")
        }
    assert count == {"samples": 2, "episodes": 3}
