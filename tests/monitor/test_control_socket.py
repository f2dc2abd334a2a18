"""The running monitor's socket: whatever comes in, it stays, and nobody who asks waits for ever."""

import os
import signal
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from posture.errors import InputError, UnansweredError
from posture.monitor.control_socket import ControlServer, address, ask
from tests.support.clips import first, joined
from tests.support.command import refused
from tests.support.running import BRISK, told, wait_for_looks

CLIP = "f1_front"


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
            with pytest.raises(InputError, match="its log says why"):
                ask("fail")
        assert ask("status") == {"ok": True}
    assert "a date beyond the calendar" in caplog.text


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no process is stopped on this system")
def test_one_that_hangs_is_told_with_its_process_and_a_restart_replaces_it(posture, upright):
    watch = posture.start("run", "--source", upright, "--loop", *BRISK)
    wait_for_looks(posture, 1)
    eyes = told(posture)["eyes_pid"]
    os.kill(watch.pid, signal.SIGSTOP)
    with ThreadPoolExecutor() as at_once:  # each waits until its patience is at an end
        for done in at_once.map(posture, ("status", "start", "resume")):
            said = refused(done)
            assert f"does not answer (process {watch.pid}). Run: posture restart" in said
    again = posture("restart", "--source", upright)
    assert (again.returncode, again.stderr) == (0, "")
    assert "with what options it was started is not known" in again.stdout
    assert watch.wait(timeout=5) == -signal.SIGKILL
    assert told(posture)["eyes_pid"] != eyes
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
