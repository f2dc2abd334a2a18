"""The desktop the monitor runs on: each part real, or played, and able to fail."""

import os
import shutil
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import cycle
from pathlib import Path
from typing import Any, Self

import numpy as np

from posture.capture import open_recording
from posture.capture.opencv import opencv
from posture.system.paths import resource
from tests.desktop.conftest import LOGIND, LOGIND_PATH, add_session
from tests.support import mocks
from tests.support.command import Posture
from tests.support.desktop import session_bus
from tests.support.mjpeg import http_camera
from tests.support.waiting import wait_until
from tests.support.webcam import FakeWebcam, compile_library, replace_frames, write_frames

CLOCK = Path(__file__).parents[1] / "support" / "fake_clock.c"
CLIP, FRAMES = "samples/clips/f1_front.mp4", 12
SCENES_FROM_S = {"upright": 4.0, "slouched": 33.0}
DISK_MB = 60
STREAM_FPS = 10
NOTIFICATIONS = "org.freedesktop.Notifications"
OWN_SPACE = "SOAK_OWN_SPACE"
SPACE = ("unshare", "--map-root-user", "--mount")
# A slouch of a few seconds already ends in a nudge, and little waits to be written.
SETTINGS = """\
[rules]
hold_s = 4
[nudges]
cooldown_s = 10
[monitor]
steady_interval_s = 1
away_interval_s = 2
[store]
batch_s = 5
"""


def enter_own_space() -> None:
    """Go on in a mount space of our own, where a disk can be filled; here, if that cannot be."""
    if os.environ.get(OWN_SPACE) or shutil.which(SPACE[0]) is None:
        return
    tried = [*SPACE, "mount", "-t", "tmpfs", "none", "/mnt"]
    if subprocess.run(tried, capture_output=True, check=False).returncode == 0:
        again = [*SPACE, sys.executable, "-m", "tests.soak", *sys.argv[1:]]
        os.execvpe(again[0], again, {**os.environ, OWN_SPACE: "1"})  # noqa: S606 - our own words


