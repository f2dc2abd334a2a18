"""What a day comes to: the values that ``summarise`` makes and every report shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median

from posture.core.credit import Judged
from posture.core.day.records import EpisodeRecord, NudgeRecord, elapsed
from posture.core.day.timeline import Span
from posture.core.events import Cause
from posture.core.policies.day import ReportPolicy
from posture.core.states import WatchState


class Watched(Judged):
    """Watched time: ``by_state`` has every state but paused and gap."""

    __slots__ = ()

    @property
    def watched_s(self) -> float:
        return sum(self.by_state.values())


class Summed(Watched):
    """What a day and a period, added up, have in common."""

    __slots__ = ()
    limits: ReportPolicy
    episodes: tuple[EpisodeRecord, ...]

    @property
    def is_enough(self) -> bool:
        """Whether enough was judged to say anything."""
        return self.judged_s >= self.limits.min_judged_s

    @property
    def longest_episode(self) -> EpisodeRecord | None:
        return max(self.episodes, key=lambda episode: episode.duration_s, default=None)


@dataclass(frozen=True, slots=True)
class Hour(Judged):
    """One clock hour of the day; start in the day's own zone. by_state: seconds."""

    start: datetime
    length_s: float
    by_state: Mapping[WatchState, float]


@dataclass(frozen=True, slots=True)
class AngleMedians:
    """Medians by time over the looks of one state, degrees; None where never seen."""

    neck_deg: float | None = None
    torso_deg: float | None = None
    neck_change_deg: float | None = None
    torso_change_deg: float | None = None
    neck_uncertainty_deg: float | None = None
    torso_uncertainty_deg: float | None = None


@dataclass(frozen=True, slots=True)
class NudgeTally:
    """What was sent, what was not and why, and what followed.

    followed: nudges shown whose bout is over, but for those answered "false alarm"; corrected:
    those that were followed by sitting up within answer_s. withheld: by chance, in a trial.
    break_reminders, breaks_held_back: reminders to get up, shown and not; counted in
    nothing else but failed.
    """

    delivered: int = 0
    failed: Mapping[str, int] = field(default_factory=dict)
    held_back: Mapping[str, int] = field(default_factory=dict)
    withheld: int = 0
    answers: Mapping[str, int] = field(default_factory=dict)
    break_reminders: int = 0
    breaks_held_back: int = 0
    followed: int = 0
    corrected: int = 0
    median_correction_s: float | None = None


@dataclass(frozen=True, slots=True)
class JudgedTime:
    """As much of an earlier day as a comparison needs."""

    upright_s: float
    poor_s: float


@dataclass(frozen=True, slots=True)
class Earlier:
    """The days before, for comparison: how many had enough data, and their poor share together."""

    days: int
    poor_share: float


@dataclass(frozen=True, slots=True)
class DaySummary(Summed):
    """A local day. Times are in its zone; durations are seconds of real, credited time.

    by_cause: poor time by its main cause, longest first.
    still: start and end of the longest time without a change of position.
    moved_zone: some looks were taken under another UTC offset than this zone had then.
    """

    day: date
    zone: str
    start: datetime
    end: datetime
    limits: ReportPolicy
    by_state: Mapping[WatchState, float]
    paused_s: float
    by_cause: Mapping[Cause, float]
    hours: tuple[Hour, ...]
    spans: tuple[Span, ...]
    episodes: tuple[EpisodeRecord, ...]
    nudges: tuple[NudgeRecord, ...]
    tally: NudgeTally
    still: tuple[datetime, datetime] | None
    upright_angles: AngleMedians
    poor_angles: AngleMedians
    earlier: Earlier | None
    profiles: tuple[str, ...]
    moved_zone: bool

    @property
    def is_empty(self) -> bool:
        return not (self.watched_s or self.paused_s or self.episodes or self.nudges)

    @property
    def median_episode_s(self) -> float | None:
        return median(e.duration_s for e in self.episodes) if self.episodes else None

    @property
    def still_s(self) -> float:
        return elapsed(*self.still).total_seconds() if self.still else 0.0
