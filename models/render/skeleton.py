"""Bones that are turned, the skin that follows, and the angles that come of it.

Every bone's turn is given in the axes of the resting body, about the bone's own head, on top of all
turns of the bones it hangs from.
"""

from dataclasses import dataclass

import numpy as np
from body import Base, bone_heads, bone_tails
from numpy.typing import NDArray

Array = NDArray[np.float64]
LEFT_TRAGUS, NOSE_TIP = 12193, 297
SIDES = ("L", "R")


def about_x(deg: float) -> Array:
    """Forward (nodding) positive."""
    c, s = np.cos(np.radians(deg)), np.sin(np.radians(deg))
    return np.array([[1, 0, 0], [0, c, -s], [0, s, c]])


def about_y(deg: float) -> Array:
    """(3, 3), to the person's left positive."""
    c, s = np.cos(np.radians(deg)), np.sin(np.radians(deg))
    return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])


def about_z(deg: float) -> Array:
    """(3, 3), leaning to the person's left positive."""
    c, s = np.cos(np.radians(deg)), np.sin(np.radians(-deg))
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])


def about(axis: Array, rad: float) -> Array:
    """Rodrigues' formula; axis: (3,) of any length."""
    x, y, z = axis / np.linalg.norm(axis)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(rad) * cross + (1 - np.cos(rad)) * cross @ cross


@dataclass(frozen=True, slots=True, eq=False)
class Posed:
    """turns: (bones, 3, 3) and shifts: (bones, 3): where a point of the resting body goes."""

    turns: Array
    shifts: Array

    def skin(self, vertices: Array, weights: Array) -> Array:
        """(v, 3) vertices that follow several bones, weights (v, bones): linear blend skinning."""
        turns = (weights @ self.turns.reshape(len(self.turns), 9)).reshape(-1, 3, 3)
        return np.einsum("nij,nj->ni", turns, vertices) + weights @ self.shifts


class Skeleton:
    """The bones of one body, and the points its angles are measured between. mesh: (v, 3)."""

    def __init__(self, base: Base, mesh: Array) -> None:
        self.order = base.order
        self.index = {name: i for i, name in enumerate(base.order)}
        self.parent = [self.index.get(base.bones[n]["parent"] or "", -1) for n in base.order]
        self.heads = bone_heads(base, mesh)
        self.tails = bone_tails(base, mesh)
        mirrored = base.vertices[LEFT_TRAGUS] * [-1, 1, 1]
        right = int(np.argmin(((base.vertices - mirrored) ** 2).sum(1)))
        self.points = {
            "nose": (mesh[NOSE_TIP], "head"),
            "left_eye": (self.heads["eye.L"] + [0, 0, 0.012], "head"),
            "right_eye": (self.heads["eye.R"] + [0, 0, 0.012], "head"),
            "left_ear": (mesh[LEFT_TRAGUS], "head"),
            "right_ear": (mesh[right], "head"),
            "left_shoulder": (self.heads["upperarm01.L"], "upperarm01.L"),
            "right_shoulder": (self.heads["upperarm01.R"], "upperarm01.R"),
            "left_hip": (self.heads["upperleg01.L"], "upperleg01.L"),
            "right_hip": (self.heads["upperleg01.R"], "upperleg01.R"),
        }

    def posed(self, turns: dict[str, Array], seat: Array) -> Posed:
        """seat: (3,) where the middle between the hips is put."""
        out, shifts = np.zeros((len(self.order), 3, 3)), np.zeros((len(self.order), 3))
        for i, name in enumerate(self.order):
            above = self.parent[i]
            turn, shift = (out[above], shifts[above]) if above >= 0 else (np.eye(3), np.zeros(3))
            own, head = turns.get(name), self.heads[name]
            out[i] = turn if own is None else turn @ own
            shifts[i] = shift if own is None else turn @ (head - own @ head) + shift
        raw = Posed(out, shifts)
        hips = (self.at(raw, "left_hip") + self.at(raw, "right_hip")) / 2
        return Posed(out, shifts + (seat - hips))

    def at(self, posed: Posed, point: str) -> Array:
        """Where a point of ``points`` is: (3,)."""
        place, bone = self.points[point]
        return self.moved(posed, place, bone)

    def moved(self, posed: Posed, place: Array, bone: str) -> Array:
        """Where a place (3,) of the resting body goes with a bone."""
        i = self.index[bone]
        return posed.turns[i] @ place + posed.shifts[i]

    def turn(self, posed: Posed, bone: str) -> Array:
        """A bone's rotation, (3, 3)."""
        return posed.turns[self.index[bone]]

    def angles(self, posed: Posed) -> dict[str, float]:
        """The columns of truth.csv, degrees."""
        ear, shoulder, hip = (
            (self.at(posed, f"left_{part}") + self.at(posed, f"right_{part}")) / 2
            for part in ("ear", "shoulder", "hip")
        )
        across = self.at(posed, "left_shoulder") - self.at(posed, "right_shoulder")
        left = np.array([across[0], 0, across[2]])
        left /= np.linalg.norm(left)
        forward = np.array([-left[2], 0, left[0]])
        head = self.turn(posed, "head")

        def lean(top: Array, bottom: Array, axis: Array) -> float:
            return float(np.degrees(np.arctan2((top - bottom) @ axis, (top - bottom)[1])))

        nose, side, crown = head[:, 2], head[:, 0], head[:, 1]
        return {
            "neck_deg": lean(ear, shoulder, forward),
            "torso_deg": lean(shoulder, hip, forward),
            "head_pitch_deg": float(np.degrees(np.arcsin(-nose[1]))),
            "head_yaw_deg": float(np.degrees(np.arctan2(nose[0], nose[2]))),
            "head_roll_deg": float(np.degrees(np.arctan2(-side[1], crown[1]))),
            "neck_lateral_deg": lean(ear, shoulder, left),
            "torso_lateral_deg": lean(shoulder, hip, left),
            "shoulder_tilt_deg": float(
                np.degrees(np.arctan2(across[1], np.hypot(across[0], across[2])))
            ),
        }
