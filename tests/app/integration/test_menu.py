"""The menu entry, the icons and the metainfo, judged by the tools of those who read them."""

import re
import shutil
import subprocess
import sys
import tomllib

import pytest
from PIL import Image
from typer.testing import CliRunner

from posture import __version__
from posture.app.integration import menu
from posture.cli.desktop import app
from posture.system.paths import resource
from posture.system.program import APP_ID, ICON_SIZES_PX, icon_file

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux has such menus")


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(menu, "_take_note", list)
    return tmp_path


def cli(*words):
    done = CliRunner().invoke(app, words, catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def test_what_is_installed_is_removed_again_and_a_dry_run_does_neither(data):
    assert "Would write" in cli("install", "--dry-run")
    assert list(data.iterdir()) == []
    cli("install")
    assert menu.is_installed()
    assert (data / f"icons/hicolor/scalable/apps/{APP_ID}.svg").exists()
    assert "Would remove" in cli("remove", "--dry-run")
    assert menu.is_installed()
    assert "no longer" in cli("remove")
    assert [path for path in data.rglob("*") if path.is_file()] == []
    assert "is not in your desktop's menu" in cli("remove")


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="the tool is missing")
@pytest.mark.parametrize("has_windows", [True, False])
def test_the_entry_is_valid(tmp_path, monkeypatch, has_windows):
    monkeypatch.setattr(menu, "has_windows", lambda: has_windows)
    file = tmp_path / f"{APP_ID}.desktop"
    file.write_text(menu.menu_entry())
    done = subprocess.run(
        ["desktop-file-validate", file], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert ("Terminal=false" in file.read_text()) == has_windows


@pytest.mark.skipif(not shutil.which("appstreamcli"), reason="the tool is missing")
def test_the_metainfo_is_valid(tmp_path):
    file = tmp_path / f"{APP_ID}.metainfo.xml"
    file.write_bytes(resource("assets/metainfo.xml").read_bytes())
    done = subprocess.run(
        ["appstreamcli", "validate", "--no-net", file], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_metainfo_names_this_program_and_this_version():
    text = resource("assets/metainfo.xml").read_text(encoding="utf-8")
    assert f"<id>{APP_ID}</id>" in text
    assert re.findall(r'<release version="([^"]+)"', text)[0] == __version__
    project = tomllib.loads((resource("assets").parent / "pyproject.toml").read_text("utf-8"))
    assert f"<project_license>{project['project']['license']}<" in text


@pytest.mark.parametrize("size", ICON_SIZES_PX)
def test_there_is_an_icon_of_each_size_with_nothing_behind_its_corners(size):
    with Image.open(icon_file(size)) as picture:
        assert picture.size == (size, size)
        assert picture.convert("RGBA").getpixel((0, 0))[3] < 128
        assert picture.convert("RGBA").getpixel((size // 2, size // 2))[3] == 255
