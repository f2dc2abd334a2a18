"""Holds that outlive the monitor: a pause or a silence, in one small file in the data folder."""

import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from posture.core.day.records import elapsed
from posture.system.paths import data_dir
from posture.system.private_file import write_private
from posture.system.regular_file import read_text

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


def holds_file() -> Path:
    return data_dir() / "holds.json"


def load_holds(now: datetime) -> Holds:
    """What still stands. A file that cannot be read is as none: watching is what was asked for."""
    path = holds_file()
    try:
        data = json.loads(read_text(path))
        found = {name: _standing(data[name]) for name in ("pause", "quiet")}
    except FileNotFoundError:
        return Holds()
    except (OSError, ValueError, KeyError, TypeError) as error:
        _log.warning("%s is not used: %s", path, error)
        return Holds()
    return Holds(
        **{name: hold for name, hold in found.items() if hold and not hold.is_over(now)}
    )


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
        _log.warning("%s cannot be written (%s): a restart would forget this pause",
                     path, error.strerror)
        return False
    return True


def _plain(hold: TimedHold | None) -> dict[str, str | None] | None:
    if hold is None:
        return None
    until = hold.until.isoformat() if hold.until else None
    return {"since": hold.since.isoformat(), "until": until, "reason": hold.reason}


def _standing(data: dict[str, str | None] | None) -> TimedHold | None:
    """Raises ValueError, KeyError or TypeError for what save_holds never wrote."""
    if data is None:
        return None
    until = data["until"]
    times = [datetime.fromisoformat(str(data["since"]))]
    times += [] if until is None else [datetime.fromisoformat(until)]
    if any(time.tzinfo is None for time in times):
        raise ValueError("a time without its offset")
    return TimedHold(times[0], times[1] if until is not None else None, str(data["reason"]))
