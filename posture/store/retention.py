"""Whether the clock may be believed before anything is deleted by it: the record is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class ClockTrust:
    """What the record makes of today's date. is_jump: it has days, and none of late."""

    is_jump: bool
    is_steady: bool


def clock_trust(
    recorded: Sequence[date], today: date, *, days: int, within_days: int
) -> ClockTrust:
    """Today is steady when at least ``days`` days of the ``within_days`` before it have records.

    A clock that is wrong for a start or two, a battery that ran out, has nothing behind it; after
    a long absence it takes so many days of use until old records are deleted again.
    """
    others = [day for day in recorded if day != today]
    lately = [day for day in others if timedelta() < today - day <= timedelta(days=within_days)]
    return ClockTrust(is_jump=bool(others) and not lately, is_steady=len(lately) >= days)
