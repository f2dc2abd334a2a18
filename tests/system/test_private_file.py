"""What posture keeps is its owner's alone: made so, and made so again where it was not."""

import os
import stat
import sys

import pytest

from posture.system.private_file import (
    open_private,
    private_folder,
    tighten_folders,
    write_private,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


def mode(path):
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.fixture(params=[0o000, 0o022, 0o277])
def any_umask(request):
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.mark.usefixtures("any_umask")
def test_whatever_the_umask_a_file_and_each_new_folder_above_it_are_the_owners_alone(tmp_path):
    path = tmp_path / "data" / "profiles" / "me.json"
    write_private(path, "{}")
    assert path.read_text() == "{}"
    assert [mode(path), mode(path.parent), mode(path.parent.parent)] == [0o600, 0o700, 0o700]
    assert [entry.name for entry in path.parent.iterdir()] == ["me.json"]


def test_a_file_that_cannot_be_written_leaves_the_one_before(tmp_path):
    path = tmp_path / "me.json"
    write_private(path, "before")
    with pytest.raises(UnicodeEncodeError):
        write_private(path, "\udcff")
    assert path.read_text() == "before"
    assert [entry.name for entry in tmp_path.iterdir()] == ["me.json"]


def test_a_log_found_open_to_others_is_closed_before_a_line_is_added(tmp_path):
    log = tmp_path / "posture.log"
    log.touch(0o644)
    with open_private(log, "a") as file:
        assert mode(log) == 0o600
        file.write("line\n")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """What an earlier version left, open to everybody."""
    for name in ("data", "log", "config"):
        monkeypatch.setenv(f"POSTURE_{name.upper()}_DIR", str(tmp_path / name))
    for name in (
        "data/posture.db",
        "data/posture.db.damaged-20261120T101010Z",
        "data/holds.json",
        "data/wishes.json",
        "data/window.json",
        "data/guide.html",
        "data/backups/posture-2026-11-20.db",
        "data/profiles/me.json",
        "data/feedback/me.json",
        "data/reports/2026-11-20.html",
        "data/demo/posture.db",
        "data/demo/reports/2026-11-20.html",
        "log/posture.log",
        "log/posture.log.1",
        "config/config.toml",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    for path in tmp_path.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return tmp_path


def open_to_others(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if mode(path) & 0o077)


def test_what_an_earlier_version_left_open_is_closed(home):
    tighten_folders()
    assert open_to_others(home) == []


def test_in_a_folder_with_other_things_only_what_is_posture_s_is_closed(home):
    for alien in ("data/letter.txt", "data/reports/yearly.html", "data/music/song.mp3"):
        (home / alien).parent.mkdir(exist_ok=True)
        (home / alien).touch(0o644)
    tighten_folders()
    assert open_to_others(home) == [
        "data",
        "data/letter.txt",
        "data/music",
        "data/music/song.mp3",
        "data/reports",
        "data/reports/yearly.html",
    ]


def test_a_link_is_not_followed_and_what_is_missing_is_not_made(home, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.touch(0o644)
    elsewhere.chmod(0o644)
    (home / "data" / "posture.link").symlink_to(elsewhere)
    (home / "log" / "posture.log").unlink()
    tighten_folders()
    assert mode(elsewhere) == 0o644
    assert not (home / "log" / "posture.log").exists()


def test_a_folder_it_is_made_in_is_left_as_it_is(tmp_path):
    tmp_path.chmod(0o755)
    private_folder(tmp_path / "new")
    assert mode(tmp_path) == 0o755
