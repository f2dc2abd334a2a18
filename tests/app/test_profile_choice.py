"""Which calibration a watch judges by."""

from dataclasses import replace
from datetime import timedelta

import pytest

from posture.app import profile_choice
from posture.app.profile_choice import Desk, follow_rename, profile_for, use_profile
from posture.config import load_config
from posture.config.edit import set_setting
from posture.errors import ProfileError
from posture.store.profiles import load_profile, save_profile
from tests.support.calibrated import profile_of, upright_of

HOME = Desk("/dev/v4l/by-id/laptop", ("panel",))
OFFICE = Desk("/dev/v4l/by-id/laptop", ("panel", "wide"))
OTHER = Desk("/dev/v4l/by-id/other", ("wide",))


@pytest.fixture(autouse=True)
def _folders(tmp_path, monkeypatch):
    monkeypatch.setenv("POSTURE_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("POSTURE_DATA_DIR", str(tmp_path / "data"))


def saved(name, desk=None, days_ago=0):
    desk = desk or Desk()
    made = replace(profile_of(upright_of()), name=name, camera=desk.camera, displays=desk.displays)
    save_profile(replace(made, made=made.made - timedelta(days=days_ago)))


def chosen(monkeypatch, desk, wanted=None):
    monkeypatch.setattr(profile_choice, "desk_at", lambda _spec: desk)
    name, profile = profile_for(wanted, load_config(), "0")
    assert profile is None or profile.name == name
    return name if profile else None


def test_the_desk_chooses_by_camera_and_displays(monkeypatch):
    saved("default")
    saved("home", HOME)
    saved("office", OFFICE, days_ago=1)
    assert chosen(monkeypatch, HOME) == "home"
    assert chosen(monkeypatch, OFFICE) == "office"
    assert chosen(monkeypatch, OTHER) == "default"
    assert chosen(monkeypatch, Desk()) == "default"
    beamer = replace(HOME, displays=("beamer", "panel"))
    assert chosen(monkeypatch, beamer) == "home", "the newest with this camera"


def test_of_several_made_at_one_desk_the_default_counts_then_the_newest(monkeypatch):
    saved("trial", HOME)
    saved("old", HOME, days_ago=9)
    assert chosen(monkeypatch, HOME) == "trial"
    saved("default", HOME, days_ago=30)
    assert chosen(monkeypatch, HOME) == "default"


def test_a_named_one_counts_more_than_the_set_one_and_that_more_than_the_desk(monkeypatch):
    for name, desk in (("home", HOME), ("office", OFFICE), ("third", None)):
        saved(name, desk)
    use_profile("third")
    assert chosen(monkeypatch, HOME) == "third"
    assert chosen(monkeypatch, HOME, "office") == "office"
    use_profile(None)
    assert chosen(monkeypatch, HOME) == "home"


def test_none_is_made_up(monkeypatch):
    assert chosen(monkeypatch, HOME) is None
    with pytest.raises(ProfileError, match="No profile named 'x'"):
        use_profile("x")
    set_setting("profiles.use", "x")
    with pytest.raises(ProfileError, match=r"profiles\.use names 'x'.*--auto"):
        chosen(monkeypatch, HOME)


def test_a_renamed_or_deleted_one_is_not_gone_on_naming(monkeypatch):
    saved("home", HOME)
    saved("trial")
    use_profile("trial")
    follow_rename("home", "elsewhere")
    assert load_config().profiles.use == "trial"
    follow_rename("trial", "home")
    assert load_config().profiles.use == "home"
    follow_rename("home", None)
    assert chosen(monkeypatch, HOME) == "home", "by the desk"


def test_a_profile_keeps_its_desk():
    saved("office", OFFICE)
    kept = load_profile("office")
    assert (kept.camera, kept.displays) == (OFFICE.camera, OFFICE.displays)
