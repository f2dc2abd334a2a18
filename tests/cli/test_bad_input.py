"""One clear line on stderr, exit code 2, no traceback, nothing lost: as a process, as a user."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from posture.system.paths import resource
from tests.support.command import ROOT, refused

PICTURE = resource("samples/pictures/f1_r1_front_00_upright.jpg")


@pytest.fixture
def bad(tmp_path):
    (tmp_path / "text.jpg").write_text("not a picture")
    (tmp_path / "zero.mp4").touch()
    (tmp_path / "text.mp4").write_text("not a video")
    (tmp_path / "no pictures").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["measure", "{bad}/nosuch.jpg"], "no such file"),
        (["measure", "{bad}/text.jpg"], "not a readable picture"),
        (["measure", "{bad}/no pictures"], "no pictures there"),
        (["measure", PICTURE, "--profile", "nobody"], "No profile named 'nobody'"),
        (["measure", PICTURE, "--profile", "../escape"], "cannot be used"),
        (["replay", "{bad}/nosuch"], "no such file or folder"),
        (["replay", "{bad}/zero.mp4"], "empty file"),
        (["replay", "{bad}/text.mp4"], "not a readable video or picture"),
        (["replay", "{bad}/no pictures"], "no pictures there"),
        (["replay", PICTURE, "--fps", "0"], "--fps 0"),
        (["replay", PICTURE, "--set", "rules.hold=3"], "Did you mean rules.hold_s?"),
        (["run", "--source", "99"], "no camera 99"),
        (["run", "--source", "{bad}/nosuch"], "no such file or folder"),
        (["run", "--for", "-5"], "--for -5"),
        (["run", "--for", "soon"], "--for soon"),
        (["calibrate", "--source", "99"], "no camera 99"),
        (["calibrate", "--slouch", PICTURE], "--slouch needs --upright"),
        (["calibrate", "--upright", "{bad}/no pictures"], "no pictures there"),
        (["calibrate", "--upright", PICTURE, "--profile", ""], "cannot be used"),
        (["calibrate", "--upright", PICTURE, "--profile", "nul.x"], "cannot be used"),
        (["profiles", "show", "nobody"], "No profile named 'nobody'"),
        (["profiles", "delete", "nobody"], "No profile named 'nobody'"),
        (["report", "--day", "someday"], "someday"),
        (["report", "--day", "2026-13-01"], "not a day"),
        (["status"], "The monitor is not running. Start it with `posture start`"),
        (["status", "--json"], "The monitor is not running"),
        (["pause"], "The monitor is not running"),
        (["pause", "abc"], "not a duration. Write 90s, 30m, 1h30m"),
        (["pause", "0"], "more than zero"),
        (["pause", "999999999999h"], "at most 365 days"),
        (["pause", "30m", "extra"], "pause 30m extra"),
        (["pause", "until"], "Write `posture pause until 14:00`"),
        (["pause", "until", "25:00"], "not a time of day"),
        (["pause", "until 14:00"], "The monitor is not running"),
        (["snooze", "tomorrow"], "not a duration"),
        (["resume"], "The monitor is not running"),
        (["stop"], "The monitor is not running"),
        (["feedback"], "Missing argument"),
        (["feedback", "good"], "Answers: useful, false-alarm, snooze, pause"),
        (["feedback", "useful"], "The monitor is not running"),
        (["start", "--source", "{bad}/nosuch"], "no such file or folder"),
        (["start", "--source", "99"], "no camera 99"),
        (["start", "--profile", "nobody"], "No profile named 'nobody'"),
        (["advice", "juggling"], "There is no topic 'juggling'"),
        (["stretch", "--source", "{bad}/nosuch"], "no such file or folder"),
        (["notify-test", "--wait", "soon"], "--wait soon"),
        (["simulate", "--days", "0"], "--days 0"),
        (["simulate", "--days", "abc"], "valid whole number. See `posture simulate --help`."),
        (["profiles", "reset", "nobody"], "No profile named 'nobody'"),
        (["run", "--source", "ftp://camera"], "not supported"),
        (["run", "--source", "http://"], "not a valid camera address"),
        (["run", "--source", "rtsp://"], "not a valid camera address"),
        (["replay", "http://127.0.0.1/video"], "an address, not a recording"),
        (["measure", "http://127.0.0.1/video"], "an address, not a recording"),
        (["run", "--source", "http://127.0.0.1:9/"], "cannot be reached"),
        (["run", "--set", "nudges.steps=loud"], "nudges.steps: should be a list"),
        (["run", "--sauce", "0"], "No such option"),
        (["measure"], "Missing argument"),
        (["dance"], "No such command"),
        (["calibrate", "--upright", "http://127.0.0.1/"], "an address, not a recording"),
        (["measure", resource("samples/clips/empty_room.mp4")], "for videos: `posture replay`."),
        (["config", "edit", "now"], "unexpected extra argument"),
        (["bench", "--source", "{bad}/nosuch"], "no such file or folder"),
        (["notify-test", "--wait", "-3"], "not a duration"),
        (["simulate", "--person", "nobody"], "not one of typical, fidgety, stubborn"),
        (["run", "--set", "rules"], "not SECTION.KEY=VALUE"),
        (["run", "--set", "vision.model=huge"], "should be 'lite', 'full' or 'heavy'"),
        (["run", "--profile", ""], "cannot be used"),
        (["report", "--day", "tomorrow"], "not a day"),
    ],
    ids=lambda value: (
        " ".join(map(str, value)).replace(str(PICTURE), "PICTURE")
        if isinstance(value, list)
        else ""
    ),
)
def test_bad_input_is_told_in_one_line(posture, bad, words, says):
    said = refused(posture(*(str(word).format(bad=bad) for word in words)))
    assert says in said
    assert not list((posture.home / "data").glob("profiles/*.json"))


def test_a_terminal_without_the_letters_is_shown_what_it_has(posture):
    for words in (["report"], ["advice"], ["replay", PICTURE], ["simulate", "--days", "1"]):
        shown = posture(*words, PYTHONIOENCODING="ascii")
        assert (shown.returncode, shown.stderr) == (0, "")
        assert shown.stdout.isascii()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_an_output_that_cannot_be_written_is_told(posture):
    for words in (["version"], ["advice"], ["measure", PICTURE]):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                posture.words(*words),
                env=posture.environment,
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                cwd=ROOT,
                check=False,
            )
        said = "posture: Cannot write: No space left on device."
        assert (done.returncode, done.stderr.split(" Make")[0]) == (2, said)
        assert done.stderr.count("\n") == 1


def test_broken_toml_names_file_and_line(posture):
    config = posture.home / "config" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text("[rules]\nhold_s = = 3\n")
    for words in (["run"], ["replay", PICTURE], ["measure", PICTURE], ["config", "check"]):
        said = refused(posture(*words))
        assert said.startswith(f"{config}: not valid TOML")
        assert re.search(r"line 2", said)


def test_a_calibration_without_anybody_keeps_the_one_there_was(posture):
    made = posture("calibrate", "--upright", PICTURE, "--profile", "me")
    assert made.returncode == 0, made.stderr
    before = (posture.home / "data/profiles/me.json").read_bytes()
    nobody = resource("samples/clips/empty_room.mp4")
    said = refused(posture("calibrate", "--upright", nobody, "--profile", "me"))
    assert "nobody" in said
    assert (posture.home / "data/profiles/me.json").read_bytes() == before


def test_no_command_at_all_shows_the_help_and_a_group_without_one_asks_for_it(posture):
    alone = posture()
    assert (alone.returncode, alone.stderr) == (0, "")
    assert "calibrate" in alone.stdout
    group = posture("config")
    assert (group.returncode, group.stderr) == (
        2,
        "posture: Missing command. See `posture config --help`.\n",
    )
    assert "check" in group.stdout


@pytest.mark.parametrize(
    ("name", "says"),
    [("POSTURE_RULE__HOLD_S", "Did you mean rules?"), ("POSTURE_NO__SUCH", "no such section")],
)
def test_a_variable_for_a_section_that_does_not_exist_is_told(posture, name, says):
    said = refused(posture("config", "check", **{name: "3"}))
    assert said.startswith(f"environment variable {name}: ")
    assert says in said


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a folder nobody may write")
def test_settings_that_cannot_be_written_or_read_are_told(posture, tmp_path):
    said = refused(posture("config", "edit", POSTURE_CONFIG_DIR="/sys/kernel/posture"))
    assert "config.toml cannot be written" in said
    (tmp_path / "config.toml").mkdir()
    said = refused(posture("config", "check", POSTURE_CONFIG_DIR=str(tmp_path)))
    assert "config.toml: cannot be read: it is not a regular file" in said


@pytest.mark.skipif(sys.platform == "win32", reason="paths are told otherwise")
def test_a_file_that_fails_in_a_way_nobody_foresaw_is_still_one_line(posture, tmp_path):
    said = refused(posture("report", POSTURE_DATA_DIR=str(tmp_path / ("x" * 300))))
    assert "File name too long" in said
    assert "posture doctor" in said


def test_a_damaged_record_is_told_once_by_the_report(posture):
    (posture.home / "data").mkdir(parents=True)
    (posture.home / "data" / "posture.db").write_text("garbage")
    done = posture("report")
    assert done.returncode == 0
    assert done.stderr.count("was damaged") == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="cameras by their device number")
@pytest.mark.parametrize("words", [["run", "--for", "2s"], ["start"], ["calibrate"], ["stretch"]])
@pytest.mark.parametrize("device", ["/dev/null", "/dev/zero"])
def test_a_device_that_is_no_camera_is_told_as_that(posture, words, device):
    """A null device is in use by others all the time, as a camera may be: no reason to wait."""
    assert f"{device} is not a camera" in refused(posture(*words, "--source", device))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ignores TZ")
@pytest.mark.parametrize("zone", ["UTC+25", "UTC-24", "AAA23BBB-24"])
@pytest.mark.parametrize("words", [["report"], ["start", "--source", PICTURE.parent]])
def test_a_time_zone_that_cannot_be_is_told_in_one_line(posture, words, zone):
    assert f"The time zone TZ={zone} is off by a day or more" in refused(posture(*words, TZ=zone))
