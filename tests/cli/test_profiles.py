"""``posture profiles``: what there is, and what is left of one that was deleted."""

import json
import sys
from datetime import datetime

import pytest

from posture.core.nudges.feedback import Feedback
from posture.store.feedback_file import feedback_file, save_feedback
from posture.system.paths import resource
from tests.support.command import refused

PICTURE = resource("samples/pictures/f1_r1_front_00_upright.jpg")


def test_alone_it_lists_them_and_one_that_is_damaged_hides_no_other(posture):
    assert posture("profiles").stdout.startswith("No profiles yet")
    assert posture("calibrate", "--upright", PICTURE, "--profile", "me").returncode == 0
    folder = posture.home / "data/profiles"
    (folder / "damaged.json").write_text("{}")
    (folder / "a copy (1).json").write_bytes((folder / "me.json").read_bytes())
    listed = posture("profiles")
    assert (listed.returncode, listed.stderr) == (0, "")
    copied, damaged, mine = listed.stdout.splitlines()
    assert "'a copy (1)' cannot be used" in copied
    assert "'damaged'" in damaged
    assert "is damaged" in damaged
    assert mine.startswith("me: frontal view")
    rows = json.loads(posture("profiles", "list", "--json").stdout)
    assert [(row["name"], row["view"]) for row in rows] == [
        ("a copy (1)", None),
        ("damaged", None),
        ("me", "frontal"),
    ]


def test_deleting_asks_first_and_a_no_keeps_it(posture):
    assert posture("calibrate", "--upright", PICTURE, "--profile", "me").returncode == 0
    assert posture("calibrate", "--upright", PICTURE).returncode == 0
    kept = posture("profiles", "delete", "me", given="n\n")
    assert kept.returncode == 0
    assert "Delete the profile 'me'? [y/N]" in kept.stdout
    assert "Kept" in kept.stdout
    nobody = posture("profiles", "delete", "me", given="")
    assert nobody.returncode == 2
    assert "Add `--yes`" in nobody.stderr
    default = posture("profiles", "delete", "default", given="y\n")
    assert "the default" in default.stdout
    assert [path.stem for path in (posture.home / "data/profiles").iterdir()] == ["me"]


def test_showing_a_profile_that_does_not_exist_does_not_offer_to_make_it(posture):
    for command in ("show", "delete", "reset"):
        said = refused(posture("profiles", command, "nobody"))
        assert said.endswith("List them with `posture profiles`.")


def test_a_deleted_profile_leaves_nothing_for_the_next_of_its_name(posture, monkeypatch):
    assert posture("calibrate", "--upright", PICTURE, "--profile", "me").returncode == 0
    monkeypatch.setenv("POSTURE_DATA_DIR", str(posture.home / "data"))
    save_feedback("me", Feedback())
    assert feedback_file("me").exists()
    assert posture("profiles", "delete", "me", "--yes").returncode == 0
    assert not feedback_file("me").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ignores TZ")
def test_a_calibration_s_time_is_local_time(posture):
    assert posture("calibrate", "--upright", PICTURE).returncode == 0
    shown = {
        zone: json.loads(posture("profiles", "show", "--json", TZ=zone).stdout)["made"]
        for zone in ("UTC0", "AAA-9")
    }
    assert shown["AAA-9"].endswith("+09:00")
    assert datetime.fromisoformat(shown["AAA-9"]) == datetime.fromisoformat(shown["UTC0"])
    listed = posture("profiles", TZ="AAA-9").stdout
    assert shown["AAA-9"][:16].replace("T", " ") in listed
