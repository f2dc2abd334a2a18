"""Holds that outlive the monitor: a pause or a silence, in one small file in the data folder."""

import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from posture.core.day.records import elapsed
from posture.store.state_file import DamagedFileError, check_years, read_state
from posture.system.paths import data_dir
from posture.system.private_file import write_private

# A leap year, for a hold may last one.
_LONGEST = timedelta(days=366)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TimedHold:
    """A pause or silence in force. until: None while it has no end. Aware times."""

    since: datetime
    until: datetime | None
    reason: str

    def left_s(self, now: datetime) -> float | None:
        """Seconds until it ends, None without an end; a clock set back does not lengthen it."""
        if self.until is None:
            return None
        whole = elapsed(self.since, self.until)
        return min(whole, elapsed(now, self.until)).total_seconds()

    def is_over(self, now: datetime) -> bool:
        left_s = self.left_s(now)
        return left_s is not None and left_s <= 0

    @classmethod
    def of(cls, now: datetime, seconds: float | None, reason: str) -> "TimedHold":
        until = None if seconds is None else now + timedelta(seconds=seconds)
        return cls(now, until, reason)


@dataclass(frozen=True, slots=True)
class Holds:
    """pause: the camera is let go; quiet: nudges are held back."""

    pause: TimedHold | None = None
    quiet: TimedHold | None = None


class HoldFields(Struct):
    """A hold as its file has it. Raises ValueError for times that cannot be."""

    since: Annotated[datetime, Meta(tz=True)]
    until: Annotated[datetime, Meta(tz=True)] | None
    reason: Annotated[str, Meta(max_length=1000)]

    def __post_init__(self) -> None:
        check_years(self.since, self.until or self.since)
        if self.until and not self.since <= self.until <= self.since + _LONGEST:
            raise ValueError("until should lie at most a year after since")


class HoldsFields(Struct):
    """The file ``holds.json``."""

    pause: HoldFields | None
    quiet: HoldFields | None


def holds_file() -> Path:
    return data_dir() / "holds.json"


def load_holds(now: datetime) -> Holds:
    """What still stands. A file that cannot be read is as none: watching is what was asked for."""
    path = holds_file()
    try:
        found = read_state(path, HoldsFields)
    except FileNotFoundError:
        return Holds()
    except DamagedFileError as error:
        _log.warning("%s is not used: %s", path, error)
        return Holds()
    return Holds(_in_force(found.pause, now), _in_force(found.quiet, now))


def save_holds(holds: Holds) -> bool:
    """Write them whole or not at all, readable by their owner only; whether that succeeded."""
    path = holds_file()
    data = {"pause": _plain(holds.pause), "quiet": _plain(holds.quiet)}
    try:
        if holds == Holds():
            path.unlink(missing_ok=True)
            return True
        write_private(path, json.dumps(data))
    except OSError as error:
        _log.warning(
            "%s cannot be written (%s): a restart would forget this pause", path, error.strerror
        )
        return False
    return True


def _plain(hold: TimedHold | None) -> dict[str, str | None] | None:
    if hold is None:
        return None
    until = hold.until.astimezone(UTC).isoformat() if hold.until else None
    since = hold.since.astimezone(UTC).isoformat()
    return {"since": since, "until": until, "reason": hold.reason}


def _in_force(data: HoldFields | None, now: datetime) -> TimedHold | None:
    if data is None:
        return None
    hold = TimedHold(data.since, data.until, data.reason)
    return None if hold.is_over(now) else hold
