"""A seated person of rods before a pinhole camera: what each posture would look like.

Lengths are shoulder widths. Body axes: x to the person's left, y up, z forward; the origin lies
between the hips of the upright, where the chair is. The torso is one rod to between the shoulders,
the neck one to between the ears, the head a rigid set of points about those. A state is seven
angles in degrees: torso, neck and head pitch against the vertical, head yaw and roll, torso and
neck lateral.
A shift is how far the hips have moved forward and up, on the chair or with it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posture.core.pose.shape import Measure, Shape
from posture.core.pose.view import View

Array = NDArray[np.float64]

TORSO, NECK, PITCH, YAW, ROLL, TORSO_LATERAL, NECK_LATERAL = range(7)
STATES = 7
# An ordinary upright: the line from the shoulders to the ears leans forward in everybody.
UPRIGHT = np.array([1.0, 9.0, 0.0, 0.0, 0.0, 0.0, 0.0])
TORSO_LENGTH = 1.38
NECK_LENGTH = 0.6
# Bending the neck beyond the torso brings the ears nearer the shoulders: share of the length a
# degree. [measured on the posed bodies of the truth set]
_NECK_SHORTENS = 0.005
# Degrees that the neck leans beyond the torso in an ordinary upright, and how far from that it was
# measured: further on its length stays as it is.
_UPRIGHT_BEND_DEG = float(UPRIGHT[NECK] - UPRIGHT[TORSO])
_LEAST_BEND_DEG, _MOST_BEND_DEG = -15.0, 30.0
# Nose, eyes, ears, corners of the mouth and outer corners of the eyes from between the ears.
_HEAD = np.array(
    [
        [0, -0.045, 0.32],
        [0.095, 0.05, 0.25],
        [-0.095, 0.05, 0.25],
        [0.21, 0, 0],
        [-0.21, 0, 0],
        [0.08, -0.185, 0.265],
        [-0.08, -0.185, 0.265],
        [0.143, 0.05, 0.22],
        [-0.143, 0.05, 0.22],
    ]
)
# How far the nose stands before the ears, over the distance of the ears.
NOSE_BEFORE_EARS = float(_HEAD[0, 2] / (_HEAD[3, 0] - _HEAD[4, 0]))
_POINTS = 13
_OF_HEAD = [0, 1, 2, 3, 4, 9, 10, 11, 12]
_UPPER = [*_OF_HEAD, 5, 6]
_HIP_HALF = 0.33
# Nothing of a body comes nearer to a lens than a hand's breadth: the rods are drawn no nearer, and
# a posture that would have them so cannot be what the camera sees.
NEAREST = 0.3
# No shoulders of somebody upright are taken to be nearer: the nose stands before them.
_LEAST_DEPTH = 0.9
# A person is fitted in so many rounds, each of which corrects a proportion by no more than this:
# a landmark that is missed must not throw the others. [own: people of the rig are found again to a
# hundredth]
_ROUNDS = 6
_CORRECTION = (0.8, 1.25)
# No neck is taken to be shorter or longer, shoulder widths; no head smaller or larger, times the
# ordinary one. [own: beyond everybody of the truth set]
_NECK_LENGTHS, _HEAD_SIZES = (0.35, 0.95), (0.6, 1.6)


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """Whom the camera sees, and from where, inferred from their upright.

    pitch_rad: the camera's, up positive. azimuth_rad: how far it stands round the person.
    camera: (3,) its place, in the body's axes turned by the azimuth.
    """

    pitch_rad: float
    azimuth_rad: float
    camera: Array
    neck_length: float
    head_size: float

    def lens(self) -> tuple[Array, Array]:
        """(3, 3) and (3,): body axes to the picture's right, up and depth, and what to add."""
        ca, sa = np.cos(self.azimuth_rad), np.sin(self.azimuth_rad)
        cc, sc = np.cos(self.pitch_rad), np.sin(self.pitch_rad)
        # The camera first walks round the person, then tilts.
        walk = np.array([[ca, 0, -sa], [0, 1, 0], [-sa, 0, -ca]])
        tilt = np.array([[1, 0, 0], [0, cc, -sc], [0, sc, cc]])
        return (tilt @ walk).T, -tilt @ (self.camera * (1, 1, -1))


