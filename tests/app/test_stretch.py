"""The stretches before a source in real time, and on pictures of real bodies' landmarks."""

import io
import os
import sys
from contextlib import closing

import pytest

from posture.app.stretch import Skips, before_camera, words
from posture.capture import read_picture
from posture.config import load_config
from posture.core.exercises.measures import Exercise, Side
from posture.core.exercises.stretch import Begun, Ended, Repetition, Stretching, advance
from posture.monitor.sources import estimator
from posture.system.paths import resource
from tests.support.clips import first, joined
from tests.support.waiting import wait_until

CONFIG = load_config()


@pytest.fixture
def _unsealed(monkeypatch):
    """The filter against the internet cannot be taken off again: later tests would be behind it."""
    monkeypatch.setattr("posture.monitor.sources.refuse_internet", lambda: True)


def test_every_exercise_has_its_words():
    texts = words()
    for exercise in Exercise:
        assert set(texts[exercise]) == {"title", "how", "rest", "well", "brief"}
    assert set(texts[""]) == {"before", "after", "unseen"}


@pytest.mark.usefixtures("_unsealed")
def test_in_real_time_the_three_follow_each_other_and_sitting_counts_nothing(tmp_path):
    sitting = joined(tmp_path / "sitting", ("f1_front", first("f1_front", "upright"), 4))
    config = load_config(["stretch.limit_s=1", "stretch.rest_s=0.2"])
    said = []
    before_camera(str(sitting), config, said.append, loop=True)
    begun = [event.exercise for event in said if isinstance(event, Begun)]
    ended = [
        (event.exercise, event.reps, event.reason) for event in said if isinstance(event, Ended)
    ]
    assert begun == list(Exercise)
    assert ended == [(exercise, 0, "time") for exercise in Exercise]


@pytest.mark.usefixtures("_unsealed")
def test_the_end_of_a_recording_ends_the_session(tmp_path):
    sitting = joined(tmp_path / "sitting", ("f1_front", first("f1_front", "upright"), 2))
    said = []
    before_camera(str(sitting), CONFIG, said.append)
    assert [type(event) for event in said][-1] is Ended
    assert sum(isinstance(event, Ended) for event in said) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals are Unix's")
def test_enter_on_a_terminal_skips_once_each_and_wakes_the_wait(monkeypatch):
    terminal, keyboard = os.openpty()
    woken = []
    with os.fdopen(keyboard) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        skips = Skips(lambda: woken.append(1))
        assert not skips.take()
        os.write(terminal, b"\n\n")
        wait_until(lambda: len(woken) == 2, "both presses")
        assert [skips.take(), skips.take(), skips.take()] == [True, True, False]
        os.close(terminal)


def test_a_pipe_is_left_alone(monkeypatch):
    pipe = io.StringIO("not for us\n")
    monkeypatch.setattr(sys, "stdin", pipe)
    assert not Skips(lambda: None).take()
    assert pipe.read() == "not for us\n"


@pytest.fixture(scope="module")
def seen():
    """seen(name): the landmarks of a sample picture, by the real model."""
    with closing(estimator(CONFIG)) as landmarker:
        yield lambda name: landmarker.estimate(
            read_picture(resource(f"samples/pictures/{name}.jpg"))
        )[0]


def there_and_back(exercise, rest, far):
    """Rest, there and back, two seconds each; the sides counted."""
    state, said = Stretching(exercise=exercise), []
    for number, pose in enumerate([rest] * 30 + [far] * 20 + [rest] * 20):
        state, more = advance(state, number / 10, pose, CONFIG.stretch)
        said += more
    return [event.side for event in said if isinstance(event, Repetition)]


@pytest.mark.parametrize(
    ("who", "side"),
    [
        ("f1_r1_front_low", Side.LEFT),
        ("f2_r1_front_low", Side.RIGHT),
        ("m1_r0_front_low", Side.RIGHT),
    ],
)
def test_heads_tilted_by_18_degrees_and_more_count_on_the_true_side(seen, who, side):
    rest, far = seen(f"{who}_00_upright"), seen(f"{who}_11_tilt")
    assert there_and_back(Exercise.SIDE_NECK, rest, far) == [side]


@pytest.mark.parametrize("who", ["f1_r1_front", "f2_r1_front", "m1_r0_front", "m2_r0_front"])
def test_a_head_drawn_back_from_well_forward_counts_as_a_chin_tuck(seen, who):
    rest, far = seen(f"{who}_04_head_forward"), seen(f"{who}_00_upright")
    assert there_and_back(Exercise.CHIN_TUCK, rest, far) == [Side.BOTH]


OTHERS = ["02_slump", "03_head_down", "05_lean_forward", "09_turned"]


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("who", ["f1_r1_front", "f2_r1_front", "m1_r0_front", "m2_r0_front"])
def test_slumping_looking_down_leaning_in_and_turning_count_as_nothing(seen, who, other):
    rest, far = seen(f"{who}_00_upright"), seen(f"{who}_{other}")
    for exercise in Exercise:
        assert there_and_back(exercise, rest, far) == [], exercise
