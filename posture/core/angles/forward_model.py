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

_STEP_DEG, _MOVE_STEP = 0.5, 0.01
_STEPS = np.vstack([np.zeros(STATES), _STEP_DEG * np.eye(STATES)])
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

    def predict(
        self, changes: Array, is_zoomed: NDArray[np.bool_], bias: Array, rise: float
    ) -> Array:
        """(n, d) what looks at these changes would differ by from the upright.

        changes: (n, 8) of the state and, last, of the chair or, where is_zoomed, the picture. bias:
        (HABITS, d). rise: of the shoulders, radians.
        """
        states, moves = UPRIGHT + changes[:, :STATES], changes[:, STATES]
        shapes = np.empty((len(states), len(Measure)))
        for move in np.unique(moves):
            for zoomed in (False, True):
                rows = (moves == move) & (is_zoomed == zoomed)
                if rows.any():
                    shapes[rows] = self._projected(states[rows], float(move), zoomed=zoomed)
        look: Array = comparison_of(self.view)(shapes, self.shown, self.shown_unit)
        return look + bias_terms(states, self.person.pitch_rad, rise) @ bias

    def can_show(self, changes: Array, is_zoomed: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """(n,) whether a body changed so has its head and shoulders before the lens.

        The change that is nearest to none is always kept.
        """
        shown = np.zeros(len(changes), np.bool_)
        moves = np.where(is_zoomed, 0.0, changes[:, STATES])
        for move in np.unique(moves):
            rows = moves == move
            person = self.person.rolled(float(move))
            shown[rows] = is_before_lens(UPRIGHT + changes[rows, :STATES], person)
        shown[np.abs(changes).sum(axis=1).argmin()] = True
        return shown

    def slopes(
        self, changes: Array, is_zoomed: NDArray[np.bool_], bias: Array, rise: float
    ) -> Array:
        """(n, d, 8) how the differences change with each number of a change."""
        count = len(changes)
        stepped = np.repeat(changes[:, None], len(_STEPS), axis=1)
        stepped[:, :, :STATES] += _STEPS
        flat = stepped.reshape(-1, changes.shape[1])
        seen = self.predict(flat, np.repeat(is_zoomed, len(_STEPS)), bias, rise)
        seen = seen.reshape(count, len(_STEPS), -1)
        moved = changes.copy()
        moved[:, STATES] += _MOVE_STEP
        away = self.predict(moved, is_zoomed, bias, rise)
        bodily = (seen[:, 1:] - seen[:, :1]) / _STEP_DEG
        by_move = (away - seen[:, 0])[:, None] / _MOVE_STEP
        return np.concatenate([bodily, by_move], axis=1).transpose(0, 2, 1)

    def _projected(self, states: Array, move: float, *, zoomed: bool) -> Array:
        """A zoomed picture grows about its middle.

        A chair rolled forward leaves the camera's height as it was: looking down, the camera sees
        nearer shoulders lower, and what stands out of the face grows a little more; from the side
        the whole body moves across the picture.
        """
        person, depth = self.person, 1.0 / self.shown_unit
        if zoomed:
            growth = math.exp(move)
        else:
            growth = depth / max(depth - move * math.cos(person.azimuth_rad), NEAREST)
            person = person.rolled(move)
        shapes = project(states, person)
        if zoomed:
            shapes[:, SIZED] *= growth
        # The landmarker's own depths, which the rig does not know, grow along.
        shapes[:, _DEPTHS] = 1.0 + (growth - 1.0) * self.upright[_DEPTHS] * (
            self.shown_unit / self.unit
        )
        return shapes
