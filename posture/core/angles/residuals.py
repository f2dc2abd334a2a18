"""How a look differs from the person's upright, in the numbers a posture is inferred from."""

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from posture.core.angles.skeleton import (
    NECK,
    NECK_LATERAL,
    PITCH,
    ROLL,
    TORSO,
    TORSO_LATERAL,
    UPRIGHT,
    YAW,
)
from posture.core.pose.shape import Measure as M  # noqa: N817 - on every line below
from posture.core.pose.view import View

Array = NDArray[np.float64]
Degrees = TypeVar("Degrees", float, Array)

# Shares of an angle that another joint takes over: of the torso's bend the neck, of a nod the neck,
# of the torso's bend the head. [fitted to the posed bodies of the truth set; the last is cervical
# flexion shared out along the neck]
NECK_OF_TORSO, NECK_OF_NOD, HEAD_OF_TORSO = 0.85, 0.38, 0.33
# What bias and noise count an angle in, so that every term is about 1: large movements and small
# ones, degrees, and a camera's pitch, radians. The fitted numbers are per one of these.
_MUCH_DEG, _SOME_DEG, _CAMERA_RAD = 20.0, 10.0, 0.2
# The same for hips slid forward, shoulder widths.
_SLID = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Which differences one view looks at: scaled ones, logarithms of ratios, and plain ones.

    scaled: (len(Measure), s) picks and subtracts rows, to be divided by the upright's unit.
    """

    scaled: Array
    ratios: Array
    plain: Array

    def pans(self) -> Array:
        """(2, size) what a picture moved by a unit right, then up, adds to the differences."""
        moved = np.zeros((2, self.size))
        for axis, first in enumerate((M.SHOULDER_X, M.SHOULDER_Y)):
            places = slice(first, M.SHOULDER_HALF_X, 2)
            moved[axis, : self.scaled.shape[1]] = self.scaled[places].sum(axis=0)
        return moved

    @property
    def size(self) -> int:
        """How many differences it takes."""
        return int(self.scaled.shape[1]) + len(self.ratios) + len(self.plain)

    def __call__(self, shapes: Array, upright: Array, unit: float) -> Array:
        """(..., len(Measure)) shapes against one upright: (..., size) differences."""
        return np.concatenate(
            [
                (shapes - upright) @ self.scaled / unit,
                np.log(shapes[..., self.ratios] / upright[self.ratios]),
                shapes[..., self.plain] - upright[self.plain],
            ],
            axis=-1,
        )


def _rows(*pairs: tuple[M, M | None]) -> Array:
    matrix = np.zeros((len(M), len(pairs)))
    for column, (plus, minus) in enumerate(pairs):
        matrix[plus, column] += 1.0
        if minus is not None:
            matrix[minus, column] -= 1.0
    return matrix


_FRONT = Comparison(
    _rows(
        (M.SHOULDER_Y, None),
        (M.EAR_Y, M.SHOULDER_Y),
        (M.NOSE_Y, M.EAR_Y),
        (M.EYE_Y, M.EAR_Y),
        (M.NOSE_X, M.EAR_X),
        (M.EYE_X, M.EAR_X),
        (M.EAR_X, M.SHOULDER_X),
        (M.SHOULDER_X, None),
        (M.NOSE_DEPTH, None),
        (M.EAR_DEPTH, None),
        (M.MOUTH_Y, M.EAR_Y),
    ),
    np.array(
        [
            M.SHOULDER_WIDTH,
            M.EAR_WIDTH,
            M.EYE_WIDTH,
            M.MOUTH_WIDTH,
            M.OUTER_EYE_WIDTH,
        ]
    ),
    np.array(
        [
            M.EYE_SLOPE,
            M.EAR_SLOPE,
            M.SHOULDER_SLOPE,
            M.WORLD_EAR_UP,
            M.WORLD_EAR_FORWARD,
            M.WORLD_NOSE_UP,
            M.WORLD_NOSE_FORWARD,
            M.WORLD_EYE_UP,
            M.WORLD_EYE_FORWARD,
            M.WORLD_MOUTH_UP,
            M.WORLD_MOUTH_FORWARD,
        ]
    ),
)
_SIDE = Comparison(
    _rows(
        (M.SHOULDER_X, None),
        (M.SHOULDER_Y, None),
        (M.EAR_X, M.SHOULDER_X),
        (M.EAR_Y, M.SHOULDER_Y),
        (M.NOSE_X, M.EAR_X),
        (M.NOSE_Y, M.EAR_Y),
        (M.EYE_X, M.EAR_X),
        (M.EYE_Y, M.EAR_Y),
        (M.SHOULDER_X, M.HIP_X),
        (M.SHOULDER_Y, M.HIP_Y),
        (M.SHOULDER_HALF_X, None),
        (M.SHOULDER_HALF_Y, None),
        (M.EAR_HALF_X, None),
        (M.EAR_HALF_Y, None),
        (M.EYE_HALF_X, None),
        (M.EYE_HALF_Y, None),
        (M.MOUTH_X, M.EAR_X),
        (M.MOUTH_Y, M.EAR_Y),
    ),
    np.array([], dtype=np.intp),
    np.array(
        [
            M.WORLD_EAR_UP,
            M.WORLD_EAR_FORWARD,
            M.WORLD_NOSE_UP,
            M.WORLD_NOSE_FORWARD,
            M.WORLD_MOUTH_UP,
            M.WORLD_MOUTH_FORWARD,
            M.WORLD_HIP_UP,
            M.WORLD_HIP_FORWARD,
            M.AZIMUTH,
        ]
    ),
)


def comparison_of(view: View) -> Comparison:
    """Which measures are compared in a view."""
    return _FRONT if view is View.FRONTAL else _SIDE


def bias_terms(states: Array, shifts: Array, pitch_rad: float, shoulder_rise: float) -> Array:
    """(m, 7) states and (m, 2) shifts to (m, BIAS_TERMS): what the landmarker's bias depends on.

    shoulder_rise: slope of the shoulders against the upright, radians, seen and not inferred.
    """
    change = states - UPRIGHT
    torso, neck, pitch = change[:, TORSO], change[:, NECK], change[:, PITCH]
    forward = forward_of_neck(torso, neck, pitch) / _SOME_DEG
    torso, pitch = torso / _MUCH_DEG, pitch / _MUCH_DEG
    yaw, roll = change[:, YAW] / _MUCH_DEG, change[:, ROLL] / _SOME_DEG
    torso_lateral = change[:, TORSO_LATERAL] / _SOME_DEG
    neck_lateral = change[:, NECK_LATERAL] / _SOME_DEG
    camera = pitch_rad / _CAMERA_RAD
    # Hips forward and trunk back: a back that rounds, which no rod does, and shoulders drawn up.
    slid = np.maximum(shifts[:, 0], 0.0) / _SLID * np.maximum(-torso, 0.0)
    terms = np.empty((len(states), BIAS_TERMS))
    for column, term in enumerate(
        (
            torso,
            pitch,
            forward,
            np.maximum(pitch - 1.0, 0.0),
            np.abs(yaw),
            yaw,
            roll,
            torso_lateral,
            neck_lateral,
            torso * camera,
            pitch * camera,
            forward * camera,
            np.maximum(torso, 0.0) ** 2,
            np.minimum(torso, 0.0),
            np.abs(torso_lateral),
            np.abs(neck_lateral),
            slid,
            *raised_terms(shoulder_rise),
        )
    ):
        terms[:, column] = term
    return terms


def raised_terms(shoulder_rise: float) -> tuple[float, float]:
    """The terms of the bias that depend on the slope of the shoulders, radians from the upright."""
    raised = math.degrees(abs(shoulder_rise)) / _SOME_DEG
    return raised, max(raised - 0.5, 0.0)


BIAS_TERMS = 19
# From here on a term depends on the look, not on the state.
RAISED = 17


def forward_of_neck(torso: Degrees, neck: Degrees, pitch: Degrees) -> Degrees:
    """Degrees of neck beyond what this torso and head pitch bring along: the head pushed forward.

    A spine that bends and a nod both take the neck along; part of the bend goes on to the head.
    """
    return neck - NECK_OF_TORSO * torso - NECK_OF_NOD * (pitch - HEAD_OF_TORSO * torso)


def extents(state: Array, shoulder_rise: float) -> list[float]:
    """One, and how far each part of a (7,) state is from the upright, unsigned: EXTENTS numbers.

    The landmarks of a body far from its upright are less certain; the noise grows with these.
    """
    torso, neck, pitch, yaw, roll, torso_lateral, neck_lateral = (state - UPRIGHT).tolist()
    return [
        1.0,
        max(torso, 0.0) / _MUCH_DEG,
        max(-torso, 0.0) / _MUCH_DEG,
        abs(pitch) / _MUCH_DEG,
        abs(yaw) / _MUCH_DEG,
        (abs(roll) + abs(torso_lateral) + abs(neck_lateral)) / _MUCH_DEG,
        abs(forward_of_neck(torso, neck, pitch)) / _SOME_DEG,
        math.degrees(abs(shoulder_rise)) / _SOME_DEG,
    ]


EXTENTS = 8


def noise_at(noise: Array, state: Array, shoulder_rise: float) -> Array:
    """(d,) how many times its usual standard deviation that of each whitened difference is.

    noise: (EXTENTS, d) for each extent. state: (7,) degrees. shoulder_rise: radians.
    """
    found: Array = np.array(extents(state, shoulder_rise)) @ noise
    return found
