"""The sections of the exercises: `posture relief` and `posture stretch`."""

from typing import Annotated

from msgspec import Meta

from posture.config.schema.section import Section


class ReliefSection(Section, frozen=True):
    timer_min: Annotated[float, Meta(gt=0, le=60)]
    pause_min: Annotated[int, Meta(ge=0, le=1440)]


class StretchSection(Section, frozen=True):
    reps: Annotated[int, Meta(ge=1, le=50)]
    rest_s: Annotated[float, Meta(gt=0, le=30)]
    hold_s: Annotated[float, Meta(ge=0, le=60)]
    roll_s: Annotated[float, Meta(ge=0, le=60)]
    limit_s: Annotated[float, Meta(gt=0, le=3600)]
    smooth_s: Annotated[float, Meta(ge=0, le=5)]
    exit_ratio: Annotated[float, Meta(gt=0, lt=1)]
    tilt_deg: Annotated[float, Meta(gt=0, le=45)]
    raise_ratio: Annotated[float, Meta(gt=0, le=1)]
    tuck_ratio: Annotated[float, Meta(gt=0, le=1)]
    min_visibility: Annotated[float, Meta(ge=0, le=1)]
    interval_s: Annotated[float, Meta(gt=0, le=5)]
