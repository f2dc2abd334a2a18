"""The sections of the exercises: `posture relief` and `posture stretch`."""

from posture.config.section import Section, within


class ReliefSection(Section):
    timer_min: float = within(gt=0, le=60)
    pause_min: int = within(ge=0, le=1440)


class StretchSection(Section):
    reps: int = within(ge=1, le=50)
    rest_s: float = within(gt=0, le=30)
    hold_s: float = within(ge=0, le=60)
    roll_s: float = within(ge=0, le=60)
    limit_s: float = within(gt=0, le=3600)
    smooth_s: float = within(ge=0, le=5)
    exit_ratio: float = within(gt=0, lt=1)
    tilt_deg: float = within(gt=0, le=45)
    raise_ratio: float = within(gt=0, le=1)
    tuck_ratio: float = within(gt=0, le=1)
    min_visibility: float = within(ge=0, le=1)
    interval_s: float = within(gt=0, le=5)
