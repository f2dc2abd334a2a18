"""``posture calibrate`` and ``posture check`` by pictures and clips."""

import json

import pytest

from posture.system.paths import resource
from tests.support.command import refused

CLIP = resource("samples/clips/f1_front.mp4")


def picture(name):
    return resource(f"samples/pictures/{name}.jpg")


UPRIGHT = picture("f1_r1_front_00_upright")
SLUMPED = picture("f1_r1_front_02_slump")


@pytest.mark.parametrize(
    ("upright", "slouch", "said"),
    [
        (UPRIGHT, picture("m1_r0_front_02_slump"), "two people"),
        (UPRIGHT, UPRIGHT, "look the same"),
        (UPRIGHT, picture("f1_r1_front_01_upright"), "look the same"),
        (SLUMPED, UPRIGHT, "swapped"),
    ],
    ids=["two people", "the very same picture", "upright twice", "swapped"],
)
def test_pictures_that_make_no_pair_are_refused_in_their_own_words(posture, upright, slouch, said):
    assert said in refused(posture("calibrate", "--upright", upright, "--slouch", slouch))
    assert "No profiles yet" in posture("profiles").stdout


def test_every_upright_given_is_looked_at(posture):
    given = ("--upright", UPRIGHT, "--upright", picture("f1_r1_front_01_upright"))
    shown = ("--slouch", SLUMPED, "--slouch", picture("f1_r1_front_06_slump"))
    facts = json.loads(posture("calibrate", *given, *shown, "--json").stdout)
    assert facts["upright_pictures"] == 2
    assert facts["d_prime"] > 3
    assert facts["running_monitor"] is None


def test_a_recording_is_checked_from_its_start_and_drawn(posture, tmp_path):
    pair = ("--upright", UPRIGHT, "--slouch", SLUMPED)
    assert posture("calibrate", *pair, "--profile", "her").returncode == 0
    plot = tmp_path / "check.png"
    given = ("--profile", "her", "--source", CLIP, "--for", "12s", "--plot", plot)
    checked = posture("check", *given)
    assert "Clearly upright" in checked.stdout, checked
    assert plot.read_bytes().startswith(b"\x89PNG")
    longer = posture("check", "-p", "her", "--source", CLIP, "--for", "40s", "--json")
    assert 0.1 < json.loads(longer.stdout)["slouched_share"] < 0.5
    empty = posture("check", "-p", "her", "--source", resource("samples/clips/empty_room.mp4"))
    assert "Nothing could be judged" in empty.stdout
    assert "away" in empty.stdout


@pytest.mark.parametrize(
    ("plot", "said"), [("check.jpg", "PNG"), ("no/such/folder/check.png", "no such folder")]
)
def test_a_plot_that_cannot_be_drawn_is_refused_before_the_looking(posture, plot, said):
    assert said in refused(posture("check", "--source", CLIP, "--plot", plot))


def test_a_profile_is_renamed_and_no_other_overwritten(posture):
    assert posture("calibrate", "--upright", UPRIGHT).returncode == 0
    assert posture("profiles", "rename", "default", "her desk").returncode == 0
    assert posture("profiles").stdout.startswith("her desk: frontal view")
    assert posture("calibrate", "--upright", UPRIGHT).returncode == 0
    assert "already" in refused(posture("profiles", "rename", "default", "her desk"))
    assert "No profile named 'nobody'" in refused(posture("profiles", "rename", "nobody", "x"))
