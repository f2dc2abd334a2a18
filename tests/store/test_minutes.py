"""What the record keeps of looks by the minute, when they are thinned, imported late or apart."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from posture.core.day.records import Delivery, MinuteRecord, SampleRecord
from posture.core.day.summary import summarise
from posture.core.events import Cause
from posture.core.period.totals import PeriodTotals
from posture.core.states import WatchState
from posture.store import from_rows, to_rows
from posture.store.migrations import MIGRATIONS, version_of
from posture.store.sqlite import open_store
from posture.store.tables import MINUTES, SPAN_COLUMNS
from tests.support.days import LIMITS, ZONE, Block, a_day, judged_time
from tests.support.periods import PERIOD_LIMITS, span_of
from tests.support.stores import GAP_INTERVALS, SETTINGS, Settings

DAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = (Block(9.0, "typing", 0.3), Block(10.0, "off"))
OLD_RECORD = Path(__file__).parents[1] / "support" / "record_of_version_1.sql"


def add(store, records):
    store.add_samples(records.samples)
    for episode in records.episodes:
        store.add_episode(episode)
    for nudge in records.nudges:
        store.add_nudge(nudge)


def around(midnight):
    """Looks every 7 s from five minutes before to five minutes after, in changing states."""
    states = [WatchState.UPRIGHT, WatchState.POOR, WatchState.POOR, WatchState.AWAY]
    return [
        SampleRecord(
            (midnight + timedelta(seconds=second)).astimezone(ZONE),
            5.0,
            states[second // 35 % 4],
            cause=Cause.SLUMPED,
        )
        for second in range(-300, 300, 7)
    ]


def totals(store, day=DAY, zone=ZONE):
    summary = summarise(day, zone, store.day(day, zone), LIMITS)
    return summary.by_state, summary.by_cause, [hour.by_state for hour in summary.hours]


def minutes(store, day=DAY, zone=ZONE, last=None):
    return list(store.minutes(day, zone, GAP_INTERVALS, last))


def by_state(found):
    totals = {}
    for minute in found:
        totals[minute.state] = totals.get(minute.state, 0) + minute.lasting_us
    return {state: us / 1e6 for state, us in totals.items()}


def count(store, table="samples"):
    return store.file.use(
        lambda db: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
    )


def test_minutes_follow_the_looks_that_come_after_they_were_added_up(store):
    looks = a_day(DAY, plan=HOUR).samples
    half = len(looks) // 2
    for start, end in ((half, None), (0, half)):  # the earlier ones come late, as from an import
        store.add_samples(looks[start:end])
        seen = dict(totals(store)[0])
        found = by_state(minutes(store))
        found.pop(WatchState.PAUSED, None)
        assert found == pytest.approx(seen, abs=1e-6)


def test_minutes_joined_add_up_to_the_same_to_the_microsecond(store):
    store.add_samples(a_day(DAY).samples)
    by_minute, joined = (
        list(read(DAY, ZONE, GAP_INTERVALS)) for read in (store.minutes, store.spans)
    )
    assert len(joined) < len(by_minute) / 2
    assert store.judged_by_day([DAY], ZONE, GAP_INTERVALS) == {DAY: judged_time(by_minute)}
    sums = [PeriodTotals(ZONE, PERIOD_LIMITS) for _ in range(2)]
    for total, found in zip(sums, (map(span_of, by_minute), joined), strict=True):
        total.add(found)
    assert sums[0].by_day == sums[1].by_day
    assert sums[0].weekday_hours() == sums[1].weekday_hours()
    assert sums[0].sittings.figures() == sums[1].sittings.figures()


@pytest.mark.parametrize(
    "apart",
    [
        {"profile": "desk"},
        {"state": WatchState.POOR},
        {"at": NOON + timedelta(seconds=61)},
        {"at": (NOON + timedelta(seconds=60)).astimezone(ZONE)},
    ],
    ids=["another profile", "another state", "a gap", "another zone"],
)
def test_minutes_are_joined_only_where_one_state_goes_on(apart):
    first = MinuteRecord(NOON, 60_000_000, WatchState.UPRIGHT)
    following = replace(first, at=NOON + timedelta(seconds=60))

    def joined(*minutes):
        columns = MINUTES.row.__struct_fields__
        wanted = [columns.index(name) for name in SPAN_COLUMNS.split(", ")]
        cells = map(to_rows.minute_row, minutes)
        text = from_rows.spans_text([[row[n] for n in wanted] for row in cells])
        return [span.lasting_us for span in from_rows.spans(text)]

    assert joined(first, following) == [120_000_000]
    assert joined(first, replace(following, **apart)) == [60_000_000, 60_000_000]


@pytest.mark.parametrize("zone", [UTC, ZONE], ids=str)
def test_a_thinned_day_says_what_it_said(store, zone):
    """Also where looks go on over the midnight of UTC between what is thinned and what is not."""
    midnight = datetime(2026, 11, 20, tzinfo=UTC)
    for day in range(4):
        store.add_samples(around(midnight + timedelta(days=day)))
    days = [DAY + timedelta(days=day) for day in range(-1, 4)]
    before = [totals(store, day, zone) for day in days]
    for more in range(3):  # days that make the clock believed
        store.add_samples([SampleRecord(NOON + timedelta(days=30 + more), 1.0, WatchState.AWAY)])
    store.maintain(NOON + timedelta(days=32), GAP_INTERVALS)  # thins the first two
    assert 0 < count(store) < 3 * len(around(midnight))
    assert [totals(store, day, zone) for day in days] == before
    store.maintain(NOON + timedelta(days=33), GAP_INTERVALS)
    assert [totals(store, day, zone) for day in days] == before


def test_what_is_kept_apart_is_in_no_day(store):
    add(store, a_day(DAY, plan=HOUR))
    before, days = store.day(DAY, ZONE), store.days(ZONE)
    found = minutes(store)
    clip = a_day(DAY, 8, HOUR)
    for records in (clip, a_day(DAY + timedelta(days=3), plan=HOUR)):
        apart = {"source": "/clips/one.mp4", "is_apart": True}
        add(
            store,
            replace(
                records,
                samples=[replace(sample, **apart) for sample in records.samples],
                episodes=[replace(episode, **apart) for episode in records.episodes],
                nudges=[replace(nudge, **apart) for nudge in records.nudges],
            ),
        )
    assert store.day(DAY, ZONE) == before
    assert store.days(ZONE) == store.latest_days(ZONE, 9) == days
    assert minutes(store) == found
    assert len(store.nudges_since(NOON - timedelta(days=1))) > len(before.nudges), (
        "they were shown all the same, and the pause between nudges is kept"
    )


def test_days_are_found_from_either_end(store):
    for day in (0, 1, 5, 400):
        store.add_samples([SampleRecord(NOON + timedelta(days=day), 1.0, WatchState.AWAY)])
    days = [DAY + timedelta(days=day) for day in (0, 1, 5, 400)]
    assert store.days(ZONE) == tuple(days)
    assert store.days(ZONE, days[1], days[2]) == tuple(days[1:3])
    assert store.latest_days(ZONE, 2, days[2]) == (days[2], days[1])
    assert store.latest_days(ZONE, 9) == tuple(reversed(days))


def test_years_of_minutes_stay_unless_an_end_is_set(path):
    for keep_days, stays in ((0, True), (90, False)):
        settings = Settings(keep_days=keep_days)
        with closing(open_store(path.with_name(f"{keep_days}.db"), settings)) as store:
            for day in (0, 1, 2, 3, 1000, 1001, 1002):
                looks = [SampleRecord(NOON, 1.0, WatchState.AWAY) for _ in range(2)]
                at = (timedelta(days=day), timedelta(days=day, seconds=2))
                store.add_samples([replace(k, at=k.at + a) for k, a in zip(looks, at, strict=True)])
            store.maintain(NOON + timedelta(days=1003), GAP_INTERVALS)
            assert count(store) == 6
            assert bool(minutes(store)) is stays


def test_a_record_of_the_version_before_minutes_is_taken_over_whole(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(OLD_RECORD.read_text())
        assert version_of(connection) == 1
    with closing(open_store(path, SETTINGS)) as store:
        assert store.notices == []
        assert store.file.use(version_of) == len(MIGRATIONS)
        day = store.day(DAY, ZONE)
        assert (len(day.samples), len(day.episodes), len(day.nudges)) == (101, 1, 2)
        (episode,), (told, held) = day.episodes, day.nudges
        assert episode.profile == told.profile == held.profile == "desk", "as the looks were judged"
        assert not any(record.is_apart for record in (*day.samples, *day.episodes, *day.nudges))
        assert (told.answer, told.silent_share, told.outcome) == (
            "useful",
            None,
            Delivery.DELIVERED,
        )
        assert episode.causes == (Cause.SLUMPED,)
        found = by_state(minutes(store))
        assert found == pytest.approx(totals(store)[0])


def test_of_a_damaged_record_of_an_older_version_what_can_be_read_is_kept(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(OLD_RECORD.read_text())
    with path.open("r+b") as file:
        file.seek(60)
        file.write(bytes(4))  # the version in the header
    with closing(open_store(path, SETTINGS)) as store:
        assert "damaged" in store.notices[0]
        assert len(store.day(DAY, ZONE).samples) == 101


def test_adding_a_day_up_reads_no_more_of_a_long_record(store):
    """None of the looks is apart: the one before the day must not be looked for in all of them."""

    def instructions():
        store.add_samples([SampleRecord(NOON, 1.0, WatchState.AWAY)])
        counted = []
        store.file.use(lambda db: db.set_progress_handler(lambda: counted.append(1), 100))
        minutes(store)
        store.file.use(lambda db: db.set_progress_handler(None, 0))
        return len(counted)

    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    store.add_samples(around(noon))
    minutes(store)
    alone = instructions()
    for day in range(3, 60):
        store.add_samples(around(noon - timedelta(days=day)))
    assert alone <= instructions() < 1.2 * alone
