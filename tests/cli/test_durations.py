"""One duration syntax: every command that takes a duration takes the same ones."""

import pytest

from tests.support.clips import first, joined
from tests.support.command import refused


@pytest.mark.parametrize(
    "words",
    [
        ["pause", "1h30m"],
        ["pause", "for", "30", "minutes"],
        ["snooze", "PT1H"],
        ["snooze", "2d"],
        ["pause", "until", "14:00"],
        ["pause", "90 s"],
    ],
)
def test_pause_and_snooze_take_what_people_type(posture, words):
    assert refused(posture(*words)).startswith("The monitor is not running")


def test_relief_takes_the_same_as_an_option_and_at_its_question(posture):
    done = posture("relief", "--pause", "1h30m", given="yes\n")
    assert "No posture nudges for 1 h 30 min, until " in done.stdout
    done = posture("relief", "--pause", "0", given="yes\n")
    assert "No posture nudges" not in done.stdout
    done = posture("relief", given="no\nno\n\nneither\nskip\n2 hours\n")
    assert "No posture nudges for 2 h, until " in done.stdout


def test_run_stops_after_a_duration_in_words(posture, tmp_path):
    sitting = joined(tmp_path / "sitting", ("f1_front", first("f1_front", "upright"), 8))
    done = posture("run", "--source", sitting, "--loop", "--for", "2 seconds")
    assert (done.returncode, done.stderr) == (0, "")
    assert "None of it is in your day's report." in done.stdout
    assert "See your day" not in done.stdout


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (["pause", "soon"], "pause soon"),
        (["snooze", "0"], "snooze 0"),
        (["run", "--for", "1 fortnight"], "--for 1 fortnight"),
        (["bench", "--for", "-1"], "--for -1"),
        (["notify-test", "--wait", "soon"], "--wait soon"),
        (["relief", "--pause", "25h"], "--pause 25h"),
        (["pause", "10 years"], "pause 10 years"),
    ],
)
def test_what_is_no_duration_is_refused_with_the_syntax(posture, words, option):
    said = refused(posture(*words))
    assert said.startswith(f"{option}: not a duration.")
    assert "Write 90s, 30m, 1h30m or 2 days; a bare number is minutes" in said


def test_a_time_of_day_without_until_is_shown_how_to_write_it(posture):
    assert refused(posture("pause", "14:00")).endswith("Write `posture pause until 14:00`.")


@pytest.mark.parametrize("command", ["pause", "snooze", "run", "relief", "bench", "notify-test"])
def test_the_help_says_what_a_bare_number_is(posture, command):
    shown = posture(command, "--help", COLUMNS="200").stdout
    assert "a bare number is minutes" in shown
