"""Beginning at login: on, off, and whether it is, on a Linux desktop."""

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from posture.app.integration import autostart
from posture.cli.autostart import app
from posture.errors import InputError
from posture.system import program

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the ways of Linux")


@pytest.fixture(params=["systemd", "xdg"])
def way(request, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr(autostart, "_has_systemd_session", lambda: request.param == "systemd")
    monkeypatch.setattr(autostart, "_RELOAD", autostart.Run(("true",)))
    monkeypatch.setattr(autostart, "has_windows", lambda: False)
    return request.param


def cli(*words):
    done = CliRunner().invoke(app, words, catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def test_on_begins_this_very_posture_at_login_and_off_leaves_nothing(way, tmp_path):
    assert json.loads(cli("status", "--json"))["on"] is False
    assert "To start now: posture start" in cli("on")
    now = json.loads(cli("status", "--json"))
    assert (now["on"], now["way"], now["current"]) == (True, way, True)
    written = Path(now["path"]).read_text("utf-8")
    assert f"{sys.executable} -m posture run --quiet\n" in written
    assert "does not start" in cli("off")
    assert [path for path in tmp_path.rglob("*") if not path.is_dir()] == []


def test_dry_runs_say_what_they_would_do_and_do_nothing(way, tmp_path):
    said = cli("on", "--dry-run")
    assert "Would write" in said
    assert "-m posture run --quiet" in said
    assert ("graphical-session.target.wants" in said) == (way == "systemd")
    assert list(tmp_path.iterdir()) == []
    assert cli("off", "--dry-run") == "Nothing would be changed.\n"
    cli("on")
    assert "Would remove" in cli("off", "--dry-run")
    assert autostart.status().is_on


def test_a_unit_is_wanted_by_the_session_as_systemctl_would_have_it(way, tmp_path):
    autostart.turn_on()
    wanted = tmp_path / "systemd/user/graphical-session.target.wants/posture.service"
    assert wanted.exists() == (way == "systemd")
    if way == "systemd":
        wanted.unlink()
        assert not autostart.status().is_on, "a unit that nothing wants starts nothing"


def test_another_way_is_taken_away_when_the_desktop_has_changed(way, monkeypatch, tmp_path):
    autostart.turn_on()
    monkeypatch.setattr(autostart, "_has_systemd_session", lambda: way != "systemd")
    assert autostart.turn_on().way != way
    files = [path for path in tmp_path.rglob("posture*") if path.is_file()]
    assert len({path.resolve() for path in files}) == 1


@pytest.mark.usefixtures("way")
def test_one_set_up_by_another_place_is_told(monkeypatch):
    autostart.turn_on()
    monkeypatch.setattr(sys, "executable", "/elsewhere/python")
    assert not autostart.status().is_current
    assert "posture autostart on" in cli("status")
    assert autostart.turn_on().is_current


@pytest.mark.usefixtures("way")
def test_the_tray_is_started_too_where_it_can_be_shown(monkeypatch, tmp_path):
    monkeypatch.setattr(autostart, "has_windows", lambda: True)
    assert autostart.turn_on().has_tray
    assert "-m posture tray" in (tmp_path / "autostart/posture-tray.desktop").read_text()
    monkeypatch.setattr(autostart, "has_windows", lambda: False)
    assert not autostart.turn_on().has_tray, "the extra was removed since"


@pytest.mark.usefixtures("way")
def test_folders_chosen_by_the_environment_are_chosen_at_login_too(monkeypatch):
    monkeypatch.setenv("POSTURE_DATA_DIR", "/elsewhere/my data")
    path = autostart.turn_on().path
    assert "POSTURE_DATA_DIR=/elsewhere/my data" in Path(path).read_text("utf-8")


@pytest.mark.usefixtures("way")
def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path):
    for name in ("systemd", "autostart"):
        (tmp_path / name).write_text("a file in its place")
    with pytest.raises(InputError, match=r"Cannot write .*posture"):
        autostart.turn_on()


def test_an_image_or_a_sandbox_is_started_as_a_whole(monkeypatch):
    monkeypatch.setenv("APPIMAGE", "/home/me/posture.AppImage")
    assert program.program_words() == ["/home/me/posture.AppImage"]
    monkeypatch.delenv("APPIMAGE")
    monkeypatch.setenv("FLATPAK_ID", "local.posture.Posture")
    assert program.program_words() == ["flatpak", "run", "local.posture.Posture"]
    monkeypatch.setenv("XDG_CONFIG_HOME", "/home/me/.var/app/local.posture.Posture/config")
    place = autostart._place(autostart.best_way(), "posture")
    assert place == str(Path.home() / ".config/autostart/posture.desktop")
