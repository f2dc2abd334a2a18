"""Whether the background has shifted or grown in the picture: a camera moved, a lid tipped.

Theory of operation
-------------------
Blocks of the first picture's edges are looked for in every later one, each near where it was.
Blocks that anybody covers, then or now, and blocks without texture are left out; a block that is
not found again (somebody walks there, a light goes on) says nothing. When those that are found
agree on one shift, or on a shift and a growth, that is the background's. Nothing of it leaves the
camera's process but three numbers.
"""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from posture.capture.opencv import opencv
from posture.core.events import BackgroundShift
from posture.core.pose.landmarks import Pose
from posture.protocols import Rgb

if TYPE_CHECKING:  # the camera's process is sent its settings, and need not read them
    from posture.config import CaptureSection

T = TypeVar("T", np.float32, np.bool_)
Gray = NDArray[np.float32]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]

_HEIGHT = 96  # pixels of the thumbnail
_BLOCK = 12
_REACH = 14  # pixels a block is looked for in each direction: a sixth of the picture's height
_LEAST_BLOCKS, _MOST_BLOCKS = 3, 16
# A growth takes more blocks to be believed: two points agree on any.
_LEAST_GROWN = 6
_TOLERANCE = 1.0  # pixels that blocks may disagree by
# Logarithms of the sizes tried in turn; about each, blocks are still found that have grown by a
# tenth.
_ZOOMS = (0.0, 0.2, -0.2)
# A camera rolled by more has not panned or zoomed.
_MOST_ROLL_RAD = 0.05
# Landmarks: eleven of the head, then shoulders, arms and hips.
_HEAD, _LEGS, _SHOULDERS = 11, 25, [11, 12]


class Background:
    """Feed it every picture that was looked at by the model, with everybody in it."""

    def __init__(self, settings: "CaptureSection") -> None:
        self._settings = settings
        self._first: tuple[Gray, Mask] | None = None
        self._zoom, self._missed = 0.0, 0

    def locate(self, rgb: Rgb, people: Sequence[Pose]) -> BackgroundShift | None:
        """How far the background has shifted and grown since the first picture.

        None where too few blocks are seen to tell. What has grown or shrunk by much is recognised
        within some looks: while nothing is found, each tries another size.
        """
        size = _HEIGHT, _width(rgb, _HEIGHT)
        if self._first is None or self._first[0].shape != size:
            self._first = _edges(rgb, _HEIGHT), _covered(rgb, _HEIGHT, people)
            self._zoom, self._missed = 0.0, 0
            return BackgroundShift(0.0, 0.0, 0.0)
        sizes = (self._zoom, *_ZOOMS)
        found = self._at(sizes[self._missed % len(sizes)], *self._first, rgb, people)
        if found is None:
            self._missed += 1
        else:
            self._zoom, self._missed = found.zoom, 0
        return found

    def _at(
        self, zoom: float, first: Gray, taken: Mask, rgb: Rgb, people: Sequence[Pose]
    ) -> BackgroundShift | None:
        """The shift since ``first``, if the background has grown by about ``zoom``."""
        height = max(_BLOCK, round(_HEIGHT * math.exp(-zoom)))
        edges = _centred(_edges(rgb, height), first.shape, np.float32(0.0))
        now = _centred(_covered(rgb, height, people), first.shape, np.True_)
        places, shifts = self._shifts(first, edges, taken | now)
        enough = max(_LEAST_BLOCKS, self._settings.background_agreement * len(shifts))
        for fit in (_moved, _moved_and_grown):
            found = fit(places, shifts, enough)
            if found is not None:
                scale = _HEIGHT / height
                right, down, grown = found
                return BackgroundShift(
                    right * scale / _HEIGHT, down * scale / _HEIGHT, math.log(scale * grown)
                )
        return None

    def _shifts(self, first: Gray, edges: Gray, taken: Mask) -> tuple[Floats, Floats]:
        """Of blocks that are found again, pixels: (n, 2) from the middle, (n, 2) right and down."""
        cv2 = opencv()
        places, shifts = [], []
        middle_y, middle_x = ((size - _BLOCK) / 2 for size in first.shape)
        for top, left in self._blocks(first, taken):
            y, x = max(0, top - _REACH), max(0, left - _REACH)
            around = edges[y : top + _BLOCK + _REACH, x : left + _BLOCK + _REACH]
            block = first[top : top + _BLOCK, left : left + _BLOCK]
            correlation = cv2.matchTemplate(around, block, cv2.TM_CCOEFF_NORMED)
            _, best, _, (at_x, at_y) = cv2.minMaxLoc(correlation)
            if best >= self._settings.background_correlation:
                places.append((left - middle_x, top - middle_y))
                shifts.append((x + at_x - left, y + at_y - top))
        return np.reshape(places, (-1, 2)), np.reshape(shifts, (-1, 2)).astype(np.float64)

    def _blocks(self, first: Gray, taken: Mask) -> list[tuple[int, int]]:
        """Top and left of the blocks with the most texture that nobody covers."""
        height, width = first.shape
        textured = [
            (float(first[top : top + _BLOCK, left : left + _BLOCK].std()), top, left)
            for top in range(0, height - _BLOCK + 1, _BLOCK)
            for left in range(0, width - _BLOCK + 1, _BLOCK)
            if not taken[top : top + _BLOCK, left : left + _BLOCK].any()
        ]
        best = sorted(textured, reverse=True)[:_MOST_BLOCKS]
        return [(top, left) for std, top, left in best if std >= self._settings.background_texture]


