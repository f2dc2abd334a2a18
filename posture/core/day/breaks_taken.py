"""The breaks somebody took: away, or not watched, between two times of sitting.

Found out from the minutes, so also in a record that is older than this module. To be away for a
moment is no break; to be away for hours, overnight above all, is none either.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from posture.core.day.minutes import looks_of
from posture.core.day.records import MinuteRecord, elapsed
from posture.core.events import WatchState
from posture.core.nudges.breaks import RESTING, SITTING


@dataclass(frozen=True, slots=True)
class BreakTaken:
    """From getting up to sitting down, aware times; within a minute or so of it."""

    started: datetime
    ended: datetime

    @property
    def lasting_s(self) -> float:
        return elapsed(self.started, self.ended).total_seconds()


def breaks_taken(
    minutes: Iterable[MinuteRecord], least_s: float, longest_s: float
) -> Iterator[BreakTaken]:
    """Breaks of at least ``least_s`` and at most ``longest_s`` seconds, in order of time.

    minutes: in order of time. A gap counts as rest, as it does for reminders.
    """
    left: datetime | None = None
    sat_until: datetime | None = None
    for look in looks_of(minutes):
        if look.state in SITTING:
            if left is not None:
                taken = BreakTaken(left, look.at)
                if least_s <= taken.lasting_s <= longest_s:
                    yield taken
            left, sat_until = None, look.at + timedelta(seconds=look.interval_s)
        elif look.state in RESTING and sat_until is not None and left is None:
            left = sat_until if look.state is WatchState.GAP else look.at
