"""How long somebody stayed in one position, whatever the position.

No single posture is known to be right; staying in one for long is what bodies mind most. A still
stretch is a run of judged looks whose neck and torso stay within ``still_deg`` of the run's own
mean. Two looks in a row beyond it end the run: one alone may be noise. Looks that could not be
judged are bridged up to ``bridge_s``; being away or turned longer than that counts as a change.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from posture.core.day.records import SampleRecord
from posture.core.day.timeline import Credit
from posture.core.events import WatchState

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


def longest_still(
    stretches: Iterable[Credit], still_deg: float, bridge_s: float
) -> tuple[datetime, datetime] | None:
    """Start and end, in UTC, of the longest time without a change of position; None if none."""
    runs = _runs(stretches, still_deg, bridge_s)
    longest = max(runs, key=lambda run: run.end - run.start, default=None)
    return None if longest is None else (longest.start, longest.end)


def _runs(stretches: Iterable[Credit], still_deg: float, bridge_s: float) -> Iterator[_Run]:
    run: _Run | None = None
    doubted: Credit | None = None
    for stretch in stretches:
        position = _position(stretch.sample)
        if stretch.sample.state not in JUDGED or not position:
            continue
        if run is None or (stretch.start - run.end).total_seconds() > bridge_s:
            if run is not None:
                yield run
            run, doubted = _Run(stretch.start, stretch.end), None
            run.extend(stretch, position)
        elif not run.is_left_by(position, still_deg):
            run.extend(stretch, position)
            doubted = None
        elif doubted is None:
            doubted = stretch
            run.end = stretch.end
        else:
            run.end = doubted.start
            yield run
            run = _Run(doubted.start, doubted.end)
            run.extend(doubted, _position(doubted.sample))
            run.extend(stretch, position)
            doubted = None
    if run is not None:
        yield run


def _position(sample: SampleRecord) -> dict[str, float]:
    """The angles that are there: the change against upright where known, else from the vertical."""
    angles = {
        "neck change": sample.neck_change_deg,
        "torso change": sample.torso_change_deg,
        "neck": sample.neck_deg if sample.neck_change_deg is None else None,
        "torso": sample.torso_deg if sample.torso_change_deg is None else None,
    }
    return {name: value for name, value in angles.items() if value is not None}
