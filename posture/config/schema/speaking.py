"""The sections on speaking up: nudges, breaks, answers to them, when to keep quiet, and how."""

from typing import Annotated, Literal

from msgspec import Meta

from posture.config.schema.section import Section
from posture.core.events import NudgeStep

_TIME = r"([01]\d|2[0-3]):[0-5]\d"
QuietSpan = Annotated[str, Meta(pattern=f"^{_TIME}-{_TIME}$")]


class NudgesSection(Section, frozen=True):
    cooldown_s: Annotated[float, Meta(ge=0, le=86_400)]
    max_per_hour: Annotated[int, Meta(ge=0, le=60)]
    answer_s: Annotated[float, Meta(gt=0, le=3600)]
    backoff_factor: Annotated[float, Meta(ge=1, le=10)]
    backoff_max: Annotated[float, Meta(ge=1, le=24)]
    snooze_s: Annotated[float, Meta(gt=0, le=86_400)]
    pause_s: Annotated[float, Meta(gt=0, le=86_400)]
    quiet_hours: tuple[QuietSpan, ...]
    steps: tuple[NudgeStep, ...]
    dim_seconds: Annotated[float, Meta(ge=1, le=60)]
    dim_opacity: Annotated[float, Meta(ge=0.05, le=0.9)]
    praise: bool

    @property
    def quiet_minutes(self) -> tuple[tuple[int, int], ...]:
        """(start, end) minutes of the local day, as the nudge policy takes them."""
        return tuple(
            (int(span[:2]) * 60 + int(span[3:5]), int(span[6:8]) * 60 + int(span[9:]))
            for span in self.quiet_hours
        )


class BreaksSection(Section, frozen=True):
    plan: Literal["hourly", "20-8-2", "20-20-20", "off"]
    min_rest_s: Annotated[float, Meta(ge=0, le=3600)]
    repeat_s: Annotated[float, Meta(gt=0, le=86_400)]
    hourly_sit_s: Annotated[float, Meta(gt=0, le=86_400)]
    hourly_rest_s: Annotated[float, Meta(gt=0, le=3600)]


class FeedbackSection(Section, frozen=True):
    false_alarms: Annotated[int, Meta(ge=1, le=100)]
    step: Annotated[float, Meta(gt=0, le=0.5)]
    max_steps: Annotated[int, Meta(ge=0, le=20)]


class DesktopSection(Section, frozen=True):
    release_on_lock: bool
    release_on_idle: bool
    release_on_lid: bool
    release_on_suspend: bool
    release_on_call: bool
    release_on_camera_wanted: bool
    hold_on_lock: bool
    hold_on_call: bool
    hold_on_do_not_disturb: bool
    hold_on_full_screen: bool
    camera_grace_s: Annotated[float, Meta(ge=0, le=600)]
    microphone_ignored: tuple[str, ...]
    battery_factor: Annotated[float, Meta(ge=1, le=10)]


class NotifierSection(Section, frozen=True):
    backend: Literal["auto", "dbus", "desktop-notifier", "plyer", "off"]
    deadline_s: Annotated[float, Meta(gt=0, le=30)]
    queue: Annotated[int, Meta(ge=1, le=1000)]
    show_s: Annotated[float, Meta(gt=0, le=600)]
