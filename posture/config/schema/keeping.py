"""The sections on what is kept: calibrations, record and log."""

from typing import Annotated, Literal

from msgspec import Meta

from posture.core.policies.section import Section


class ProfilesSection(Section, frozen=True):
    use: Annotated[str, Meta(max_length=64)]
    docking_s: Annotated[float, Meta(gt=0, le=3600)]


class StoreSection(Section, frozen=True):
    batch_s: Annotated[float, Meta(ge=0, le=600)]
    busy_wait_s: Annotated[float, Meta(ge=0, le=60)]
    queue: Annotated[int, Meta(ge=100, le=1_000_000)]
    retry_s: Annotated[float, Meta(gt=0, le=3600)]
    retry_max_s: Annotated[float, Meta(gt=0, le=3600)]
    retry_wait_s: Annotated[float, Meta(ge=0, le=10)]
    backups: Annotated[int, Meta(ge=1, le=365)]
    keep_samples_days: Annotated[int, Meta(ge=1, le=36_500)]
    keep_days: Annotated[int, Meta(ge=0, le=36_500)]
    steady_days: Annotated[int, Meta(ge=0, le=365)]
    steady_within_days: Annotated[int, Meta(ge=1, le=365)]


class WindowSection(Section, frozen=True):
    ask_interval_s: Annotated[float, Meta(ge=0.2, le=60)]
    preview_interval_s: Annotated[float, Meta(ge=0.05, le=10)]
    preview_width_px: Annotated[int, Meta(ge=64, le=960)]
    preview_longest_s: Annotated[float, Meta(ge=10, le=3600)]
    try_s: Annotated[float, Meta(ge=1, le=120)]


class LogSection(Section, frozen=True):
    level: Literal["debug", "info", "warning", "error"]
    max_bytes: Annotated[int, Meta(ge=10_000, le=1_000_000_000)]
    keep: Annotated[int, Meta(ge=0, le=100)]
