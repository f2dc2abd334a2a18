"""A camera that stands on its side, such as a phone, or shows a mirror image: made upright.

Done where a frame is made, so that everything after it sees the picture as it should be.
"""

from dataclasses import dataclass, replace

import numpy as np

from posture.capture.live import LiveSource
from posture.capture.reels import Reel
from posture.protocols import Frame, Rgb


@dataclass(frozen=True, slots=True)
class Orientation:
    """rotate_deg: 0, 90, 180 or 270 clockwise, then is_mirrored: left and right exchanged."""

    rotate_deg: int = 0
    is_mirrored: bool = False

    def upright(self, rgb: Rgb) -> Rgb:
        """(height, width, 3) to the same picture, turned and mirrored as wanted."""
        if not (self.rotate_deg or self.is_mirrored):
            return rgb
        turned = np.rot90(rgb, -self.rotate_deg // 90)
        return np.ascontiguousarray(turned[:, ::-1] if self.is_mirrored else turned)

    def upright_frame(self, frame: Frame) -> Frame:
        """The frame with its picture upright."""
        return replace(frame, rgb=self.upright(frame.rgb))


AS_IT_IS = Orientation()


class UprightSource:
    """A live source whose every frame is made upright."""

    def __init__(self, source: LiveSource, orientation: Orientation) -> None:
        self._source, self._orientation = source, orientation

    @property
    def name(self) -> str:
        return self._source.name

    def open(self) -> None:
        self._source.open()

    def read(self) -> Frame:
        return self._orientation.upright_frame(self._source.read())

    def close(self) -> None:
        self._source.close()


class UprightReel:
    """A pass over a recording whose every picture is made upright."""

    def __init__(self, reel: Reel, orientation: Orientation) -> None:
        self._reel, self._orientation = reel, orientation

    @property
    def is_timed(self) -> bool:
        return self._reel.is_timed

    @property
    def claimed_s(self) -> float:
        return self._reel.claimed_s

    def skip(self) -> float | None:
        return self._reel.skip()

    def picture(self) -> Rgb | None:
        rgb = self._reel.picture()
        return None if rgb is None else self._orientation.upright(rgb)

    def seek(self, at_s: float) -> bool:
        return self._reel.seek(at_s)

    def close(self) -> None:
        self._reel.close()
