"""How long somebody stayed in one position, whatever the position.

No single posture is known to be right; staying in one for long is what bodies mind most. A still
stretch is a run of judged looks whose neck and torso stay within ``still_deg`` of the run's own
mean. Two looks in a row beyond it end the run: one alone may be noise. Looks that could not be
judged are bridged up to ``bridge_s``; being away or turned longer than that counts as a change.
"""

from dataclasses import dataclass, field
from datetime import datetime

from posture.core.day.records import SampleRecord
from posture.core.day.timeline import Credit
from posture.core.states import WatchState

JUDGED = frozenset({WatchState.UPRIGHT, WatchState.POOR})


@dataclass(slots=True)
class _Run:
    start: datetime
    end: datetime
    total: dict[str, float] = field(default_factory=dict)
    count: dict[str, int] = field(default_factory=dict)

    def extend(self, stretch: Credit, position: dict[str, float]) -> None:
        self.end = stretch.end
        for name, value in position.items():
            self.total[name] = self.total.get(name, 0.0) + value
            self.count[name] = self.count.get(name, 0) + 1

    def is_left_by(self, position: dict[str, float], still_deg: float) -> bool:
        return any(
            name in self.count and abs(value - self.total[name] / self.count[name]) > still_deg
            for name, value in position.items()
        )


class LongestStill:
    """The longest time without a change of position, over stretches given in order of time."""

    def __init__(self, still_deg: float, bridge_s: float) -> None:
        self._still_deg = still_deg
        self._bridge_s = bridge_s
        self._run: _Run | None = None
        self._doubted: Credit | None = None
        self._longest: _Run | None = None

    def longest(self) -> tuple[datetime, datetime] | None:
        """Its start and end, in UTC; None while nothing was judged."""
        self._keep_longest()
        return None if self._longest is None else (self._longest.start, self._longest.end)

    def add(self, stretch: Credit) -> None:
        """The next stretch."""
        position = _position(stretch.sample)
        if stretch.sample.state not in JUDGED or not position:
            return
        run = self._run
        if run is None or (stretch.start - run.end).total_seconds() > self._bridge_s:
            self._begin(stretch)
        elif not run.is_left_by(position, self._still_deg):
            run.extend(stretch, position)
            self._doubted = None
        elif self._doubted is None:
            self._doubted = stretch
            run.end = stretch.end
        else:
            run.end = self._doubted.start
            self._begin(self._doubted).extend(stretch, position)

    def _begin(self, stretch: Credit) -> _Run:
        self._keep_longest()
        self._run, self._doubted = _Run(stretch.start, stretch.end), None
        self._run.extend(stretch, _position(stretch.sample))
        return self._run

    def _keep_longest(self) -> None:
        run, longest = self._run, self._longest
        if run and (longest is None or run.end - run.start > longest.end - longest.start):
            self._longest = run


def _position(sample: SampleRecord) -> dict[str, float]:
    """The angles that are there: the change against upright where known, else from the vertical."""
    angles = {
        "neck change": sample.neck_change_deg,
        "torso change": sample.torso_change_deg,
        "neck": sample.neck_deg if sample.neck_change_deg is None else None,
        "torso": sample.torso_deg if sample.torso_change_deg is None else None,
    }
    return {name: value for name, value in angles.items() if value is not None}
