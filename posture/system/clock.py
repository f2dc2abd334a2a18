"""The real clock, and a virtual one that is set."""

import sys
import threading
import time
from datetime import UTC, datetime, timedelta


class SystemClock:
    """Real time. ``wake`` ends the sleep under way, or the next one, at once.

    The seconds include those the machine was asleep, so that a suspend is a gap and not a blink:
    time.monotonic() leaves them out on Linux.
    """

    def __init__(self) -> None:
        self._woken = threading.Event()

    def monotonic_s(self) -> float:
        if sys.platform == "linux":
            return time.clock_gettime(time.CLOCK_BOOTTIME)
        return time.monotonic()

    def utc(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> bool:
        """Whether it was woken."""
        if self._woken.wait(max(0.0, seconds)):
            self._woken.clear()
            return True
        return False

    def wake(self) -> None:
        self._woken.set()


class VirtualClock:
    """Time that passes only by sleeping: a recording or a simulated day, as fast as it computes."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._elapsed_s = 0.0

    def monotonic_s(self) -> float:
        return self._elapsed_s

    def utc(self) -> datetime:
        return self._start + timedelta(seconds=self._elapsed_s)

    def sleep(self, seconds: float) -> bool:
        self._elapsed_s += max(0.0, seconds)
        return False
