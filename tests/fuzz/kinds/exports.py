"""What ``posture data import`` reads, damaged: CSV and JSON Lines, and Parquet of odd types too."""

import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from posture.config import default_config
from posture.core.day.instants import LATEST_US
from posture.core.day.records import Delivery, EpisodeRecord, NudgeRecord, SampleRecord
from posture.core.events import Cause, Verdict
from posture.core.states import WatchState
from posture.errors import InputError
from posture.report.write import day_summary
from posture.store.exchange.columns import FILE_TABLES
from posture.store.exchange.read import take_in
from posture.store.exchange.write import export
from posture.store.sqlite import open_store
from tests.fuzz.harness import kind, miswritten, spoiled
from tests.support.stores import GAP_INTERVALS, SETTINGS

AT = datetime(2026, 11, 18, 9, tzinfo=UTC)
LOOKS = 6
CONFIG = default_config()
LONGEST_SAID = 500
EVER_US = (0, LATEST_US)
ODD_VALUES = (
    None,
    True,
    -1,
    2**63 - 1,
    0.5,
    float("nan"),
    float("inf"),
    "",
    "1",
    "=1+1",
    "up\0right",
    "\x1b]0;x\x07",
    b"\xff\xfe",
    [],
    [None],
    ["slumped", "=x"],
    [["slumped"]],
    {"x": 1},
    Decimal("1.5"),
    datetime(1, 1, 1),  # noqa: DTZ001 - odd
    datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
    timedelta(days=9e4),
)


@kind
def import_csv(random, folder):
    _spoil(random, folder, "csv", miswritten)
    _take_in(folder)


@kind
def import_jsonl(random, folder):
    _spoil(random, folder, "jsonl", miswritten)
    _take_in(folder)


@kind
def import_parquet(random, folder):
    """Its bytes, or a column of another type, as another program may write it."""
    _spoil(random, folder, "parquet", random.choice((spoiled, _retyped)))
    _take_in(folder)


def _take_in(folder):
    """All is added once, and can be judged and exported again; or the record stays as it was."""
    path = folder / "posture.db"
    path.write_bytes(_empty())
    with closing(open_store(path, SETTINGS)) as store:
        try:
            taken = take_in(store.file, folder)
        except InputError as error:
            said = str(error)
        else:
            said = ""
        if said:
            assert said.isprintable()
            assert len(said) < LONGEST_SAID
            assert "None" not in said, "it does not say why"
            assert _count(store) == 0, "refused, and yet added"
            return
        assert sum(one.added for one in taken.values()) == _count(store)
        again = take_in(store.file, folder)
        assert not any(one.added for one in again.values()), "added twice"
        for day in [day for day in store.days(UTC) if day.year < 9000][:3]:
            day_summary(store, day, UTC, CONFIG)
        for table in FILE_TABLES:
            for row in store.file.use(lambda db, t=table: _rows(db, t)):
                assert table.table.is_sound(row), f"a row that a check would find: {row}"
        export(store.file, folder / "again", "csv", span_us=EVER_US)


def _spoil(random, folder, format_name, spoil):
    """An export, of which one file is damaged; of the others some are there."""
    files = _exported(format_name)
    chosen = random.choice([*files])
    for name, content in files.items():
        if name == chosen or random.randrange(2):
            given = spoil(random, content) if name == chosen else content
            (folder / name).write_bytes(given)


def _retyped(random, content):
    """A Parquet file that holds something else in one to three of its columns."""
    import pyarrow as pa  # noqa: PLC0415 - heavy
    from pyarrow import parquet  # noqa: PLC0415

    table = parquet.read_table(pa.BufferReader(content))
    for _ in range(random.randrange(1, 4)):
        at, odd = random.randrange(table.num_columns), random.choice(ODD_VALUES)
        name = random.choice([table.column_names[at]] * 5 + ["", "at", "x\ny"])
        table = table.set_column(at, name, pa.array([odd] * table.num_rows))
    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink)
    return sink.getvalue().to_pybytes()


@cache
def _empty():
    """A record without a row: to make its tables anew takes longer than to read an export."""
    with tempfile.TemporaryDirectory(prefix="posture-fuzz-") as made:
        path = Path(made) / "posture.db"
        open_store(path, SETTINGS).close()
        return path.read_bytes()


@cache
def _exported(format_name):
    """The files of a small record's export, by name."""
    with tempfile.TemporaryDirectory(prefix="posture-fuzz-") as made:
        with closing(open_store(Path(made) / "posture.db", SETTINGS)) as store:
            sample = SampleRecord(
                AT, 2.0, WatchState.POOR, Verdict.POOR, 1.2, Cause.SLUMPED, 31.0, 9.5, 12.0, 4.0
            )
            store.add_samples(
                [replace(sample, at=AT + timedelta(seconds=2 * look)) for look in range(LOOKS)]
            )
            until = AT + timedelta(minutes=2)
            store.add_episode(EpisodeRecord(AT, until, (Cause.SLUMPED,), 1.4, "corrected", AT))
            told = NudgeRecord(AT, Cause.SLUMPED, "tip", "=Sit up.", Delivery.DELIVERED, "", None)
            store.add_nudge(told)
            store.bring_minutes_up_to_date(GAP_INTERVALS, EVER_US)
            out = Path(made) / "out"
            export(store.file, out, format_name, span_us=EVER_US)
        names = [f"{table.name}.{format_name}" for table in FILE_TABLES]
        return {name: (out / name).read_bytes() for name in names}


def _count(store):
    return sum(
        len(store.file.use(lambda db, table=table: _rows(db, table))) for table in FILE_TABLES
    )


def _rows(connection, table):
    return connection.execute(f"SELECT {table.table.columns} FROM {table.table.name}").fetchall()  # noqa: S608 - constants
