"""Whether the background has shifted in the picture: a camera moved, a lid tipped.

Theory of operation
-------------------
Blocks of the first picture's edges are looked for in every later one, each near where it was.
Blocks that anybody covers, then or now, and blocks without texture are left out; a block that is
not found again (somebody walks there, a light goes on) says nothing. When those that are found
agree on one shift, that is the background's. Nothing of it leaves the camera's process but two
numbers.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from posture.capture.opencv import opencv
from posture.core.pose.landmarks import Pose
from posture.protocols import Rgb

if TYPE_CHECKING:  # the camera's process is sent its settings, and need not read them
    from posture.config import CaptureSection

Gray = NDArray[np.float32]

_HEIGHT = 96  # pixels of the thumbnail
_BLOCK = 12
_REACH = 14  # pixels a block is looked for in each direction: a sixth of the picture's height
_LEAST_BLOCKS, _MOST_BLOCKS = 3, 8
# Landmarks: eleven of the head, then shoulders, arms and hips.
_HEAD, _LEGS, _SHOULDERS = 11, 25, [11, 12]


class Background:
    """Feed it every picture that was looked at by the model, with everybody in it."""

    def __init__(self, settings: "CaptureSection") -> None:
        self._settings = settings
        self._first: Gray | None = None
        self._taken: NDArray[np.bool_] | None = None

    def locate(self, rgb: Rgb, people: Sequence[Pose]) -> tuple[float, float] | None:
        """How far the background has shifted since the first picture: right, down.

        In picture heights; None where too few blocks are seen to tell.
        """
        edges = _edges(rgb)
        taken = _covered(edges.shape, people)
        if self._first is None or self._taken is None or self._first.shape != edges.shape:
            self._first, self._taken = edges, taken
            return 0.0, 0.0
        shifts = self._shifts(edges, self._taken | taken)
        if len(shifts) < _LEAST_BLOCKS:
            return None
        middle = np.median(shifts, axis=0)
        agree = np.abs(shifts - middle).max(axis=1) <= 1.0
        if agree.mean() < self._settings.background_agreement or agree.sum() < _LEAST_BLOCKS:
            return None
        right, down = shifts[agree].mean(axis=0).tolist()
        return right / _HEIGHT, down / _HEIGHT

    def _shifts(self, edges: Gray, taken: NDArray[np.bool_]) -> NDArray[np.float64]:
        """(n, 2) pixels right and down, of each block that is found again."""
        cv2, first = opencv(), self._first
        assert first is not None  # noqa: S101 - locate sees to it
        found = []
        for top, left in self._blocks(first, taken):
            y, x = max(0, top - _REACH), max(0, left - _REACH)
            around = edges[y : top + _BLOCK + _REACH, x : left + _BLOCK + _REACH]
            block = first[top : top + _BLOCK, left : left + _BLOCK]
            correlation = cv2.matchTemplate(around, block, cv2.TM_CCOEFF_NORMED)
            _, best, _, (at_x, at_y) = cv2.minMaxLoc(correlation)
            if best >= self._settings.background_correlation:
                found.append((x + at_x - left, y + at_y - top))
        return np.array(found, np.float64).reshape(-1, 2)

    def _blocks(self, first: Gray, taken: NDArray[np.bool_]) -> list[tuple[int, int]]:
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


def _edges(rgb: Rgb) -> Gray:
    """(_HEIGHT, w) strength of edges: what a light that goes on changes least."""
    cv2 = opencv()
    width = max(1, round(rgb.shape[1] * _HEIGHT / rgb.shape[0]))
    gray = cv2.resize(rgb, (width, _HEIGHT), interpolation=cv2.INTER_AREA)[..., 1]
    gray = cv2.GaussianBlur(gray.astype(np.float32), (3, 3), 0)
    across, down = cv2.Sobel(gray, -1, 1, 0), cv2.Sobel(gray, -1, 0, 1)
    edges: Gray = np.log1p(np.hypot(across, down))
    return edges


def _covered(shape: tuple[int, ...], people: Sequence[Pose]) -> NDArray[np.bool_]:
    """(_HEIGHT, w) where anybody is."""
    covered = np.zeros(shape, np.bool_)
    for person in people:
        _cover(covered, person)
    return covered


def _cover(covered: NDArray[np.bool_], person: Pose) -> None:
    """Where the head lies, with hair, and below the shoulders trunk and arms."""
    points = person.points_px * (_HEIGHT / person.height_px)
    head, body = points[:_HEAD], points[_HEAD:_LEGS]
    reach = max(float(np.ptp(head, axis=0).max()), float(np.ptp(points[_SHOULDERS, 0])) / 2.5)
    for part, above, aside in ((head, reach, 0.6 * reach), (body, 0.4 * reach, 0.3 * reach)):
        top = max(0, int(part[:, 1].min() - above))
        left, right = part[:, 0].min() - aside, part[:, 0].max() + aside
        covered[top:, max(0, int(left)) : max(0, int(right) + 1)] = True
