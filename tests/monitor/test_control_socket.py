"""The running monitor's socket: whatever comes in, it stays, and nobody who asks waits for ever."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from posture.errors import InputError, UnansweredError
from posture.monitor import private_socket
from posture.monitor.control_socket import ControlServer, address, ask
from tests.support.clips import first, joined
from tests.support.command import ROOT, refused
from tests.support.running import BRISK, status_of, wait_for_looks
from tests.support.waiting import PATIENCE_S

CLIP = "f1_front"
has_unix_sockets = pytest.mark.skipif(
    not hasattr(socket, "AF_UNIX"), reason="Windows has named pipes"
)


@pytest.fixture
def upright(tmp_path):
    return joined(tmp_path / "upright", (CLIP, first(CLIP, "upright"), 3))


def test_a_question_that_fails_is_answered_and_the_next_one_too(tmp_path, monkeypatch, caplog):
    monkeypatch.setenv("POSTURE_DATA_DIR", str(tmp_path))

    def handler(question):
        if question["do"] == "fail":
            raise OverflowError("a date beyond the calendar")
        return {"ok": True}

    with closing(ControlServer(handler)):
        for _ in range(20):
            with pytest.raises(InputError, match="Its log says why"):
                ask("fail")
        assert ask("status") == {"ok": True}
    assert "a date beyond the calendar" in caplog.text


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no process is stopped on this system")
def test_one_that_hangs_is_told_with_its_process_and_a_restart_replaces_it(posture, upright):
    watch = posture.start("run", "--source", upright, "--loop", *BRISK)
    wait_for_looks(posture, 1)
    eyes = status_of(posture)["camera_process_pid"]
    os.kill(watch.pid, signal.SIGSTOP)
    with ThreadPoolExecutor() as at_once:  # each waits until its patience is at an end
        for done in at_once.map(posture, ("status", "start", "resume")):
            said = refused(done)
            assert f"does not answer (process {watch.pid}). Run `posture restart`" in said
    again = posture("restart", "--source", upright)
    assert (again.returncode, again.stderr) == (0, "")
    assert "so the options it was started with are not known" in again.stdout
    assert watch.wait(timeout=PATIENCE_S) == -signal.SIGKILL
    assert status_of(posture)["camera_process_pid"] != eyes
    assert posture("stop").returncode == 0


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="Windows has named pipes")
def test_a_monitor_behind_which_callers_pile_up_is_told_as_silent(tmp_path, monkeypatch):
    monkeypatch.setenv("POSTURE_DATA_DIR", str(tmp_path))
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.bind(address())
        deaf.listen(0)
        calls = [socket.socket(socket.AF_UNIX) for _ in range(2)]
        calls[0].connect(address())
        with pytest.raises(UnansweredError):
            ask("status")
        for call in calls:
            call.close()


@pytest.fixture
def server(tmp_path, monkeypatch):
    monkeypatch.setenv("POSTURE_DATA_DIR", str(tmp_path / "data"))
    with closing(ControlServer(lambda question: {"heard": dict(question)})) as running:
        yield running


def connected():
    caller = socket.socket(socket.AF_UNIX)
    caller.connect(address())
    return caller


def is_hung_up_on(caller):
    caller.settimeout(PATIENCE_S)
    try:
        return caller.recv(200) == b""
    except ConnectionResetError:  # before all it said was heard
        return True


def framed(message):
    return len(message).to_bytes(4, "big") + message


@has_unix_sockets
@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    "message",
    [
        b"[" * 2000,
        b'{"do":' * 600,
        b'{"do": ["status"]}',
        b"[]",
        b"null",
        b"\xff\xfe",
        b"",
        b'{"do": NaN}',
        b'"status"',
        b"{" + b" " * 4000 + b"}]",
    ],
)
def test_what_is_no_question_is_answered_as_that(message):
    with connected() as caller:
        caller.sendall(framed(message))
        caller.settimeout(PATIENCE_S)
        assert caller.recv(200)[4:] == b'{"error": "not understood"}'
    assert ask("status") == {"heard": {"do": "status"}}


@has_unix_sockets
@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    "sent",
    [
        framed(b"[" * 60_000),
        b"\x7f\xff\xff\xff",
        b"\xff\xff\xff\xff" + b"x" * 8,
        b"\x00\x00",
        framed(b'{"do": "status"}')[:9],
    ],
)
def test_a_message_too_long_or_half_a_one_ends_that_call_and_no_other(sent):
    with connected() as caller:
        caller.sendall(sent)
        assert ask("status") == {"heard": {"do": "status"}}
        assert is_hung_up_on(caller)


@has_unix_sockets
@pytest.mark.usefixtures("server")
def test_callers_who_say_nothing_keep_nobody_waiting():
    silent = [connected() for _ in range(12)]
    for _ in range(3):
        assert ask("status") == {"heard": {"do": "status"}}
    for caller in silent:
        caller.close()


@has_unix_sockets
@pytest.mark.usefixtures("server")
def test_more_callers_than_are_heard_at_once_are_waited_out():
    silent = [connected() for _ in range(20)]
    assert ask("status") == {"heard": {"do": "status"}}
    for caller in silent:
        caller.close()


@has_unix_sockets
def test_a_closed_server_listens_no_more_and_leaves_no_socket(tmp_path, monkeypatch):
    monkeypatch.setenv("POSTURE_DATA_DIR", str(tmp_path))
    server = ControlServer(lambda _question: {})
    server.close()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(InputError, match="not running"):
        ask("status")


@pytest.mark.skipif(sys.platform != "linux", reason="there an open folder has a short name")
def test_in_a_folder_with_a_long_name_it_listens_there_too_and_nowhere_else(tmp_path, monkeypatch):
    folder = tmp_path / ("long " * 40) / ("name " * 40)
    elsewhere = tmp_path / "shared"
    elsewhere.mkdir()
    monkeypatch.setenv("POSTURE_DATA_DIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    with closing(ControlServer(lambda _question: {"ok": True})):
        assert (folder / "control.sock").is_socket()
        assert ask("status") == {"ok": True}
    assert list(elsewhere.iterdir()) == []


@has_unix_sockets
@pytest.mark.usefixtures("server")
def test_the_kernel_tells_who_is_at_the_other_end():
    with private_socket.call(address(), 5.0) as caller:
        assert caller.is_own_account
        assert caller.peer_pid == os.getpid()


@has_unix_sockets
@pytest.mark.usefixtures("server")
def test_another_account_is_neither_answered_nor_believed(monkeypatch, caplog):
    monkeypatch.setattr(private_socket, "_peer", lambda _socket: (1, os.geteuid() + 1))
    with connected() as caller:
        with suppress(BrokenPipeError):  # it need not hear the question first
            caller.sendall(framed(b'{"do": "status"}'))
        assert is_hung_up_on(caller)
    assert "another account" in caplog.text
    with pytest.raises(InputError, match="Another user's program answers"):
        ask("status")


@contextmanager
def impostor(posture, answer, *account):
    """Somebody who answers in the monitor's place, under another account if wanted; its process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.impostor", answer, *account],
        cwd=ROOT,
        text=True,
        env=posture.environment,
        stdout=subprocess.PIPE,
    )
    try:
        assert process.stdout.readline() == "listens\n"
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def shared(posture):
    """A data folder that every account may write to."""
    home = Path(tempfile.mkdtemp(prefix="posture-test-"))
    for folder in (home, home / "data"):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o777)
    yield type(posture)(home)
    shutil.rmtree(home)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be another account"
)
def test_another_account_s_words_are_not_shown_nor_its_process_signalled(shared):
    (shared.home / "data" / "letter").touch()  # so that it is not closed to others
    with impostor(shared, '{"error": "\\u001b[2J"}', "65534") as process:
        for command in (["status"], ["stop"], ["pause"]):
            assert "Another user's program answers at" in refused(shared(*command))
        assert process.poll() is None
        assert shared("start").returncode == 0  # its socket makes room
        assert status_of(shared)["running"]
        assert shared("stop").returncode == 0


