"""``posture run`` and its like before a camera on the network, and what is sealed meanwhile."""

import os
import sys
from pathlib import Path

import psutil
import pytest

from tests.support.command import refused
from tests.support.mjpeg import http_camera
from tests.support.running import BRISK, status_of, wait_for, wait_for_looks
from tests.support.waiting import PATIENCE_S

needs_seal = pytest.mark.skipif(
    not sys.platform.startswith("linux") or os.uname().machine != "x86_64",
    reason="the filter is Linux's on x86-64",
)
# The first wait for a camera that was lost, and the longest.
SOON = ("--set", "capture.retry_longest_s=1")


@pytest.fixture
def camera():
    with http_camera() as server:
        yield server


@pytest.fixture
def watching(posture, camera):
    """A watch of the camera, by an address with a login that it does not ask for."""
    address = camera.url_with("me", "s3cret")
    watch = posture.start("run", "--source", address, *BRISK, *SOON)
    wait_for_looks(posture, 2)
    yield watch
    watch.kill()
    watch.communicate(timeout=PATIENCE_S)


def seccomp_mode(pid):
    """0 none, 2 a filter (proc(5))."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.partition("\nSeccomp:")[2].split()[0])


def internet_sockets(pid):
    return list(psutil.Process(pid).net_connections("inet"))


@needs_seal
def test_the_kernel_seals_monitor_model_and_reader_and_only_the_reader_has_the_connection(
    posture, watching, camera
):
    monitor = psutil.Process(watching.pid)
    model = psutil.Process(status_of(posture)["camera_process_pid"])
    (gate,) = set(monitor.children()) - {model}
    (reader,) = gate.children()
    assert seccomp_mode(monitor.pid) == seccomp_mode(model.pid) == seccomp_mode(reader.pid) == 2
    assert seccomp_mode(gate.pid) == 0
    if os.geteuid() != 0:
        return  # what they have open, processes that see pictures show to nobody else
    held = {pid: internet_sockets(pid) for pid in (monitor.pid, model.pid, gate.pid)}
    assert held == {monitor.pid: [], model.pid: [], gate.pid: []}
    (connection,) = internet_sockets(reader.pid)
    assert connection.raddr.port == camera.server_address[1]


def test_whatever_the_camera_becomes_the_watch_goes_on_says_why_and_sees_again(
    posture, watching, camera
):
    for fault, reason in (
        ("404", "has nothing at this address (404)"),
        ("location:http://127.0.0.1:99999/", "redirects to an invalid address"),
        ("location:rtsp://127.0.0.1/", "redirects to another kind of address"),
        ("page", "gives a web page, not a picture"),
    ):
        camera.fault = "end"
        wait_for(lambda: status_of(posture).get("camera_fault"))
        camera.fault = fault
        wait_for(lambda reason=reason: reason in (status_of(posture)["camera_fault"] or ""))
        shown = posture("status").stdout
        assert reason in shown
        assert "plug one in" not in shown
        camera.fault = "ok"
        wait_for(lambda: status_of(posture)["camera_fault"] is None)
    assert status_of(posture)["pid"] == watching.pid


@needs_seal
def test_run_says_on_the_terminal_what_is_not_sealed(posture, camera):
    done = posture("run", "--source", camera.url, "--for", "2s")
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        f"Network camera: one process may connect to {camera.url}. "
        "The processes that watch and judge cannot."
    ) in done.stdout.splitlines()


@needs_seal
def test_the_doctor_says_what_is_sealed_and_what_is_not(posture, camera):
    address = camera.url_with("me", "s3cret")
    said = posture("doctor", POSTURE_CAMERA__SOURCE=address).stdout
    assert f"one process may connect, to {camera.url}" in " ".join(said.split())
    assert "s3cret" not in said
    assert "blocks its own internet access before the model loads" not in said


@pytest.mark.parametrize("command", ["run --quiet", "start", "calibrate", "stretch"])
def test_each_command_tells_a_wrong_password_as_that_and_never_the_password(
    posture, camera, command
):
    camera.fault = "MD5"
    said = refused(posture(*command.split(), "--source", camera.url_with("me", "s3cret")))
    assert "rejects this user name or password (401)" in said
    assert "s3cret" not in said
    assert "privacy settings" not in said


def test_a_login_by_digest_watches(posture, camera):
    camera.fault = "MD5"
    watch = posture.start("run", "--source", camera.url_with("me", "s%3Acret"), *BRISK)
    try:
        # Whoever is welcome gets the stream.
        wait_for(lambda: status_of(posture).get("state") == "away")
    finally:
        watch.terminate()
        watch.communicate(timeout=PATIENCE_S)
