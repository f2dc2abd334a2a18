"""What the processes of a watch hold, seen from outside: memory, threads, descriptors, CPU time."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import psutil

_READINGS, _READINGS_APART_S = 4, 0.1


@dataclass
class Usage:
    """Of all processes of the watch together, as they were seen now and then.

    memory_mb: PSS, each shared page counted once, where the system has it; else RSS. own_mb: what
    no file stands behind, which does not change when other programs begin or cease to share it.
    threads, descriptors: the least of some readings, for who is just being answered has one, too.
    """

    memory_mb: list[float] = field(default_factory=list)
    own_mb: list[float] = field(default_factory=list)
    threads: list[int] = field(default_factory=list)
    descriptors: list[int] = field(default_factory=list)
    cpu_s: float = 0.0

    def look(self, watch: psutil.Process) -> None:
        memory, own, cpu_s = 0.0, 0.0, 0.0
        try:
            processes = (watch, *watch.children(recursive=True))
            for process in processes:
                with process.oneshot():
                    memory += _memory_mb(process)
                    own += _own_mb(process)
                    cpu_s += sum(process.cpu_times()[:2])
            threads = _least(lambda: sum(process.num_threads() for process in processes))
            descriptors = _least(lambda: sum(map(_descriptors, processes)))
        except psutil.Error:
            return  # one of them has just ended
        self.memory_mb.append(memory)
        self.own_mb.append(own)
        self.threads.append(threads)
        self.descriptors.append(descriptors)
        self.cpu_s = cpu_s


def _memory_mb(process: psutil.Process) -> float:
    with suppress(AttributeError, psutil.AccessDenied):
        return float(process.memory_full_info().pss) / 2**20
    return float(process.memory_info().rss) / 2**20


def _own_mb(process: psutil.Process) -> float:
    used = process.memory_info()
    return float(used.rss - getattr(used, "shared", 0)) / 2**20  # on Linux


def _least(read: Callable[[], int]) -> int:
    """What is held all the time: the least of some readings."""
    least = read()
    for _ in range(_READINGS - 1):
        time.sleep(_READINGS_APART_S)
        least = min(least, read())
    return least


def _descriptors(process: psutil.Process) -> int:
    return int(process.num_fds() if hasattr(process, "num_fds") else process.num_handles())
