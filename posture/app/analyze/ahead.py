"""Work done ahead on a thread of its own: reading overlaps with the model, the model with judging.

OpenCV and MediaPipe let go of Python's lock while they compute.
"""

import threading
from collections.abc import Generator
from queue import Empty, Full, Queue
from typing import Generic, TypeVar

Item = TypeVar("Item")

_POLL_S = 0.1


class _End:
    """The last entry. error: what ended the items, if they did not end by themselves."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


def ahead(items: Generator[Item, None, None], most: int) -> Generator[Item, None, None]:
    """The same items in the same order, made at most ``most`` ahead of whoever takes them.

    What goes wrong while they are made is raised here. Whoever stops early stops the making too.
    """
    maker = _Maker(items, most)
    maker.start()
    try:
        while not isinstance(entry := maker.made.get(), _End):
            yield entry
        if entry.error is not None:
            raise entry.error
    finally:
        maker.leave()


class _Maker(Generic[Item]):
    """The thread. made: what it has made and nobody has taken."""

    def __init__(self, items: Generator[Item, None, None], most: int) -> None:
        self._items = items
        self.made: Queue[Item | _End] = Queue(most)
        self._is_left = threading.Event()
        self._thread = threading.Thread(target=self._make, name="ahead", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def leave(self) -> None:
        """Nobody takes anything any more: end, and wait for that."""
        self._is_left.set()
        while self._thread.is_alive():
            try:
                self.made.get_nowait()
            except Empty:
                self._thread.join(_POLL_S)

    def _make(self) -> None:
        try:
            for item in self._items:
                self._put(item)
                if self._is_left.is_set():
                    return
        except BaseException as error:  # noqa: BLE001 - raised where the items are taken
            self._put(_End(error))
        else:
            self._put(_End())
        finally:
            self._items.close()

    def _put(self, entry: Item | _End) -> None:
        while not self._is_left.is_set():
            try:
                self.made.put(entry, timeout=_POLL_S)
            except Full:
                continue
            return
