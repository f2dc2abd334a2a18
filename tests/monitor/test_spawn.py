"""A child process and the connection to it: for real, and as Windows would be asked for it."""

import multiprocessing.connection
import os
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import psutil
import pytest

from posture.monitor import control_socket, spawn
from tests.support.command import ROOT
from tests.support.waiting import PATIENCE_S, wait_until


def test_a_module_runs_in_a_process_of_its_own_and_leaves_when_the_connection_closes():
    child = spawn.Child("tests.support.echo")
    child.connection.send({"said": 1})
    assert child.connection.poll(20)
    assert child.connection.recv() == [child.process.pid, {"said": 1}]
    assert child.end(farewell_s=10) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
def test_ctrl_c_at_any_moment_of_its_start_does_not_reach_it():
    for after_s in (0.0, 0.01, 0.02, 0.05):
        child = spawn.Child("tests.support.echo")
        time.sleep(after_s)
        child.process.send_signal(signal.SIGINT)
        child.connection.send("still there")
        assert child.connection.poll(20)
        assert child.connection.recv() == [child.process.pid, "still there"]
        assert child.end(farewell_s=10) == 0
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a stopped process stays")
def test_one_that_is_stopped_does_not_outlive_its_killed_parent():
    code = (
        "import os, signal, time; from posture.monitor.spawn import Child;"
        " child = Child('tests.support.echo'); child.connection.send(1); child.connection.recv();"
        " os.kill(child.process.pid, signal.SIGSTOP); print(child.process.pid, flush=True);"
        " time.sleep(600)"
    )
    words = [sys.executable, "-c", code]
    parent = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    child = psutil.Process(int(parent.stdout.readline()))
    wait_until(lambda: child.status() == psutil.STATUS_STOPPED, "the child to be stopped")
    parent.kill()
    parent.wait()
    gone, _ = psutil.wait_procs([child], timeout=PATIENCE_S)
    assert gone


@pytest.fixture
def windows(monkeypatch):
    """What Windows is asked for: there every handle has a number, and a file that is none."""
    asked = SimpleNamespace(inheritable=[], started=[])
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(subprocess, "STARTUPINFO", lambda **more: more, raising=False)
    monkeypatch.setattr(subprocess, "CREATE_NO_WINDOW", 0x08000000, raising=False)
    monkeypatch.setattr(
        os, "set_handle_inheritable", lambda *what: asked.inheritable.append(what), raising=False
    )
    monkeypatch.setattr(
        subprocess, "Popen", lambda words, **more: asked.started.append((words, more))
    )
    return asked


@pytest.mark.skipif(sys.platform == "win32", reason="there the real thing runs")
def test_on_windows_the_one_handle_is_inherited_by_name_and_no_window_opens(windows):
    """Not tried on Windows: what is passed, against what its documentation asks for."""
    spawn.Child("posture.monitor.worker").connection.close()
    [(words, more)] = windows.started
    handle = int(words[-1])
    assert windows.inheritable == [(handle, True)]
    assert more["startupinfo"] == {"lpAttributeList": {"handle_list": [handle]}}
    assert more["creationflags"] == 0x08000000
    assert not {"pass_fds", "start_new_session", "preexec_fn"} & set(more)


@pytest.mark.usefixtures("windows")
@pytest.mark.skipif(sys.platform == "win32", reason="there the real thing runs")
def test_on_windows_the_child_takes_the_handle_up_as_a_pipe(monkeypatch):
    pipes = []
    monkeypatch.setattr(multiprocessing.connection, "PipeConnection", pipes.append, raising=False)
    spawn.connection_from(412)
    assert pipes == [412]


@pytest.mark.usefixtures("windows")
@pytest.mark.skipif(sys.platform == "win32", reason="there the real thing runs")
def test_on_windows_the_monitor_listens_on_a_named_pipe_of_its_data_folder(monkeypatch, tmp_path):
    addresses = []
    for name in ("one", "two", "one"):
        monkeypatch.setenv("POSTURE_DATA_DIR", str(tmp_path / name))
        addresses.append(control_socket.address())
    assert all(address.startswith(r"\\.\pipe\posture-") for address in addresses)
    assert multiprocessing.connection.address_type(addresses[0]) == "AF_PIPE"
    assert addresses[0] == addresses[2] != addresses[1]
