"""Which recordings are meant, what they are called, whose they are."""

import os
import sys
import zipfile

import fsspec
import pytest

from posture.app.analyze.groups import grouping
from posture.app.analyze.inputs import find_recordings
from posture.app.analyze.names import file_names
from posture.app.analyze.remote import content_fingerprint, on_this_machine
from posture.app.analyze.tables import table_content
from posture.errors import InputError


def found(given, out, by=None):
    return find_recordings([str(path) for path in given], grouping(by), out)


@pytest.fixture
def study(tmp_path):
    for name in ("ann/one.mp4", "ann/two.MKV", "bob/one.mp4", "bob/notes.txt.bak", ".x/no.mp4"):
        path = tmp_path / "study" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return tmp_path / "study"


def test_a_folder_means_the_videos_in_it_and_below_but_not_its_own_results(study):
    (study / "out/annotated").mkdir(parents=True)
    (study / "out/annotated/ann_one.mp4").write_bytes(b"x")
    names = [each.name for each in found([study], study / "out")]
    assert names == ["ann/one.mp4", "ann/two.MKV", "bob/one.mp4"]


def test_a_pattern_a_list_and_a_file_mean_what_they_name_and_each_only_once(study, tmp_path):
    listed = tmp_path / "study.txt"
    listed.write_text("# of Monday\nstudy/ann/one.mp4\n\nstudy/bob/one.mp4\n", encoding="utf-8")
    given = [study / "ann/*.mp4", listed, study / "ann/one.mp4"]
    addresses = [each.address for each in found(given, tmp_path / "out")]
    assert sorted(addresses) == [str(study / "ann/one.mp4"), str(study / "bob/one.mp4")]


def test_recordings_of_one_name_are_told_apart_by_their_whole_path(study):
    names = [each.name for each in found([study / "ann/one.mp4", study / "bob/one.mp4"], study)]
    assert names == [str(study / "ann/one.mp4"), str(study / "bob/one.mp4")]


@pytest.mark.parametrize("missing", ["nothing*.mp4", "empty"])
def test_where_nothing_is_meant_it_says_so(tmp_path, missing):
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError):
        found([tmp_path / missing], tmp_path / "out")


def test_what_is_named_and_not_there_is_kept_for_the_table_of_failures(tmp_path):
    assert [each.name for each in found([tmp_path / "gone.mp4"], tmp_path / "o")] == ["gone.mp4"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_recording_of_any_name_has_a_line_and_a_file_of_its_own(tmp_path):
    for name in (
        b"a\nb.mp4",
        b"15:30.mp4",
        b"\xff.mp4",
        b"-x.mp4",
        b"a_nb.mp4",
        b"x" * 250 + b".mp4",
    ):
        (tmp_path / os.fsdecode(name)).write_bytes(b"x")
    recordings = found([tmp_path], tmp_path / "out")
    files = [each.file_name for each in recordings]
    assert len(set(files)) == len(recordings) == 6
    assert all(name.isprintable() and "/" not in name and ":" not in name for name in files)
    assert max(len(name.encode()) for name in files) < 200
    assert all(each.name.isprintable() for each in recordings)
    assert all(os.path.lexists(each.address) for each in recordings)


def test_two_files_that_differ_only_by_suffix_or_case_get_files_of_their_own():
    assert len({name.casefold() for name in file_names(["a.mp4", "a.avi", "A.mp4", "b.mp4"])}) == 4
    assert file_names(["a.mp4", "b.mp4"]) == ["a", "b"]


def test_the_group_is_the_folder_else_what_the_name_begins_with():
    group = grouping(None)
    assert [group(name) for name in ("ann/x_1.mp4", "f1_front.mp4", "P01-2.mp4")] == [
        "ann",
        "f1",
        "P01",
    ]


def test_addresses_are_those_of_fsspec_also_within_an_archive(tmp_path):
    archive = tmp_path / "study.zip"
    with zipfile.ZipFile(archive, "w") as study:
        for name in ("ann/one.mp4", "bob/one.mp4", "bob/notes.md"):
            study.writestr(name, name)
    memory = fsspec.filesystem("memory")
    memory.pipe({"/study/ann/one.mp4": b"ann/one.mp4", "/study/bob/one.mp4": b"bob/one.mp4"})
    for given in (
        f"zip://*/*.mp4::{archive}",
        f"zip://::file://{archive}",
        "memory://study/*/*.mp4",
        "memory://study",
    ):
        recordings = found([given], tmp_path / "out")
        assert [each.name for each in recordings] == ["ann/one.mp4", "bob/one.mp4"], given
        assert [each.group for each in recordings] == ["ann", "bob"]
        for each in recordings:
            with on_this_machine(each.address) as copy:
                assert (copy.name, copy.read_text()) == ("one.mp4", each.name)
            assert not copy.exists()
        prints = {content_fingerprint(each.address) for each in recordings}
        assert len(prints) == 2
    (one,) = found([f"zip://ann/one.mp4::{archive}"], tmp_path / "out")
    assert one.name == "one.mp4"
    (local,) = found([f"file://{tmp_path}/*.zip"], tmp_path / "out")
    assert local.address == str(archive)


def test_the_group_can_come_from_a_table_or_from_a_pattern(tmp_path):
    table = tmp_path / "who.csv"
    table.write_text("recording,group\nf1_front.mp4,Ann\nbob/one,Bob\n", encoding="utf-8")
    by_table = grouping(str(table))
    assert [by_table(name) for name in ("f1_front.mp4", "x/f1_front.mp4", "z.mp4")] == [
        "Ann",
        "Ann",
        "",
    ]
    column = table_content(["recording"], [{"recording": "=1+1.mp4"}], "csv").decode()
    table.write_text(f"{column.split()[1]},Eve\n", encoding="utf-8")  # as our tables name it
    assert "\n=" not in column
    assert grouping(str(table))("=1+1.mp4") == "Eve"
    by_pattern = grouping(r"^(\w)\d")
    assert [by_pattern(name) for name in ("f1_front.mp4", "front.mp4")] == ["f", ""]


@pytest.mark.parametrize("wrong", ["no.csv", "(", "one_column.csv"])
def test_a_grouping_that_cannot_be_used_says_why(tmp_path, monkeypatch, wrong):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one_column.csv").write_text("alone\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        grouping(wrong)
    assert wrong in str(refused.value)
