"""One such program a user: whoever comes second has the first one show its window, and leaves."""

from collections.abc import Callable, Mapping
from typing import Any

from posture.monitor.control_socket import ControlServer, say_to
from posture.system.lock_file import HeldElsewhereError, LockFile
from posture.system.paths import data_dir
from posture.system.private_file import private_folder
from posture.system.program import WINDOW_PROGRAM, window_lock


class SingleInstance:
    """Held as long as the program runs. Raises OSError where the data folder cannot be written."""

    def __init__(self) -> None:
        private_folder(data_dir())
        self._lock = LockFile(window_lock(), 0.2)
        self._server: ControlServer | None = None
        try:
            self._lock.acquire()
        except HeldElsewhereError:
            self.is_first = False
        else:
            self.is_first = True

    def listen(self, show: Callable[[str, str], object]) -> None:
        """show: gets, on another thread, the page and nudge a second one wants to see."""

        def answer(question: Mapping[str, Any]) -> Mapping[str, Any]:
            show(str(question.get("page", "today")), str(question.get("nudge", "")))
            return {"ok": True}

        self._server = ControlServer(answer, WINDOW_PROGRAM)

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
        if self.is_first:
            self._lock.release()


def show_first_instance(page: str, nudge: str = "") -> None:
    """Ask the one that runs; one that is just starting or ending does not answer.

    nudge: the time of one, in ISO 8601.
    """
    say_to(WINDOW_PROGRAM, {"page": page, "nudge": nudge})
