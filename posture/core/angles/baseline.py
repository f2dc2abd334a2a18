"""What a calibration leaves: a person's upright before one camera, where their slouch begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from posture.core.pose.shape import Measure, Shape
from posture.core.pose.view import View

# Sides are whole pixels: shapes that differ by less than this are the same. 4 to 3 and 5 to 4 are
# 6 in 100 apart.
_SAME_SHAPE = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """The upright shape of one person before one camera. It never drifts: only you set it anew.

    shape, spread: (len(Measure),) median and median absolute deviation. neck_deg, torso_deg: what
    the model says of the upright itself. camera: free text naming the source. is_mirrored: the
    person looks to the picture's right, and the shape is their mirror image. hfov_deg: the
    picture's horizontal field of view; None where nobody knows it.
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
    hfov_deg: float | None = None

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
            "neck_deg": self.neck_deg, "torso_deg": self.torso_deg, "poses": self.poses,
            "width_px": self.width_px, "height_px": self.height_px, "camera": self.camera,
            "is_mirrored": self.is_mirrored, "hfov_deg": self.hfov_deg,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Baseline":
        """Raises KeyError, TypeError or ValueError when a number is missing or means nothing."""
        def numbers(key: str) -> Shape:
            values = np.array([float(data[key][m.name.lower()]) for m in Measure])
            if not np.isfinite(values).all():
                raise ValueError(f"{key} holds a number that is not finite")
            return values

        hfov_deg = data.get("hfov_deg")
        return cls(
            view=View(data["view"]), shape=numbers("shape"), spread=numbers("spread"),
            neck_deg=float(data["neck_deg"]), torso_deg=float(data["torso_deg"]),
            poses=int(data["poses"]), width_px=int(data["width_px"]),
            height_px=int(data["height_px"]), camera=str(data.get("camera", "")),
            is_mirrored=bool(data["is_mirrored"]),
            hfov_deg=None if hfov_deg is None else float(hfov_deg),
        )


@dataclass(frozen=True, slots=True)
class PersonalThresholds:
    """Change from the own upright where this person's slouch begins.

    head_drop: in shoulder widths; None where it does not tell: then the usual limit holds.
    """

    neck_change_deg: float
    torso_change_deg: float
    head_drop: float | None = None
