"""The numbers of core/day: [report]."""

from dataclasses import dataclass
from typing import Annotated, Literal

from msgspec import Meta

from posture.core.policies.section import Section

_TIME = r"([01]\d|2[0-3]):[0-5]\d"
_EVERY = f"^(|evening|(mon|tues|wednes|thurs|fri|satur|sun)day {_TIME})$"


class ReportPolicy(Section, frozen=True):
    """config/default.toml [report]."""

    min_judged_s: Annotated[float, Meta(gt=0, le=86_400)]
    majority_share: Annotated[float, Meta(gt=0.5, le=1)]
    clear_ratio: Annotated[float, Meta(ge=1, le=10)]
    still_deg: Annotated[float, Meta(gt=0, le=90)]
    bridge_s: Annotated[float, Meta(ge=0, le=3600)]
    compare_days: Annotated[int, Meta(ge=0, le=365)]
    goal_share: Annotated[float, Meta(ge=0, le=1)]
    fresh_s: Annotated[float, Meta(gt=0, le=86_400)]
    break_max_s: Annotated[float, Meta(gt=0, le=86_400)]
    paper: Literal["A4", "letter"]
    every: Annotated[str, Meta(pattern=_EVERY)]
    evening: Annotated[str, Meta(pattern=f"^{_TIME}$")]
    least_trial_nudges: Annotated[int, Meta(ge=2, le=10_000)]


@dataclass(frozen=True, slots=True)
class SummaryLimits:
    """All that a day is added up by: [report], and of [monitor] and [rules] how time is joined.

    answer_s: within which a nudge counts as followed ([nudges]).
    """

    report: ReportPolicy
    gap_intervals: float
    merge_s: float
    answer_s: float
