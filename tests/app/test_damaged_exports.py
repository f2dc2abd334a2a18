"""Exports and records that hold what does not belong there: found by ``make fuzz``, once each."""

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from posture.app.data.checked import findings
from posture.app.data.exported import export_to, import_from
from posture.app.data.inventory import inventory
from posture.config import load_config
from posture.core.day.records import EpisodeRecord, SampleRecord
from posture.core.events import Cause
from posture.core.states import WatchState
from posture.errors import InputError
from posture.store.exchange.columns import NAMES
from posture.store.sqlite import open_store
from posture.system.paths import data_dir, record_path
from tests.fuzz.kinds.exports import EVER_US

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    for name in ("DATA", "CONFIG", "LOG"):
        monkeypatch.setenv(f"POSTURE_{name}_DIR", str(tmp_path / "home" / name.lower()))


@pytest.fixture
def store():
    """Three looks and an episode, and a backup of them."""
    with closing(open_store(record_path(), load_config().store)) as store:
        for number in range(3):
            store.add_samples([SampleRecord(AT + timedelta(seconds=number), 1.0, WatchState.AWAY)])
        until = AT + timedelta(minutes=1)
        store.add_episode(EpisodeRecord(AT, until, (Cause.SLUMPED,), 1.4, "corrected", AT))
        store.maintain(AT, 3.0)
        yield store


def exported(folder, format_name="jsonl"):
    counts = export_to(folder, format_name, load_config(), UTC, span_us=EVER_US, only=NAMES)
    return {name: count for name, count in counts.items() if name in {"looks", "episodes"}}


def refused(folder):
    with pytest.raises(InputError) as raised:
        import_from(folder, load_config())
    said = str(raised.value)
    assert said.isprintable()
    return said


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"at": "\\ud800"}', "looks.jsonl, line 2: "),
        ("[" * 100_000, "looks.jsonl, line 2: nested too deep"),
        ("9" * 5000, "looks.jsonl, line 2: "),
        ("\xff", "looks.jsonl, line 2: "),
    ],
)
def test_a_line_that_is_no_json_is_refused_by_its_number(tmp_path, line, said):
    exported(tmp_path)
    looks = tmp_path / "looks.jsonl"
    first, _, *rest = looks.read_bytes().split(b"\n")
    looks.write_bytes(b"\n".join([first, line.encode("latin-1"), *rest]))
    assert said in refused(tmp_path)


@pytest.mark.usefixtures("store")
def test_causes_that_are_no_texts_are_refused(tmp_path):
    exported(tmp_path)
    episodes = tmp_path / "episodes.jsonl"
    row = json.loads(episodes.read_text())
    episodes.write_text(json.dumps({**row, "causes": [1]}))
    assert "episodes.jsonl, line 1" in refused(tmp_path)


@pytest.mark.usefixtures("store")
def test_of_a_long_text_that_is_no_time_the_beginning_is_shown(tmp_path):
    exported(tmp_path, "csv")
    looks = tmp_path / "looks.csv"
    looks.write_text(looks.read_text().replace("2026", "9" * 5000, 1))
    said = refused(tmp_path)
    assert "is no time" in said
    assert len(said) < 300


@pytest.mark.usefixtures("store")
def test_a_parquet_file_of_odd_types_or_cut_short_is_refused_with_why(tmp_path):
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet  # noqa: PLC0415 - optional

    exported(tmp_path, "parquet")
    looks = tmp_path / "looks.parquet"
    whole, table = looks.read_bytes(), parquet.read_table(looks)
    at = table.column_names.index("at_offset_s")
    for odd in (["x"], 10**6):
        parquet.write_table(table.set_column(at, "at_offset_s", pa.array([odd] * 3)), looks)
        assert "looks.parquet, row 1: at_offset_s is no offset" in refused(tmp_path)
    for damaged in (whole[:-8] + b"\xff\xff\xff\x7fPAR1", whole[:40] + b"\xff" * 400 + whole[440:]):
        looks.write_bytes(damaged)
        said = refused(tmp_path)
        assert "looks.parquet: not a Parquet file (" in said
        assert "None" not in said


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE samples SET at_offset_s = '[[' WHERE id = 1",
        "UPDATE samples SET state = x'ff' WHERE id = 1",
        "UPDATE episodes SET ended_us = 9e999",
        "UPDATE episodes SET causes = '[['",
    ],
)
def test_an_export_of_a_damaged_record_has_all_that_the_backup_gives_back(store, tmp_path, damage):
    store.file.use(lambda db: db.execute(damage))
    assert exported(tmp_path) == {"looks": 3, "episodes": 1}
    import_from(tmp_path, load_config())


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE samples SET at_us = 'abc' WHERE id = 1",
        "UPDATE samples SET profile = iif(id = 1, x'ff', 'me')",
    ],
)
def test_what_lies_where_is_told_of_a_damaged_record_too(store, damage):
    store.file.use(lambda db: db.execute(damage))
    assert inventory(load_config(), UTC)["record"]["rows"]["looks"] == 3


def test_a_file_nested_too_deep_is_found_by_a_check():
    data_dir().mkdir(parents=True)
    (data_dir() / "holds.json").write_text("[" * 100_000)
    assert any("holds.json cannot be read" in one for one in findings())
