"""The sections on speaking up: nudges, when to keep quiet, and how."""

from typing import Annotated, Literal

from msgspec import Meta

from posture.core.policies.nudges import NudgePolicy
from posture.core.policies.section import Section


class NudgesSection(NudgePolicy, frozen=True):
    snooze_s: Annotated[float, Meta(gt=0, le=86_400)]
    pause_s: Annotated[float, Meta(gt=0, le=86_400)]
    dim_seconds: Annotated[float, Meta(ge=1, le=60)]
    dim_opacity: Annotated[float, Meta(ge=0.05, le=0.9)]


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
