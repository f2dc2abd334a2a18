"""A running watch takes up what changed in the settings, and names what needs a restart."""

import pytest

from posture.config import load_config
from posture.config.edit import set_setting
from posture.errors import ConfigError
from posture.monitor.settings_in_use import SettingsInUse


@pytest.fixture
def in_use(tmp_path, monkeypatch):
    monkeypatch.setenv("POSTURE_CONFIG_DIR", str(tmp_path))
    got = []
    made = SettingsInUse(load_config(OVERRIDES), OVERRIDES, got.append, list)
    made.got, made.file = got, tmp_path / "config.toml"
    return made


OVERRIDES = ("rules.recovery_s=5",)


def test_what_changed_is_taken_up_by_the_loop_and_not_before(in_use):
    set_setting("rules.hold_s", 12)
    assert in_use.handle()["taken_up"] == ["rules.hold_s"]
    assert in_use.got == []
    in_use.take_up()
    in_use.take_up()
    assert [config.rules.hold_s for config in in_use.got] == [12.0]
    assert in_use.handle()["taken_up"] == []


def test_what_a_watch_is_built_around_needs_a_restart_until_it_is_back(in_use):
    set_setting("camera.source", 1)
    set_setting("nudges.praise", value=True)
    for _ in range(2):
        assert in_use.handle()["need_restart"] == ["camera.source"]
    set_setting("camera.source", "0")
    assert in_use.handle()["need_restart"] == []


def test_what_the_watch_was_started_with_goes_on_to_count_more(in_use):
    set_setting("rules.recovery_s", 9)
    assert in_use.handle() == {"ok": True, "taken_up": [], "need_restart": []}


def test_refused_settings_leave_the_watch_as_it_was(in_use):
    in_use.file.write_text("[rules]\nhold_s = 'x'\n")
    with pytest.raises(ConfigError, match=r"line 2: rules\.hold_s"):
        in_use.handle()
    in_use.take_up()
    assert in_use.got == []
