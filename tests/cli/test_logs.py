"""The log: lines for people, and the command that shows it."""

import signal
import subprocess
import sys

import pytest

from posture.app.event_forms import event_words
from posture.cli.logs import _followed
from posture.core.events import (
    Assessment,
    Cause,
    EpisodeEnded,
    EpisodeStarted,
    HeldBack,
    Notice,
    Nudge,
    Sample,
    StateChanged,
    Verdict,
)
from posture.core.reasons import Unjudged
from posture.core.states import WatchState
from tests.support.clips import first, joined
from tests.support.command import ROOT, refused
from tests.support.waiting import wait_until

EVENTS = [
    (StateChanged(1.0, WatchState.POOR, WatchState.UPRIGHT), "now slouched (was upright)"),
    (EpisodeStarted(40.0, 30.0, (Cause.SLUMPED,)), "slouching for 10 s (slumped torso)"),
    (
        EpisodeEnded(70.0, 30.0, 66.0, (Cause.SLUMPED,), 2.0, "corrected"),
        "end of 36 s of slouching: sat up (slumped torso)",
    ),
    (Nudge(40.0, Cause.SLUMPED, "tip", "Sit tall.", id=1), "nudge (slumped torso): Sit tall."),
    (HeldBack(40.0, Cause.SLUMPED, "call"), "nudge held back (slumped torso): call"),
    (Notice(1.0, "denied", "No camera."), "notice: No camera."),
]


@pytest.mark.parametrize(("event", "words"), EVENTS, ids=lambda part: type(part).__name__)
def test_each_event_is_a_line_for_people(event, words):
    assert event_words(event) == words


def test_a_look_says_why_it_was_not_judged():
    look = Sample(
        1.0,
        WatchState.UNRELIABLE,
        2.0,
        Assessment(Verdict.UNKNOWN, None),
        unreliable_because=Unjudged.FACE_CUT_OFF,
    )
    assert event_words(look) == (
        "look: not judged (half the face is out of the picture); next in 2 s"
    )


def test_a_watch_is_logged_in_words_and_shown(posture, tmp_path):
    assert "There is no log yet" in refused(posture("logs"))
    slouch = joined(tmp_path / "slouch", ("f1_front", first("f1_front", "slump"), 4))
    done = posture("run", "--source", slouch, "--set", "log.level=debug")
    assert done.returncode == 0, done.stderr
    log = posture("logs", "--lines", "1000").stdout
    for repr_of in ("Sample(", "StateChanged(", "<", "{", "at_s="):
        assert repr_of not in log
    assert "watching" in log
    assert "look: " in log
    assert "ended after " in log
    assert posture("logs", "--lines", "1").stdout.count("\n") == 1
    path = posture("logs", "--path").stdout.strip()
    assert path == str(posture.home / "log" / "posture.log")


CRASHING = """
import ctypes
from posture.app.log_file import start_log
from posture.app.watch.watch_log import log_beginning
from posture.config import load_config
from posture.system import startup
startup.begin()
start_log(load_config())
log_beginning("0")
ctypes.string_at(0)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a signal has a number there")
def test_a_crash_in_a_library_has_its_word_in_the_log_and_the_status_says_so(posture):
    crashed = subprocess.run(
        [sys.executable, "-c", CRASHING],
        env=posture.environment | {"PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert crashed.returncode == -signal.SIGSEGV
    log = (posture.home / "log" / "posture.log").read_text()
    assert "Fatal Python error: Segmentation fault" in log
    assert "in string_at" in log
    said = refused(posture("status"))
    assert "it crashed after " in said
    assert "(Segmentation fault); `posture logs` shows where." in said


UNHEARD = """
import sys
from posture.app.log_file import start_log
from posture.app.watch.watch_log import stderr_to_log
from posture.config import load_config
start_log(load_config())
stderr_to_log()
sys.stdin.readline()
sys.stderr.write("posture: The log cannot be written: No space left on device.\\n")
"""


def test_what_is_said_once_nobody_listens_does_not_change_how_a_watch_ends(posture):
    with subprocess.Popen(
        [sys.executable, "-c", UNHEARD],
        env=posture.environment | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as watch:
        watch.stderr.close()  # as by a start that has done its work
        watch.stdin.close()
        assert watch.wait() == 0


def test_following_shows_what_is_added_also_after_a_rotation(posture):
    log = posture.home / "log" / "posture.log"
    log.parent.mkdir(parents=True)
    log.write_text("one\n")
    seen = posture.home / "seen"
    with seen.open("w") as file:
        follower = subprocess.Popen(
            posture.words("logs", "--follow"), env=posture.environment, stdout=file, cwd=ROOT
        )
    try:
        wait_until(lambda: seen.read_text() == "one\n", "the line that was there")
        with log.open("a") as file:
            file.write("two\n")
        wait_until(lambda: seen.read_text() == "one\ntwo\n", "the line that was added")
        log.rename(log.with_name("posture.log.1"))
        log.write_text("three\n")
        wait_until(lambda: seen.read_text() == "one\ntwo\nthree\n", "the new file's line")
    finally:
        follower.kill()
        follower.wait()


def test_following_loses_no_line_that_is_added_while_the_last_ones_are_shown(tmp_path, monkeypatch):
    monkeypatch.setattr("posture.cli.logs.time.sleep", lambda _: pytest.fail("it waits for more"))
    log = tmp_path / "posture.log"
    log.write_text("one\ntwo\n")
    shown = _followed(log, lines=2)
    assert next(shown) == "one\n"
    with log.open("a") as file:
        file.write("three\n")
    assert [next(shown), next(shown)] == ["two\n", "three\n"]


def test_a_replay_is_told_in_words(posture, tmp_path):
    slouch = joined(
        tmp_path / "slouch", ("f1_front", 2, 4), ("f1_front", first("f1_front", "slump"), 8)
    )
    said = posture("replay", slouch, "--fps", "1").stdout
    assert "now upright\n" in said
    for repr_of in ("none", "None", "tip", "state:", "_"):
        assert repr_of not in said
