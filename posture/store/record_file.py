"""The record's file, open: reopened when it was replaced, healed when it turns out damaged."""

import logging
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from posture.store.integrity import UNREADABLE, is_damage
from posture.store.opening import explained, identity, open_checked, unwritable
from posture.store.tables import DamagedRowError

_log = logging.getLogger(__name__)
Result = TypeVar("Result")

# A disk that damages every file would be filled with what is set aside.
_MOST_HEALINGS = 3


class RecordFile:
    """One open record. Safe to use from several threads.

    What is found damaged, at whatever use, is healed and the use made again; StoreError when that
    does not help.

    notices: sentences the user should see, such as that the record was healed.
    """

    def __init__(self, path: Path, wait_s: float) -> None:
        self.path = path
        self.notices: list[str] = []
        self.wait_s = self._usual_wait_s = wait_s
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._doubt: str | None = None
        self._healings = 0
        self.use(lambda _: None)

    def wait_at_most(self, seconds: float | None) -> None:
        """How long a call waits for another writer; None: as configured."""
        with self._lock:
            self.wait_s = self._usual_wait_s if seconds is None else seconds
            if self._connection is not None:
                self._connection.execute(f"PRAGMA busy_timeout = {int(self.wait_s * 1000)}")

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                with suppress(sqlite3.Error):
                    self._connection.close()
                self._connection = None

    def write(self, change: Callable[[sqlite3.Connection], Result]) -> Result:
        """Make the change whole and on disk, or not at all. Raises StoreError as ``use`` does."""

        def transaction(connection: sqlite3.Connection) -> Result:
            connection.execute("BEGIN IMMEDIATE")
            try:
                self._refuse_replaced()
                result = change(connection)
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise
            return result

        try:
            return self.use(transaction)
        except _ReplacedError:  # while the lock was waited for, another process healed the record
            return self.use(transaction)

    def use(self, action: Callable[[sqlite3.Connection], Result]) -> Result:
        """What the action returns, given the open database; done anew after healing that.

        Raises StoreError when the record cannot be used.
        """
        with self._lock:
            try:
                try:
                    return action(self._opened())
                except (*UNREADABLE, DamagedRowError) as error:
                    if not is_damage(error):
                        raise
                    self._doubt = str(error)
                    self.close()
                return action(self._opened())
            except (*UNREADABLE, DamagedRowError) as error:
                raise explained(self.path, error) from error
            except OSError as error:
                raise unwritable(self.path, error) from error

    def _opened(self) -> sqlite3.Connection:
        """The open database; opened anew when its file was replaced, and checked then."""
        there = identity(self.path)
        if there != self._file:
            self.close()
            self._doubt = None
        if self._connection is None:
            doubt, self._doubt = self._doubt, None
            if doubt is not None:
                self._healings += 1
            if self._healings > _MOST_HEALINGS:
                doubt = None
            self._connection = open_checked(self.path, self.wait_s, self._notify, doubt)
            self._file = identity(self.path)
        return self._connection

    def _refuse_replaced(self) -> None:
        if identity(self.path) != self._file:
            raise _ReplacedError

    def _notify(self, notice: str) -> None:
        _log.warning("%s", notice)
        self.notices.append(notice)


class _ReplacedError(Exception):
    """Another file stands in the record's place."""
