"""What the store keeps, as values: samples, minutes, episodes and nudges, with aware times.

A time is kept in UTC with the offset that was in force where it was taken, so that it can be shown
as it was lived and counted by instants, which neither travel nor daylight saving can repeat.

source: what was watched, a camera or a recording, None where that was not kept. is_apart: watched
apart from the day, as a recording is; no report counts it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from msgspec import Struct, structs

from posture.core.events import Cause, EpisodeEnded, Sample, Verdict
from posture.core.reasons import EpisodeEnd
from posture.core.states import WatchState


def elapsed(start: datetime, end: datetime) -> timedelta:
    """Real time between two aware datetimes.

    Python subtracts two times of one zone by their clock faces, which is an hour off across a
    change of daylight saving.
    """
    return end.astimezone(UTC) - start.astimezone(UTC)


class Delivery(StrEnum):
    """What became of a nudge or notice. WITHHELD: by chance, to learn what nudges do."""

    DELIVERED = "delivered"
    FAILED = "failed"
    HELD_BACK = "held back"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Origin:
    """Whom, what and how a watch judges; see the module's top."""

    profile: str | None = None
    source: str | None = None
    is_apart: bool = False


@dataclass(frozen=True, slots=True)
class SampleRecord:
    """One look. interval_s: when the next was planned. Angles as in ``posture.core.angles.angles``.

    Raises ValueError for a time without an offset.
    """

    at: datetime
    interval_s: float
    state: WatchState
    posture: Verdict = Verdict.UNKNOWN
    severity: float | None = None
    cause: Cause | None = None
    neck_deg: float | None = None
    torso_deg: float | None = None
    neck_change_deg: float | None = None
    torso_change_deg: float | None = None
    neck_uncertainty_deg: float | None = None
    torso_uncertainty_deg: float | None = None
    profile: str | None = None
    source: str | None = None
    is_apart: bool = False

    def __post_init__(self) -> None:
        _require_aware(self.at)

    @classmethod
    def of(cls, sample: Sample, at: datetime, origin: "Origin | None" = None) -> "SampleRecord":
        """The record of a sample that was taken at the wall-clock time ``at``."""
        origin = origin or Origin()
        angles, verdict = sample.angles, sample.assessment
        return cls(
            at=at,
            interval_s=sample.interval_s,
            state=sample.state,
            posture=verdict.posture,
            severity=verdict.severity,
            cause=verdict.causes[0] if verdict.causes else None,
            neck_deg=angles.neck_deg if angles else None,
            torso_deg=angles.torso_deg if angles else None,
            neck_change_deg=angles.neck_change_deg if angles else None,
            torso_change_deg=angles.torso_change_deg if angles else None,
            neck_uncertainty_deg=angles.neck_uncertainty_deg if angles else None,
            torso_uncertainty_deg=angles.torso_uncertainty_deg if angles else None,
            profile=origin.profile,
            source=origin.source,
            is_apart=origin.is_apart,
        )


@dataclass(frozen=True, slots=True)
class MinuteRecord:
    """How long somebody was in one state in one clock minute: what stays of looks that are old.

    at: when that began within the minute. lasting_us: credited microseconds, so that sums are
    exact. cause: the main one, of poor posture. Angles are means over that time.
    """

    at: datetime
    lasting_us: int
    state: WatchState
    cause: Cause | None = None
    neck_deg: float | None = None
    torso_deg: float | None = None
    neck_change_deg: float | None = None
    torso_change_deg: float | None = None
    profile: str | None = None
    source: str | None = None
    is_apart: bool = False

    def __post_init__(self) -> None:
        _require_aware(self.at)


class StateSpan(Struct, frozen=True, gc=False):
    """Minutes that follow each other without a gap in one state, as one: what periods add up.

    at_us: microseconds since 1970; offset_s: of the clock there, seconds east of UTC. A year has
    tens of thousands of these: reckoning in whole numbers is much faster than in datetimes, and
    msgspec makes its own values fastest.
    """

    at_us: int
    offset_s: int
    lasting_us: int
    state: WatchState
    cause: Cause | None = None
    profile: str | None = None

    @property
    def until_us(self) -> int:
        return self.at_us + self.lasting_us

    def within(self, start_us: int, end_us: int) -> "StateSpan":
        """The part between two instants, of which at least one is within it."""
        at_us = max(self.at_us, start_us)
        lasting_us = min(self.until_us, end_us) - at_us
        return structs.replace(self, at_us=at_us, lasting_us=lasting_us)


@dataclass(frozen=True, slots=True)
class EpisodeRecord:
    """A stretch of poor posture that lasted as long as the hold asks.

    reason: an EpisodeEnd, as the record has it.
    """

    started: datetime
    ended: datetime
    causes: tuple[Cause, ...]
    worst_severity: float
    reason: str
    nudged_at: datetime | None = None
    profile: str | None = None
    source: str | None = None
    is_apart: bool = False

    def __post_init__(self) -> None:
        _require_aware(self.started, self.ended, self.nudged_at)

    @classmethod
    def of(
        cls,
        episode: EpisodeEnded,
        wall: Callable[[float], datetime],
        origin: Origin | None = None,
    ) -> "EpisodeRecord":
        """The record of an episode; wall: from the monitor's seconds to wall-clock time."""
        origin = origin or Origin()
        nudged = episode.nudged_at_s
        return cls(
            started=wall(episode.since_s),
            ended=wall(episode.until_s),
            causes=episode.causes,
            worst_severity=episode.worst_severity,
            reason=episode.reason,
            nudged_at=None if nudged is None else wall(nudged),
            profile=origin.profile,
            source=origin.source,
            is_apart=origin.is_apart,
        )

    @property
    def duration_s(self) -> float:
        """Never negative: a clock set back during the episode makes it 0."""
        return max(0.0, elapsed(self.started, self.ended).total_seconds())

    @property
    def correction_s(self) -> float | None:
        """From the nudge to the corrected posture; None without both."""
        if self.nudged_at is None or self.reason != EpisodeEnd.CORRECTED:
            return None
        return max(0.0, elapsed(self.nudged_at, self.ended).total_seconds())


@dataclass(frozen=True, slots=True)
class NudgeRecord:
    """A nudge sent, or due and not sent. answer: what the user said to it, e.g. "useful".

    silent_share: the chance it had of being withheld; None outside a trial.
    """

    at: datetime
    cause: Cause
    tip: str
    text: str
    outcome: Delivery
    why: str = ""
    answer: str | None = None
    silent_share: float | None = None
    profile: str | None = None
    source: str | None = None
    is_apart: bool = False

    def __post_init__(self) -> None:
        _require_aware(self.at)


@dataclass(frozen=True, slots=True)
class DayRecords:
    """Everything that touches one day.

    The samples reach over both ends, so that the stretch across midnight can be split. They may
    come one by one, then in order of their instants: a long day has very many.
    """

    samples: Iterable[SampleRecord] = ()
    episodes: tuple[EpisodeRecord, ...] = ()
    nudges: tuple[NudgeRecord, ...] = ()


def _require_aware(*times: datetime | None) -> None:
    for time in times:
        if time is not None and time.tzinfo is None:
            raise ValueError(f"{time.isoformat()} has no UTC offset")
