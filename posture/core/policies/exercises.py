"""The numbers of core/exercises: [stretch]."""

from typing import Annotated

from msgspec import Meta

from posture.core.policies.section import Section, Share


class StretchLimits(Section, frozen=True):
    """config/default.toml [stretch].

    tuck, raise_: share of the face-to-shoulder ratio and of the neck's height that is far enough.
    """

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
    min_visibility: Share
    interval_s: Annotated[float, Meta(gt=0, le=5)]
