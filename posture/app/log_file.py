"""The rotating log file: what happened, never what was seen."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from posture.config import Config
from posture.core.events import Event, Sample
from posture.errors import StoreError
from posture.system.paths import log_dir

_log = logging.getLogger("posture")


def start_log(config: Config) -> Path:
    """Send posture's log to its file; raises StoreError when the folder cannot be written."""
    path = log_dir() / "posture.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            path, maxBytes=config.log.max_bytes, backupCount=config.log.keep, encoding="utf-8",
            errors="backslashreplace",  # a file may be named in other bytes
        )
    except OSError as error:
        raise StoreError(
            f"The log {path} cannot be written: {error.strerror}.",
            "Make its folder writable, or set POSTURE_LOG_DIR to another one.",
        ) from None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _log.handlers = [handler]
    _log.propagate = False
    _log.setLevel(config.log.level.upper())
    return path


def log_event(event: Event) -> None:
    """A listener: samples at debug level, everything else at info."""
    level = logging.DEBUG if isinstance(event, Sample) else logging.INFO
    _log.log(level, "%s", event)
