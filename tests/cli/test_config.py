"""``posture config set``, ``get`` and ``unset`` as they are typed."""

import pytest
from typer.testing import CliRunner

from posture.cli import config
from posture.errors import ConfigError


@pytest.fixture
def typed(tmp_path, monkeypatch):
    monkeypatch.setenv("POSTURE_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("POSTURE_DATA_DIR", str(tmp_path))

    def run(*words):
        done = CliRunner().invoke(config.app, words, catch_exceptions=False)
        assert done.exit_code == 0
        return done.stdout.rstrip("\n")

    return run


@pytest.mark.parametrize(
    ("key", "typed_value", "shown"),
    [
        ("rules.hold_s", "45", "45"),
        ("nudges.praise", "on", "true"),
        ("nudges.steps", "toast,dim", '["toast", "dim"]'),
        ("nudges.steps", "", "[]"),
        ("nudges.quiet_hours", '["22:00-07:00"]', '["22:00-07:00"]'),
        ("breaks.plan", "20-8-2", "20-8-2"),
        ("camera.source", "/dev/video2", "/dev/video2"),
    ],
)
def test_what_is_set_is_what_is_got(typed, key, typed_value, shown):
    assert typed("set", key, typed_value).startswith(f"{key} = ")
    assert typed("get", key).removesuffix(".0") == shown
    assert typed("unset", key).startswith(f"{key} = ")
    assert typed("unset", key) == f"{key} is not in your file."


def test_a_negative_number_is_a_value_and_no_option(typed):
    with pytest.raises(ConfigError, match=r"rules\.hold_s: should be above 0"):
        typed("set", "rules.hold_s", "-5")
    assert typed("set", "rules.upright_torso_deg", "-3") == "rules.upright_torso_deg = -3"


def test_a_cameras_password_is_kept_and_never_shown(typed, tmp_path):
    said = typed("set", "camera.source", "http://me:secret@192.168.1.9/video")
    assert "secret" not in said + typed("get", "camera.source") + typed("get", "camera")
    assert "secret" in (tmp_path / "config.toml").read_text()


def test_a_variable_that_overrules_the_file_is_told(typed, monkeypatch):
    monkeypatch.setenv("POSTURE_RULES__HOLD_S", "7")
    assert "POSTURE_RULES__HOLD_S overrides it" in typed("set", "rules.hold_s", "20")
