"""The sections on looking at the person: camera, pictures, pose model, how often."""

from typing import Literal

from posture.config.section import Section, within


class CameraSection(Section):
    source: str


class CaptureSection(Section):
    width_px: int = within(ge=160, le=7680)
    height_px: int = within(ge=120, le=4320)
    camera_fps: float = within(ge=1, le=240)
    mode: Literal["hold", "burst"]
    warm_up_s: float = within(ge=0, le=10)
    fresh_s: float = within(ge=0.1, le=0.5)
    open_timeout_s: float = within(gt=0, le=60)
    read_timeout_s: float = within(ge=1, le=60)
    retry_first_s: float = within(gt=0, le=60)
    retry_longest_s: float = within(gt=0, le=3600)
    covered_contrast: float = within(ge=0, le=100)
    frozen_looks: int = within(ge=2, le=100)
    frozen_s: float = within(ge=0, le=3600)
    change_rms: float = within(gt=0, le=255)
    unmoved_s: float = within(ge=0, le=3600)


class EyesSection(Section):
    first_s: float = within(gt=0, le=600)
    hang_s: float = within(gt=0, le=600)
    check_s: float = within(gt=0, le=600)
    most_restarts: int = within(ge=0, le=1000)
    restarts_s: float = within(gt=0, le=86_400)


class VisionSection(Section):
    model: Literal["lite", "full", "heavy"]
    reach_sizes: float = within(gt=0, le=10)
    size_ratio: float = within(gt=1, le=10)
    nearer_ratio: float = within(gt=1, le=10)
    background_ratio: float = within(ge=0, lt=1)
    memory_s: float = within(gt=0, le=3600)
    settle_s: float = within(ge=0, le=86_400)
    moved_sizes: float = within(ge=0, le=10)


class MonitorSection(Section):
    alert_interval_s: float = within(gt=0, le=60)
    steady_interval_s: float = within(gt=0, le=600)
    away_interval_s: float = within(gt=0, le=600)
    gap_intervals: float = within(gt=1, le=100)
    alert_severity: float = within(ge=0, le=1)
    askew_s: float = within(ge=0, le=86_400)
    remind_s: float = within(gt=0, le=31_536_000)
