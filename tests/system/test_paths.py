"""Where the folders are, and what is said when that cannot be told."""

from pathlib import Path

import pytest

from posture.errors import InputError
from posture.system import paths
from tests.support.command import refused

FOLDERS = {
    "POSTURE_DATA_DIR": paths.data_dir,
    "POSTURE_CONFIG_DIR": paths.config_dir,
    "POSTURE_LOG_DIR": paths.log_dir,
}


@pytest.mark.parametrize("variable", FOLDERS)
def test_the_folder_of_somebody_who_is_not_there_is_named_with_the_remedy(monkeypatch, variable):
    monkeypatch.setenv(variable, "~nosuchuser/x")
    with pytest.raises(InputError, match=f"{variable}=~nosuchuser/x: .* Set {variable} to a whole"):
        FOLDERS[variable]()


@pytest.mark.parametrize("variable", FOLDERS)
def test_without_a_home_a_folder_is_asked_for_unless_one_is_named(monkeypatch, tmp_path, variable):
    def nobody(*_args, **_more):
        raise RuntimeError("could not determine the home directory")

    for usual in ("user_data_dir", "user_config_dir", "user_log_dir"):
        monkeypatch.setattr(paths.platformdirs, usual, nobody)
    monkeypatch.delenv(variable, raising=False)
    with pytest.raises(InputError, match=f"home folder is not known. Set HOME, or {variable}"):
        FOLDERS[variable]()
    monkeypatch.setenv(variable, str(tmp_path))
    assert FOLDERS[variable]() == Path(tmp_path)


@pytest.mark.parametrize("words", [["status"], ["config", "check"], ["run"], ["doctor"], ["logs"]])
def test_every_command_says_so_in_one_line(posture, words):
    homeless = dict.fromkeys(FOLDERS, "~nosuchuser/x")
    assert "~nosuchuser/x" in refused(posture(*words, **homeless))
