"""The rotating log file: what happened, never what was seen."""

import logging
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from posture.config import Config
from posture.core.addresses import without_credentials
from posture.core.events import Event, Sample
from posture.errors import StoreError
from posture.system.paths import log_dir
from posture.system.private_file import open_private, private_folder

_log = logging.getLogger("posture")


class _PrivateFileHandler(RotatingFileHandler):
    def _open(self) -> TextIOWrapper:
        # A file may be named in other bytes than UTF-8.
        return open_private(Path(self.baseFilename), "a", errors="backslashreplace")


class _DiscreetFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return without_credentials(super().format(record))


def start_log(config: Config) -> Path:
    """Send posture's log to its file; raises StoreError when the folder cannot be written."""
    path = log_dir() / "posture.log"
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
    _log.log(level, "%s", event)