def _moved(_: Floats, shifts: Floats, enough: float) -> tuple[float, float, float] | None:
    """Right, down and growth, if that many blocks agree on one shift."""
    if not len(shifts):
        return None
    middle = np.median(shifts, axis=0)
    agree = np.abs(shifts - middle).max(axis=1) <= _TOLERANCE
    if agree.sum() < enough:
        return None
    right, down = shifts[agree].mean(axis=0).tolist()
    return right, down, 1.0


def _moved_and_grown(
    places: Floats, shifts: Floats, enough: float
) -> tuple[float, float, float] | None:
    """The same, if they agree on a shift and a growth about the middle."""
    if len(shifts) < _LEAST_GROWN:
        return None
    turn, agree = opencv().estimateAffinePartial2D(
        places, places + shifts, method=opencv().RANSAC, ransacReprojThreshold=_TOLERANCE
    )
    if turn is None or agree.sum() < max(enough, _LEAST_GROWN):
        return None
    (along, across, right), (_, _, down) = turn.tolist()
    if abs(math.atan2(across, along)) > _MOST_ROLL_RAD:
        return None
    return right, down, math.hypot(along, across)


def _width(rgb: Rgb, height: int) -> int:
    wide, high = rgb.shape[1], rgb.shape[0]
    return max(1, round(int(wide) * height / int(high)))


def _edges(rgb: Rgb, height: int) -> Gray:
    """(height, w) strength of edges: what a light that goes on changes least."""
    cv2 = opencv()
    size = _width(rgb, height), height
    gray = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)[..., 1]
    gray = cv2.GaussianBlur(gray.astype(np.float32), (3, 3), 0)
    across, down = cv2.Sobel(gray, -1, 1, 0), cv2.Sobel(gray, -1, 0, 1)
    edges: Gray = np.log1p(np.hypot(across, down))
    return edges


def _centred(part: NDArray[T], shape: tuple[int, ...], outside: T) -> NDArray[T]:
    """As much of ``part`` as a picture of this shape shows of it, middle on middle."""
    whole = np.full(shape, outside)
    spare = [(large - small) // 2 for large, small in zip(shape, part.shape, strict=True)]
    to = tuple(slice(max(0, s), max(0, s) + n) for s, n in zip(spare, part.shape, strict=True))
    of = tuple(slice(max(0, -s), max(0, -s) + n) for s, n in zip(spare, shape, strict=True))
    whole[to] = part[of]
    return whole


def _covered(rgb: Rgb, height: int, people: Sequence[Pose]) -> Mask:
    """(height, w) where anybody is."""
    covered = np.zeros((height, _width(rgb, height)), np.bool_)
    for person in people:
        _cover(covered, person)
    return covered


def _cover(covered: Mask, person: Pose) -> None:
    """Where the head lies, with hair, and below the shoulders trunk and arms."""
    points = person.points_px * (len(covered) / person.height_px)
    head, body = points[:_HEAD], points[_HEAD:_LEGS]
    reach = max(float(np.ptp(head, axis=0).max()), float(np.ptp(points[_SHOULDERS, 0])) / 2.5)
    for part, above, aside in ((head, reach, 0.6 * reach), (body, 0.4 * reach, 0.3 * reach)):
        top = max(0, int(part[:, 1].min() - above))
        left, right = part[:, 0].min() - aside, part[:, 0].max() + aside
        covered[top:, max(0, int(left)) : max(0, int(right) + 1)] = True
