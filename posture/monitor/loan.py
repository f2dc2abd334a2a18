"""The camera lent to another of the user's own programs, as to ``posture calibrate``.

Whoever borrows it has to say so again and again: one that was killed, or hangs, says nothing more,
and the monitor looks again after LONGEST_S at the latest. A loan is never kept beyond the monitor.
"""

import threading
from collections.abc import Callable

from posture.protocols import Clock

LENT = "calibrating"
# How long one word of the borrower's counts, and how often it gives it.
LONGEST_S, AGAIN_S = 6.0, 1.5


class Loan:
    """Filled by the control thread, read by the loop. wake: ends the loop's sleep."""

    def __init__(self, clock: Clock, wake: Callable[[], None]) -> None:
        self._clock, self._wake = clock, wake
        self._lock = threading.Lock()
        self._until_s = 0.0
        self._pid: int | None = None

    def extend(self, seconds: float, pid: int | None) -> None:
        """Lend it, or go on lending it, for so long from now; 0 takes it back at once."""
        with self._lock:
            self._until_s = self._clock.monotonic_s() + min(max(seconds, 0.0), LONGEST_S)
            self._pid = pid
        self._wake()

    def not_now(self) -> str | None:
        """Why not to look now, if so."""
        with self._lock:
            return LENT if self._clock.monotonic_s() < self._until_s else None

    @property
    def pids(self) -> tuple[int, ...]:
        """The last borrower: its use of the camera is no other program's."""
        with self._lock:
            return () if self._pid is None else (self._pid,)
