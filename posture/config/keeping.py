"""The sections on what is kept of it: record, report, log."""

from typing import Literal

from posture.config.section import Section, within


class StoreSection(Section):
    batch_s: float = within(ge=0, le=600)
    busy_wait_s: float = within(ge=0, le=60)
    queue: int = within(ge=100, le=1_000_000)
    retry_s: float = within(gt=0, le=3600)
    retry_max_s: float = within(gt=0, le=3600)
    retry_wait_s: float = within(ge=0, le=10)
    backups: int = within(ge=1, le=365)
    keep_samples_days: int = within(ge=1, le=36_500)
    keep_days: int = within(ge=1, le=36_500)


class ReportSection(Section):
    enough_s: float = within(gt=0, le=86_400)
    most_share: float = within(gt=0.5, le=1)
    clear_ratio: float = within(ge=1, le=10)
    still_deg: float = within(gt=0, le=90)
    bridge_s: float = within(ge=0, le=3600)
    compare_days: int = within(ge=0, le=365)


class LogSection(Section):
    level: Literal["debug", "info", "warning", "error"]
    max_bytes: int = within(ge=10_000, le=1_000_000_000)
    keep: int = within(ge=0, le=100)
