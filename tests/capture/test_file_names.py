"""Recordings and pictures by names that libraries cannot take as they are."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from posture.capture import file_names, open_recording, read_picture
from posture.system.paths import resource

CLIP = resource("samples/clips/f1_front.mp4")
PICTURE = min(resource("samples/pictures").glob("*.jpg"))
NAMES = [
    b"2026-11-28T15:30:00.mp4",
    b"two\nlines.mp4",
    b"\x1b[31mred.mp4",
    b"-lead.mp4",
    b"concat:a|b.mp4",
    b"50%03d.mp4",
    b"bad\xff.mp4",
    b"b\xe9b\xe9 14:00.mp4",
]
pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="a name of any bytes needs a file system of Linux"
)


@pytest.fixture(params=["own files", "links", "hard links"])
def by(request, monkeypatch, tmp_path):
    """As on Linux; as where /proc is missing; as where making symbolic links is not permitted."""
    if request.param != "own files":
        monkeypatch.setattr(file_names, "_OWN_FILES", tmp_path / "none")
    if request.param == "hard links":
        monkeypatch.setattr(os, "symlink", _forbidden)


def _forbidden(*_):
    raise PermissionError


@pytest.mark.usefixtures("by")
@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_a_video_by_any_name_plays_also_from_its_own_folder(tmp_path, monkeypatch, name):
    path = tmp_path / os.fsdecode(name)
    shutil.copy(CLIP, path)
    monkeypatch.chdir(tmp_path)
    for given in (path, Path(path.name)):
        assert next(open_recording(given).frames()).rgb.shape == (360, 480, 3)


@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_a_picture_by_any_name_is_read(tmp_path, name):
    path = tmp_path / os.fsdecode(name.replace(b".mp4", b".jpg"))
    shutil.copy(PICTURE, path)
    assert read_picture(path).rgb.shape == (480, 640, 3)
    assert open_recording(path).reel().skip() == 0
