"""When the last digest was sent: one small file in the data folder."""

import json
import logging
from datetime import datetime
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from posture.store.state_file import DamagedFileError, check_years, read_state
from posture.system.paths import data_dir
from posture.system.private_file import write_private

_log = logging.getLogger(__name__)


class DigestFields(Struct):
    """The file ``digest.json``."""

    sent: Annotated[datetime, Meta(tz=True)]

    def __post_init__(self) -> None:
        check_years(self.sent)


def digest_file() -> Path:
    return data_dir() / "digest.json"


def last_digest() -> datetime | None:
    """None when none was sent, or the file cannot be read."""
    try:
        return read_state(digest_file(), DigestFields).sent
    except FileNotFoundError:
        return None
    except DamagedFileError as error:
        _log.warning("%s is not used: %s", digest_file(), error)
        return None


def save_digest(sent: datetime) -> None:
    """Remember it; where that cannot be, a restart may send it once more."""
    try:
        write_private(digest_file(), json.dumps({"sent": sent.isoformat()}))
    except OSError as error:
        _log.warning("%s cannot be written: %s", digest_file(), error.strerror)
