"""The fitted numbers between what a pose looks like and degrees; ``models/angles.json`` holds them.

Per view: the observation model, how the landmarker errs, for the body fitted against a person's own
upright (``posture.core.angles.inference``), and a small linear map for use without a calibration.
``python -m models.fit`` writes the file.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from posture.core.angles.lens import LensPrior
from posture.core.angles.person_model import ObservationModel
from posture.core.angles.prior import Chair, PostureExamples
from posture.core.policies.angles import AngleLimits
from posture.core.policies.pose import ViewLimits
from posture.core.pose.view import View

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class LinearMap:
    """outputs = offset + weights @ ((clip(features, low, high) - centre) / scale).

    low, high, centre, scale: (k,). weights: (3, k). offset, interval: (3,); for neck, torso and
    head pitch in degrees; interval is the half-width that held 9 of 10 left-out pictures.
    """

    low: Vector
    high: Vector
    centre: Vector
    scale: Vector
    weights: Vector
    offset: Vector
    interval: Vector

    def __call__(self, features: Vector) -> Vector:
        inside = np.minimum(np.maximum(features, self.low), self.high)
        answer: Vector = self.offset + self.weights @ ((inside - self.centre) / self.scale)
        return answer

    def strangeness(self, features: Vector) -> float:
        """How far the farthest feature lies outside the fitted range, in that range's widths."""
        outside = np.maximum(self.low - features, features - self.high)
        # What hardly varied in the fit is measured by its scale.
        widths = np.maximum(self.high - self.low, self.scale)
        return float(max((outside / widths).max(), 0.0))


@dataclass(frozen=True, slots=True, eq=False)
class ViewModel:
    """One view. upright_deg: (2,) the population's upright neck and torso."""

    observation_model: ObservationModel
    uncalibrated: LinearMap
    upright_deg: Vector


@dataclass(frozen=True, slots=True, eq=False)
class AngleModel:
    """The fitted numbers of every view, and the limits within which they are used.

    fitted_on: fingerprints of the upright pictures of everybody the numbers were fitted on, but
    for guests, who only taught where cameras stand, how noisy a look may be and what a long day
    looks like. auto_framing: whether the camera pans and zooms by itself to keep people in the
    picture.
    """

    views: Mapping[View, ViewModel]
    postures: PostureExamples
    chair: Chair
    lens: LensPrior
    limits: AngleLimits
    view_limits: ViewLimits
    fitted_on: frozenset[str] = frozenset()
    auto_framing: bool = False

    @classmethod
    def from_json(cls, text: str, limits: AngleLimits, view_limits: ViewLimits) -> Self:
        """Raises KeyError, TypeError or ValueError when the text is not what ``to_json`` wrote."""
        data = json.loads(text)
        return cls(
            {
                View(name): ViewModel(
                    ObservationModel(**_arrays(view["observation_model"])),
                    LinearMap(**_arrays(view["uncalibrated"])),
                    np.asarray(view["upright_deg"], np.float64),
                )
                for name, view in data["views"].items()
            },
            PostureExamples(**_arrays(data["postures"])),
            Chair(**_arrays(data["chair"])),
            LensPrior(**_arrays(data["lens"])),
            limits,
            view_limits,
            frozenset(data["fitted_on"]),
        )

    def to_json(self) -> str:
        views = {
            str(view): {
                "observation_model": _lists(model.observation_model),
                "uncalibrated": _lists(model.uncalibrated),
                "upright_deg": model.upright_deg.tolist(),
            }
            for view, model in self.views.items()
        }
        return (
            json.dumps(
                {
                    "postures": _lists(self.postures),
                    "chair": _lists(self.chair),
                    "lens": _lists(self.lens),
                    "views": views,
                    "fitted_on": sorted(self.fitted_on),
                },
                separators=(",", ":"),
            ).replace("],[", "],\n[")
            + "\n"
        )


def _arrays(data: Mapping[str, Any]) -> dict[str, Vector]:
    return {name: np.asarray(values, np.float64) for name, values in data.items()}


def _lists(
    model: ObservationModel | LinearMap | PostureExamples | Chair | LensPrior,
) -> dict[str, Any]:
    """Six significant digits: far below the noise, and the file stays readable."""
    return {
        field.name: _rounded(np.asarray(getattr(model, field.name)).tolist())
        for field in fields(model)
    }


def _rounded(value: Any) -> Any:  # noqa: ANN401 - a number or a list of such
    return [_rounded(v) for v in value] if isinstance(value, list) else float(f"{value:.6g}")
