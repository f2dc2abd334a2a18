"""Has anything moved since the person was last judged? Far cheaper than asking the model."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from posture.capture.opencv import opencv
from posture.protocols import Rgb

if TYPE_CHECKING:  # the camera's process is sent its settings, and need not read them
    from posture.config import CaptureSection

# Cells a side of the thumbnail, and pixels sampled in each: 0.2 ms for a picture of any size, by
# OpenCV; NumPy takes nearly twice as long.
_CELLS, _PER_CELL = 24, 4


class ChangeTest:
    """Compares a picture's thumbnail with the one that was last judged.

    A posture changes some cells about the person by much; noise, a monitor's flicker and a slow
    sunset change them all a little. So the common change of brightness is taken out first, and the
    rest counts by its square.
    """

    def __init__(self, settings: "CaptureSection") -> None:
        self._settings = settings
        self._judged: NDArray[np.float32] | None = None

    def has_changed(self, rgb: Rgb) -> bool:
        """Whether this picture differs from the judged one by more than sitting still does."""
        if self._judged is None:
            return True
        change = (thumbnail(rgb) - self._judged).ravel()
        change -= np.partition(change, change.size // 2)[change.size // 2]  # the median
        return float(change @ change) >= change.size * self._settings.change_rms**2

    def judged(self, rgb: Rgb) -> None:
        """Remember the picture that was given to the model."""
        self._judged = thumbnail(rgb)

    def reset(self) -> None:
        self._judged = None


def thumbnail(rgb: Rgb) -> NDArray[np.float32]:
    """(_CELLS, _CELLS) mean brightness of a grid of pixels, 0 to 255."""
    cv2 = opencv()
    side = _CELLS * _PER_CELL
    pixels = cv2.resize(rgb, (side, side), interpolation=cv2.INTER_NEAREST)
    means = cv2.resize(pixels, (_CELLS, _CELLS), interpolation=cv2.INTER_AREA)
    green: NDArray[np.float32] = means[..., 1].astype(np.float32)  # most of brightness
    return green
