"""The record a watch writes to, saved and taken up anew when its user changes it meanwhile."""

import threading
from collections.abc import Callable
from typing import Any

# Whoever asks waits a little longer than this for the answer.
_SAVED_WITHIN_S = 4.0


class RecordInUse:
    """Asked on the control thread, done on the loop's.

    save: writes what waits to be written. take_up: reads anew what the watch knows of its record.
    """

    def __init__(
        self, save: Callable[[], None], take_up: Callable[[], None], wake: Callable[[], None]
    ) -> None:
        self._save, self._take_up, self._wake = save, take_up, wake
        self._lock = threading.Lock()
        self._waiting: list[threading.Event] = []

    def handle(self) -> dict[str, Any]:
        """Have it done at the next look; the answer says whether it was within a moment."""
        done = threading.Event()
        with self._lock:
            self._waiting.append(done)
        self._wake()
        return {"ok": True, "saved": done.wait(_SAVED_WITHIN_S)}

    def take_up(self) -> None:
        """Do what was asked for, if anything was."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
        if waiting:
            self._save()
            self._take_up()
        for done in waiting:
            done.set()
