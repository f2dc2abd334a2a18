"""The sections of the exercises: `posture relief` and `posture stretch`."""

from pydantic import Field

from posture.config.section import Section


class ReliefSection(Section):
    timer_min: float = Field(gt=0, le=60)
    pause_min: int = Field(ge=0, le=1440)


class StretchSection(Section):
    reps: int = Field(ge=1, le=50)
    rest_s: float = Field(gt=0, le=30)
    hold_s: float = Field(ge=0, le=60)
    roll_s: float = Field(ge=0, le=60)
    limit_s: float = Field(gt=0, le=3600)
    smooth_s: float = Field(ge=0, le=5)
    exit_ratio: float = Field(gt=0, lt=1)
    tilt_deg: float = Field(gt=0, le=45)
    raise_ratio: float = Field(gt=0, le=1)
    tuck_ratio: float = Field(gt=0, le=1)
    min_visibility: float = Field(ge=0, le=1)
    interval_s: float = Field(gt=0, le=5)
