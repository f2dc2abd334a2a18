"""What goes wrong in a day at a desk. A fault happens to a stage, lasts, and ends.

A card of the catalogue is a name and a function, which returns what it did, in a few words.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from random import Random

import psutil

from tests.desktop.conftest import LOGIND, OFF, ON, lock
from tests.soak.stage import Stage
from tests.soak.watch import BrokenError, Watch

Fault = Callable[[Stage, Watch, Random], str]

CAMERA = ("absent", "enodev", "eacces", "ebusy", "eio", "black", "freeze", "slow 4", "size 320 240")
STREAM = ("end", "hang", "all garbage", "404", "drip", "page", "freeze")
GUIDE = ("guide.countdown_s=1", "guide.upright_s=3", "guide.slouch_s=3")
# Not so near that one stands for another, however long the soak.
CLOCK_S = (-93_600, -3 * 3600, 3 * 3600, 93_600, 100 * 86_400)
SETTINGS = ("= [", "[rules]\nhold_s = 'soon'\n", "[nowhere]\nx = 1\n", "\xff\0")


def camera(stage: Stage, _watch: Watch, random: Random) -> str:
    what = random.choice(CAMERA)
    stage.webcam.set(what)
    time.sleep(random.uniform(1.0, 8.0))
    stage.webcam.set("ok")
    return what


def camera_hangs(stage: Stage, _watch: Watch, _random: Random) -> str:
    stage.webcam.set("hang")
    time.sleep(10.0)
    stage.webcam.set("ok")
    return "no frame comes"


def stream(stage: Stage, watch: Watch, random: Random) -> str:
    what = random.choice(STREAM)
    watch.restart("--source", stage.stream.url)
    watch.recover()
    stage.stream.fault = what
    time.sleep(random.uniform(2.0, 8.0))
    stage.stream.fault = "jpeg"
    watch.recover()
    watch.restart("--source", "0")
    return what


def bus(stage: Stage, _watch: Watch, random: Random) -> str:
    for part in ("notifications", "logind", "bus"):
        stage.stop(part)
    time.sleep(random.uniform(0.5, 6.0))
    stage.start_bus()
    return "killed and begun again"


def daemon(stage: Stage, _watch: Watch, random: Random) -> str:
    """The notification service ends, or hangs, while there is something to tell."""
    stage.show("slouched")
    pid = stage.notifications.pid
    is_stopped = random.random() < 0.5
    if is_stopped:
        os.kill(pid, signal.SIGSTOP)
    else:
        stage.stop("notifications")
    time.sleep(10.0)
    if is_stopped:
        os.kill(pid, signal.SIGCONT)
    else:
        stage.start_notifications()
    stage.show("upright")
    return "hangs" if is_stopped else "ends"


def slouch(stage: Stage, _watch: Watch, _random: Random) -> str:
    """No fault: what it is there for."""
    stage.show("slouched")
    time.sleep(10.0)
    stage.show("upright")
    return "for 10 s"


def disk(stage: Stage, _watch: Watch, random: Random) -> str:
    if "disk" in stage.missing:
        raise BrokenError(f"this would fill the machine's own disk: {stage.missing['disk']}")
    fill = stage.home / "fill"
    with fill.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    time.sleep(random.uniform(6.0, 12.0))
    fill.unlink()
    return "full"


def clock(stage: Stage, _watch: Watch, random: Random) -> str:
    ahead_s = random.choice(CLOCK_S)
    stage.set_clock(ahead_s)
    time.sleep(random.uniform(2.0, 8.0))
    stage.set_clock(0)
    return f"{ahead_s / 3600:+g} h and back"


def monitor_killed(_stage: Stage, watch: Watch, _random: Random) -> str:
    watch.kill()
    return "SIGKILL, started again"


def camera_process_killed(_stage: Stage, watch: Watch, random: Random) -> str:
    number = random.choice((signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM, signal.SIGSTOP))
    os.kill(watch.camera_process_pid, number)
    return number.name


def locked(stage: Stage, watch: Watch, random: Random) -> str:
    lock(stage.logind, ON)
    _expect_pause(watch)
    time.sleep(random.uniform(0.0, 6.0))
    lock(stage.logind, OFF)
    return "and unlocked"


def call(stage: Stage, watch: Watch, random: Random) -> str:
    recording = stage.record_call()
    try:
        _expect_pause(watch)
        time.sleep(random.uniform(0.0, 6.0))
    finally:
        recording.kill()
        recording.wait()
    return "and its end"


def suspend(stage: Stage, watch: Watch, random: Random) -> str:
    """All that is ours stands still; time goes on, which is the harder case."""
    stage.logind.signal(f"{LOGIND}.Manager", "PrepareForSleep", "b", ON)
    monitor = psutil.Process(watch.pid)
    family = [monitor, *monitor.children(recursive=True)]
    for process in family:
        process.suspend()
    time.sleep(random.uniform(2.0, 9.0))
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.resume()
    stage.logind.signal(f"{LOGIND}.Manager", "PrepareForSleep", "b", OFF)
    return "and awake"


def settings(stage: Stage, watch: Watch, random: Random) -> str:
    """Broken while it runs, which must not matter; refused by a restart; mended, restarted."""
    file = stage.home / "config" / "config.toml"
    good = file.read_text()
    broken = random.choice(SETTINGS)
    file.write_text(broken, encoding="latin-1")
    pid = watch.pid
    refused = stage.run("restart")
    if refused.returncode != 2 or watch.pid != pid:
        raise BrokenError(f"a restart with broken settings: {refused}")
    file.write_text(good)
    watch.restart("--set", f"rules.hold_s={random.randint(3, 6)}")
    return "broken, mended, restarted"


def calibration(stage: Stage, _watch: Watch, _random: Random) -> str:
    stage.show("upright")
    done = stage.run("calibrate", *(word for one in GUIDE for word in ("--set", one)))
    if done.returncode != 0:
        raise BrokenError(f"calibrating: {done.stdout[-300:]}{done.stderr}")
    return "while it runs"


def user(stage: Stage, _watch: Watch, random: Random) -> str:
    """Commands, in any order, as fast as they come."""
    asked = [
        random.choice(
            (("pause", "1m"), ("snooze", "1m"), ("resume",), ("status",), ("report",), ("logs",))
        )
        for _ in range(3)
    ]
    for words in (*asked, ("resume",)):
        done = stage.run(*words)
        if done.returncode not in {0, 2} or "Traceback" in done.stderr:
            raise BrokenError(f"posture {' '.join(words)}: {done}")
    return ", ".join(" ".join(words) for words in asked)


# Name -> how many of its cards are in the deck, what it needs of the stage, and what happens. The
# camera's process may not fail more than five times in ten minutes: then giving up is right.
CATALOGUE: dict[str, tuple[int, str, Fault]] = {
    "camera": (6, "", camera),
    "camera hangs": (1, "", camera_hangs),
    "stream": (1, "", stream),
    "bus": (2, "bus", bus),
    "daemon": (2, "bus", daemon),
    "slouch": (1, "", slouch),
    "disk": (2, "disk", disk),
    "clock": (3, "", clock),
    "monitor killed": (1, "", monitor_killed),
    "camera process killed": (1, "", camera_process_killed),
    "lock": (2, "bus", locked),
    "call": (2, "call", call),
    "suspend": (1, "bus", suspend),
    "settings": (1, "", settings),
    "calibration": (1, "", calibration),
    "commands": (2, "", user),
}


def deck(random: Random, missing: dict[str, str]) -> Iterator[str]:
    """Names without end: all cards in some order, then all in another."""
    cards = [
        name
        for name, (count, needed, _) in CATALOGUE.items()
        for _ in range(count)
        if needed not in missing
    ]
    while True:
        random.shuffle(cards)
        yield from cards


def _expect_pause(watch: Watch) -> None:
    until_s = time.monotonic() + 30.0
    while watch.status.get("state") != "paused":
        if time.monotonic() > until_s:
            raise BrokenError("the camera was not let go within 30 s")
        time.sleep(0.1)
