import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import asdict

from posture.config import Config, load_config, read_toml
from posture.errors import ConfigError
from posture.system.paths import resource


@pytest.fixture
def user_file(tmp_path):
    return tmp_path / "config.toml"


def refused(user_file, text, *flags):
    user_file.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_config(flags, user_file)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_the_defaults_alone_are_a_configuration(user_file):
    assert load_config((), user_file).rules.hold_s == 30.0


def test_flags_stand_above_the_environment_above_the_file_above_the_defaults(
    user_file, monkeypatch
):
    user_file.write_text("[rules]\nhold_s = 40\nrecovery_s = 4\nunseen_s = 44\n")
    monkeypatch.setenv("POSTURE_RULES__HOLD_S", "50")
    monkeypatch.setenv("POSTURE_RULES__RECOVERY_S", "5")
    rules = load_config(["rules.hold_s=60"], user_file).rules
    assert (rules.hold_s, rules.recovery_s, rules.unseen_s) == (60.0, 5.0, 44.0)
    assert (
        rules.neck_change_deg == load_config((), user_file.with_name("none")).rules.neck_change_deg
    )


@pytest.mark.parametrize("value", ["-3", "nan", "inf", "1e99", '"soon"', "[1]", "true"])
def test_a_wrong_value_names_file_line_and_field(user_file, value):
    message = refused(user_file, f"# mine\n[rules]\n\nhold_s = {value}\n")
    assert f"{user_file}, line 4: rules.hold_s: " in message


def test_a_mistyped_setting_names_the_one_that_was_meant(user_file):
    message = refused(user_file, "[rules]\nhold = 3\nhold_sec = 4\n")
    assert "line 2: rules.hold: no such setting." in message
    assert "line 1: ruels: no such section. Did you mean rules?" in refused(user_file, "[ruels]\n")
    assert "Did you mean rules.hold_s?" in refused(user_file, "", "rules.hold_sec=4")


def test_broken_toml_names_the_file_and_the_line(user_file):
    message = refused(user_file, "[rules]\nhold_s = \n")
    assert message.startswith(str(user_file))
    assert "line 2" in message


def test_a_wrong_flag_is_named_as_it_was_given(user_file):
    assert refused(user_file, "", "rules.hold_s").startswith("--set rules.hold_s:")
    assert refused(user_file, "", "rules.hold_s=-1").startswith("--set: rules.hold_s:")


@pytest.mark.parametrize(
    ("key", "value", "item"),
    [("quiet_hours", '["12:00-13:00", "25:00-26:00"]', 1), ("steps", '["shout"]', 0)],
)
def test_a_wrong_item_of_a_list_is_looked_for_where_the_list_was_set(
    user_file, monkeypatch, key, value, item
):
    name = f"nudges.{key}.{item}: "
    in_file = refused(user_file, f"# mine\n[nudges]\n{key} = {value}\n")
    assert in_file.startswith(f"{user_file}, line 3: {name}")
    assert refused(user_file, "", f"nudges.{key}={value}").startswith(f"--set: {name}")
    variable = f"POSTURE_NUDGES__{key.upper()}"
    monkeypatch.setenv(variable, value)
    assert refused(user_file, "").startswith(f"environment variable {variable}: {name}")


@pytest.mark.parametrize("value", ['["12:00-13:00"', "12:00-13:00"])
def test_a_list_in_the_environment_that_is_no_json_is_named(user_file, monkeypatch, value):
    monkeypatch.setenv("POSTURE_NUDGES__QUIET_HOURS", value)
    message = refused(user_file, "")
    assert message.startswith("environment variable POSTURE_NUDGES__QUIET_HOURS: not valid")


def test_what_is_wrong_is_said_in_words_of_the_file_not_of_python(user_file):
    assert "as 22:00-07:00" in refused(user_file, "", 'nudges.quiet_hours=["noon"]')
    assert "should be a list in square brackets" in refused(user_file, "", "nudges.steps=tray")
    assert "should be a section of settings" in refused(user_file, "rules = 3\n")


def test_a_number_out_of_its_limits_is_told_the_limit(user_file):
    message = refused(user_file, "", "rules.hold_s=4000")
    assert message == "--set: rules.hold_s: should be at most 3600 (got 4000)."


def test_text_stands_for_the_number_or_truth_it_writes(user_file, monkeypatch):
    monkeypatch.setenv("POSTURE_NUDGES__PRAISE", "True")
    monkeypatch.setenv("posture_capture__width_px", "320")
    config = load_config(["camera.source=2", "nudges.max_per_hour=2.0"], user_file)
    assert config.nudges.praise is True
    assert (config.capture.width_px, config.nudges.max_per_hour) == (320, 2)
    assert config.camera.source == "2"


@pytest.mark.parametrize(
    ("flag", "said"),
    [
        ("capture.width_px=320.5", "should be a whole number (got 320.5)"),
        ("nudges.praise=maybe", "should be true or false (got 'maybe')"),
        ("camera.source=[1]", "should be text in quotes (got [1])"),
    ],
)
def test_a_value_of_another_kind_is_refused(user_file, flag, said):
    assert said in refused(user_file, "", flag)