class Stage:
    """All of it, inside ``with``.

    missing: parts this machine cannot play -> why. began_s: on time.monotonic(); clock_moves: then
    the clock was set ahead, (seconds since the beginning, by how many).
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder, folder / "home"
        self.missing: dict[str, str] = {}
        self.clock_moves: list[tuple[float, int]] = [(0.0, 0)]
        self.began_s, self._began_at_s = time.monotonic(), time.time()
        self._scenes = {name: _scene(from_s) for name, from_s in SCENES_FROM_S.items()}
        self._parts: dict[str, AbstractContextManager[Any]] = {}
        self._is_over = threading.Event()

    def __enter__(self) -> Self:
        self._own_disk()
        for name in ("config", "tmp", "../runtime"):
            (self.home / name).mkdir(mode=0o700, parents=True)
        (self.home / "config" / "config.toml").write_text(SETTINGS)
        clock = compile_library(self.folder, CLOCK)
        frames = write_frames(self._scenes["upright"], self.folder / "frames")
        self.webcam = FakeWebcam(compile_library(self.folder), self.folder, frames, repeat=15)
        self._offset = self.folder / "offset"
        self.set_clock(0)
        self.bus = f"unix:path={self.folder}/bus"
        played = self.webcam.preloaded
        self._environment = {
            **played,
            "LD_PRELOAD": f"{played['LD_PRELOAD']}:{clock}",
            "FAKE_CLOCK": str(self._offset),
            "HOME": str(self.home),
            "TMPDIR": str(self.home / "tmp"),
            "PULSE_COOKIE": str(self.folder / "cookie"),
            "XDG_RUNTIME_DIR": str(self.folder / "runtime"),
            "DBUS_SYSTEM_BUS_ADDRESS": self.bus,
            "DBUS_SESSION_BUS_ADDRESS": self.bus,
            "DISPLAY": "",
            "WAYLAND_DISPLAY": "",
        }
        self.posture = Posture(self.home)
        self.start_bus()
        self._start_sound()
        self.stream = self._start("stream", http_camera())
        self.stream.fault = "jpeg"
        threading.Thread(target=self._play_stream, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        for name in reversed([*self._parts]):
            self.stop(name)
        if "disk" not in self.missing:
            subprocess.run(["umount", "--lazy", self.home], check=False)

    def run(self, *words: str, timeout_s: float = 120.0) -> "subprocess.CompletedProcess[str]":
        """A command of posture's, on this desktop."""
        return self.posture(*words, timeout_s=timeout_s, **self._environment)

    def now_s(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.began_s

    def happened_s(self, stamp_s: float) -> Iterator[float]:
        """When, in seconds since the beginning, the clock may have shown this time of the epoch."""
        ends_s = [*(from_s for from_s, _ in self.clock_moves[1:]), self.now_s()]
        for (from_s, ahead_s), to_s in zip(self.clock_moves, ends_s, strict=True):
            at_s = stamp_s - ahead_s - self._began_at_s
            if from_s <= at_s <= to_s:
                yield at_s

    def show(self, scene: str) -> None:
        """What stands before the webcam from now on: a name of SCENES_FROM_S."""
        replace_frames(self._scenes[scene], self.folder / "frames")

    def set_clock(self, ahead_s: int) -> None:
        # In place: whoever has the file mapped would get SIGBUS if it were cut short for a moment.
        to = os.open(self._offset, os.O_WRONLY | os.O_CREAT, 0o600)
        os.pwrite(to, struct.pack("q", ahead_s), 0)
        os.close(to)
        self.clock_moves.append((self.now_s(), ahead_s))

    def start_bus(self) -> None:
        """The bus, with logind and a notification service on it."""
        if shutil.which("dbus-daemon") is None or mocks.why_not():
            self.missing["bus"] = mocks.why_not() or "not installed: dbus-daemon"
            return
        (self.folder / "bus").unlink(missing_ok=True)
        self._start("bus", session_bus(self.bus))
        played = mocks.service(self.bus, "--system", "-t", "logind", name=LOGIND, path=LOGIND_PATH)
        self.logind = self._start("logind", played)
        add_session(self.logind, "c1", "seat0", os.getuid())
        self.start_notifications()

    def start_notifications(self) -> None:
        words = ("-t", "notification_daemon")
        path = "/" + NOTIFICATIONS.replace(".", "/")
        played = mocks.service(self.bus, *words, name=NOTIFICATIONS, path=path)
        self.notifications = self._start("notifications", played)

    def stop(self, part: str) -> None:
        """End a part of it at once, as if killed."""
        if part in self._parts:
            with suppress(OSError):  # it has lost its own bus
                self._parts.pop(part).__exit__(None, None, None)

    def record_call(self) -> "subprocess.Popen[bytes]":
        """A program that takes sound from the microphone until it is killed."""
        return subprocess.Popen(
            ["parec", "--device=mic", "/dev/null"], env={**os.environ, **self._environment}
        )

    def _start(self, name: str, part: AbstractContextManager[Any]) -> Any:
        made = part.__enter__()
        self._parts[name] = part
        return made

    def _own_disk(self) -> None:
        self.home.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m,mode=700", "none", self.home]
        if not os.environ.get(OWN_SPACE):
            self.missing["disk"] = "no disk of its own can be mounted"
        else:
            subprocess.run(mount, check=True)

    def _start_sound(self) -> None:
        programs = ("pulseaudio", "pactl", "parec")
        if lacking := [name for name in programs if shutil.which(name) is None]:
            self.missing["call"] = f"not installed: {', '.join(lacking)}"
            return
        # The server has a home of its own: what it keeps there is not posture's.
        at = {**os.environ, **self._environment, "HOME": str(self.folder)}
        self._start("sound", _pulseaudio(at))

    def _play_stream(self) -> None:
        encode, upright = opencv().imencode, self._scenes["upright"]
        for jpeg in cycle([encode(".jpg", rgb[..., ::-1])[1].tobytes() for rgb in upright]):
            self.stream.jpeg = jpeg
            if self._is_over.wait(1.0 / STREAM_FPS):
                return


def _scene(from_s: float) -> "list[np.ndarray]":
    frames = open_recording(resource(CLIP)).frames()
    return [frame.rgb for frame in frames if frame.at_s >= from_s][:FRAMES]


@contextmanager
def _pulseaudio(environment: Mapping[str, str]) -> Iterator[None]:
    """A sound server with one silent microphone, called mic."""
    loads = [
        word
        for module in ("module-null-source source_name=mic", "module-native-protocol-unix")
        for word in ("-L", module)
    ]
    quiet = ["--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--log-level=error"]
    server = subprocess.Popen(
        ["pulseaudio", "-n", *quiet, *loads], env=dict(environment), stderr=subprocess.DEVNULL
    )
    asked = ["pactl", "info"]
    try:
        wait_until(
            lambda: (
                subprocess.run(
                    asked, env=dict(environment), capture_output=True, check=False
                ).returncode
                == 0
            ),
            "the sound server",
        )
        yield
    finally:
        server.kill()
        server.wait()
