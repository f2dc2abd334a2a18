"""What a calibration leaves: a person's upright before one camera, where their slouch begins."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from posture.core.angles.head_height import (
    HeadHeight,
    head_height,
    learn_head_height,
)
from posture.core.policies.angles import HeightPolicy
from posture.core.pose.shape import Measure, Shape
from posture.core.pose.view import View

# Sides are whole pixels: shapes that differ by less than this are the same. 4 to 3 and 5 to 4 are
# 6 in 100 apart.
_SAME_SHAPE = 0.02
_HALF_TURN_DEG = 180.0


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """The upright shape of one person before one camera. It never drifts: only you set it anew.

    shape, spread: (len(Measure),) median and median absolute deviation. neck_deg, torso_deg: what
    the model says of the upright itself. camera: free text naming the source. is_mirrored: the
    person looks to the picture's right, and the shape is their mirror image. head_height: from the
    front only. hfov_deg: the picture's horizontal field of view; None where nobody knows it.
    moments: how many independent moments of sitting upright somebody was watched for; None where
    each picture was chosen for itself.

    Raises ValueError for numbers that no upright has.
    """

    view: View
    shape: Shape
    spread: Shape
    neck_deg: float
    torso_deg: float
    poses: int
    width_px: int
    height_px: int
    camera: str = ""
    is_mirrored: bool = False
    head_height: HeadHeight | None = None
    hfov_deg: float | None = None
    moments: float | None = None

    def __post_init__(self) -> None:
        for name in ("shape", "spread"):
            part = getattr(self, name)
            if part.shape != (len(Measure),) or not np.isfinite(part).all():
                raise ValueError(f"{name} is not {len(Measure)} finite numbers")
        if not (math.isfinite(self.neck_deg) and math.isfinite(self.torso_deg)):
            raise ValueError("the angles of the upright are not finite")
        if min(self.poses, self.width_px, self.height_px, self.moments or 1) < 1:
            raise ValueError("an upright of no picture, or of pictures without size")
        if self.hfov_deg is not None and not 0.0 < self.hfov_deg < _HALF_TURN_DEG:
            raise ValueError(f"a field of view of {self.hfov_deg} degrees")

    def is_of(self, width_px: int, height_px: int) -> bool:
        """Whether a picture of this size shows what the calibrated ones did, larger or smaller.

        One of another shape was cropped, squeezed, or comes from another camera.
        """
        one, other = self.width_px * height_px, self.height_px * width_px
        return abs(one - other) <= _SAME_SHAPE * max(one, other)

    def to_dict(self) -> dict[str, Any]:
        return {
            "view": str(self.view),
            "shape": {m.name.lower(): round(float(self.shape[m]), 6) for m in Measure},
            "spread": {m.name.lower(): round(float(self.spread[m]), 6) for m in Measure},
            "neck_deg": self.neck_deg,
            "torso_deg": self.torso_deg,
            "poses": self.poses,
            "width_px": self.width_px,
            "height_px": self.height_px,
            "camera": self.camera,
            "is_mirrored": self.is_mirrored,
            "hfov_deg": self.hfov_deg,
            "moments": self.moments,
            "head_height": self.head_height.to_dict() if self.head_height else None,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Baseline":
        """Of what to_dict gives; whoever reads a file has checked its numbers."""

        def numbers(key: str) -> Shape:
            return np.array([data[key][m.name.lower()] for m in Measure])

        height = data.get("head_height")
        return cls(
            **{
                **data,
                "view": View(data["view"]),
                "shape": numbers("shape"),
                "spread": numbers("spread"),
                "head_height": height and HeadHeight(**height),
            }
        )


def with_head_height(baseline: Baseline, policy: HeightPolicy) -> Baseline:
    """The baseline with a head height, which profiles of earlier versions lack."""
    if baseline.head_height is not None or baseline.view is not View.FRONTAL:
        return baseline
    known = learn_head_height([head_height(baseline.shape)], (), policy)
    return replace(baseline, head_height=known)


@dataclass(frozen=True, slots=True)
class PersonalThresholds:
    """What changes of angles say of where this person's slouch begins, degrees.

    neck_change_deg, torso_change_deg: where it does; None for an angle that does not tell it best:
    then the usual limit holds. upright_neck_deg, upright_torso_deg: how far the upright itself
    went: no limit lies nearer.
    """

    neck_change_deg: float | None
    torso_change_deg: float | None
    upright_neck_deg: float = 0.0
    upright_torso_deg: float = 0.0
