"""The rotating log file: what happened, never what was seen."""

import faulthandler
import logging
import sys
from contextlib import suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from posture.app.event_forms import event_words
from posture.config import Config
from posture.core.addresses import without_credentials
from posture.core.events import Event, Sample
from posture.errors import StoreError
from posture.system.paths import log_file
from posture.system.private_file import open_private, private_folder

_log = logging.getLogger("posture")


class _PrivateFileHandler(RotatingFileHandler):
    _is_written = True
    _is_failing = False

    def _open(self) -> TextIOWrapper:
        # A file may be named in other bytes than UTF-8.
        stream = open_private(Path(self.baseFilename), "a", errors="backslashreplace")
        # A crash in a library has its word here too: the names of functions, and no values.
        faulthandler.enable(stream)
        return stream

    def emit(self, record: logging.LogRecord) -> None:
        self._is_written = True
        super().emit(record)
        self._is_failing = not self._is_written

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """A full disk is one line, until writing works again, and not a stack trace a message."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            super().handleError(record)
            return
        self._is_written = False
        if not self._is_failing:
            with suppress(OSError, AttributeError):  # nobody reads it, or there is none
                sys.stderr.write(
                    f"posture: The log {self.baseFilename} cannot be written: {error.strerror}.\n"
                )


class _DiscreetFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return without_credentials(super().format(record))


def start_log(config: Config) -> Path:
    """Send posture's log to its file; raises StoreError when the folder cannot be written."""
    path = log_file()
    try:
        private_folder(path.parent)
        handler = _PrivateFileHandler(
            path, maxBytes=config.log.max_bytes, backupCount=config.log.keep
        )
    except OSError as error:
        raise StoreError(
            f"The log {path} cannot be written: {error.strerror}.",
            "Make its folder writable, or set POSTURE_LOG_DIR to another one.",
        ) from None
    handler.setFormatter(_DiscreetFormatter("%(asctime)s %(levelname)s %(message)s"))
    _log.handlers = [handler]
    _log.propagate = False
    _log.setLevel(config.log.level.upper())
    return path


def log_event(event: Event) -> None:
    """A listener: samples at debug level, everything else at info."""
    level = logging.DEBUG if isinstance(event, Sample) else logging.INFO
    if _log.isEnabledFor(level):
        _log.log(level, "%s", event_words(event))
