"""The values that flow from the loop to the store, the screen and the report."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from posture.core.policies.nudges import NudgeStep
from posture.core.reasons import EpisodeEnd, NoticeKind, Unjudged
from posture.core.states import Condition, WatchState

if TYPE_CHECKING:  # NumPy is nothing to a report, nor angles to the process that only finds people
    from posture.core.angles.angles import Angles
    from posture.core.pose.landmarks import Pose


class Verdict(StrEnum):
    """The verdict on one look."""

    GOOD = "good"
    POOR = "poor"
    UNKNOWN = "unknown"


class Zone(StrEnum):
    """How far one angle is from upright: within its limit, beyond it, or well beyond."""

    NEUTRAL = "neutral"
    MODERATE = "moderate"
    AWKWARD = "awkward"


class Cause(StrEnum):
    """Why a posture is poor; each can be recognised, tuned and answered with a fitting tip."""

    HEAD_FORWARD = "head forward"
    HEAD_DOWN = "head down"
    SLUMPED = "slumped torso"
    SLID_DOWN = "slid down"
    LEANING_FORWARD = "leaning forward"
    LEANING_SIDEWAYS = "leaning sideways"
    UNEVEN_SHOULDERS = "uneven shoulders"
    HEAD_TILTED = "head tilted"
    TOO_CLOSE = "too close to the screen"
    SITTING_LONG = "sitting still too long"


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds of one look, by part; model_s is 0 when the model was spared.

    process_s: everything the process that looked has used since it began.
    """

    capture_s: float = 0.0
    check_s: float = 0.0
    model_s: float = 0.0
    process_s: float = 0.0


class BackgroundShift(NamedTuple):
    """How far the background has shifted in the picture since the watch began, and grown.

    right, down: of what was in the middle, in picture heights. zoom: logarithm of the growth.
    """

    right: float
    down: float
    zoom: float


@dataclass(frozen=True, slots=True, eq=False)
class Observation:
    """One look at the source: who was there, or why nobody could be judged.

    frame_age_s: how old the picture was when the look ended; 0 for recordings. is_reused: nothing
    had moved since the last judgement, so its pose stands for this look too. background: None where
    too little of it is seen.
    fault: what is wrong with the camera and what to do, where it can be said.
    """

    at_s: float
    condition: Condition
    pose: "Pose | None" = None
    frame_age_s: float = 0.0
    is_reused: bool = False
    background: BackgroundShift | None = None
    cost: Cost = Cost()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """Angles held against thresholds.

    severity: 0 at upright, 1 at the threshold, more beyond; None without an angle to take it from.
    zones: angle ("neck", "torso", ...) -> zone, for every angle that could be judged.
    """

    posture: Verdict
    severity: float | None
    causes: tuple[Cause, ...] = ()
    zones: Mapping[str, Zone] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sample:
    """One judged look. interval_s: when the next look was planned; the sample speaks until then.

    unreliable_because: why somebody who was seen could not be judged.
    """

    at_s: float
    state: WatchState
    interval_s: float
    assessment: Assessment
    angles: "Angles | None" = None
    unreliable_because: Unjudged | None = None


@dataclass(frozen=True, slots=True)
class StateChanged:
    """The state differs from that of the look before; previous: None at the first look."""

    at_s: float
    state: WatchState
    previous: WatchState | None


@dataclass(frozen=True, slots=True)
class EpisodeStarted:
    """The posture stayed poor as long as the hold asks. since_s: when it turned poor."""

    at_s: float
    since_s: float
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class EpisodeEnded:
    """An episode is over, at until_s. nudged_at_s: when the user was nudged, if they were."""

    at_s: float
    since_s: float
    until_s: float
    causes: tuple[Cause, ...]
    worst_severity: float
    reason: EpisodeEnd
    nudged_at_s: float | None = None


@dataclass(frozen=True, slots=True)
class Nudge:
    """A message worth sending now. tip: id in config/advice.toml. step: how loudly.

    title: what to do, in a few words. id: its number in this watch, from 1; an answer to it
    carries it. silent_share: the chance it had of being withheld; None outside a trial.
    """

    at_s: float
    cause: Cause
    tip: str
    text: str
    step: NudgeStep = NudgeStep.TOAST
    title: str = field(default="", kw_only=True)
    silent_share: float | None = field(default=None, kw_only=True)
    id: int = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Withheld:
    """A nudge that was due and was withheld by chance, of which it had ``silent_share``."""

    at_s: float
    cause: Cause
    silent_share: float


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A nudge that was due and was not sent.

    reason: HeldBy, a state of the desktop, or why the user wanted quiet.
    """

    at_s: float
    cause: Cause
    reason: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A message that is not about posture: "recalibrate?", "camera permission is missing"."""

    at_s: float
    kind: NoticeKind
    text: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LookFailed:
    """Judging this look went wrong, a fault of ours: it stays unjudged. trace: for the log."""

    at_s: float
    trace: str


Event = (
    Sample
    | LookFailed
    | StateChanged
    | EpisodeStarted
    | EpisodeEnded
    | Nudge
    | Withheld
    | HeldBack
    | Notice
)
