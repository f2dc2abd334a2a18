"""Lock, idle, lid, sleep and quiet: the real adapters, a real bus, services played by dbusmock."""

import os
import re
import signal
import subprocess
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from posture.desktop.adapter import DesktopState
from posture.desktop.bus import connection
from posture.desktop.bus.do_not_disturb import Quiet
from posture.desktop.bus.gnome import Gnome, is_gnome
from posture.desktop.bus.lid import Lid
from posture.desktop.bus.listener import BusListener
from posture.desktop.bus.logind import Logind
from posture.desktop.bus.screensaver import ScreenSavers
from tests.desktop.conftest import LOGIND, LOGIND_PATH, OFF, ON, OURS, add_session, lock
from tests.support.desktop import MISSING, desktop
from tests.support.waiting import PATIENCE_S, wait_until

SESSION, MANAGER = f"{LOGIND}.Session", f"{LOGIND}.Manager"

HOLD_NAME = """
import dbus.bus, time
bus = dbus.bus.BusConnection('{bus}')
bus.request_name('{name}')
print('ready', flush=True)
time.sleep(60)
"""


@contextmanager
def listening(which, *adapters, clients=None):
    listener = BusListener(which, clients or adapters)
    for adapter in adapters:
        adapter.settle(PATIENCE_S)
    try:
        yield
    finally:
        listener.close()


def test_locking_is_told_at_once_and_unlocking_too(logind, ears):
    adapter = Logind(ears)
    with listening("SYSTEM", adapter):
        assert (adapter.said, adapter.health.ok) == ({}, True)
        lock(logind, ON)
        ears.hear(lambda: adapter.said == {DesktopState.LOCK: "locked"})
        lock(logind, OFF)
        ears.hear(lambda: adapter.said == {})


def test_idle_is_told_when_every_session_with_a_seat_is(logind, ears):
    second = add_session(logind, "c2", "seat0", os.getuid())
    add_remote_session(logind)
    adapter = Logind(ears)
    with listening("SYSTEM", adapter):
        logind.update(SESSION, path=OURS, IdleHint=ON)
        logind.update(SESSION, path=second, LockedHint=ON)
        ears.hear(lambda: DesktopState.LOCK in adapter.said)
        assert DesktopState.IDLE not in adapter.said
        logind.update(SESSION, path=second, IdleHint=ON)
        ears.hear(lambda: DesktopState.IDLE in adapter.said)


def add_remote_session(logind):
    """One without a seat, as over ssh: never idle, never locked."""
    known = {
        "Seat": ("(so)", ("", "/")),
        "User": ("(uo)", (os.getuid(), "/")),
        "Name": ("s", "me"),
        "Active": ON,
        "IdleHint": OFF,
        "LockedHint": OFF,
    }
    words = (f"{LOGIND_PATH}/session/ssh", SESSION, known, [])
    logind.call("org.freedesktop.DBus.Mock", "AddObject", "ssa{sv}a(ssss)", *words)


def test_another_users_lock_is_none_of_ours_but_their_turn_is(logind, ears):
    theirs = add_session(logind, "c9", "seat0", os.getuid() + 1)
    adapter = Logind(ears)
    with listening("SYSTEM", adapter):
        logind.update(SESSION, path=theirs, LockedHint=ON)
        logind.update(SESSION, path=OURS, Active=OFF)
        ears.hear(lambda: adapter.said == {DesktopState.LOCK: "another user is active"})


def test_sleep_waits_for_the_camera_and_waking_up_is_told(logind, ears):
    def inhibitors():
        return logind.call(MANAGER, "ListInhibitors")[0]

    adapter = Logind(ears)
    with listening("SYSTEM", adapter):
        for _ in range(3):
            wait_until(lambda: len(inhibitors()) == 1, "sleep to be put off")
            assert inhibitors()[0][:4] == ("sleep", "posture", "releases the camera", "delay")
            logind.signal(MANAGER, "PrepareForSleep", "b", ON)
            ears.hear(lambda: adapter.said == {DesktopState.SUSPEND: "suspended"})
            wait_until(lambda: not inhibitors(), "sleep to be put off no longer")
            logind.signal(MANAGER, "PrepareForSleep", "b", OFF)
            ears.hear(lambda: adapter.said == {})
            wait_until(inhibitors, "the next sleep to wait")


