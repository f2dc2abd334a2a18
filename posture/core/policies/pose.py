"""The numbers of core/pose: [view], and of [vision] whose pose it is."""

from typing import Annotated

from msgspec import Meta

from posture.core.policies.section import Section


class ViewLimits(Section, frozen=True):
    """Turn of the shoulder line out of the picture plane between one view and the next."""

    frontal_below_deg: Annotated[float, Meta(gt=0, le=90)]
    sagittal_above_deg: Annotated[float, Meta(gt=0, le=90)]
    hysteresis_deg: Annotated[float, Meta(ge=0, le=45)]


class PeoplePolicy(Section, frozen=True):
    """The part of config/default.toml [vision] on several people; sizes are those of ``size_px``.

    reach_sizes: how far a person may move between two looks, in their own sizes. size_ratio: how
    much they may grow or shrink. moved_sizes: how far somebody in the background must move.
    memory_s: time constant of the remembered size.
    """

    reach_sizes: Annotated[float, Meta(gt=0, le=10)]
    size_ratio: Annotated[float, Meta(gt=1, le=10)]
    nearer_ratio: Annotated[float, Meta(gt=1, le=10)]
    background_ratio: Annotated[float, Meta(ge=0, lt=1)]
    memory_s: Annotated[float, Meta(gt=0, le=3600)]
    settle_s: Annotated[float, Meta(ge=0, le=86_400)]
    moved_sizes: Annotated[float, Meta(ge=0, le=10)]
