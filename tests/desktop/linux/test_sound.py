"""A call is a microphone in use: real PulseAudio, real PipeWire, recorded answers elsewhere."""

import os
import shutil
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest

from posture.desktop.adapter import DesktopState
from posture.desktop.linux.alsa import alsa
from posture.desktop.linux.pulse import Pulse, takes_microphone
from posture.desktop.other.macos import takes_sound
from tests.support.waiting import PATIENCE_S, wait_until

IGNORED = ("pavucontrol", "easyeffects")


def pulseaudio(start):
    """A server with one silent microphone and one silent loudspeaker."""
    modules = "module-null-source source_name=mic", "module-null-sink sink_name=out"
    loads = [word for module in modules for word in ("-L", module)]
    quiet = ["--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--log-level=error"]
    start("pulseaudio", "-n", *quiet, *loads, "-L", "module-native-protocol-unix")


def pipewire(start):
    start("pipewire")
    socket = Path(os.environ["XDG_RUNTIME_DIR"]) / "pipewire-0"
    wait_until(socket.exists, "PipeWire")  # the other two leave when it is not there yet
    for program in ("wireplumber", "pipewire-pulse"):
        start(program)


PROGRAMS = {
    "pulseaudio": (pulseaudio, ("pulseaudio",)),
    "pipewire": (pipewire, ("pipewire", "wireplumber", "pipewire-pulse", "dbus-daemon")),
}


