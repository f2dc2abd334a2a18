"""The notifier's own thread: whatever the desktop does, the loop goes on.

Theory of operation
-------------------
``submit`` puts a message in a bounded queue and returns. One daemon thread takes them in order and
shows each through a backend, which may block that thread up to its deadline and no other. When the
queue is full the oldest waiting message is given up: a posture tip that is late is worth less than
the one that fits now. Every message gets exactly one outcome.

While a message with buttons is on screen the thread looks for presses every POLL_S, every
SLOW_POLL_S once it has been there for FRESH_S; at all other times it sleeps until the next message.
"""

import threading
import time
from collections import deque
from typing import Self, TypeVar

from posture.notifier.backend import Backend, failed, fitted
from posture.protocols import Delivery, Message, Outcome

Item = TypeVar("Item")

POLL_S = 0.2
SLOW_POLL_S = 1.0
FRESH_S = 60.0
CLOSE_S = 0.5
ANSWERS_KEPT = 100
OUTCOMES_KEPT = 1000


class QueuedNotifier:
    """A Notifier over any backend. See the module's top."""

    def __init__(self, backend: Backend, *, queue: int) -> None:
        self.backend_name = backend.name
        self._backend = backend
        self._limit = queue
        self._changed = threading.Condition()
        self._waiting: deque[Message] = deque()
        self._showing: Message | None = None
        self._outcomes: deque[tuple[str, Outcome]] = deque(maxlen=OUTCOMES_KEPT)
        self._answers: deque[tuple[str, str]] = deque(maxlen=ANSWERS_KEPT)
        self._closing = False
        self._shown_at_s = -FRESH_S
        self._thread = threading.Thread(target=self._work, name="notifier", daemon=True)
        self._thread.start()

    def submit(self, message: Message) -> None:
        with self._changed:
            if self._closing:
                self._outcomes.append((message.id, failed("the notifier has been closed")))
                return
            if len(self._waiting) >= self._limit:
                dropped = self._waiting.popleft()
                self._outcomes.append((dropped.id, failed("newer messages took its place")))
            self._waiting.append(message)
            self._changed.notify_all()

    def drain(self) -> list[tuple[str, Outcome]]:
        return self._taken(self._outcomes)

    def answers(self) -> list[tuple[str, str]]:
        return self._taken(self._answers)

    def wait(self, timeout_s: float) -> bool:
        """Whether every message submitted has its outcome; waits up to timeout_s for it."""
        with self._changed:
            return self._changed.wait_for(
                lambda: not self._waiting and self._showing is None, timeout_s
            )

    def wait_for_answer(self, timeout_s: float) -> str | None:
        """The key of the next button pressed within timeout_s, if any."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self._answers), timeout_s)
            return self._answers.popleft()[1] if self._answers else None

    def close(self) -> None:
        """Give up what waits and end the thread; a service that hangs is not waited for."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(CLOSE_S)
        with self._changed:
            unshown = [*([self._showing] if self._showing else []), *self._waiting]
            self._waiting.clear()
            self._showing = None
            for message in unshown:
                self._outcomes.append((message.id, failed("posture stopped before it was shown")))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _taken(self, items: deque[Item]) -> list[Item]:
        with self._changed:
            taken = list(items)
            items.clear()
        return taken

    def _work(self) -> None:
        while (message := self._next()) is not None or not self._closing:
            if message is not None:
                self._show(message)
            for answer in self._presses():
                with self._changed:
                    self._answers.append(answer)
                    self._changed.notify_all()
        self._close_backend()

    def _next(self) -> Message | None:
        """The next message; None when it is time to look for presses, or when closing."""
        is_fresh = time.monotonic() - self._shown_at_s < FRESH_S
        pause_s = POLL_S if is_fresh else SLOW_POLL_S
        with self._changed:
            self._changed.wait_for(
                lambda: bool(self._waiting) or self._closing,
                pause_s if self._backend.is_open else None,
            )
            if self._closing or not self._waiting:
                return None
            self._showing = self._waiting.popleft()
            self._shown_at_s = time.monotonic()
            return self._showing

    def _show(self, message: Message) -> None:
        try:
            outcome = self._backend.show(fitted(message))
        except Exception as error:  # noqa: BLE001 - a desktop's bug must not end the thread
            outcome = failed(f"{self._backend.name}: {error or type(error).__name__}")
        with self._changed:
            if self._showing is message:  # not given up by close() meanwhile
                self._outcomes.append((message.id, outcome))
                self._showing = None
            self._changed.notify_all()

    def _presses(self) -> list[tuple[str, str]]:
        try:
            return self._backend.poll()
        except Exception:  # noqa: BLE001 - as above; the next message shows what is wrong
            return []

    def _close_backend(self) -> None:
        try:
            self._backend.close()
        except Exception:  # noqa: BLE001 - the program is ending
            return


class Off:
    """Shows nothing, and says so."""

    name = "off"
    is_open = False

    def show(self, message: Message) -> Outcome:  # noqa: ARG002 - the backend's shape
        return Outcome(Delivery.HELD_BACK, "notifications are off")

    def poll(self) -> list[tuple[str, str]]:
        return []

    def close(self) -> None:
        pass
