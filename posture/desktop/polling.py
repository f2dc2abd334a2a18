"""For what sends no changes: asked now and then, on a daemon thread of its own."""

import threading
from collections.abc import Callable

from posture.desktop.adapter import ActiveStates, AdapterState

# Two seconds are promised until the camera is let go; letting go itself takes some tenths.
EVERY_S = 1.5


class Polled(AdapterState):
    """ask: what is so now; cheap. It may raise OSError, which counts as not available."""

    def __init__(
        self, name: str, changed: Callable[[], None], ask: Callable[[], ActiveStates], through: str
    ) -> None:
        super().__init__(name, changed)
        self._ask, self._through = ask, through
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        self._thread.join(1.0)

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                self.say(self._ask(), self._through)
            except OSError as error:
                self.fail(str(error))
            self._closing.wait(EVERY_S)