def test_a_section_in_the_environment_is_one_and_its_settings_stand_above_it(
    user_file, monkeypatch
):
    monkeypatch.setenv("POSTURE_RULES", '{"hold_s": 50, "recovery_s": 5}')
    monkeypatch.setenv("POSTURE_RULES__HOLD_S", "60")
    rules = load_config((), user_file).rules
    assert (rules.hold_s, rules.recovery_s) == (60.0, 5.0)
    monkeypatch.setenv("POSTURE_RULES", "3")
    said = refused(user_file, "")
    assert said.startswith("environment variable POSTURE_RULES: rules: should be a section")


def test_what_was_read_does_not_change(user_file):
    with pytest.raises(AttributeError, match="immutable"):
        load_config((), user_file).rules.hold_s = 1.0


def test_a_wrong_environment_variable_is_named(user_file, monkeypatch):
    monkeypatch.setenv("POSTURE_RULES__HOLD_S", "-1")
    assert "environment variable POSTURE_RULES__HOLD_S" in refused(user_file, "")


def test_every_default_has_its_meaning_beside_it():
    lines = resource("config/default.toml").read_text().splitlines()
    explained = False
    for line in lines:
        if line.startswith("#"):
            explained = True
        elif not line.strip() or line.startswith("["):
            explained = False
        else:
            assert explained, f"no comment above: {line}"


def test_every_setting_has_a_default_and_every_default_a_setting(user_file):
    config = load_config((), user_file)
    assert set(read_toml(resource("config/default.toml"))) == set(Config.__struct_fields__)
    assert asdict(config).keys() == set(Config.__struct_fields__)


@settings(max_examples=60)
@given(st.one_of(st.floats(), st.text(max_size=8), st.integers(), st.none(), st.booleans()))
def test_any_value_is_either_taken_as_a_finite_number_or_refused_in_one_line(value):
    try:
        config = load_config([f"rules.hold_s={value}"])
    except ConfigError:
        return
    else:
        assert math.isfinite(config.rules.hold_s)
        assert config.rules.hold_s > 0


LONG, HEX, DEEP = "9" * 5000, f"0x{'f' * 20_000}", "[" * 1000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"" = 1\n', "line 1: '': no such section."),
        ('[rules]\n"" = 1\n', "rules.'': no such setting."),
        ('["a\\nb"]\nx = 1\n', "a\\nb: no such section."),
        ('[rules]\n"a\\nb` - at `$.x" = 1\n', "no such setting."),
        ("eyes = 3\n", "eyes is now called camera_process."),
        (f"{'a.' * 3000}b = 1\n", "a: no such section."),
        (f"[rules]\nhold_s = {LONG}\n", "not valid TOML: a number is too long."),
        (f"[rules]\nhold_s = {HEX}\n", "line 2: rules.hold_s: is out of range (got a very long"),
        (f"[camera]\nrotate = {HEX}\n", "line 2: camera.rotate: a number is too long."),
        (f"[camera]\nsource = {HEX}\n", "camera.source: should be at most 9999"),
        (f"[rules]\nhold_s = {DEEP}\n", "not valid TOML: nested too deep."),
        (f"[rules]\nhold_s = {'{a=' * 1000}\n", "not valid TOML: nested too deep."),
        (f"[vision]\nmodel = '{'x' * 5000}'\n", "should be 'lite', 'full' or 'heavy' (got 'xxx"),
    ],
)
def test_what_no_setting_can_be_called_or_be_is_one_line(user_file, text, said):
    message = refused(user_file, text)
    assert said in message
    assert message.startswith(str(user_file))
    assert len(message) < 400


@pytest.mark.parametrize(
    ("flag", "said"),
    [
        ("rules.hold_s=\udcff", "--set: rules.hold_s: not UTF-8 text."),
        ("rules.\udcff=3", "--set: rules.\\xff: not UTF-8 text."),
        ("rules.hold_s=1\nx = 2", "rules.hold_s: should be a number"),
        (f"rules.hold_s={LONG}", "rules.hold_s: is out of range"),
        (f"nudges.steps={LONG}", "nudges.steps: should be a list"),
        (f"rules.hold_s={DEEP}", "rules.hold_s: should be a number"),
    ],
)
def test_a_flag_that_no_setting_can_take_is_one_line(user_file, flag, said):
    assert said in refused(user_file, "", flag)


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("POSTURE_NUDGES__STEPS", "[" * 100_000, "not valid."),
        ("POSTURE_NUDGES", "[" * 100_000, "not valid."),
        ("POSTURE_NUDGES", '{"cooldown_s": NaN}', "not valid."),
        ("POSTURE_NUDGES", "\udcff", "not valid."),
        ("POSTURE_RULES__HOLD_S", "\udcff", "rules.hold_s: not UTF-8 text."),
        ("POSTURE_RULES__HOLD_S", LONG, "rules.hold_s: is out of range"),
        ("POSTURE_CAPTURE__WIDTH_PX", LONG, "capture.width_px: is out of range"),
        ("POSTURE_RULES__", "1", "rules.'': no such setting."),
        ("POSTURE___X", "1", "'': no such section."),
    ],
)
def test_a_variable_that_no_setting_can_take_is_one_line(
    user_file, monkeypatch, variable, value, said
):
    monkeypatch.setenv(variable, value)
    message = refused(user_file, "")
    assert message.startswith(f"environment variable {variable}: ")
    assert said in message


def test_the_mark_that_some_editors_put_before_a_text_is_no_part_of_it(user_file):
    user_file.write_bytes(b"\xef\xbb\xbf[rules]\nhold_s = 44\n")
    assert load_config((), user_file).rules.hold_s == 44.0
