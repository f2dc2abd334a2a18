"""The texts that start a program at login, judged by the systems' own tools where they are here.

For macOS and Windows they are compared with files that were read with care: make them anew by
``python -m tests.app.integration.test_login_items``.
"""

import os
import plistlib
import shutil
import subprocess
from pathlib import Path

import pytest

from posture.app.integration.login_items import (
    launch_agent,
    run_command,
    systemd_unit,
    xdg_entry,
    xdg_exec,
)

GOLDEN = Path(__file__).parent / "golden"
ODD = 'a b$c%h"d\\e'
MAC = ("/Applications/posture & co/bin/python3", "-m", "posture", "run", "--quiet")
WINDOWS = (r"C:\Program Files\posture\pythonw.exe", "-m", "posture", "run", "--quiet")
FOLDERS = {"POSTURE_DATA_DIR": "/Users/me/my posture"}


def golden():
    return {
        "launch_agent.plist": launch_agent("local.posture.Posture", MAC, FOLDERS),
        "run_key.txt": run_command(WINDOWS) + "\n",
    }


@pytest.mark.parametrize("name", golden())
def test_macos_and_windows_are_told_what_was_read_with_care(name):
    assert golden()[name] == (GOLDEN / name).read_text(encoding="utf-8")


def test_the_launch_agent_is_a_property_list_with_every_word_as_it_is():
    read = plistlib.loads(launch_agent("label", (*MAC, ODD), FOLDERS).encode())
    assert read["ProgramArguments"] == [*MAC, ODD]
    assert read["EnvironmentVariables"] == FOLDERS
    assert read["RunAtLoad"] is True


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is missing")
@pytest.mark.parametrize("folder", ["plain", ODD, "it's ü;#"])
def test_systemd_finds_the_program_whatever_its_folder_is_called(tmp_path, folder):
    program = tmp_path / folder / "python"
    program.parent.mkdir()
    program.symlink_to(shutil.which("true"))
    unit = tmp_path / "posture.service"
    words = (str(program), "-m", "posture", "run", "--quiet", ODD)
    unit.write_text(systemd_unit(words, {"POSTURE_DATA_DIR": f"/{ODD}"}))
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", str(unit)],
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    # Where the manager itself cannot run, this tool cannot judge.
    if "Failed to initialize manager" in done.stderr:
        pytest.skip(done.stderr)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="the tool is missing")
@pytest.mark.parametrize("folder", ["plain", ODD])
def test_an_entry_is_valid_by_the_specification(tmp_path, folder):
    entry = tmp_path / "posture.desktop"
    words = (f"/{folder}/python", "-m", "posture", "run")
    entry.write_text(xdg_entry(words, {"POSTURE_DATA_DIR": f"/{ODD}"}, "Watches how you sit"))
    done = subprocess.run(
        ["desktop-file-validate", str(entry)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_an_entry_starts_exactly_the_words_given():
    words = ("/usr/bin/python3", "-m", "posture", "two words", ODD, "~", "")
    assert _started(xdg_exec(words, {})) == [*words]
    assert _started(xdg_exec(words, {"A": "b c"})) == ["env", "A=b c", *words]


def _started(value):
    """What a desktop makes of Exec: the file's escapes, then the quotes, then the field codes."""
    text, words, word, is_quoted = value.replace("\\\\", "\\"), [], None, False
    letters = iter(text)
    for letter in letters:
        if is_quoted and letter == "\\":
            word += next(letters)
        elif letter == '"':
            is_quoted, word = not is_quoted, word or ""
        elif letter == " " and not is_quoted:
            words, word = [*words, word], None
        else:
            word = (word or "") + letter
    return [each.replace("%%", "%") for each in (*words, word)]


if __name__ == "__main__":
    for name, text in golden().items():
        (GOLDEN / name).write_text(text, encoding="utf-8")
