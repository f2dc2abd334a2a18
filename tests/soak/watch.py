"""The monitor as its user sees it, by ``posture`` itself, and what its processes hold."""

import json
import signal
import time
from contextlib import suppress
from dataclasses import dataclass

import psutil

from tests.soak.stage import Stage
from tests.support.processes import command_line
from tests.support.running import status_of

WELL = frozenset({"upright", "poor", "turned", "unreliable"})
# For a machine whose cores are all busy: ten times what an idle one takes.
RECOVERY_S = 120.0


class BrokenError(Exception):
    """Something that must not happen has happened."""


@dataclass(frozen=True)
class Reading:
    """What the processes of a watch held at a calm moment; at_s since the beginning.

    age_s: of this monitor. own_mb: memory with no file behind it, of the monitor itself.
    camera_mb: of the camera's process. children: how many processes it has.
    """

    at_s: float
    pid: int
    age_s: float
    own_mb: float
    camera_mb: float
    threads: int
    descriptors: int
    children: int


class Watch:
    """The monitor of a stage. readings: one after each fault it has got over.

    away: since when, and until when, no monitor ran. Their ends are known because what `posture
    start` leaves running becomes a child of this process: __main__.py asks for that.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.readings: list[Reading] = []
        self.away: list[tuple[float, float]] = []
        self._lives: dict[int, psutil.Process] = {}
        self._killed: set[int] = set()

    def start(self, *words: str) -> None:
        self._do("start", *words)
        self._meet()

    def restart(self, *words: str) -> None:
        began_s = self._stage.now_s()
        self._do("restart", *words)
        self._meet()
        self.away.append((began_s, self._stage.now_s()))

    def stop(self) -> None:
        self._do("stop")

    def kill(self) -> None:
        """End the monitor's process at once; its camera's must follow, and a start must do."""
        began_s = self._stage.now_s()
        monitor = self._lives.setdefault(self.pid, psutil.Process(self.pid))
        family = [monitor, *monitor.children(recursive=True)]
        self._killed.add(monitor.pid)
        monitor.kill()
        _, left = psutil.wait_procs(family, RECOVERY_S)
        if left:
            raise BrokenError(f"outlived their killed monitor: {[_line_of(one) for one in left]}")
        self.start()
        self.away.append((began_s, self._stage.now_s()))

    def ends(self) -> dict[int, int]:
        """By process, the exit code of each monitor that is over; of a signal, its negative."""
        codes = {}
        for pid, life in self._lives.items():
            with suppress(psutil.TimeoutExpired):
                if (code := life.wait(0)) is not None:
                    codes[pid] = int(code)
        return codes

    def unwanted_ends(self) -> list[str]:
        """In words, the ends of monitors that were neither stopped nor killed from here."""
        return [
            f"the monitor {pid} ended {how(code)}"
            for pid, code in self.ends().items()
            if code != (-signal.SIGKILL if pid in self._killed else 0)
        ]

    @property
    def status(self) -> dict[str, object]:
        """Empty while none answers."""
        return status_of(self._stage.posture)

    @property
    def pid(self) -> int:
        """Its process; raises BrokenError when there is none."""
        return self._number("pid")

    @property
    def camera_process_pid(self) -> int:
        """The camera's process; raises BrokenError when there is none."""
        return self._number("camera_process_pid")

    def recover(self) -> float:
        """Wait until it sees and judges again, twice in a row; how long that took, in seconds.

        Raises BrokenError.
        """
        began_s, looks = time.monotonic(), None
        while True:
            said = self.status
            if said.get("state") in WELL and said.get("record") == "ok":
                if looks is not None and said["looks"] > looks + 1:
                    return time.monotonic() - began_s
                looks = said["looks"] if looks is None else looks
            else:
                looks = None
            if time.monotonic() - began_s > RECOVERY_S:
                facts = {key: said.get(key) for key in ("state", "record", "camera_fault")}
                gone = "; ".join(["gone", *self.unwanted_ends()])
                raise BrokenError(f"did not recover in {RECOVERY_S:g} s: {facts if said else gone}")
            time.sleep(0.2)

    def read(self) -> None:
        """Take a reading."""
        monitor, camera = psutil.Process(self.pid), psutil.Process(self.camera_process_pid)
        self.readings.append(
            Reading(
                self._stage.now_s(),
                monitor.pid,
                time.time() - monitor.create_time(),
                _own_mb(monitor),
                _own_mb(camera),
                least(monitor.num_threads),
                least(monitor.num_fds),
                least(lambda: len(monitor.children())),
            )
        )

    def _do(self, *words: str) -> None:
        done = self._stage.run(*words)
        if done.returncode != 0 or "Traceback" in done.stderr:
            raise BrokenError(f"posture {' '.join(words)}: exit {done.returncode}: {done.stderr}")

    def _meet(self) -> None:
        """Know the monitor that runs now, to learn one day how it ended."""
        if isinstance(pid := self.status.get("pid"), int):
            self._lives.setdefault(pid, psutil.Process(pid))

    def _number(self, key: str) -> int:
        number = self.status.get(key)
        if not isinstance(number, int):
            ends = "; ".join(self.unwanted_ends())
            raise BrokenError(f"no {key}: {json.dumps(self.status)[:300]} {ends}")
        return number


def how(code: int) -> str:
    """An exit code in words."""
    return f"by {signal.Signals(-code).name}" if code < 0 else f"with exit code {code}"


def least(read) -> int:
    """What is held all the time: the least of some readings."""
    found = []
    for _ in range(8):
        found.append(read())
        time.sleep(0.1)
    return min(found)


def _own_mb(process: psutil.Process) -> float:
    used = process.memory_info()
    return float(used.rss - used.shared) / 2**20


def _line_of(process: psutil.Process) -> str:
    return " ".join(command_line(process))[-80:] or str(process.pid)
