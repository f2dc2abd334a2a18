"""Minutes joined in the record: whatever becomes of the minutes, reports say what these say."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posture.core.day.instants import DAY_US, day_of, to_us
from posture.core.day.local_days import judged_by_day
from posture.core.day.records import MinuteRecord, SampleRecord
from posture.core.events import Cause
from posture.core.period.totals import PeriodTotals
from posture.core.states import WatchState
from posture.store import minutes as store_minutes
from posture.store import to_rows
from posture.store.deletion import Selection, delete
from posture.store.migrations import MIGRATIONS, migrate
from posture.store.sqlite import open_store
from posture.store.tables import MINUTES, SAMPLES
from tests.support.periods import PERIOD_LIMITS, span_of
from tests.support.stores import GAP_INTERVALS, SETTINGS

FIRST, LAST = date(2026, 10, 23), date(2026, 10, 27)  # Berlin's clock is set back on the 25th
START = datetime(2026, 10, 24, tzinfo=UTC)
DAY = day_of(to_us(START))
# Whole hours and quarters ahead, behind, and one that is set back over a midnight.
ZONES = [ZoneInfo(name) for name in ("Europe/Berlin", "Asia/Kathmandu", "America/New_York")]
STATES = (WatchState.UPRIGHT, WatchState.POOR, WatchState.AWAY, WatchState.PAUSED)


def looks(at, states, profile="desk", offset_s=7200):
    """A look every half minute, the last of them only an end."""
    zone = timezone(timedelta(seconds=offset_s))
    return [
        SampleRecord(
            (at + timedelta(seconds=30 * number)).astimezone(zone),
            30.0,
            state,
            cause=Cause.SLUMPED if state is WatchState.POOR else None,
            profile=profile,
        )
        for number, state in enumerate((*states, WatchState.AWAY))
    ]


def text_of(store, day=DAY):
    query = "SELECT spans FROM day_spans WHERE day = ?"
    found = store.file.use(lambda db: db.execute(query, (day,)).fetchone())
    return found and found[0]


def spans(store, zone=UTC, gap_intervals=GAP_INTERVALS):
    return list(store.spans(FIRST, zone, gap_intervals, LAST))


def sums(found, zone):
    totals = PeriodTotals(zone, PERIOD_LIMITS)
    totals.add(found)
    sittings = totals.sittings.figures()
    return totals.by_day, totals.weekday_hours(), totals.moved_zone, sittings


def assert_says_what_its_minutes_say(store, zone, gap_intervals):
    by_minute = [span_of(m) for m in store.minutes(FIRST, zone, gap_intervals, LAST)]
    joined = spans(store, zone, gap_intervals)
    assert sums(joined, zone) == sums(by_minute, zone)
    days = [FIRST + timedelta(days=ahead) for ahead in range(-1, 7)]
    assert store.judged_by_day(days, zone, gap_intervals) == dict(judged_by_day(by_minute, zone))


instants = st.integers(0, 3 * 48 - 1).map(
    lambda half_hours: START + half_hours * timedelta(hours=0.5)
)
offsets = st.sampled_from([0, 3600, 7200, 20_700, -14_400])
profiles = st.sampled_from(["desk", "sofa", None])
changes = st.one_of(
    st.tuples(
        st.just("look"),
        instants,
        st.lists(st.sampled_from(STATES), min_size=4, max_size=90),
        profiles,
        offsets,
    ),
    st.tuples(st.just("delete"), instants, st.sampled_from(["desk", "sofa"])),
    st.tuples(st.just("thin"), st.integers(DAY + 1, DAY + 3)),
    st.tuples(st.just("judge gaps otherwise"), st.sampled_from([0.5, 3.0])),
    st.tuples(st.just("take in minutes"), instants, offsets),
    st.tuples(st.just("edit"), st.sampled_from(["SET lasting_us = 7", "SET at_us = at_us + 3"])),
    st.tuples(st.just("keep a copy")),
    st.tuples(st.just("go back")),
)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(changes, st.sampled_from(ZONES)), min_size=2, max_size=8))
def test_whatever_becomes_of_the_record_it_says_what_its_minutes_say(tmp_path_factory, steps):
    path = tmp_path_factory.mktemp("record") / "posture.db"
    copy, gap_intervals = path.with_name("copy.db"), GAP_INTERVALS
    store = open_store(path, SETTINGS)
    try:
        for (what, *how), zone in steps:
            match what:
                case "look":
                    store.add_samples(looks(*how))
                case "delete":
                    at_us = to_us(how[0])
                    delete(store.file, Selection(at_us, at_us + DAY_US, profile=how[1]))
                case "thin":
                    store_minutes.thin(store.file, how[0], gap_intervals)
                case "judge gaps otherwise":
                    gap_intervals = how[0]
                case "take in minutes":
                    insert_minutes(store, *how)
                case "edit":
                    statement = f"UPDATE minutes {how[0]} WHERE id % 3 = 0"
                    store.file.write(lambda db, sql=statement: db.execute(sql))
                case "keep a copy":
                    copy.unlink(missing_ok=True)
                    store.file.use(lambda db: db.execute("VACUUM INTO ?", (str(copy),)))
                case "go back" if copy.exists():
                    store.close()
                    copy.replace(path)
                    store = open_store(path, SETTINGS)
            assert_says_what_its_minutes_say(store, zone, gap_intervals)
    finally:
        store.close()


def insert_minutes(store, at, offset_s):
    zone = timezone(timedelta(seconds=offset_s))
    taken = [
        MinuteRecord((at + timedelta(minutes=n)).astimezone(zone), 60_000_000, WatchState.UPRIGHT)
        for n in range(40)
    ]
    marks = ", ".join("?" * len(MINUTES.row.__struct_fields__))
    statement = f"INSERT INTO minutes ({MINUTES.columns}) VALUES ({marks})"  # noqa: S608
    store.file.write(lambda db: db.executemany(statement, map(to_rows.minute_row, taken)))


def test_a_day_read_once_is_read_joined_from_then_on(store):
    store.add_samples(looks(START, [WatchState.UPRIGHT] * 60))
    assert text_of(store) is None
    first = spans(store)
    assert [span.lasting_us for span in first] == [30 * 60_000_000]
    text = text_of(store)
    assert text
    written = store.file.use(lambda db: db.total_changes)
    assert spans(store) == first
    assert store.file.use(lambda db: db.total_changes) == written


@pytest.mark.parametrize(
    "change",
    [
        "INSERT INTO minutes VALUES (9999, {us}, 0, 7, 'away', ?, ?, ?, ?, ?, ?, ?, 0)",
        "UPDATE minutes SET lasting_us = 5 WHERE id = 1",
        "UPDATE minutes SET at_us = at_us + 86400000000 WHERE id = 1",
        "DELETE FROM minutes WHERE id = 1",
        "DELETE FROM minutes",
    ],
)
def test_no_change_of_a_days_minutes_leaves_them_joined_as_they_were(store, change):
    for day in range(2):
        at = START + timedelta(days=day)
        store.add_samples(looks(at, [WatchState.UPRIGHT, WatchState.UPRIGHT, WatchState.POOR] * 20))
    spans(store)
    store.file.write(lambda db: db.execute(change.format(us=to_us(START)).replace("?", "NULL")))
    assert text_of(store) is None
    if "86400000000" in change or change == "DELETE FROM minutes":
        assert text_of(store, DAY + 1) is None


def test_what_is_deleted_is_nowhere_in_the_file(path):
    secret = b"Nobody-else-shall-know"
    with closing(open_store(path, SETTINGS)) as store:
        store.add_samples(looks(START, [WatchState.UPRIGHT] * 60, profile=secret.decode()))
        spans(store)
        store_minutes.thin(store.file, DAY + 1, GAP_INTERVALS)
        assert secret.decode() in text_of(store)
        delete(store.file, Selection(profile=secret.decode()))
        assert all(secret not in file.read_bytes() for file in path.parent.glob("posture.db*"))


def test_a_record_of_the_version_before_is_joined_when_it_is_first_read(path):
    at = looks(START, [WatchState.UPRIGHT] * 8)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, MIGRATIONS[:2])
        marks = ", ".join("?" * len(SAMPLES.row.__struct_fields__))
        connection.executemany(
            f"INSERT INTO samples ({SAMPLES.columns}) VALUES ({marks})",  # noqa: S608
            map(to_rows.sample_row, at),
        )
        store_minutes_of_version_2 = [
            MinuteRecord(START + timedelta(days=1, minutes=n), 60_000_000, WatchState.POOR)
            for n in range(9)
        ]
        marks = ", ".join("?" * len(MINUTES.row.__struct_fields__))
        connection.executemany(
            f"INSERT INTO minutes ({MINUTES.columns}) VALUES ({marks})",  # noqa: S608
            map(to_rows.minute_row, store_minutes_of_version_2),
        )
    with closing(open_store(path, SETTINGS)) as store:
        assert store.notices == []
        assert [span.lasting_us for span in spans(store)] == [240_000_000, 540_000_000]
        assert text_of(store)
        assert text_of(store, DAY + 1)


@pytest.mark.parametrize(
    "damage",
    ["[[1,", '[[-1,0,1,"upright",null,null]]', "[]x", "7", '[["1",0,1,"upright",null,null]]'],
)
def test_joined_minutes_that_are_damaged_cost_nothing(store, damage):
    store.add_samples(looks(START, [WatchState.UPRIGHT] * 60))
    first = spans(store)
    store.file.write(lambda db: db.execute("UPDATE day_spans SET spans = ?", (damage,)))
    assert spans(store) == first
    assert len(store.notices) == 1


def test_a_state_that_is_not_known_is_left_out(store, caplog):
    store.add_samples(looks(START, [WatchState.UPRIGHT] * 60))
    spans(store)
    store_minutes.thin(store.file, DAY + 1, GAP_INTERVALS)
    change = "UPDATE minutes SET state = 'levitating' WHERE at_us >= ?"
    store.file.write(lambda db: db.execute(change, (to_us(START + timedelta(minutes=20)),)))
    for _ in range(2):
        assert [span.lasting_us for span in spans(store)] == [20 * 60_000_000]
    assert "not understood" in caplog.text
    assert "levitating" in text_of(store), "a newer posture, which knows it, will read it"


def test_a_day_never_ends_twice_where_the_clock_is_set_back_over_midnight():
    """In St. John's at 00:01 on 2010-11-07: the hour from 23:01 came again."""
    zone = ZoneInfo("America/St_Johns")
    start = datetime(2010, 11, 7, 1, 31, tzinfo=UTC)  # 23:01 of the 6th, the first time
    long = span_of(MinuteRecord(start, 3 * 3_600_000_000, WatchState.UPRIGHT))
    minutes = [replace_at(long, start + timedelta(minutes=n)) for n in range(180)]
    for given_spans in ([long], minutes):
        assert [(day, judged.upright_s) for day, judged in judged_by_day(given_spans, zone)] == [
            (date(2010, 11, 6), 59 * 60.0),
            (date(2010, 11, 7), 121 * 60.0),
        ]


def replace_at(span, at):
    return msgspec.structs.replace(span, at_us=to_us(at), lasting_us=60_000_000)
