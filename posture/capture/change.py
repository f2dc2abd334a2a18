"""Has anything moved since the person was last judged? Far cheaper than asking the model."""

import numpy as np
from numpy.typing import NDArray

from posture.config import CaptureSection
from posture.protocols import Rgb

# Cells a side of the thumbnail, and pixels sampled in each: 0.1 ms for a picture of any size.
_CELLS, _PER_CELL = 24, 4


class ChangeTest:
    """Compares a picture's thumbnail with the one that was last judged.

    A posture changes many cells about the person; noise, a monitor's flicker and a slow sunset
    change them all a little, which is why the common change of brightness is taken out first.
    """

    def __init__(self, settings: CaptureSection) -> None:
        self._settings = settings
        self._judged: NDArray[np.float32] | None = None

    def has_changed(self, rgb: Rgb) -> bool:
        """Whether this picture differs from the judged one in more than a few cells."""
        if self._judged is None:
            return True
        change = thumbnail(rgb) - self._judged
        change -= np.median(change)
        moved = np.abs(change) > self._settings.change_level
        return bool(moved.sum() >= self._settings.change_cells)

    def judged(self, rgb: Rgb) -> None:
        """Remember the picture that was given to the model."""
        self._judged = thumbnail(rgb)

    def reset(self) -> None:
        self._judged = None


def thumbnail(rgb: Rgb) -> NDArray[np.float32]:
    """(_CELLS, _CELLS) mean brightness of a grid of pixels, 0 to 255."""
    height, width = rgb.shape[:2]
    rows = np.linspace(0, height - 1, _CELLS * _PER_CELL).astype(np.intp)
    columns = np.linspace(0, width - 1, _CELLS * _PER_CELL).astype(np.intp)
    green = rgb[rows[:, None], columns[None, :], 1]  # most of brightness, a third of the work
    shape = (_CELLS, _PER_CELL, _CELLS, _PER_CELL)
    means: NDArray[np.float32] = green.reshape(shape).mean(axis=(1, 3), dtype=np.float32)
    return means
