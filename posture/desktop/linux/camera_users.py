"""Another program at the camera: the kernel reports each opening, /proc says whose it is.

Theory of operation
-------------------
inotify counts openings and closings but does not say whose. Looking through the files of every
process costs some hundredths of a second, so it is done only when an opening cannot be ours:

  we have held the camera for a while, and it is opened     at once: a second program is about to be
                                                            refused it, or has been
  more openings are outstanding than we have                after a moment

A program found is reported by name and looked for again at each closing. One who was gone before we
looked wanted the camera all the same: it is let go for the grace time, so that trying again works.
The grace time also follows the last closing, since programs close and open again at their start.
"""

import os
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from select import select

from posture.desktop.adapter import AdapterState, DesktopState
from posture.desktop.linux.inotify import FileWatch
from posture.desktop.linux.open_files import name_of, openings, processes

_STEADY_S = 2.0  # our own opening is several openings; afterwards what we hold does not change
_MOMENT_S = 0.1
# A camera that is not there is looked for after this long, then after twice as long, and so on.
_RETRY_S, _LONGEST_RETRY_S = 2.0, 30.0


class CameraUsers(AdapterState):
    """The adapter. node: the device. own_pids: processes whose openings are ours.

    openings_of: as open_files.openings; for processes of ours that hide theirs from others.
    """

    def __init__(
        self,
        changed: Callable[[], None],
        node: Path,
        own_pids: Callable[[], Iterable[int]],
        grace_s: float,
        openings_of: Callable[[int, str], Iterable[str]] = openings,
    ) -> None:
        super().__init__("camera users", changed)
        self._node, self._own_pids, self._grace_s = node, own_pids, grace_s
        self._openings_of = openings_of
        self._outstanding = 0
        self._own: frozenset[tuple[int, str]] = frozenset()
        self._own_since_s = 0.0
        self._others = False
        self._until_s: float | None = None
        self._stop_read, self._stop_write = os.pipe()
        self._thread = threading.Thread(target=self._run, name="camera-users", daemon=True)
        self._thread.start()

    def close(self) -> None:
        os.write(self._stop_write, b".")
        self._thread.join(1.0)
        if not self._thread.is_alive():
            os.close(self._stop_read)
            os.close(self._stop_write)

    def _run(self) -> None:
        is_going_on, retry_s = True, _RETRY_S
        while is_going_on:
            try:
                watch = FileWatch(self._node)
                retry_s = _RETRY_S
                is_going_on = self._follow(watch)
            except OSError as error:
                self.fail(f"{self._node}: {error.strerror}")
                is_going_on = not select([self._stop_read], [], [], retry_s)[0]
                retry_s = min(2 * retry_s, _LONGEST_RETRY_S)

    def _follow(self, watch: FileWatch) -> bool:
        """Until told to stop (False) or the node has become another one (True)."""
        try:
            self._look()
            while True:
                now_s = time.monotonic()
                wait_s = None if self._until_s is None else max(0.0, self._until_s - now_s)
                ready = select([watch.fileno(), self._stop_read], [], [], wait_s)[0]
                if self._stop_read in ready:
                    return False
                if watch.fileno() in ready:
                    moves = watch.read()
                    if moves.is_gone:
                        return True
                    self._moved(watch, moves.opens, moves.closes)
                elif self._until_s is not None:
                    self._look()
        finally:
            watch.close()

    def _moved(self, watch: FileWatch, opens: int, closes: int) -> None:
        self._outstanding += opens - closes
        was_steady = bool(self._own) and time.monotonic() - self._own_since_s > _STEADY_S
        is_ours = not self._take_own()
        if self._others:
            if closes:
                self._look()
        elif opens and was_steady and not is_ours:
            self._look()
            if not self._others:
                self._hold_off(str(DesktopState.CAMERA))
        elif self._outstanding > len(self._own):
            time.sleep(_MOMENT_S)
            later = watch.read()
            self._outstanding += later.opens - later.closes
            self._take_own()
            if self._outstanding > len(self._own):
                self._look()
        self._outstanding = max(self._outstanding, len(self._own))

    def _take_own(self) -> bool:
        """Whether what we hold is the same as before."""
        target = os.path.realpath(self._node)
        own = frozenset(
            (pid, name) for pid in self._own_pids() for name in self._openings_of(pid, target)
        )
        if own == self._own:
            return True
        self._own, self._own_since_s = own, time.monotonic()
        return False

    def _look(self) -> None:
        """See who has it; 0.02 to 0.1 s of work."""
        self._take_own()
        own_pids, target = set(self._own_pids()), os.path.realpath(self._node)
        counts = {pid: len(openings(pid, target)) for pid in processes() if pid not in own_pids}
        others = {pid: count for pid, count in counts.items() if count}
        self._outstanding = len(self._own) + sum(others.values())
        if others:
            self._until_s = None
            self._others = True
            self._report(f"camera used by {name_of(min(others))}")
        elif self._others:
            self._others = False
            self._hold_off(self.said.get(DesktopState.CAMERA, str(DesktopState.CAMERA)))
        elif self._until_s is None or time.monotonic() >= self._until_s:
            self._until_s = None
            self._report(None)

    def _hold_off(self, words: str) -> None:
        self._until_s = time.monotonic() + self._grace_s
        self._report(words)

    def _report(self, words: str | None) -> None:
        self.say({DesktopState.CAMERA: words} if words else {}, f"inotify on {self._node}")
