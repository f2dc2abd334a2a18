"""The sections on looking at the person: camera, pictures, pose model, how often."""

from typing import Literal

from pydantic import ConfigDict, Field

from posture.config.section import Section


class CameraSection(Section):
    model_config = ConfigDict(coerce_numbers_to_str=True)

    source: str


class CaptureSection(Section):
    width_px: int = Field(ge=160, le=7680)
    height_px: int = Field(ge=120, le=4320)
    camera_fps: float = Field(ge=1, le=240)
    mode: Literal["hold", "burst"]
    warm_up_s: float = Field(ge=0, le=10)
    fresh_s: float = Field(ge=0.1, le=0.5)
    open_timeout_s: float = Field(gt=0, le=60)
    read_timeout_s: float = Field(ge=1, le=60)
    retry_first_s: float = Field(gt=0, le=60)
    retry_longest_s: float = Field(gt=0, le=3600)
    covered_contrast: float = Field(ge=0, le=100)
    frozen_looks: int = Field(ge=2, le=100)
    frozen_s: float = Field(ge=0, le=3600)
    change_rms: float = Field(gt=0, le=255)
    unmoved_s: float = Field(ge=0, le=3600)


class EyesSection(Section):
    first_s: float = Field(gt=0, le=600)
    hang_s: float = Field(gt=0, le=600)
    most_restarts: int = Field(ge=0, le=1000)
    restarts_s: float = Field(gt=0, le=86_400)


class VisionSection(Section):
    model: Literal["lite", "full", "heavy"]
    reach_sizes: float = Field(gt=0, le=10)
    size_ratio: float = Field(gt=1, le=10)
    nearer_ratio: float = Field(gt=1, le=10)
    background_ratio: float = Field(ge=0, lt=1)
    memory_s: float = Field(gt=0, le=3600)
    settle_s: float = Field(ge=0, le=86_400)
    moved_sizes: float = Field(ge=0, le=10)


class MonitorSection(Section):
    alert_interval_s: float = Field(gt=0, le=60)
    steady_interval_s: float = Field(gt=0, le=600)
    away_interval_s: float = Field(gt=0, le=600)
    gap_intervals: float = Field(gt=1, le=100)
    alert_severity: float = Field(ge=0, le=1)
    askew_s: float = Field(ge=0, le=86_400)
    remind_s: float = Field(gt=0, le=31_536_000)