@has_unix_sockets
def test_no_escape_sequence_of_an_answer_reaches_the_terminal(posture):
    evil = "\x1b]0;owned\x07\x1b[2J\r\n\x9b31m"
    with impostor(posture, json.dumps({"error": f"a {evil}"})):
        said = refused(posture("status"), in_our_words=False)
        assert said.startswith("a ")
        assert said.isprintable()
    answer = {"ok": evil, evil: [evil, {"deep": evil}]}
    with impostor(posture, json.dumps(answer)):
        shown = posture("status", "--json").stdout
        assert shown.rstrip("\n").isprintable()
        assert "owned" in shown
        assert "a different version" in refused(posture("status"), in_our_words=False)


@has_unix_sockets
@pytest.mark.parametrize(
    "answer",
    [
        "[" * 5000,
        "[1, 2]",
        '"text"',
        "no JSON",
        "",
        "[" * 20 + "]" * 20,
    ],
)
def test_an_answer_that_is_none_is_told_in_one_line(posture, answer):
    with impostor(posture, answer):
        assert "is not understood. Run `posture restart`" in refused(posture("status"))


@has_unix_sockets
def test_stop_ends_the_process_that_listens_and_no_other_it_names(posture):
    victim = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    with impostor(posture, json.dumps({"ok": True, "pid": victim.pid})) as process:
        (posture.home / "data" / "posture.lock").touch()
        assert posture("stop").returncode == 0
        assert process.wait(PATIENCE_S) in {-signal.SIGTERM, -signal.SIGKILL}
    assert victim.poll() is None
    victim.kill()
    victim.wait()


@has_unix_sockets
def test_a_watch_whose_socket_was_deleted_is_found_by_its_lock_and_ended(posture, upright):
    watch = posture.start("run", "--quiet", "--source", upright, "--loop", *BRISK)
    wait_for_looks(posture, 1)
    (posture.home / "data" / "control.sock").unlink()
    said = refused(posture("status"))
    assert f"does not answer (process {watch.pid}). Run `posture restart`" in said
    assert f"process {watch.pid}" in refused(posture("start", "--source", upright))
    assert posture("stop").returncode == 0
    assert watch.wait(PATIENCE_S) == 0
    assert posture("start", "--source", upright).returncode == 0
    assert posture("stop").returncode == 0
