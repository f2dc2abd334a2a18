"""Whether a picture can be judged at all: a covered lens and a frozen picture are no posture."""

from typing import TYPE_CHECKING

import numpy as np

from posture.capture.opencv import opencv
from posture.core.states import Condition
from posture.protocols import Frame, Rgb

if TYPE_CHECKING:  # the camera's process is sent its settings, and need not read them
    from posture.config import CaptureSection

# Samples a side: enough to distinguish a scene from a lid, cheap enough for every look (0.2 ms).
_GRID = 48
_BLOCKS = _GRID // 4
# The share of blocks left out at either end: a lamp or a window says nothing about the rest.
_EXTREMES = 0.02


class FrameCheck:
    """Looks at a few thousand pixels of each frame.

    live: whether a picture that never changes means a frozen camera. In a recording it means a
    person painted or copied, and is judged.
    """

    def __init__(self, settings: "CaptureSection", *, live: bool = True) -> None:
        self._settings, self._live = settings, live
        self._previous: Rgb | None = None
        self._alike_since_s: float | None = None
        self._alike_looks = 0

    def check(self, frame: Frame) -> Condition:
        """SEEN, COVERED or STALE."""
        samples = _samples(frame.rgb)
        is_frozen = self._is_frozen(samples, frame.at_s)
        if _contrast(samples) < self._settings.covered_contrast:
            return Condition.COVERED
        return Condition.STALE if self._live and is_frozen else Condition.SEEN

    def reset(self) -> None:
        """Forget the last picture, as after a fault or a change of camera."""
        self._previous = self._alike_since_s = None
        self._alike_looks = 0

    def _is_frozen(self, samples: Rgb, at_s: float) -> bool:
        """The very same pixels, again and again: a sensor's noise never repeats itself."""
        alike = self._previous is not None and np.array_equal(samples, self._previous)
        self._previous = samples
        if not alike or self._alike_since_s is None:
            self._alike_since_s, self._alike_looks = at_s, 1
            return False
        self._alike_looks += 1
        return (
            self._alike_looks >= self._settings.frozen_looks
            and at_s - self._alike_since_s >= self._settings.frozen_s
        )


def _samples(rgb: Rgb) -> Rgb:
    """Single pixels on a grid: averages would lose the noise that shows a live sensor."""
    if rgb.size == 0:
        return np.zeros((_GRID, _GRID, 3), np.uint8)
    cv2 = opencv()
    samples: Rgb = cv2.resize(rgb, (_GRID, _GRID), interpolation=cv2.INTER_NEAREST)
    return samples


def _contrast(samples: Rgb) -> float:
    """Spread of brightness over the picture, 0 to 255, the noise of single pixels left out.

    Difference of the 98th and 2nd percentile over means of 4 x 4 samples.
    """
    cv2 = opencv()
    blocks = cv2.resize(samples, (_BLOCKS, _BLOCKS), interpolation=cv2.INTER_AREA)
    levels = np.sort(blocks.mean(axis=2), axis=None)
    few = round(_EXTREMES * levels.size)
    return float(levels[-1 - few] - levels[few])
