"""The window's end of a calibration: its process, and what that says, passed on in Qt's thread."""

import threading
from contextlib import suppress

from PySide6.QtCore import QObject, Signal

from posture.app.windows.calibration_protocol import Begin, Save, is_answer
from posture.errors import PostureError
from posture.gui.launcher import Launcher
from posture.gui.worker_thread import WorkerThread
from posture.monitor.spawn import Link

# How soon its connection is closed once it is ended.
_GLANCE_S = 0.1


class Calibrator(QObject):
    """One process after the other. said: an Answer; ended: it says nothing more."""

    said = Signal(object)
    ended = Signal()
    failed = Signal(str)
    _came = Signal(object, int)

    def __init__(
        self, worker: WorkerThread, launcher: Launcher, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._worker, self._launcher = worker, launcher
        self._link: Link | None = None
        self._number = 0
        self._came.connect(self._hear)

    def begin(self, begin: Begin) -> None:
        """Start one; the one before is ended."""
        self.end()
        number = self._number
        self._worker.run(
            self._launcher.calibration, lambda came: self._started(came, begin, number)
        )

    def say(self, word: str | Save) -> None:
        if self._link is not None:
            with suppress(OSError):  # it has ended, as its reader says
                self._link.send(word)

    def end(self) -> None:
        """Its camera is let go, and what it still says is not heard."""
        self._number += 1
        self._link = None  # its reader closes it: a read under way would keep it open

    def _started(self, came: Link | PostureError, begin: Begin, number: int) -> None:
        if isinstance(came, PostureError):
            self.failed.emit(str(came))
            return
        if number != self._number:  # ended meanwhile
            came.close()
            return
        self._link = came
        with suppress(OSError):
            came.send(begin)
        threading.Thread(
            target=self._listen, args=(came, number), name="calibrator", daemon=True
        ).start()

    def _listen(self, link: Link, number: int) -> None:
        with link, suppress(RuntimeError):  # Qt has ended meanwhile
            try:
                while number == self._number:
                    if link.poll(_GLANCE_S) and is_answer(said := link.recv()):
                        self._report(said, number)
            except (EOFError, OSError):  # it has gone
                self._report(None, number)

    def _report(self, said: object, number: int) -> None:
        """None: it says nothing more."""
        if number == self._number:
            self._came.emit(said, number)

    def _hear(self, said: object, number: int) -> None:
        """On Qt's thread, where it may have been ended meanwhile."""
        if number != self._number:
            return
        if said is None:
            self._link = None
            self.ended.emit()
        else:
            self.said.emit(said)
