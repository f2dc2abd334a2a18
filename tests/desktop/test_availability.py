"""What the signs of a desktop come to: let the camera go, keep quiet, look more seldom, go on."""

import os
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import psutil
import pytest

from posture.config import load_config
from posture.core.day.summary import summarise
from posture.core.duration import HOUR_S
from posture.core.events import Observation, Sample
from posture.core.states import Condition, WatchState
from posture.desktop import battery, polling
from posture.desktop.adapter import AdapterState, DesktopState
from posture.desktop.availability import Availability
from posture.desktop.battery import Battery
from posture.desktop.other.consent_store import ROOT, users
from posture.desktop.other.windows import devices, shell
from posture.monitor.commands import Commands
from posture.monitor.loop import Monitor
from posture.monitor.recorder import Recorder
from posture.store.sqlite import open_store
from posture.system.clock import SystemClock, VirtualClock
from tests.support.monitors import EchoJudge, ScriptedObserver
from tests.support.waiting import PATIENCE_S

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def availability_with(*overrides, wake=lambda: None):
    """What is made of one adapter, and that adapter."""
    settings = load_config([f"desktop.{words}" for words in overrides]).desktop
    sign = AdapterState("test", lambda: availability.changed())  # noqa: PLW0108 - made below
    availability = Availability(settings, wake, list, adapters=[sign])
    return availability, sign


@pytest.mark.parametrize(
    ("kind", "switch"),
    [
        (DesktopState.LOCK, "release_on_lock"),
        (DesktopState.IDLE, "release_on_idle"),
        (DesktopState.LID, "release_on_lid"),
        (DesktopState.SUSPEND, "release_on_suspend"),
        (DesktopState.CALL, "release_on_call"),
        (DesktopState.CAMERA, "release_on_camera_wanted"),
    ],
)
def test_each_reason_lets_the_camera_go_unless_switched_off(kind, switch):
    for setting, expected in (("true", "because"), ("false", None)):
        availability, sign = availability_with(f"{switch}={setting}")
        sign.say({kind: "because"}, "test")
        assert availability.not_now() == expected
        sign.say({}, "test")
        assert availability.not_now() is None


@pytest.mark.parametrize(
    ("kind", "switch", "words"),
    [
        (DesktopState.LOCK, "hold_on_lock", "locked"),
        (DesktopState.CALL, "hold_on_call", "call"),
        (DesktopState.QUIET, "hold_on_do_not_disturb", "do not disturb"),
        (DesktopState.FULL_SCREEN, "hold_on_full_screen", "full screen"),
    ],
)
def test_each_reason_holds_nudges_back_unless_switched_off(kind, switch, words):
    for setting, expected in (("true", {words}), ("false", set())):
        availability, sign = availability_with(f"{switch}={setting}")
        sign.say({kind: kind}, "test")
        assert availability.busy() == expected


def test_full_screen_and_quiet_leave_the_camera_on():
    availability, sign = availability_with()
    sign.say(
        {DesktopState.QUIET: "do not disturb", DesktopState.FULL_SCREEN: "full screen"}, "test"
    )
    assert availability.not_now() is None


def test_a_reason_that_was_over_before_anybody_looked_is_told_once_and_the_next_look_is_now():
    woken = []
    availability, sign = availability_with(wake=lambda: woken.append(1))
    sign.say({DesktopState.SUSPEND: "suspended"}, "test")
    sign.say({}, "test")
    woken.clear()
    assert availability.reason is None
    assert availability.not_now() == "suspended"
    assert woken == [1]
    assert availability.not_now() is None


def test_an_adapter_that_fails_no_longer_keeps_the_camera_away():
    availability, sign = availability_with()
    sign.say({DesktopState.LOCK: "locked"}, "test")
    assert availability.not_now() == "locked"
    sign.fail("the bus has gone")
    assert availability.not_now() is None
    finding = availability.findings()[0]
    assert (finding.ok, finding.detail) == (False, "the bus has gone")


def test_on_battery_looks_are_rarer_and_the_system_is_asked_once_a_minute(monkeypatch):
    asked = []

    def sensors_battery():
        asked.append(1)
        return SimpleNamespace(percent=80, secsleft=3600, power_plugged=False)

    monkeypatch.setattr(psutil, "sensors_battery", sensors_battery)
    now_s = time.monotonic()
    monkeypatch.setattr(battery.time, "monotonic", lambda: now_s)
    availability, _ = availability_with("battery_factor=2.5")
    assert {availability.interval_factor() for _ in range(100)} == {2.5}
    assert len(asked) == 1
    now_s += 61
    availability.interval_factor()
    assert len(asked) == 2
    assert availability_with("battery_factor=1")[0].interval_factor() == 1.0
    assert len(asked) == 2


