"""``posture privacy`` tells what is so, also when that is bad."""

import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from posture.app import privacy as asked
from posture.cli.main import app, register
from posture.system.lock_file import LockFile
from posture.system.program import window_lock
from tests.support.json_page import undescribed

LEAKING = (
    "import socket, time; s = socket.create_server(('127.0.0.1', 0)); "
    "print(s.getsockname()[1], flush=True); time.sleep(600)"
)


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name in ("DATA", "CONFIG", "LOG"):
        folder = tmp_path / name.lower()
        folder.mkdir(mode=0o700)
        monkeypatch.setenv(f"POSTURE_{name}_DIR", str(folder))
    return tmp_path


def said(*words):
    register("privacy")
    done = CliRunner().invoke(app, ["privacy", *words])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout) if words else done.stdout


def test_with_nothing_kept_and_nothing_running_it_says_so(home):
    shown = said()
    assert "Nothing is kept." in shown
    assert "nothing; start it with `posture start`" in shown
    assert shown.count(str(home / "data")) == 1, "in the command that lists it"
    assert said("--json")["network"] == []


def test_a_process_that_is_not_sealed_and_has_a_socket_open_is_told(home, monkeypatch):  # noqa: ARG001
    leaking = subprocess.Popen([sys.executable, "-c", LEAKING], stdout=subprocess.PIPE, text=True)
    try:
        port = leaking.stdout.readline().strip()
        monkeypatch.setattr(asked, "monitor_pid", lambda: leaking.pid)
        found = said("--json")
        (opened,) = found["network"]
        assert opened["local"] == f"127.0.0.1:{port}"
        assert opened["pid"] == leaking.pid
        (process,) = found["processes"]
        assert process["sealed"] is (False if sys.platform == "linux" else None)
        assert undescribed("privacy", found)[0] == set(), "keys that docs/json.md does not have"
        shown = said()
        assert "not sealed" in shown.lower()
        assert port in shown
    finally:
        leaking.kill()
        leaking.wait()


@pytest.mark.skipif(sys.platform == "win32", reason="a lock does not say there whose it is")
def test_the_windows_and_what_they_have_started_are_told_too(home):  # noqa: ARG001
    words = [sys.executable, "-c", LEAKING, "posture.gui"]
    lock = LockFile(window_lock(), 0.2)
    lock.acquire()
    launcher = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    try:
        launcher.stdout.readline()
        roles = {one["pid"]: one["role"] for one in said("--json")["processes"]}
        shown = said()
    finally:
        launcher.kill()
        launcher.wait()
        lock.release()
    assert roles == {os.getpid(): "windows", launcher.pid: "launcher"}
    if sys.platform == "linux":
        assert "NOT sealed: starts monitor and browser for the windows" in shown


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "readers"),
    [
        (0o600, 0o755, "you"),
        (0o644, 0o700, "you"),
        (0o640, 0o750, "group"),
        (0o644, 0o755, "everyone"),
    ],
)
def test_who_can_read_a_file_goes_by_its_mode_and_its_folders(
    home, file_mode, folder_mode, readers
):
    (home / "data" / "backups").mkdir(mode=0o755)
    file = home / "data" / "backups" / "posture-1.db"
    file.write_bytes(bytes(2000))
    file.chmod(file_mode)
    (home / "data").chmod(folder_mode)
    # Not by posture itself, which would close them first.
    (backups,) = [one for one in asked.facts().kept if one.name == "backups"]
    assert (backups.files, backups.bytes, backups.readable_by) == (1, 2000, readers)


def test_what_is_none_of_its_files_is_told_too(home):
    (home / "data" / "picture.jpg").write_bytes(b"x")
    (other,) = asked.facts().kept
    assert (other.name, other.files) == ("other", 1)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel is asked as Linux has it")
def test_the_three_commands_it_names_run_and_find_the_same(home, monkeypatch):  # noqa: ARG001
    monkeypatch.setattr(asked, "monitor_pid", os.getpid)
    listing, seals, sockets = asked.facts().check
    ran = [
        subprocess.run(["sh", "-c", one], capture_output=True, text=True, check=False)
        for one in (listing, seals)
    ]
    assert [done.returncode for done in ran] == [0, 0], ran
    assert "Seccomp:" in ran[1].stdout
    assert f"pid=({os.getpid()}" in sockets