def project(states: Array, person: Skeleton, shifts: Array | None = None) -> Array:
    """(m, 7) states and (m, 2) shifts to (m, len(Measure)) shapes; what the rig lacks is 1."""
    points = _project(_body(states, person, shifts), person)
    return _shapes(points)


def _body(states: Array, person: Skeleton, shifts: Array | None) -> Array:
    """(m, 13, 3): nose, left and right eye, ear, shoulder, hip, mouth, outer eye."""
    angles = states.T * (np.pi / 180.0)
    sin, cos = np.sin(angles), np.cos(angles)
    points = np.zeros((len(states), _POINTS, 3))
    shoulder, ear = np.empty((len(states), 3)), np.empty((len(states), 3))
    shoulder[:, 1] = up = TORSO_LENGTH * cos[TORSO]
    shoulder[:, 0] = up * sin[TORSO_LATERAL] / cos[TORSO_LATERAL]
    shoulder[:, 2] = TORSO_LENGTH * sin[TORSO]
    bend = states[:, NECK] - states[:, TORSO] - _UPRIGHT_BEND_DEG
    bend = np.minimum(np.maximum(bend, _LEAST_BEND_DEG), _MOST_BEND_DEG)
    neck = person.neck_length * (1.0 - _NECK_SHORTENS * bend)
    ear[:, 1] = rise = neck * cos[NECK]
    ear[:, 0] = rise * sin[NECK_LATERAL] / cos[NECK_LATERAL]
    ear[:, 2] = neck * sin[NECK]
    ear += shoulder
    points[:, _OF_HEAD] = ear[:, None] + (person.head_size * _HEAD) @ _head_turn(sin, cos)
    points[:, 5:7] = shoulder[:, None]
    across, down = 0.5 * cos[TORSO_LATERAL], 0.5 * sin[TORSO_LATERAL]
    points[:, 5, 0] += across
    points[:, 5, 1] -= down
    points[:, 6, 0] -= across
    points[:, 6, 1] += down
    points[:, 7, 0], points[:, 8, 0] = _HIP_HALF, -_HIP_HALF
    if shifts is not None:
        points[:, :, 2] += shifts[:, :1]
        points[:, :, 1] += shifts[:, 1:]
    return points


def _head_turn(sin: Array, cos: Array) -> Array:
    """(7, m) sines and cosines to (m, 3, 3) transposed rotations: roll, then pitch, then yaw."""
    (sp, sy, sr), (cp, cy, cr) = sin[PITCH : ROLL + 1], cos[PITCH : ROLL + 1]
    sysp, cysp = sy * sp, cy * sp
    turn = np.empty((3, 3, sin.shape[1]))
    turn[0, 0], turn[0, 1], turn[0, 2] = cy * cr - sysp * sr, -cp * sr, -sy * cr - cysp * sr
    turn[1, 0], turn[1, 1], turn[1, 2] = cy * sr + sysp * cr, cp * cr, cysp * cr - sy * sr
    turn[2, 0], turn[2, 1], turn[2, 2] = sy * cp, -sp, cy * cp
    return turn.transpose(2, 0, 1)


def is_before_lens(states: Array, person: Skeleton, shifts: Array) -> NDArray[np.bool_]:
    """(m,) whether a body so bent and shifted has its head and shoulders before the lens."""
    turn, shift = person.lens()
    depth = _body(states, person, shifts)[:, _UPPER] @ turn[:, 2] + shift[2]
    return np.asarray(depth.min(axis=1) > NEAREST)


def _project(body: Array, person: Skeleton) -> Array:
    """(m, 13, 3) points to (m, 13, 2) tangents, x right and y up in the picture."""
    turn, shift = person.lens()
    seen = body.reshape(-1, 3) @ turn + shift
    depth = np.maximum(seen[:, 2:], NEAREST)
    flat: Array = (seen[:, :2] / depth).reshape(len(body), _POINTS, 2)
    return flat


# Points, x and y, to the middles of shoulders, ears, eyes, nose, mouth, hips and to the halves of
# shoulders, ears, eyes, as the first rows of a shape name them.
_PICKS = np.zeros((_POINTS, 9))
for _row, (_left, _right) in enumerate(((5, 6), (3, 4), (1, 2), (0, 0), (9, 10), (7, 8))):
    _PICKS[_left, _row] += 0.5
    _PICKS[_right, _row] += 0.5
for _row, (_left, _right) in enumerate(((5, 6), (3, 4), (1, 2)), start=6):
    _PICKS[_left, _row] += 0.5
    _PICKS[_right, _row] -= 0.5