def test_a_machine_without_a_battery_is_never_slow(monkeypatch):
    for raised in (None, OSError()):

        def sensors_battery(raised=raised):
            if raised is not None:
                raise raised

        monkeypatch.setattr(psutil, "sensors_battery", sensors_battery, raising=False)
        assert Battery().on_battery is None
    monkeypatch.delattr(psutil, "sensors_battery")
    assert Battery().on_battery is None


class SleepyClock(VirtualClock):
    """A machine that is suspended now and then, between two looks.

    counts: whether the monotonic seconds include the sleep. nap: what the desktop tells of it.
    """

    def __init__(self, every_s, sleep_s, counts, nap):
        super().__init__(START)
        self._every_s, self._sleep_s, self._counts, self._nap = every_s, sleep_s, counts, nap
        self._next_s = every_s
        self.naps = 0

    def sleep(self, seconds):
        super().sleep(seconds)
        if self._elapsed_s >= self._next_s and self.naps < 60:
            self.naps += 1
            self._nap(is_starting=True)
            if self._counts:
                self._elapsed_s += self._sleep_s
            else:
                self._start += timedelta(seconds=self._sleep_s)
            self._nap(is_starting=False)
            self._next_s = self._elapsed_s + self._every_s


@pytest.mark.parametrize("counts", [True, False])
@pytest.mark.parametrize("is_told", [True, False])
def test_sixty_suspends_leave_gaps_and_a_monitor_that_goes_on(tmp_path, counts, is_told):
    availability, sign = availability_with()

    def nap(*, is_starting):
        if is_told:
            sign.say({DesktopState.SUSPEND: "suspended"} if is_starting else {}, "test")

    clock = SleepyClock(30.0, 300.0, counts, nap)
    observer = ScriptedObserver(clock, (1e9, Condition.SEEN))
    config = load_config()
    with closing(open_store(tmp_path / "posture.db", config.store)) as store:
        recorder = Recorder(store, clock, batch_s=600)
        awake_s = 60 * 30 + 60
        monitor = Monitor(
            observer,
            EchoJudge(),
            clock,
            [recorder],
            not_now=availability.not_now,
        )
        tally = monitor.run(awake_s + (60 * 300 if counts else 0))
        recorder.flush()
        day = summarise(START.date(), UTC, store.day(START.date(), UTC), config.summary_limits)

    assert clock.naps == 60
    assert observer.released == (60 if is_told else 0)
    assert observer.looks > 60 * 14
    assert awake_s * 0.85 < day.poor_s <= awake_s
    assert tally.credited.by_state[WatchState.POOR] <= awake_s
    if counts:
        assert tally.credited.by_state[WatchState.GAP] >= 60 * 300


def test_a_hundred_pauses_each_let_the_camera_go_once_and_take_it_back():
    events = []
    clock = VirtualClock(START)
    commands = Commands(clock, lambda: None, snooze_s=1800.0, pause_s=3600.0)
    availability, sign = availability_with()
    observer = ScriptedObserver(clock, (1e9, Condition.SEEN))

    def toggle(event):
        events.append(event)
        assert isinstance(event, Sample)
        turn, step = divmod(len(events), 4)
        if step == 1:
            commands.pause(None) if turn % 2 else sign.say({DesktopState.LOCK: "locked"}, "test")
        elif step == 3:
            commands.resume()
            sign.say({}, "test")

    monitor = Monitor(
        observer,
        EchoJudge(),
        clock,
        [toggle],
        not_now=lambda: commands.not_now() or availability.not_now(),
    )
    monitor.run(2.0 * 399)
    assert observer.released == 100
    states = [event.state for event in events]
    assert states.count(WatchState.PAUSED) == 200
    assert states[-4:] == [WatchState.POOR, WatchState.PAUSED, WatchState.PAUSED, WatchState.POOR]


def test_a_sign_wakes_the_monitor_out_of_its_sleep():
    clock = SystemClock()
    availability, sign = availability_with(wake=clock.wake)

    class Observer:
        def __init__(self):
            self.looked, self.released = threading.Event(), threading.Event()

        def observe(self):
            self.looked.set()
            return Observation(clock.monotonic_s(), Condition.SEEN)

        def release(self):
            self.released.set()

    class SlowJudge(EchoJudge):
        def look(self, observation, moment):
            (sample,) = super().look(observation, moment)
            return (Sample(sample.at_s, sample.state, HOUR_S, sample.assessment),)

    observer = Observer()
    not_now = availability.not_now
    monitor = Monitor(observer, SlowJudge(), clock, [], not_now=not_now)
    thread = threading.Thread(target=monitor.run)
    thread.start()
    assert observer.looked.wait(PATIENCE_S)
    sign.say({DesktopState.LOCK: "locked"}, "test")
    assert observer.released.wait(PATIENCE_S)
    monitor.stop()
    clock.wake()
    thread.join(PATIENCE_S)


