"""A record whose file, log or cells were damaged, and what a report makes of it."""

import sqlite3
import tempfile
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from posture.config import default_config
from posture.core.day.records import Delivery, EpisodeRecord, NudgeRecord, SampleRecord
from posture.core.events import Cause, Verdict
from posture.core.period.calendar import week_of
from posture.core.states import WatchState
from posture.report.data import jsonable
from posture.report.periods import period_summary
from posture.report.write import day_summary, write_page
from posture.store.migrations import MIGRATIONS, migrate
from posture.store.sqlite import open_store
from posture.store.tables import TABLES
from tests.fuzz.harness import kind
from tests.support.stores import GAP_INTERVALS, SETTINGS

AT = datetime(2026, 11, 18, 9, tzinfo=UTC)
LOOKS = 15
STATES = (WatchState.POOR, WatchState.UPRIGHT, WatchState.AWAY, WatchState.TURNED)
VERSIONS = (*[len(MIGRATIONS)] * 5, 3, 2, 1)  # seldom an older record, as an update finds it
CONFIG = default_config()
ODD_CELLS = (
    None,
    "",
    "abc",
    "up\0right",
    b"\xff\xfe",
    b"upright",
    0,
    1,
    -1,
    2**31,
    2**53,
    2**63 - 1,
    -(2**63),
    0.5,
    -0.0,
    1e300,
    float("inf"),
    float("-inf"),
    "9" * 5000,
    "[" * 100_000,
    '["slumped"',
    "null",
    "\x1b]0;x\x07",
    "NaN",
)


@kind
def record_bytes(random, folder):
    """One to eight bytes anywhere in the file: no look that the backup has may be lost."""
    path, content = _a_record(folder, random.choice(VERSIONS))
    spoilt = bytearray(content)
    for _ in range(random.choice((1, 1, 1, 2, 8))):
        at = random.randrange(random.choice((100, 4096, *[len(spoilt)] * 4)))
        spoilt[at] = random.choice((spoilt[at] ^ 1 << random.randrange(8), random.randrange(256)))
    path.write_bytes(spoilt)
    assert _looks_left(path) >= LOOKS - 8, "looks that the backup has were lost"


@kind
def record_cut_or_mixed(random, folder):
    """Cut off, pages swapped, zeroed or from elsewhere, a log that is garbage."""
    path, content = _a_record(folder, random.choice(VERSIONS))
    pages = [content[at : at + 4096] for at in range(0, len(content), 4096)]
    for _ in range(random.choice((1, 1, 3))):
        one, other = random.randrange(len(pages)), random.randrange(len(pages))
        match random.randrange(5):
            case 0:
                pages[one], pages[other] = pages[other], pages[one]
            case 1:
                pages[one] = bytes(4096)
            case 2:
                pages[one] = random.randbytes(4096)
            case 3:
                pages[one] = pages[other]
            case 4:
                path.with_name("posture.db-wal").write_bytes(
                    random.randbytes(random.randrange(9999))
                )
    whole = b"".join(pages)
    path.write_bytes(whole[: random.randrange(len(whole))] if not random.randrange(3) else whole)
    assert _looks_left(path) >= LOOKS, "looks that the backup has were lost"


@kind
def record_cells(random, folder):
    """One to five cells of any column hold what does not belong there."""
    path = with_odd_cells(random, folder)
    assert _looks_left(path) >= LOOKS - 5, "looks that the backup has were lost"


def with_odd_cells(random, folder):
    """The path of such a record."""
    path, _ = _a_record(folder)
    with closing(sqlite3.connect(path)) as connection:
        if not random.randrange(5):
            connection.execute("UPDATE day_spans SET spans = ?", (_odd_spans(random, connection),))
        for _ in range(random.choice((1, 1, 5))):
            table = random.choice(TABLES)
            column = random.choice(("id", *table.row.__struct_fields__))
            odd = random.choice(ODD_CELLS)
            value = "CAST(? AS TEXT)" if isinstance(odd, bytes) and random.randrange(2) else "?"
            count = connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0]  # noqa: S608
            with suppress(sqlite3.IntegrityError):  # not every column takes everything
                connection.execute(
                    f"UPDATE {table.name} SET {column} = {value} WHERE id = ?",  # noqa: S608
                    (odd, random.randrange(max(count, 1)) + 1),
                )
        connection.commit()
    return path


def _odd_spans(random, connection):
    """Something else, or the text with one sign changed."""
    odd = random.choice(ODD_CELLS)
    if odd is not None and random.randrange(2):
        return odd
    (text,) = connection.execute("SELECT spans FROM day_spans").fetchone()
    at = random.randrange(len(text))
    return text[:at] + random.choice('0987-.,[]"eE') + text[at + 1 :]


