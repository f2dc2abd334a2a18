"""Settings that were called otherwise once: whoever has an old name is given the new one."""

import pytest

from posture.config import load_config
from posture.config.messages import renamed
from posture.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("[eyes]\nhang_s = 5\n", "eyes is now called camera_process, hang_s in it look_timeout_s."),
        ("[manners]\nrelease_on_call = false\n", "manners is now called desktop."),
        ("[report]\nenough_s = 60\n", "report.enough_s is now called report.min_judged_s."),
    ],
    ids=["section and setting", "section alone", "setting alone"],
)
def test_an_old_name_in_a_file_is_answered_with_the_new_one_in_one_line(tmp_path, text, answer):
    file = tmp_path / "config.toml"
    file.write_text(text)
    with pytest.raises(ConfigError) as refused:
        load_config(user_file=file)
    said = str(refused.value)
    assert answer in said
    assert said.startswith(f"{file}, line ")
    assert "\n" not in said


@pytest.mark.parametrize("flag", ["eyes.hang_s=5", "camera_process.hang_s=5"])
def test_an_old_name_in_a_flag_is_answered_with_the_new_one(flag):
    with pytest.raises(ConfigError, match=r"look_timeout_s\.$"):
        load_config([flag])


def test_an_old_name_in_the_environment_is_answered_with_the_new_one(monkeypatch):
    monkeypatch.setenv("POSTURE_EYES__HANG_S", "5")
    with pytest.raises(ConfigError, match=r"POSTURE_EYES.*look_timeout_s\.$"):
        load_config()


def test_what_never_was_a_setting_has_no_new_name():
    assert renamed(("nothing",), {}) is None
    assert renamed(("report", "nothing"), {}) is None
