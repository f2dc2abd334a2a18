"""Changing the user's file: what is written, what is kept, what is refused."""

import pytest

from posture.config import load_config
from posture.config.edit import get_setting, overriding_variable, set_setting, unset_setting
from posture.errors import ConfigError

FILE = """\
# mine
[rules]  # by hand
hold_s = 45  # longer than usual

  # about the neck
neck_deg = 20.0
"""


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setenv("POSTURE_CONFIG_DIR", str(tmp_path))
    return tmp_path / "config.toml"


def test_a_change_keeps_comments_order_and_all_other_settings(file):
    file.write_text(FILE)
    set_setting("rules.hold_s", 20)
    set_setting("nudges.steps", "toast, sound")
    assert file.read_text().startswith(FILE.replace("45", "20"))
    assert get_setting("rules.hold_s") == 20.0
    assert [*load_config().nudges.steps] == ["toast", "sound"]


def test_the_first_change_makes_a_file_that_explains_itself_and_is_ones_own(file):
    set_setting("camera.source", 0)
    assert file.read_text().startswith("# Your own settings")
    assert file.read_text().endswith("[camera]\nsource = 0\n")
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("rules.hold_s", "soon", "should be a number"),
        ("rules.hold_s", -5, "should be above 0"),
        ("rules.hold", 20, "Did you mean rules.hold_s?"),
        ("rule.hold_s", 20, "no such section"),
        ("nudges.quiet_hours", "12-13", "two times of day"),
        ("nudges.steps", "shout", "should be 'tray', 'toast', 'sound' or 'dim'"),
        ("hold_s", 20, "not SECTION.KEY"),
        ("rules.", 20, "not SECTION.KEY"),
        ("eyes.hang_s", 20, "is now called camera_process"),
    ],
)
def test_a_refused_value_leaves_the_file_as_it_was(file, key, value, said):
    file.write_text(FILE)
    with pytest.raises(ConfigError) as refused:
        set_setting(key, value)
    assert said in str(refused.value)
    assert file.read_text() == FILE


@pytest.mark.parametrize("broken", ["[rules\n", "rules = 3\n", "\x00", "[rules]\nhold_s = 'x'\n"])
def test_a_file_that_is_broken_elsewhere_is_never_written_over(file, broken):
    file.write_text(broken)
    with pytest.raises(ConfigError):
        set_setting("rules.neck_deg", 20)
    assert file.read_text() == broken


def test_the_broken_value_itself_can_be_mended(file):
    file.write_text("[rules]\nhold_s = 'x'\n")
    set_setting("rules.hold_s", 20)
    assert load_config().rules.hold_s == 20.0


@pytest.mark.parametrize(("said", "meant"), [("yes", True), ("off", False), ("1", True)])
def test_yes_and_no_may_be_said_in_words(file, said, meant):
    set_setting("nudges.praise", said)
    assert f"praise = {str(meant).lower()}" in file.read_text()


def test_unsetting_brings_the_default_back_and_leaves_no_empty_section(file):
    file.write_text("[nudges]\npraise = true\n\n[rules]\n# keep\nhold_s = 3.0\n")
    assert unset_setting("nudges.praise")
    assert not unset_setting("nudges.praise")
    assert unset_setting("rules.hold_s")
    assert file.read_text() == "[rules]\n# keep\n"
    with pytest.raises(ConfigError, match="no such setting"):
        unset_setting("rules.hold")


def test_a_linked_file_stays_a_link(file, tmp_path):
    kept = tmp_path / "dotfiles.toml"
    kept.write_text(FILE)
    file.symlink_to(kept)
    set_setting("rules.hold_s", 20)
    assert file.is_symlink()
    assert "hold_s = 20 " in kept.read_text()


@pytest.mark.usefixtures("file")
def test_a_variable_that_overrules_the_file_is_known(monkeypatch):
    assert overriding_variable("rules.hold_s") is None
    monkeypatch.setenv("POSTURE_RULES__HOLD_S", "7")
    assert overriding_variable("rules.hold_s") == "POSTURE_RULES__HOLD_S"
    set_setting("rules.hold_s", 20)
    assert get_setting("rules.hold_s") == 7.0