def test_the_clock_counts_the_time_the_machine_sleeps():
    if not hasattr(time, "CLOCK_BOOTTIME"):
        pytest.skip("Linux has this clock")
    before_s = time.clock_gettime(time.CLOCK_BOOTTIME)
    counted_s = SystemClock().monotonic_s()
    assert before_s <= counted_s <= time.clock_gettime(time.CLOCK_BOOTTIME)


def test_the_real_adapters_open_and_close_and_leave_nothing_behind(monkeypatch, tmp_path):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "PULSE_SERVER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    settings = load_config().desktop
    threads, descriptors = threading.active_count(), len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    for _ in range(3):
        availability = Availability(settings, lambda: None, list, tmp_path / "video0")
        availability.settle(PATIENCE_S)
        assert availability.not_now() is None
        assert availability.busy() == frozenset()
        assert all(finding.detail for finding in availability.findings())
        availability.close()
    assert threading.active_count() == threads
    assert len(os.listdir("/proc/self/fd")) <= descriptors + 1  # noqa: PTH208 - gc may be late


# Windows: the registry as documented, written down by hand; not recorded on Windows.
BOOTED_S = 1_795_000_000
NOW, LONG_AGO = (int((s + 11_644_473_600) * 1e7) for s in (BOOTED_S + 3600, BOOTED_S - 86400))
ZOOM = "C:#Users#me#AppData#Roaming#Zoom#bin#Zoom.exe"
TEAMS = "MSTeams_8wekyb3d8bbwe"


class Recorded:
    """keys: below ConsentStore, path -> (LastUsedTimeStart, LastUsedTimeStop)."""

    def __init__(self, **used):
        self.used = {f"{ROOT}\\{path}": times for path, times in used.items()}

    def keys(self, path):
        below = [key[len(path) + 1 :] for key in self.used if key.startswith(path + "\\")]
        return sorted({name.split("\\")[0] for name in below})

    def number(self, path, name):
        begin, end = self.used.get(path, (0, 0))
        return {"LastUsedTimeStart": begin, "LastUsedTimeStop": end}.get(name, 0)


def using(registry, capability):
    return users(registry, capability, started_s=BOOTED_S, own_program=r"C:\py\python.exe")


def test_on_windows_a_use_without_an_end_is_a_use():
    packaged, other = f"microphone\\{TEAMS}", f"microphone\\NonPackaged\\{ZOOM}"
    assert using(Recorded(), "microphone") == []
    assert using(Recorded(**{packaged: (NOW, NOW + 1)}), "microphone") == []
    assert using(Recorded(**{packaged: (NOW, 0)}), "microphone") == ["MSTeams"]
    assert using(Recorded(**{other: (NOW, 0)}), "microphone") == ["Zoom"]
    assert using(Recorded(**{other: (NOW, 0)}), "webcam") == []


def test_on_windows_our_own_use_and_one_a_crash_cut_off_do_not_count():
    ours = "webcam\\NonPackaged\\c:#PY#python.exe"
    assert using(Recorded(**{ours: (NOW, 0)}), "webcam") == []
    assert using(Recorded(**{f"webcam\\{TEAMS}": (LONG_AGO, 0)}), "webcam") == []


def test_on_windows_calls_and_camera_users_are_told_apart(monkeypatch, ears):
    monkeypatch.setattr(psutil, "boot_time", lambda: BOOTED_S)
    monkeypatch.setattr(polling, "EVERY_S", 0.1)
    registry = Recorded()
    adapter = devices(ears, registry, lambda: True)
    try:
        adapter.settle(PATIENCE_S)
        registry.used = Recorded(**{f"webcam\\{TEAMS}": (NOW, 0)}).used
        ears.hear(lambda: adapter.said == {DesktopState.CAMERA: "camera used by MSTeams"})
        registry.used |= Recorded(**{f"microphone\\{TEAMS}": (NOW, 0)}).used
        ears.hear(lambda: DesktopState.CALL in adapter.said)
    finally:
        adapter.close()


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (5, {}),
        (1, {DesktopState.LOCK}),
        (2, {DesktopState.FULL_SCREEN}),
        (3, {DesktopState.FULL_SCREEN}),
        (6, {DesktopState.QUIET}),
    ],
)
def test_on_windows_the_shell_tells_lock_full_screen_and_quiet(state, said, ears):
    adapter = shell(ears, lambda: state)
    adapter.settle(PATIENCE_S)
    adapter.close()
    assert set(adapter.said) == set(said)
