"""The numbers of core/nudges: [nudges], [breaks], [feedback]."""

from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta

from posture.core.policies.section import Section


class NudgeStep(StrEnum):
    """How loudly a nudge speaks, mildest first; the user picks which of them are taken."""

    TRAY = "tray"
    TOAST = "toast"
    SOUND = "sound"
    DIM = "dim"


_TIME = r"([01]\d|2[0-3]):[0-5]\d"
QuietSpan = Annotated[str, Meta(pattern=f"^{_TIME}-{_TIME}$")]


class NudgePolicy(Section, frozen=True):
    """The part of config/default.toml [nudges] on when to speak.

    quiet_hours: "22:00-07:00", local; a span whose end is not after its start runs over midnight.
    steps: mildest first; empty: never speak. silent_share: the chance of a nudge about posture to
    be withheld (trial.py).
    """

    cooldown_s: Annotated[float, Meta(ge=0, le=86_400)]
    long_s: Annotated[float, Meta(gt=0, le=86_400)]
    long_cooldown_s: Annotated[float, Meta(ge=0, le=86_400)]
    max_per_hour: Annotated[int, Meta(ge=0, le=60)]
    answer_s: Annotated[float, Meta(gt=0, le=3600)]
    backoff_factor: Annotated[float, Meta(ge=1, le=10)]
    backoff_max: Annotated[float, Meta(ge=1, le=24)]
    quiet_hours: tuple[QuietSpan, ...]
    steps: tuple[NudgeStep, ...]
    praise: bool
    silent_share: Annotated[float, Meta(ge=0, le=0.9)]

    @property
    def quiet_minutes(self) -> tuple[tuple[int, int], ...]:
        """The quiet hours as (start, end), minutes of the local day."""
        return tuple(
            (int(span[:2]) * 60 + int(span[3:5]), int(span[6:8]) * 60 + int(span[9:]))
            for span in self.quiet_hours
        )


class BreakPolicy(Section, frozen=True):
    """config/default.toml [breaks]. hourly_sit_s, hourly_rest_s: of the hourly plan."""

    plan: Literal["hourly", "20-8-2", "20-20-20", "off"]
    min_rest_s: Annotated[float, Meta(ge=0, le=3600)]
    repeat_s: Annotated[float, Meta(gt=0, le=86_400)]
    hourly_sit_s: Annotated[float, Meta(gt=0, le=86_400)]
    hourly_rest_s: Annotated[float, Meta(gt=0, le=3600)]


class FeedbackPolicy(Section, frozen=True):
    """config/default.toml [feedback]."""

    false_alarms: Annotated[int, Meta(ge=1, le=100)]
    step: Annotated[float, Meta(gt=0, le=0.5)]
    max_steps: Annotated[int, Meta(ge=0, le=20)]
