"""Work on a thread of its own, so that no window waits; its result comes on Qt's thread."""

import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from posture.errors import PostureError

Came = TypeVar("Came")


class WorkerThread(QObject):
    """One thread, which does one task after the other. It never keeps the program from ending."""

    _done = Signal(object, object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: SimpleQueue[tuple[Callable[[], object], Callable[..., object]]]
        self._waiting = SimpleQueue()
        self._left = 0
        self._done.connect(self._report)
        threading.Thread(target=self._work, name=name, daemon=True).start()

    @property
    def is_idle(self) -> bool:
        return self._left == 0

    def run(self, work: Callable[[], Came], then: Callable[[Came | PostureError], object]) -> None:
        """then: is given what work returns, or the PostureError it raises."""
        self._left += 1
        self._waiting.put((work, then))

    def _work(self) -> None:
        while True:
            work, then = self._waiting.get()
            came: object
            try:
                came = work()
            except PostureError as error:
                came = error
            except OSError as error:
                came = PostureError(f"That did not work: {error.strerror or error}.")
            with suppress(RuntimeError):  # Qt has ended meanwhile
                self._done.emit(then, came)

    def _report(self, then: Callable[[object], object], came: object) -> None:
        self._left -= 1
        owner = getattr(then, "__self__", None)
        if not isinstance(owner, QObject) or isValid(owner):  # else its window was closed meanwhile
            then(came)