@pytest.mark.parametrize("odd", [7, "x", b"\0", ["x"], None])
def test_a_delay_of_sleep_that_is_none_ends_nothing(odd):
    """It ended the thread that listens for locks and sleep, once the bus went away."""
    answers = {"Get": (("b", False),), "ListSessions": ([],), "Inhibit": (odd,)}
    logind = Logind(lambda: None)
    logind.begin(lambda _service, _path, _interface, method, *_: answers[method])
    logind.lost("no system bus")
    assert logind.said == {}


def test_a_service_that_comes_later_is_heard_and_one_that_goes_is_forgotten(dbusmock, ears):
    adapter = Logind(ears)
    with listening("SYSTEM", adapter):
        assert not adapter.health.ok
        assert "login1 is not running" in adapter.health.detail
        with dbusmock("--system", "-t", "logind", name=LOGIND, path=LOGIND_PATH) as logind:
            path = add_session(logind, "c1", "seat0", os.getuid())
            logind.signal(MANAGER, "SessionNew", "so", ("s", "c1"), ("o", path))
            lock(logind, ON, path)
            ears.hear(lambda: DesktopState.LOCK in adapter.said)
        ears.hear(lambda: adapter.said == {})
        assert not adapter.health.ok


def test_without_a_bus_it_says_nothing_and_why(monkeypatch, ears, tmp_path):
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    adapter = Logind(ears)
    with listening("SYSTEM", adapter):
        assert (adapter.said, adapter.health.ok) == ({}, False)
        assert "no system bus" in adapter.health.detail


