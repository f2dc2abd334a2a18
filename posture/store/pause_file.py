"""Wishes that outlive the monitor: a pause or a silence, in one small file in the data folder."""

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
class Standing:
    """A wish in force. until: None for one that lasts until it is taken back. Aware times."""

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
    def of(cls, now: datetime, seconds: float | None, reason: str) -> "Standing":
        until = None if seconds is None else now + timedelta(seconds=seconds)
        return cls(now, until, reason)


@dataclass(frozen=True, slots=True)
class StandingWishes:
    """pause: the camera is let go; quiet: nudges are held back."""

    pause: Standing | None = None
    quiet: Standing | None = None


def wishes_file() -> Path:
    return data_dir() / "wishes.json"


def load_wishes(now: datetime) -> StandingWishes:
    """What still stands. A file that cannot be read is as none: watching is what was asked for."""
    path = wishes_file()
    try:
        data = json.loads(read_text(path))
        found = {name: _standing(data[name]) for name in ("pause", "quiet")}
    except FileNotFoundError:
        return StandingWishes()
    except (OSError, ValueError, KeyError, TypeError) as error:
        _log.warning("the wishes in %s are not used: %s", path, error)
        return StandingWishes()
    return StandingWishes(
        **{name: wish for name, wish in found.items() if wish and not wish.is_over(now)}
    )


def save_wishes(wishes: StandingWishes) -> bool:
    """Write them whole or not at all, readable by their owner only; whether that succeeded."""
    path = wishes_file()
    data = {"pause": _plain(wishes.pause), "quiet": _plain(wishes.quiet)}
    try:
        if wishes == StandingWishes():
            path.unlink(missing_ok=True)
            return True
        write_private(path, json.dumps(data))
    except OSError as error:
        _log.warning("%s cannot be written (%s): a restart would forget this pause",
                     path, error.strerror)
        return False
    return True


def _plain(wish: Standing | None) -> dict[str, str | None] | None:
    if wish is None:
        return None
    until = wish.until.isoformat() if wish.until else None
    return {"since": wish.since.isoformat(), "until": until, "reason": wish.reason}


def _standing(data: dict[str, str | None] | None) -> Standing | None:
    """Raises ValueError, KeyError or TypeError for what save_wishes never wrote."""
    if data is None:
        return None
    until = data["until"]
    times = [datetime.fromisoformat(str(data["since"]))]
    times += [] if until is None else [datetime.fromisoformat(until)]
    if any(time.tzinfo is None for time in times):
        raise ValueError("a time without its offset")
    return Standing(times[0], times[1] if until is not None else None, str(data["reason"]))
