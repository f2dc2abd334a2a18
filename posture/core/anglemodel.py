"""The fitted numbers between what a pose looks like and degrees; ``models/angles.json`` holds them.

Per view three linear maps over clipped, standardised features: ``change`` (against the person's
own upright), ``alone`` (against the population's upright, for use without calibration) and
``sideways`` (turning and leaning). ``posture.evaluation.fit`` writes the file.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posture.core.shape import Shape
from posture.core.view import View

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class LinearMap:
    """outputs = offset + weights @ ((clip(features, low, high) - centre) / scale).

    low, high, centre, scale: (k,). weights: (outputs, k). offset, interval: (outputs,); interval
    is the half-width that held 9 of 10 left-out pictures.
    """

    low: Vector
    high: Vector
    centre: Vector
    scale: Vector
    weights: NDArray[np.float64]
    offset: Vector
    interval: Vector

    def __call__(self, features: Vector) -> Vector:
        inside = np.minimum(np.maximum(features, self.low), self.high)
        answer: Vector = self.offset + self.weights @ ((inside - self.centre) / self.scale)
        return answer

    def strangeness(self, features: Vector) -> float:
        """How far the farthest feature lies outside the fitted range, in that range's widths."""
        width = self.high - self.low
        outside = np.maximum(self.low - features, features - self.high) / width
        return float(max(outside.max(), 0.0))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "LinearMap":
        return cls(**{name: np.asarray(data[name], dtype=np.float64) for name in cls.__slots__})

    def to_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name).tolist() for name in self.__slots__}


@dataclass(frozen=True, slots=True, eq=False)
class ViewModel:
    """One view's maps. upright_shape: the population's upright; upright_deg: its neck and torso.

    change, alone give (neck, torso, head pitch); sideways gives (head yaw, head roll, neck lateral,
    torso lateral, shoulder tilt).
    """

    change: LinearMap
    alone: LinearMap
    sideways: LinearMap
    upright_shape: Shape
    upright_deg: Vector


@dataclass(frozen=True, slots=True, eq=False)
class AngleModel:
    """Every view's maps."""

    views: Mapping[View, ViewModel]

    @classmethod
    def from_json(cls, text: str) -> "AngleModel":
        """Raises KeyError or ValueError when the text is not what ``to_json`` wrote."""
        views = json.loads(text)["views"]
        return cls(
            {
                View(name): ViewModel(
                    change=LinearMap.from_dict(data["change"]),
                    alone=LinearMap.from_dict(data["alone"]),
                    sideways=LinearMap.from_dict(data["sideways"]),
                    upright_shape=np.asarray(data["upright_shape"], dtype=np.float64),
                    upright_deg=np.asarray(data["upright_deg"], dtype=np.float64),
                )
                for name, data in views.items()
            }
        )

    def to_json(self) -> str:
        return json.dumps(
            {
                "views": {
                    str(view): {
                        "change": model.change.to_dict(),
                        "alone": model.alone.to_dict(),
                        "sideways": model.sideways.to_dict(),
                        "upright_shape": model.upright_shape.tolist(),
                        "upright_deg": model.upright_deg.tolist(),
                    }
                    for view, model in self.views.items()
                }
            },
            indent=1,
        )