_MIDDLES_AND_HALVES = np.kron(_PICKS, np.eye(2))


def _shapes(points: Array) -> Array:
    m = Measure
    shapes = np.ones((len(points), len(m)))
    shapes[:, : m.SHOULDER_WIDTH] = points.reshape(len(points), 2 * _POINTS) @ _MIDDLES_AND_HALVES
    halves = shapes[:, m.SHOULDER_HALF_X : m.SHOULDER_WIDTH]
    lengths = np.sqrt(halves[:, ::2] ** 2 + halves[:, 1::2] ** 2) + 1e-9
    shapes[:, m.SHOULDER_WIDTH : m.OUTER_EYE_WIDTH] = 2 * lengths
    for row, left in ((m.MOUTH_WIDTH, 9), (m.OUTER_EYE_WIDTH, 11)):
        across = points[:, left] - points[:, left + 1]
        shapes[:, row] = np.sqrt((across**2).sum(axis=1)) + 1e-9
    shapes[:, m.SHOULDER_SLOPE : m.WORLD_EAR_UP] = halves[:, 1::2] / lengths
    return shapes


def fit_skeleton(upright: Shape, view: View, pitch_rad: float, azimuth_rad: float) -> Skeleton:
    """The person whose ordinary upright looks as this one does, before a camera that stands so."""
    neck, head = NECK_LENGTH, 1.0
    depth = max(1.0 / unit_of(upright, view), _LEAST_DEPTH)
    wanted = _proportions(upright, view)
    for _ in range(_ROUNDS):
        place = _place(upright, depth, pitch_rad, azimuth_rad)
        person = Skeleton(pitch_rad, azimuth_rad, place, neck, head)
        shown = project(UPRIGHT[None], person)[0]
        ratio = np.clip(wanted / _proportions(shown, view), *_CORRECTION)
        neck, head = float(neck * ratio[0]), float(head * ratio[1])
        depth = max(depth / float(ratio[2]), _LEAST_DEPTH)
    return Skeleton(
        pitch_rad,
        azimuth_rad,
        person.camera,
        float(np.clip(neck, *_NECK_LENGTHS)),
        float(np.clip(head, *_HEAD_SIZES)),
    )


def unit_of(shape: Shape, view: View) -> float:
    """One shoulder width as this shape shows it; from the side, what the trunk stands for."""
    if view is View.FRONTAL:
        return float(max(shape[Measure.SHOULDER_WIDTH], 1e-3))
    trunk = np.hypot(
        shape[Measure.SHOULDER_X] - shape[Measure.HIP_X],
        shape[Measure.SHOULDER_Y] - shape[Measure.HIP_Y],
    )
    return float(max(trunk, 1e-3)) / TORSO_LENGTH


def _proportions(shape: Shape, view: View) -> Array:
    """Neck, head and size as seen: what the person's lengths and distance are fitted to."""
    m = Measure
    if view is View.FRONTAL:
        rise = max(float(shape[m.EAR_Y] - shape[m.SHOULDER_Y]), 1e-3)
        return np.array([rise, shape[m.EAR_WIDTH], unit_of(shape, view)])
    neck = np.hypot(shape[m.EAR_X] - shape[m.SHOULDER_X], shape[m.EAR_Y] - shape[m.SHOULDER_Y])
    head = np.hypot(shape[m.NOSE_X] - shape[m.EAR_X], shape[m.NOSE_Y] - shape[m.EAR_Y])
    return np.array([max(neck, 1e-3), max(head, 1e-3), unit_of(shape, view)])


def _place(upright: Shape, depth: float, pitch_rad: float, azimuth_rad: float) -> Array:
    """Where the camera stands so that the upright shoulders appear where they do."""
    lean = np.radians(UPRIGHT[TORSO])
    up, forward = TORSO_LENGTH * np.cos(lean), TORSO_LENGTH * np.sin(lean)
    x, y = upright[Measure.SHOULDER_X] * depth, upright[Measure.SHOULDER_Y] * depth
    cc, sc = np.cos(pitch_rad), np.sin(pitch_rad)
    return np.array(
        [
            -forward * np.sin(azimuth_rad) - x,
            up - (y * cc + depth * sc),
            forward * np.cos(azimuth_rad) + depth * cc - y * sc,
        ]
    )
