"""The sections on looking at the person: camera, pictures, pose model, how often."""

from typing import Annotated, Literal

from msgspec import Meta, field

from posture.core.policies.pose import PeoplePolicy
from posture.core.policies.section import Section, Share


class CameraSection(Section, frozen=True):
    # A camera's number may stand without quotes.
    given: str | Annotated[int, Meta(ge=0, le=9999)] = field(name="source")
    rotate: Literal[0, 90, 180, 270]
    mirror: bool
    hfov_deg: Annotated[float, Meta(ge=0, le=170)]
    auto_framing: bool

    @property
    def source(self) -> str:
        return str(self.given)


class CaptureSection(Section, frozen=True):
    width_px: Annotated[int, Meta(ge=160, le=7680)]
    height_px: Annotated[int, Meta(ge=120, le=4320)]
    camera_fps: Annotated[float, Meta(ge=1, le=240)]
    mode: Literal["hold", "burst"]
    warm_up_s: Annotated[float, Meta(ge=0, le=10)]
    fresh_s: Annotated[float, Meta(ge=0.1, le=0.5)]
    open_timeout_s: Annotated[float, Meta(gt=0, le=60)]
    read_timeout_s: Annotated[float, Meta(ge=1, le=60)]
    most_megapixels: Annotated[float, Meta(ge=0.1, le=200)]
    retry_first_s: Annotated[float, Meta(gt=0, le=60)]
    retry_longest_s: Annotated[float, Meta(gt=0, le=3600)]
    covered_contrast: Annotated[float, Meta(ge=0, le=100)]
    frozen_looks: Annotated[int, Meta(ge=2, le=100)]
    frozen_s: Annotated[float, Meta(ge=0, le=3600)]
    flicker_ratio: Share
    change_rms: Annotated[float, Meta(gt=0, le=255)]
    background_s: Annotated[float, Meta(ge=0, le=3600)]
    background_texture: Annotated[float, Meta(ge=0, le=10)]
    background_correlation: Annotated[float, Meta(gt=0, lt=1)]
    background_agreement: Annotated[float, Meta(gt=0, le=1)]
    unmoved_s: Annotated[float, Meta(ge=0, le=3600)]


class CameraProcessSection(Section, frozen=True):
    first_look_timeout_s: Annotated[float, Meta(gt=0, le=600)]
    look_timeout_s: Annotated[float, Meta(gt=0, le=600)]
    ping_interval_s: Annotated[float, Meta(gt=0, le=600)]
    max_restarts: Annotated[int, Meta(ge=0, le=1000)]
    restart_window_s: Annotated[float, Meta(gt=0, le=86_400)]


class VisionSection(PeoplePolicy, frozen=True):
    model: Literal["lite", "full", "heavy"]
    min_shoulder_contrast: Share
