"""What bears on nudging: the moment, the user's word, the desktop's, and what the posture does."""

from dataclasses import dataclass
from enum import StrEnum

from posture.core.events import EpisodeEnded, EpisodeStarted
from posture.core.nudges.breaks import Rested, StillSitting


@dataclass(frozen=True, slots=True)
class NudgeContext:
    """Now. busy: what the desktop is in the middle of ("call", "do not disturb", ...).

    interval_factor: how much longer than usual to wait while nothing is being decided. is_poor:
    whether the last look saw poor posture; the judge says so. chance: drawn from 0 to 1, by which
    a nudge may be withheld (policy.silent_share); 1: none is.
    """

    at_s: float
    local_minute_of_day: int
    busy: frozenset[str] = frozenset()
    interval_factor: float = 1.0
    is_poor: bool = True
    chance: float = 1.0


class AnswerKind(StrEnum):
    """What the user may say to a nudge.

    PAUSE and SNOOZE are the monitor's to do: it pauses the watch, or says Quieten.
    """

    USEFUL = "useful"
    FALSE_ALARM = "false alarm"
    SNOOZE = "snooze"
    PAUSE = "pause"


# The answers that say whether a nudge was right.
JUDGEMENTS = frozenset({AnswerKind.USEFUL, AnswerKind.FALSE_ALARM})


@dataclass(frozen=True, slots=True)
class Answer:
    """The user's word on a nudge, by its id; None: a snooze or pause that answers none."""

    kind: AnswerKind
    nudge_id: int | None


@dataclass(frozen=True, slots=True)
class Quieten:
    """Hold every nudge back until a time, None: until Resume. reason: as reported."""

    until_s: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class Resume:
    """Snooze, focus mode and the like are over."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed, nothing else."""


NudgeInput = (
    EpisodeStarted | EpisodeEnded | StillSitting | Rested | Answer | Quieten | Resume | Tick
)
