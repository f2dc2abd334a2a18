"""``posture profiles``: what there is, and what is left of one that was deleted."""

import json

from posture.core.nudges.feedback import Feedback
from posture.store.feedback_file import feedback_file, save_feedback
from posture.system.paths import resource

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
        ("a copy (1)", None), ("damaged", None), ("me", "frontal"),
    ]  # fmt: skip


def test_a_deleted_profile_leaves_nothing_for_the_next_of_its_name(posture, monkeypatch):
    assert posture("calibrate", "--upright", PICTURE, "--profile", "me").returncode == 0
    monkeypatch.setenv("POSTURE_DATA_DIR", str(posture.home / "data"))
    save_feedback("me", Feedback())
    assert feedback_file("me").exists()
    assert posture("profiles", "delete", "me").returncode == 0
    assert not feedback_file("me").exists()
