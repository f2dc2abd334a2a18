"""The sections of what is done step by step: `posture relief`, the guide of `posture calibrate`."""

from typing import Annotated

from msgspec import Meta

from posture.core.policies.section import Section


class ReliefSection(Section, frozen=True):
    timer_min: Annotated[float, Meta(gt=0, le=60)]
    pause_min: Annotated[int, Meta(ge=0, le=1440)]


class GuideSection(Section, frozen=True):
    countdown_s: Annotated[float, Meta(ge=0, le=60)]
    upright_s: Annotated[float, Meta(gt=0, le=120)]
    slouch_s: Annotated[float, Meta(gt=0, le=120)]
    interval_s: Annotated[float, Meta(gt=0, le=10)]