def test_a_hung_service_costs_a_deadline_and_no_more(bus, ears):
    code = HOLD_NAME.format(bus=bus, name=LOGIND)
    holder = subprocess.Popen(  # owns logind's name and never answers
        ["/usr/bin/python3", "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        if holder.stdout.readline() != b"ready\n":
            pytest.skip("not installed: python3-dbus")
        adapter = Logind(ears)
        with listening("SYSTEM", adapter):
            assert "does not answer" in adapter.health.detail
    finally:
        holder.kill()
        holder.wait()


@pytest.mark.usefixtures("logind")
def test_a_service_that_was_slow_at_first_is_asked_again(logind, ears, monkeypatch):
    monkeypatch.setattr(connection, "_DEADLINE_S", 0.2)
    lock(logind, ON)
    os.kill(logind.pid, signal.SIGSTOP)
    adapter = Logind(ears)
    with listening("SYSTEM", adapter):
        wait_until(lambda: "does not answer" in adapter.health.detail, "the deadline")
        os.kill(logind.pid, signal.SIGCONT)
        wait_until(lambda: DesktopState.LOCK in adapter.said, "the second question")


def test_nothing_is_asked_while_nothing_happens(ears):
    adapter = Logind(ears)
    with listening("SYSTEM", adapter):
        (thread,) = [t for t in threading.enumerate() if t.name == "system-bus"]
        wait_until(lambda: sleeps_for_a_second(thread), "it to be left asleep")


def sleeps_for_a_second(thread):
    before = wakings(thread)
    time.sleep(1.0)
    return wakings(thread) == before


def wakings(thread):
    """How often a thread has gone to sleep so far."""
    status = Path(f"/proc/self/task/{thread.native_id}/status").read_text(encoding="ascii")
    return re.search(r"\nvoluntary_ctxt_switches:\s+(\d+)", status)[1]


def test_the_lid_is_told_by_upower_unless_another_screen_is_there(logind, dbusmock, ears):
    upower = {"name": "org.freedesktop.UPower", "path": "/org/freedesktop/UPower"}
    with dbusmock("--system", "-t", "upower", **upower) as power:
        lid = Lid(ears)
        with listening("SYSTEM", lid):
            assert (lid.said, lid.health.detail) == ({}, "UPower")
            power.update("org.freedesktop.UPower", LidIsClosed=ON)
            ears.hear(lambda: DesktopState.LID in lid.said)
            add_docked(logind, docked=True)
            ears.hear(lambda: lid.said == {})
            logind.update(MANAGER, Docked=OFF)
            ears.hear(lambda: DesktopState.LID in lid.said)
            power.update("org.freedesktop.UPower", LidIsClosed=OFF)
            ears.hear(lambda: lid.said == {})


def add_docked(logind, *, docked):
    words = (MANAGER, "Docked", ("b", docked))
    logind.call("org.freedesktop.DBus.Mock", "AddProperty", "ssv", *words)


def test_without_upower_the_kernel_is_asked_about_the_lid(bus, ears, tmp_path):  # noqa: ARG001
    state = tmp_path / "LID0" / "state"
    state.parent.mkdir()
    state.write_text("state:      open\n")
    lid = Lid(ears, tmp_path)
    with listening("SYSTEM", lid):
        state.write_text("state:      closed\n")
        ears.hear(lambda: DesktopState.LID in lid.said)
        state.write_text("state:      open\n")
        ears.hear(lambda: lid.said == {})


def test_a_machine_without_a_lid_is_not_asked_again(bus, ears, tmp_path):  # noqa: ARG001
    lid = Lid(ears, tmp_path)
    with listening("SYSTEM", lid):
        assert (lid.tick_s, lid.health.ok) == (None, False)


def test_a_screen_saver_that_locks_is_told(dbusmock, ears):
    name, path = "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"
    with dbusmock("--session", "-t", "gnome_screensaver", name=name, path=path) as saver:
        savers = ScreenSavers(ears)
        with listening("SESSION", savers, clients=savers.clients):
            ears.hear(lambda: savers.health.ok)
            saver.call(name, "SetActive", "b", ON[1])
            ears.hear(lambda: savers.said == {DesktopState.LOCK: "locked"})
            saver.call(name, "SetActive", "b", OFF[1])
            ears.hear(lambda: savers.said == {})


def test_do_not_disturb_is_told_by_a_real_dunst(ears, tmp_path, monkeypatch):
    if MISSING:
        pytest.skip(f"not installed: {', '.join(MISSING)} (apt-get install dunst xvfb dbus)")
    with desktop(tmp_path) as running:
        address = running.environment["DBUS_SESSION_BUS_ADDRESS"]
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        quiet = Quiet(ears)
        with listening("SESSION", quiet):
            assert (quiet.said, quiet.health.ok) == ({}, True), quiet.health

            def pause(word):
                words = ["dunstctl", "set-paused", word]
                subprocess.run(words, env=running.environment, check=True)

            pause("true")
            ears.hear(lambda: quiet.said == {DesktopState.QUIET: "do not disturb"})
            pause("false")
            ears.hear(lambda: quiet.said == {})


def test_do_not_disturb_is_told_by_kdes_property(dbusmock, ears):
    name, path = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
    with dbusmock("--session", name, path, name, name=name, path=path) as plasma:
        mock = "org.freedesktop.DBus.Mock"
        words = (name, "GetServerInformation", "", "ssss", "ret = ('Plasma', 'KDE', '6', '1.2')")
        plasma.call(mock, "AddMethod", "sssss", *words)
        plasma.call(mock, "AddProperty", "ssv", name, "Inhibited", OFF)
        quiet = Quiet(ears)
        with listening("SESSION", quiet):
            assert quiet.health.ok, quiet.health
            plasma.update(name, Inhibited=ON)
            ears.hear(lambda: DesktopState.QUIET in quiet.said)
            plasma.update(name, Inhibited=OFF)
            ears.hear(lambda: quiet.said == {})


@pytest.fixture
def dconf(monkeypatch, tmp_path):
    """A session bus that starts the real dconf service, with settings of its own."""
    for name, folder in (("XDG_CONFIG_HOME", "config"), ("XDG_RUNTIME_DIR", "run")):
        (tmp_path / folder).mkdir(mode=0o700)
        monkeypatch.setenv(name, str(tmp_path / folder))
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.stdout.readline().decode().strip())
    try:
        yield
    finally:
        bus.kill()
        bus.wait()


def test_do_not_disturb_is_told_by_gnomes_setting(dconf, ears):  # noqa: ARG001
    def show(word):
        schema = "org.gnome.desktop.notifications"
        done = subprocess.run(
            ["gsettings", "set", schema, "show-banners", word], capture_output=True, check=False
        )
        if done.returncode:
            pytest.skip("not installed: dconf-gsettings-backend, gsettings-desktop-schemas")

    try:
        show("true")
    except FileNotFoundError:
        pytest.skip("not installed: gsettings (apt-get install libglib2.0-bin)")
    gnome = Gnome(ears)
    with listening("SESSION", gnome):
        assert (gnome.said, gnome.health.ok) == ({}, True)
        show("false")
        ears.hear(lambda: gnome.said == {DesktopState.QUIET: "do not disturb"})
        show("true")
        ears.hear(lambda: gnome.said == {})


def test_gnome_is_known_by_what_the_desktop_calls_itself(monkeypatch):
    for name, expected in (("ubuntu:GNOME", True), ("KDE", False)):
        monkeypatch.setenv("XDG_CURRENT_DESKTOP", name)
        assert is_gnome() is expected
