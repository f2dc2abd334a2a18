"""What the file of a calibration profile holds, and between which limits.

The limits are those of what can be: no shoulders are wider than the picture. What a newer version
keeps besides is left aside.
"""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct, defstruct

from posture.core.angles.head_height import NOSE_SHARE
from posture.core.pose.shape import Measure
from posture.core.pose.view import View
from posture.core.reasons import Grade
from posture.store.state_file import check_years

# Widths in focal lengths: with the lens assumed, the diagonal of a picture is 1.77 of them.
_Width = Annotated[float, Meta(ge=1e-6, le=2)]
_Slope = Annotated[float, Meta(ge=-1, le=1)]
_Azimuth = Annotated[float, Meta(ge=-3.15, le=3.15)]
# Focal lengths from the picture's middle, or metres from the shoulders.
_Place = Annotated[float, Meta(ge=-4, le=4)]
_Spread = Annotated[float, Meta(ge=0, le=4)]

_Degrees = Annotated[float, Meta(ge=-180, le=180)]
_Limit = Annotated[float, Meta(gt=0, lt=180)]
# In shoulder widths.
_Height = Annotated[float, Meta(ge=-5, le=5)]
_Pixels = Annotated[int, Meta(ge=1, le=100_000)]
_Text = Annotated[str, Meta(max_length=10_000)]


def _kind_of(measure: Measure) -> object:
    if measure is Measure.AZIMUTH:
        return _Azimuth
    named = {"WIDTH": _Width, "SLOPE": _Slope}
    return named.get(measure.name.rpartition("_")[2], _Place)


ShapeFields = defstruct("ShapeFields", [(m.name.lower(), _kind_of(m)) for m in Measure])
SpreadFields = defstruct("SpreadFields", [(m.name.lower(), _Spread) for m in Measure])


class HeadHeightFields(Struct):
    """``HeadHeight`` in a profile's file. Raises ValueError for a limit above the upright."""

    upright: _Height
    limit: _Height
    scatter: Annotated[float, Meta(gt=0, le=5)]
    slouched: _Height | None
    nose_share: _Height = NOSE_SHARE  # not in files of earlier versions

    def __post_init__(self) -> None:
        if self.limit >= self.upright:
            raise ValueError("limit should lie below upright")


class BaselineFields(Struct):
    """``Baseline`` in a profile's file."""

    view: View
    shape: ShapeFields  # type: ignore[valid-type]  # made from Measure, one field each
    spread: SpreadFields  # type: ignore[valid-type]
    neck_deg: _Degrees
    torso_deg: _Degrees
    poses: Annotated[int, Meta(ge=1, le=1_000_000)]
    width_px: _Pixels
    height_px: _Pixels
    is_mirrored: bool
    camera: _Text = ""
    hfov_deg: _Limit | None = None  # the next three are not in files of earlier versions
    head_height: HeadHeightFields | None = None
    moments: Annotated[float, Meta(ge=1, le=1_000_000)] | None = None


class ThresholdFields(Struct):
    """``Thresholds`` in a profile's file."""

    neck_change_deg: _Limit | None
    torso_change_deg: _Limit | None
    upright_neck_deg: _Degrees = 0.0  # the next two are not in files of earlier versions
    upright_torso_deg: _Degrees = 0.0


class ProfileFields(Struct):
    """A profile's file."""

    format: Literal[1]
    name: _Text
    made: Annotated[datetime, Meta(tz=True)]
    source: _Text
    quality: Grade
    d_prime: Annotated[float, Meta(ge=0, le=1e6)] | None
    thresholds: ThresholdFields | None
    baseline: BaselineFields
    camera: _Text = ""  # the next two are not in files of earlier versions
    displays: tuple[_Text, ...] = ()

    def __post_init__(self) -> None:
        check_years(self.made)
