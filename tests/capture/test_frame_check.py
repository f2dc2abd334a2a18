import numpy as np
import pytest

from posture.capture import FrameCheck, read_picture
from posture.config import load_config
from posture.core.states import Condition
from posture.protocols import Frame
from posture.system.paths import resource

SETTINGS = load_config().capture
ROOM = read_picture(min(resource("samples/pictures").glob("*.jpg"))).rgb
NOISE = np.random.default_rng(7)


def noisy(rgb, levels):
    return np.clip(rgb + NOISE.normal(0, levels, rgb.shape), 0, 255).astype(np.uint8)


def conditions(pictures, *, live=True, step_s=1.0):
    check = FrameCheck(SETTINGS, live=live)
    return [check.check(Frame(at_s=i * step_s, rgb=rgb)) for i, rgb in enumerate(pictures)]


@pytest.mark.parametrize(
    ("rgb", "condition"),
    [
        (np.zeros((480, 640, 3), np.uint8), Condition.COVERED),
        (noisy(np.full((480, 640, 3), 6.0), 4), Condition.COVERED),
        (noisy(np.full((480, 640, 3), (120.0, 30.0, 25.0)), 3), Condition.COVERED),
        (np.full((480, 640, 3), 255, np.uint8), Condition.COVERED),
        (noisy(ROOM, 3), Condition.SEEN),
        (noisy(ROOM * 0.15, 3), Condition.SEEN),
    ],
    ids=["black", "a noisy sensor under a lid", "a finger", "all white", "a room", "a dim room"],
)
def test_a_covered_lens_is_told_from_a_room(rgb, condition):
    assert conditions([rgb]) == [condition]


def test_the_very_same_picture_again_and_again_is_a_frozen_camera():
    found = conditions([ROOM] * 6)
    assert found[0] is Condition.SEEN
    assert found[-1] is Condition.STALE


def test_a_still_person_before_a_live_sensor_is_not_frozen():
    assert set(conditions([noisy(ROOM, 1) for _ in range(8)])) == {Condition.SEEN}


def test_two_quick_looks_at_one_picture_are_not_frozen():
    assert set(conditions([ROOM] * 8, step_s=0.1)) == {Condition.SEEN}


def test_a_camera_that_thaws_is_seen_again_at_once():
    assert conditions([ROOM] * 6 + [noisy(ROOM, 1)])[-1] is Condition.SEEN


def test_the_same_picture_in_a_recording_is_judged():
    assert set(conditions([ROOM] * 20, live=False)) == {Condition.SEEN}


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 200, 3), (48, 48, 3), (0, 0, 3)])
def test_odd_shapes_are_answered(shape):
    assert conditions([np.zeros(shape, np.uint8)]) == [Condition.COVERED]
