from contextlib import closing

import numpy as np
import pytest

from posture.app.calibrate import calibration_of
from posture.app.person_seen import PersonSeen, spread
from posture.capture.orientation import AS_IT_IS
from posture.capture.recording import ReelRecording
from posture.config import load_config
from posture.core.pose.landmarks import Landmark
from posture.monitor.sources import estimator
from posture.protocols import Frame
from tests.support.composites import WIDTH_PX, room, with_person


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
        super().__init__("film", 30.0, AS_IT_IS)
        self._frames = frames

    def _as_recorded(self) -> _Film:
        return _Film(self._frames)


def test_a_long_film_is_looked_at_in_some_forty_places_from_start_to_end():
    at_s = [frame.at_s for frame in spread([_Filmed(3000)])]
    assert 35 <= len(at_s) <= 40
    assert at_s[0] == 0.0
    assert at_s[-1] > 95.0


def test_of_a_few_pictures_none_is_left_out():
    assert len(list(spread([_Filmed(12)]))) == 12


@pytest.fixture(scope="module")
def landmarker():
    with closing(estimator(load_config())) as made:
        yield made


def _beside(left_scale, right_scale):
    """Two people before a camera, each sitting on the lower edge of the picture."""
    left = ("f1_r1_front_00_upright", left_scale, -100)
    right = ("m1_r0_front_00_upright", right_scale, 290)
    scene = room()
    for name, scale, left_px in (left, right):
        scene = with_person(scene, name, scale, left_px, round(480 * (1 - scale)))
    return scene


def _nods(left_scale, right_scale):
    """Now the one is nearer by a little, now the other."""
    sway = (0.04, 0.02, 0.0, -0.02, -0.04) * 2
    return (
        Frame(float(at_s), _beside(left_scale * (1 + by), right_scale * (1 - by)))
        for at_s, by in enumerate(sway)
    )


def test_of_two_people_about_as_near_one_is_calibrated_and_the_other_is_told(landmarker):
    config = load_config()
    people = config.vision
    first = [landmarker.estimate(frame)[0] for frame in _nods(0.75, 0.72)]
    sides = {pose[Landmark.NOSE].x_px < WIDTH_PX / 2 for pose in first}
    assert sides == {True, False}, "the nearest is not always the same one"

    seen = PersonSeen.of(_nods(0.75, 0.72), landmarker, people)
    assert len({pose[Landmark.NOSE].x_px < WIDTH_PX / 2 for pose in seen.poses}) == 1
    made = calibration_of([seen], config)
    assert made.quality != "good"
    assert "Someone else was about as close" in made.advice[-1]


def test_somebody_behind_disturbs_no_calibration(landmarker):
    config = load_config()
    assert max(len(landmarker.estimate(frame)) for frame in _nods(0.85, 0.45)) == 2
    seen = PersonSeen.of(_nods(0.85, 0.45), landmarker, config.vision)
    assert len(seen.poses) == 10
    assert not any("Someone else" in line for line in calibration_of([seen], config).advice)


def test_who_was_seen_upright_is_followed_into_the_slouch(landmarker):
    people = load_config().vision
    (left,) = PersonSeen.of([Frame(0.0, _beside(0.8, 0.6))], landmarker, people).poses
    (right,) = PersonSeen.of([Frame(0.0, _beside(0.6, 0.8))], landmarker, people).poses
    both = [Frame(1.0, _beside(0.7, 0.7))]
    for known in (left, right):
        (sat,) = PersonSeen.of(both, landmarker, people, known).poses
        assert abs(sat[Landmark.NOSE].x_px - known[Landmark.NOSE].x_px) < WIDTH_PX / 4
