"""How one person would look in any posture, on a chair rolled, in a picture zoomed."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posture.core.angles.residuals import bias_terms, comparison_of
from posture.core.angles.skeleton import (
    NEAREST,
    STATES,
    UPRIGHT,
    Skeleton,
    fit_skeleton,
    is_before_lens,
    project,
    unit_of,
)
from posture.core.pose.shape import SIZED, Measure, Shape
from posture.core.pose.view import View

Array = NDArray[np.float64]

# A change: of the state, degrees; of the hips forward and up, shoulder widths; and how far the
# picture was zoomed, the logarithm of its growth.
CHANGES = STATES + 3
SHIFT, ZOOM = slice(STATES, STATES + 2), STATES + 2
_STEPS = np.array([0.5] * STATES + [0.01] * 3)
_DEPTHS = [Measure.NOSE_DEPTH, Measure.EAR_DEPTH]


@dataclass(frozen=True, slots=True, eq=False)
class ForwardModel:
    """A person's upright and the rods that look like it; each with its unit, a shoulder width."""

    view: View
    upright: Shape
    unit: float
    person: Skeleton
    shown: Shape
    shown_unit: float

    @classmethod
    def of(cls, upright: Shape, view: View, pitch_rad: float, azimuth_rad: float) -> "ForwardModel":
        """Somebody's, before a camera that stands so."""
        person = fit_skeleton(upright, view, pitch_rad, azimuth_rad)
        shown = project(UPRIGHT[None], person)[0]
        return cls(view, upright, unit_of(upright, view), person, shown, unit_of(shown, view))

    def predict(self, changes: Array, bias: Array, rise: float) -> Array:
        """(n, d) what looks at these (n, CHANGES) changes would differ by from the upright.

        bias: (BIAS_TERMS, d). rise: of the shoulders, radians.

        A picture zoomed grows about its middle. Somebody who comes forward on the chair or with it
        stays under the camera: one that looks down sees nearer shoulders lower, and what stands out
        of the face grows a little more; from the side the whole body moves across the picture.
        """
        states, shifts, zoom = UPRIGHT + changes[:, :STATES], changes[:, SHIFT], changes[:, ZOOM]
        shapes = project(states, self.person, shifts)
        shapes[:, SIZED] *= np.exp(zoom)[:, None]
        depth = 1.0 / self.shown_unit
        nearer = shifts[:, 0] * math.cos(self.person.azimuth_rad)
        growth = np.exp(zoom) * depth / np.maximum(depth - nearer, NEAREST)
        # The landmarker's own depths, which the rig does not know, grow along.
        shapes[:, _DEPTHS] = 1.0 + (growth - 1.0)[:, None] * self.upright[_DEPTHS] * (
            self.shown_unit / self.unit
        )
        look: Array = comparison_of(self.view)(shapes, self.shown, self.shown_unit)
        return look + bias_terms(states, shifts, self.person.pitch_rad, rise) @ bias

    def can_show(self, changes: Array) -> NDArray[np.bool_]:
        """(n,) whether a body changed so has its head and shoulders before the lens.

        The change that is nearest to none is always kept.
        """
        shown = is_before_lens(UPRIGHT + changes[:, :STATES], self.person, changes[:, SHIFT])
        shown[np.abs(changes).sum(axis=1).argmin()] = True
        return shown

    def slopes(self, changes: Array, bias: Array, rise: float) -> Array:
        """(n, d, CHANGES) how the differences change with each number of a change."""
        many, size = changes.shape
        stepped = np.repeat(changes[:, None], size + 1, axis=1)
        stepped[:, 1:] += np.diag(_STEPS)
        seen = self.predict(stepped.reshape(-1, size), bias, rise).reshape(many, size + 1, -1)
        slopes: Array = ((seen[:, 1:] - seen[:, :1]) / _STEPS[:, None]).transpose(0, 2, 1)
        return slopes
