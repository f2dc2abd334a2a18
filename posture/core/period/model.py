"""What a period comes to: the values ``summarise_period`` makes and every report shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from posture.core.credit import Judged
from posture.core.day.model import Earlier, NudgeTally, Summed, Watched
from posture.core.day.records import EpisodeRecord, elapsed
from posture.core.events import Cause
from posture.core.period.calendar import Period
from posture.core.period.trial_result import Trial
from posture.core.policies.day import ReportPolicy, SummaryLimits
from posture.core.states import WatchState


@dataclass(frozen=True, slots=True)
class PeriodLimits:
    """All that a period is added up by. rest_s: seconds of rest that make a break ([breaks])."""

    day: SummaryLimits
    rest_s: float


@dataclass(frozen=True, slots=True)
class StateTime(Judged):
    """Watched time that belongs together, in whatever way. by_state: seconds."""

    by_state: Mapping[WatchState, float]


@dataclass(frozen=True, slots=True)
class Sitting:
    """Time at the desk between two rests; start and end in the period's zone.

    sat_s: seconds seen sitting, which is less than the time between where something hid the sight.
    """

    start: datetime
    end: datetime
    sat_s: float


@dataclass(frozen=True, slots=True)
class Break:
    """A rest between two sittings; start and end in the period's zone."""

    start: datetime
    end: datetime

    @property
    def lasting_s(self) -> float:
        return elapsed(self.start, self.end).total_seconds()


@dataclass(frozen=True, slots=True)
class SittingFigures:
    """breaks: by the day they began. fresh: soon after a break; later: the rest of a sitting."""

    longest: Sitting | None
    longest_by_day: Mapping[date, float]
    breaks: Mapping[date, int]
    fresh: StateTime
    later: StateTime


@dataclass(frozen=True, slots=True)
class DayFigures(Watched):
    """One day of a period; seconds.

    unwatched_s: between the first and the last moment watched, what was neither watched nor
    paused. episodes: those that began on the day.
    """

    day: date
    by_state: Mapping[WatchState, float]
    paused_s: float
    unwatched_s: float
    by_cause: Mapping[Cause, float]
    longest_sitting_s: float
    breaks: int
    episodes: int
    nudges: int
    profiles: tuple[str, ...]

    @property
    def is_recorded(self) -> bool:
        return bool(self.by_state or self.paused_s or self.episodes or self.nudges)


@dataclass(frozen=True, slots=True)
class PeriodPart(Watched):
    """A day, week or month of a longer period: a bar in its charts. Seconds."""

    kind: str
    first: date
    last: date
    by_state: Mapping[WatchState, float]
    by_cause: Mapping[Cause, float]


@dataclass(frozen=True, slots=True)
class GoalFigures:
    """share: the upright share wished for. judged: days with enough judged time.

    streak: days in a row that met it, up to the last judged; days without enough break none.
    nearest: the best day, and its share.
    """

    share: float
    met: int
    judged: int
    streak: int
    nearest: tuple[date, float] | None


@dataclass(frozen=True, slots=True)
class PeriodSummary(Summed):
    """A run of local days. Sittings are in its zone; durations are seconds of credited time.

    days: every day from the first until today or the last. weekday_hours: by (weekday from Monday
    0, hour of the clock where it was taken). until: the period goes on after this day; None if not.
    """

    period: Period
    zone: str
    limits: ReportPolicy
    rest_s: float
    until: date | None
    days: tuple[DayFigures, ...]
    parts: tuple[PeriodPart, ...]
    by_state: Mapping[WatchState, float]
    paused_s: float
    unwatched_s: float
    by_cause: Mapping[Cause, float]
    weekday_hours: Mapping[tuple[int, int], StateTime]
    sittings: SittingFigures
    episodes: tuple[EpisodeRecord, ...]
    tally: NudgeTally
    trial: Trial | None
    nudges: int
    goal: GoalFigures | None
    earlier: Earlier | None
    profiles: tuple[str, ...]
    uncalibrated_days: int
    moved_zone: bool

    @property
    def is_empty(self) -> bool:
        return not self.recorded_days

    @property
    def recorded_days(self) -> int:
        return sum(day.is_recorded for day in self.days)

    @property
    def breaks(self) -> int:
        return sum(self.sittings.breaks.values())

    def has_enough(self, time: Judged) -> bool:
        """Whether a share of this part of it says anything."""
        return time.judged_s >= self.limits.min_judged_s / 2
