"""The section on analysing recordings."""

from typing import Annotated

from msgspec import Meta

from posture.core.policies.section import Section

Degrees = Annotated[float, Meta(ge=-90, le=90)]


class AnalyzeSection(Section, frozen=True):
    fps: Annotated[float, Meta(ge=0.01, le=30)]
    piece_s: Annotated[float, Meta(ge=1, le=86_400)]
    lead_s: Annotated[float, Meta(ge=0, le=600)]
    ahead: Annotated[int, Meta(ge=1, le=64)]
    neck_bands_deg: Annotated[list[Degrees], Meta(min_length=1, max_length=6)]
    torso_bands_deg: Annotated[list[Degrees], Meta(min_length=1, max_length=6)]