@pytest.fixture(params=PROGRAMS)
def server(request, tmp_path, monkeypatch, children):
    """A sound server of this test's own, with a microphone called mic."""
    begin, programs = PROGRAMS[request.param]
    if missing := [name for name in (*programs, "pactl", "parec") if not shutil.which(name)]:
        pytest.skip(f"not installed: {', '.join(missing)}")
    for name in ("XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME"):
        (tmp_path / name).mkdir(mode=0o700)
        monkeypatch.setenv(name, str(tmp_path / name))
    for name in ("PULSE_SERVER", "DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)

    def start(*words):
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        children.append(subprocess.Popen(words, **silent))

    if request.param == "pipewire":
        request.getfixturevalue("bus")
    begin(start)
    wait_until(server_answers, "the sound server to answer")
    if request.param == "pipewire":
        for kind, name in (("Audio/Source/Virtual", "mic"), ("Audio/Sink", "out")):
            words = f"media.class={kind} sink_name={name} channel_map=mono"
            subprocess.run(
                ["pactl", "load-module", "module-null-sink", *words.split()],
                check=True,
                capture_output=True,
            )
    return children


@pytest.fixture
def record(children):
    """record(program, source) takes sound as that program does."""

    def start(program, source="mic"):
        words = ["parec", f"--client-name={program}", f"--device={source}"]
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        children.append(process)
        return process

    return start


def recording():
    words = ["pactl", "list", "short", "source-outputs"]
    return len(subprocess.run(words, capture_output=True, check=True).stdout.splitlines())


def server_answers():
    return not subprocess.run(["pactl", "info"], capture_output=True, check=False).returncode


def until_recording(programs=1):
    wait_until(lambda: recording() >= programs, "the sound to be taken")


def test_a_call_is_told_within_two_seconds_and_its_end_too(server, record, ears):  # noqa: ARG001
    calls = Pulse(ears, IGNORED)
    try:
        calls.settle(PATIENCE_S)
        assert (calls.said, calls.health.ok) == ({}, True), calls.health
        call = record("Zoom")
        ears.hear(lambda: calls.said == {DesktopState.CALL: "in a call"})
        second = record("Firefox")
        until_recording(2)
        call.kill()
        wait_until(lambda: recording() == 1, "the first to end its call")
        time.sleep(0.7)
        assert calls.said, "the second program is still in its call"
        second.kill()
        ears.hear(lambda: calls.said == {})
    finally:
        calls.close()


def test_a_call_that_went_on_before_we_came_is_told(server, record, ears):  # noqa: ARG001
    record("Zoom")
    until_recording()
    calls = Pulse(ears, IGNORED)
    try:
        ears.hear(lambda: calls.said == {DesktopState.CALL: "in a call"})
    finally:
        calls.close()


def test_a_level_meter_and_a_monitor_are_no_call(server, record, ears):  # noqa: ARG001
    for program, source in (("pavucontrol", "mic"), ("EasyEffects", "mic"), ("OBS", "out.monitor")):
        record(program, source)
    until_recording(3)
    calls = Pulse(ears, IGNORED)
    try:
        calls.settle(PATIENCE_S)
        time.sleep(1.5)
        assert (calls.said, calls.health.ok) == ({}, True), calls.health
    finally:
        calls.close()


def test_a_sound_server_that_dies_ends_the_call_and_leaves_no_child(server, record, ears):
    record("Zoom")
    until_recording()
    calls = Pulse(ears, IGNORED)
    try:
        ears.hear(lambda: DesktopState.CALL in calls.said)
        for process in server:
            process.kill()
        ears.hear(lambda: calls.said == {})
        assert not calls.health.ok
    finally:
        calls.close()
    assert calls._child.poll() is not None


def test_when_we_are_killed_the_helper_goes_too(server):  # noqa: ARG001
    if shutil.which("setpriv") is None:
        pytest.skip("not installed: setpriv (util-linux)")
    code = (
        "import sys, time; from posture.desktop.linux.pulse import Pulse\n"
        f"calls = Pulse(lambda: None, ()); calls.settle({PATIENCE_S})\n"
        "print(calls._child.pid, flush=True)\n"
        "time.sleep(60)"
    )
    ours = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    helper = int(ours.stdout.readline())
    os.kill(ours.pid, signal.SIGKILL)
    ours.wait()
    wait_until(lambda: not os.path.exists(f"/proc/{helper}/exe"), "pactl to end with us")  # noqa: PTH110


def test_a_paused_stream_is_no_call_and_neither_is_the_servers_own():
    """As pactl 16.1 lists them, shortened."""
    zoom = {"application.name": "ZOOM VoiceEngine", "application.process.id": "812"}
    stream = {"index": 3, "source": 1, "corked": False, "properties": zoom}
    assert takes_microphone(stream, set(), frozenset())
    assert not takes_microphone(stream, {1}, frozenset())
    assert not takes_microphone(stream | {"corked": True}, set(), frozenset())
    loopback = {"media.name": "Loopback to Built-in Audio"}
    assert not takes_microphone(stream | {"properties": loopback}, set(), frozenset())


def test_without_a_server_none_is_started(monkeypatch, tmp_path, ears):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    calls = Pulse(ears, IGNORED)
    calls.settle(PATIENCE_S)
    calls.close()
    assert (calls.said, calls.health.ok) == ({}, False)
    assert list(tmp_path.iterdir()) == []


def test_a_sound_server_on_another_machine_is_left_alone(monkeypatch, ears):
    monkeypatch.setenv("PULSE_SERVER", "tcp:192.0.2.1:4713")
    calls = Pulse(ears, IGNORED)
    calls.settle(PATIENCE_S)
    calls.close()
    assert "another machine" in calls.health.detail


# What Linux writes there: sound/core/pcm.c.
RUNNING = "state: RUNNING\nowner_pid   : 4711\ntrigger_time: 1713.224\navail       : 84\n"


def test_on_bare_alsa_a_running_capture_device_is_a_call(tmp_path, ears):
    capture, playback = (
        tmp_path / "card0" / name / "sub0" / "status" for name in ("pcm0c", "pcm0p")
    )
    for state in (capture, playback):
        state.parent.mkdir(parents=True)
        state.write_text("closed\n")
    playback.write_text(RUNNING)
    calls = alsa(ears, tmp_path)
    try:
        calls.settle(PATIENCE_S)
        assert (calls.said, calls.health.ok) == ({}, True)
        capture.write_text(RUNNING)
        ears.hear(lambda: DesktopState.CALL in calls.said)
        capture.write_text("closed\n")
        ears.hear(lambda: calls.said == {})
    finally:
        calls.close()


def test_without_sound_cards_alsa_says_so(tmp_path, ears):
    calls = alsa(ears, tmp_path / "asound")
    calls.settle(PATIENCE_S)
    calls.close()
    assert not calls.health.ok


def numbers(*values):
    return struct.pack(f"={len(values)}I", *values)


def answers(known):
    """CoreAudio's answers by its headers: recorded by hand, not on a Mac."""
    return lambda thing, selector, scope: known.get((thing, selector, scope))


@pytest.mark.parametrize(("records", "expected"), [(0, False), (1, True)])
def test_on_macos_another_process_that_records_is_a_call(records, expected):
    known = {
        (1, "prs#", "glob"): numbers(70, 71),
        (70, "piri", "glob"): numbers(1),
        (70, "ppid", "glob"): numbers(os.getpid()),
        (71, "piri", "glob"): numbers(records),
        (71, "ppid", "glob"): numbers(4711),
    }
    assert takes_sound(answers(known)) is expected


def test_on_older_macos_an_input_device_that_runs_is_a_call_and_a_loudspeaker_is_not():
    known = {
        (1, "dev#", "glob"): numbers(40, 41),
        (40, "gone", "glob"): numbers(1),
        (41, "stm#", "inpt"): numbers(50),
        (41, "gone", "glob"): numbers(0),
    }
    assert takes_sound(answers(known)) is False
    assert takes_sound(answers(known | {(41, "gone", "glob"): numbers(1)})) is True