@cache
def _whole() -> tuple[bytes, bytes]:
    """A record, and its backup, which has the first half of the looks."""
    with tempfile.TemporaryDirectory(prefix="posture-fuzz-") as folder:
        path = Path(folder) / "posture.db"
        with closing(open_store(path, SETTINGS)) as store:
            for day in range(2):
                at = AT + timedelta(days=day)
                store.add_samples([_look(at, number) for number in range(LOOKS)])
                store.add_episode(
                    EpisodeRecord(
                        at, at + timedelta(minutes=2), (Cause.SLUMPED,), 1.4, "corrected", at
                    )
                )
                for minute in range(4):
                    store.add_nudge(
                        NudgeRecord(
                            at + timedelta(minutes=minute),
                            Cause.SLUMPED,
                            "tip",
                            "Sit up.",
                            Delivery.DELIVERED,
                            "",
                            "useful",
                        )
                    )
                if not day:
                    store.maintain(at, GAP_INTERVALS)
            period_summary(store, week_of(AT.date()), UTC, CONFIG, AT.date() + timedelta(days=2))
        (backup,) = (path.parent / "backups").iterdir()
        return path.read_bytes(), backup.read_bytes()


def _look(first: datetime, number: int) -> SampleRecord:
    """Looks 20 s apart: minutes of every state, and spans of several minutes."""
    at, state = first + timedelta(seconds=20 * number), STATES[number // 3 % len(STATES)]
    if state is not WatchState.POOR:
        return SampleRecord(at, 20.0, state)
    return SampleRecord(
        at, 20.0, state, Verdict.POOR, 1.2, Cause.SLUMPED, 31.0, 9.5, 12.0, 4.0, 3.0, 2.5, "default"
    )


@cache
def _at_version(version: int) -> tuple[bytes, bytes]:
    """The record and its backup as they were after so many of the migrations."""
    record, backup = _whole()
    return _older(record, version), _older(backup, version)


def _older(content: bytes, version: int) -> bytes:
    if version == len(MIGRATIONS):
        return content
    with tempfile.TemporaryDirectory(prefix="posture-fuzz-") as folder:
        newer, path = Path(folder) / "newer.db", Path(folder) / "posture.db"
        newer.write_bytes(content)
        with closing(sqlite3.connect(path, isolation_level=None)) as older:
            older.execute("PRAGMA auto_vacuum = INCREMENTAL")
            older.execute("PRAGMA journal_mode = WAL")
            migrate(older, MIGRATIONS[:version])
            older.execute("ATTACH ? AS newer", (str(newer),))
            tables = older.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")
            for (table,) in tables.fetchall():
                names = [row[1] for row in older.execute(f"PRAGMA main.table_info({table})")]
                columns = ", ".join(names)
                older.execute(
                    f"INSERT OR IGNORE INTO main.{table} ({columns}) "  # noqa: S608 - constants
                    f"SELECT {columns} FROM newer.{table}"
                )
            # Not by the table of migrations, which has had a row too many copied into it.
            older.execute("DELETE FROM main.migrations WHERE version > ?", (version,))
        return path.read_bytes()


def _a_record(folder: Path, version: int = len(MIGRATIONS)) -> tuple[Path, bytes]:
    content, backup = _at_version(version)
    (folder / "backups").mkdir()
    (folder / "backups" / "posture-000001-2026-11-18.db").write_bytes(backup)
    path = folder / "posture.db"
    path.write_bytes(content)
    return path, content


def _looks_left(path: Path) -> int:
    """What a watch and a report do with the record; how many looks of the backup they find."""
    with closing(open_store(path, SETTINGS)) as store:
        store.maintain(AT + timedelta(days=2), GAP_INTERVALS)
        store.last_nudge()
        store.tips_shown(AT - timedelta(days=1))
        store.add_samples([SampleRecord(AT + timedelta(days=2), 2.0, WatchState.AWAY)])
        days = [day for day in store.days(UTC) if day.year < 9000]
        found = {look.at for day in days for look in store.day(day, UTC).samples}
        summaries = [day_summary(store, day, UTC, CONFIG) for day in days[:2]]
        for summary in summaries:
            jsonable(summary)
        for summary in summaries[:1]:
            write_page(summary, path.parent)
        period_summary(store, week_of(AT.date()), UTC, CONFIG, AT.date() + timedelta(days=2))
        is_healed = bool(store.notices)
    if is_healed:
        with closing(open_store(path, SETTINGS)) as store:
            assert not store.notices, "it is told a second time"
    return len(found & {_look(AT, number).at for number in range(LOOKS)})
