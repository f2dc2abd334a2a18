"""Whether a picture can be judged at all: a covered lens and a frozen picture are no posture."""

import numpy as np

from posture.config import CaptureSection
from posture.core.events import Condition
from posture.protocols import Frame, Rgb

# Samples a side: enough to tell a scene from a lid, cheap enough for every look (0.3 ms).
_GRID = 48


class FrameCheck:
    """Looks at a few thousand pixels of each frame.

    live: whether a picture that never changes means a frozen camera. In a recording it means a
    person painted or copied, and is judged.
    """

    def __init__(self, settings: CaptureSection, *, live: bool = True) -> None:
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
        return (self._alike_looks >= self._settings.frozen_looks
                and at_s - self._alike_since_s >= self._settings.frozen_s)


def _samples(rgb: Rgb) -> Rgb:
    """Single pixels on a grid, copied: averages would lose the noise that shows a live sensor."""
    height, width = rgb.shape[:2]
    step_y, step_x = max(1, height // _GRID), max(1, width // _GRID)
    return rgb[step_y // 2 :: step_y, step_x // 2 :: step_x].copy()


def _contrast(samples: Rgb) -> float:
    """Spread of brightness over the picture, 0 to 255, the noise of single pixels left out.

    Difference of the 98th and 2nd percentile over means of 4 x 4 samples.
    """
    grey = samples.mean(axis=2)
    height, width = (side // 4 * 4 for side in grey.shape)
    if not (height and width):
        return float(np.ptp(grey)) if grey.size else 0.0
    blocks = grey[:height, :width].reshape(height // 4, 4, width // 4, 4).mean(axis=(1, 3))
    low, high = np.percentile(blocks, (2, 98))
    return float(high - low)
