"""advice, relief, stretch and notify-test as the user meets them: real processes."""

import json
import re
import signal
import subprocess

import pytest

from posture.core.exercises.guide import TOPICS
from posture.system.paths import resource
from tests.support.clips import first, joined
from tests.support.command import ROOT, refused
from tests.support.desktop import MISSING, desktop
from tests.support.waiting import PATIENCE_S

CLIP = resource("samples/clips/f1_front.mp4")


def test_the_whole_guide_and_each_topic_are_shown(posture):
    whole = " ".join(posture("advice").stdout.split())
    for topic in TOPICS:
        done = posture("advice", topic)
        assert done.returncode == 0, done.stderr
        summary = done.stdout.strip().splitlines()[0]
        assert summary in whole
    assert "herniated disc" in whole
    assert "loss of control over your bladder or bowels" in whole


def test_the_guide_as_json_holds_every_topic(posture):
    facts = json.loads(posture("advice", "--json").stdout)
    assert [topic["name"] for topic in facts["topics"]] == list(TOPICS)
    (one,) = json.loads(posture("advice", "faq", "--json").stdout)["topics"]
    assert len(one["parts"]) == 6


def test_an_unknown_topic_is_refused_with_the_topics(posture):
    assert "heat-or-cold" in refused(posture("advice", "surgery"))


def test_relief_asks_about_warning_signs_first_and_stops_there_on_a_yes(posture):
    done = posture("relief", given="yes\n")
    assert done.returncode == 0, done.stderr
    assert "emergency number" in done.stdout
    assert "chair seat" not in done.stdout


def test_relief_without_anybody_to_answer_is_refused(posture):
    done = posture("relief", given="")
    assert done.returncode == 2
    assert done.stderr.startswith(
        "posture: Relief needs a terminal to ask questions. Run it in one"
    )
    assert done.stderr.count("\n") == 1
    assert not (posture.home / "data" / "holds.json").exists(), "nobody asked for silence"


@pytest.mark.parametrize("is_silent_already", [False, True])
def test_relief_broken_off_at_its_first_question_changes_nothing(posture, is_silent_already):
    if is_silent_already:
        assert posture("relief", "--pause", "2h", given="yes\n").returncode == 0
    holds = posture.home / "data" / "holds.json"
    before = holds.read_text() if is_silent_already else None
    said, _ = broken_off(posture, [])
    assert "nudges continue as before" in said
    assert "No posture nudges" not in said
    until = json.loads(holds.read_text())["quiet"]["until"] if holds.exists() else None
    assert (until and until[:15]) == (before and json.loads(before)["quiet"]["until"][:15])


def test_relief_broken_off_later_says_how_long_it_stays_quiet(posture):
    said, _ = broken_off(posture, ["no\n"])
    assert re.search(r"No posture nudges for 4 h, until .*\. To end this sooner: ", said)
    assert (posture.home / "data" / "holds.json").exists()


def broken_off(posture, answers):
    """What relief says when Ctrl-C comes after these answers."""
    guide = subprocess.Popen(
        posture.words("relief"),
        env=posture.environment,
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    lines = [guide.stdout.readline()]
    for answer in answers:
        guide.stdin.write(answer)
        guide.stdin.flush()
        while " > " not in lines[-1]:  # the question stands before the next screen
            lines.append(guide.stdout.readline())
    guide.send_signal(signal.SIGINT)
    said, stderr = guide.communicate(timeout=PATIENCE_S)
    assert (guide.returncode, stderr) == (130, "")
    return "".join(lines) + said, stderr


@pytest.mark.parametrize(
    ("written", "told"),
    [("[rules]\nhold_s = = 3\n", "not valid TOML"), ("[relief]\ntimer_min = 0\n", "line 2")],
)
def test_relief_goes_on_by_the_defaults_when_the_settings_cannot_be_read(posture, written, told):
    settings = posture.home / "config" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(written)
    done = posture("relief", given="no\nno\n\nneither\nskip\n30\n")
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith(f"posture: {settings}")
    assert told in done.stderr
    assert done.stderr.endswith("The defaults are used.\n")
    assert done.stderr.count("\n") == 1
    assert "No posture nudges for 30 min, until " in done.stdout


def test_stretch_counts_nothing_on_a_recording_of_ordinary_sitting(posture):
    done = posture("stretch", "--source", CLIP, "--json")
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert events[0] == {"event": "begun", "at_s": 0.0, "exercise": "chin-tuck"}
    assert {event["event"] for event in events} == {"begun", "ready", "ended"}
    assert all(event["reps"] == 0 for event in events if event["event"] == "ended")


def test_stretch_speaks_plainly_too(posture, tmp_path):
    sitting = joined(tmp_path / "sitting", ("f1_front", first("f1_front", "upright"), 8))
    said = posture("stretch", "--source", sitting).stdout
    assert "Chin tuck. Slide your chin straight back" in said
    assert "0 counted" in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["stretch", "--source", "/nonexistent"], "no such file or folder"),
        (["stretch", "--source", "99"], "no camera 99"),
        (["stretch", "--source", CLIP, "--fps", "-1"], "--fps -1"),
        (["stretch", "--source", CLIP, "--set", "stretch.reps=0"], "stretch.reps"),
        (["notify-test", "--wait", "soon"], "--wait soon"),
        (["relief", "--pause", "-1"], "--pause"),
    ],
)
def test_bad_input_is_told_in_one_line(posture, words, says):
    assert says in refused(posture(*words))


@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
def test_notify_test_shows_one_and_without_a_desktop_says_why(posture, tmp_path):
    with desktop(tmp_path) as screen:
        names = ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY")
        on_screen = {name: screen.environment[name] for name in names}
        done = posture("notify-test", "--wait", "1s", "--json", **on_screen)
        assert done.returncode == 0, done.stderr
        facts = {
            "step": "toast",
            "backend": "dbus",
            "outcome": "delivered",
            "why": "",
            "pressed": None,
            "undimmed": "",
        }
        assert json.loads(done.stdout) == facts
        assert "summary: 'Sit back and grow tall'" in screen.shown()
    nowhere = {"DBUS_SESSION_BUS_ADDRESS": "", "XDG_RUNTIME_DIR": ""}
    done = posture("notify-test", **nowhere)
    assert done.returncode == 1
    assert "Not shown (dbus): no session bus" in done.stdout


def test_notify_test_shows_nothing_where_nudges_are_off_or_only_in_the_tray(posture):
    off = posture("notify-test", "--set", "nudges.steps=[]")
    assert (off.returncode, off.stderr) == (1, "")
    assert off.stdout.startswith("Nothing is shown: nudges are off: nudges.steps is empty.")
    tray = posture("notify-test", "--set", 'nudges.steps=["tray","sound"]', "--json")
    facts = json.loads(tray.stdout)
    assert (tray.returncode, facts["step"], facts["backend"]) == (0, "tray", None)
    assert "not one of tray, toast, sound, dim" in refused(posture("notify-test", "--step", "loud"))
