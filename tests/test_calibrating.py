import numpy as np

from posture.calibrating import _spread
from posture.capture.recording import ReelRecording


class _Film:
    """Frames without content, thirty a second."""

    def __init__(self, frames: int) -> None:
        self._at, self._frames = 0, frames

    def skip(self) -> float | None:
        self._at += 1
        return (self._at - 1) / 30.0 if self._at <= self._frames else None

    def picture(self) -> np.ndarray:
        return np.zeros((32, 32, 3), np.uint8)

    def close(self) -> None:
        pass


class _Filmed(ReelRecording):
    def __init__(self, frames: int) -> None:
        super().__init__("film", 30.0)
        self._frames = frames

    def reel(self) -> _Film:
        return _Film(self._frames)


def test_a_long_film_is_looked_at_in_some_forty_places_from_start_to_end():
    at_s = [frame.at_s for frame in _spread(_Filmed(3000))]
    assert 35 <= len(at_s) <= 40
    assert at_s[0] == 0.0
    assert at_s[-1] > 95.0


def test_of_a_few_pictures_none_is_left_out():
    assert len(list(_spread(_Filmed(12)))) == 12
