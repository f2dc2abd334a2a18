"""One clear line on stderr, exit code 2, no traceback, nothing lost: as a process, as a user."""

import re

import pytest

from posture.paths import resource
from tests.support.command import refused

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
        (["measure", "{bad}/text.jpg"], "not a picture"),
        (["measure", "{bad}/no pictures"], "no pictures there"),
        (["measure", PICTURE, "--profile", "nobody"], "No profile named 'nobody'"),
        (["measure", PICTURE, "--profile", "../escape"], "cannot be used"),
        (["replay", "{bad}/nosuch"], "no such file or folder"),
        (["replay", "{bad}/zero.mp4"], "empty file"),
        (["replay", "{bad}/text.mp4"], "not a video or picture"),
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
        (["profiles", "show", "nobody"], "No profile named 'nobody'"),
        (["profiles", "delete", "nobody"], "No profile named 'nobody'"),
        (["report", "--day", "someday"], "someday"),
        (["report", "--day", "2026-13-01"], "not a day"),
        (["status"], "posture is not running. Start it with: posture start"),
        (["status", "--json"], "posture is not running"),
        (["pause"], "posture is not running"),
        (["pause", "abc"], "not a length of time. Write 30s, 10m or 1h"),
        (["pause", "0"], "more than zero"),
        (["pause", "30m", "extra"], "pause 30m extra"),
        (["pause", "until"], "Write: until 14:00"),
        (["pause", "until", "25:00"], "not a time of day"),
        (["snooze", "tomorrow"], "not a length of time"),
        (["resume"], "posture is not running"),
        (["stop"], "posture is not running"),
        (["feedback"], "Missing argument"),
        (["feedback", "good"], "Answers: useful, false-alarm, snooze, pause"),
        (["feedback", "useful"], "posture is not running"),
        (["start", "--source", "{bad}/nosuch"], "no such file or folder"),
        (["start", "--source", "99"], "no camera 99"),
        (["start", "--profile", "nobody"], "No profile named 'nobody'"),
        (["advice", "juggling"], "There is no topic 'juggling'"),
        (["stretch", "--source", "{bad}/nosuch"], "no such file or folder"),
        (["notify-test", "--wait", "soon"], "--wait soon"),
        (["simulate", "--days", "0"], "--days 0"),
        (["simulate", "--days", "abc"], "valid integer. See posture simulate --help"),
        (["profiles", "reset", "nobody"], "No profile named 'nobody'"),
        (["run", "--source", "ftp://camera"], "not supported"),
        (["run", "--source", "http://"], "not an address"),
        (["run", "--source", "rtsp://"], "not an address"),
        (["replay", "http://127.0.0.1/video"], "an address, not a recording"),
        (["measure", "http://127.0.0.1/video"], "an address, not a recording"),
        (["run", "--source", "http://127.0.0.1:9/"], "cannot be reached"),
        (["run", "--set", "nudges.steps=loud"], "nudges.steps: should be a list"),
        (["run", "--sauce", "0"], "No such option"),
        (["measure"], "Missing argument"),
        (["dance"], "No such command"),
    ],
    ids=lambda value: " ".join(map(str, value)).replace(str(PICTURE), "PICTURE")
    if isinstance(value, list)
    else "",
)
def test_bad_input_is_told_in_one_line(posture, bad, words, says):
    said = refused(posture(*(str(word).format(bad=bad) for word in words)))
    assert says in said
    assert not list((posture.home / "data").glob("profiles/*.json"))


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
