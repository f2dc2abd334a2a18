"""Whether something moved: real people sitting still, and moving."""

import cv2
import numpy as np
import pytest

from posture.capture.change_detector import ChangeTest
from posture.config import load_config
from tests.support.clips import first, frames, truth

CAPTURE = load_config().capture
SIZE = (640, 480)


def changed(before, after):
    test = ChangeTest(CAPTURE)
    test.judged(before)
    return test.has_changed(after)


def settled(name, state):
    """Frames of one state, in order of time."""
    rows = truth(name)
    pictures = frames(name)
    return [
        cv2.resize(pictures[i], SIZE)
        for i, row in enumerate(rows)
        if row["state"] == state and row["settled"] == "1"
    ]


@pytest.mark.parametrize("name", ["f1_front", "m2_front_low"])
@pytest.mark.parametrize("state", ["down", "slump", "turn"])
def test_a_look_down_a_slump_and_a_turn_are_seen(name, state):
    upright = settled(name, "upright")
    assert all(changed(upright[5], after) for after in settled(name, state))


@pytest.mark.parametrize("name", ["f1_front", "m2_front_low"])
def test_most_looks_at_somebody_sitting_still_find_nothing_moved(name):
    upright = settled(name, "upright")[:30]
    pairs = zip(upright, upright[6:], strict=False)
    assert np.mean([changed(*pair) for pair in pairs]) < 0.6


def test_noise_and_a_dimming_room_are_no_motion():
    picture = frames("f1_front")[round(2 * first("f1_front", "upright"))]
    noise = np.random.default_rng(3).normal(0, 4, picture.shape)
    darker = np.clip(picture * 0.97 - 4 + noise, 0, 255).astype(np.uint8)
    assert not changed(picture, darker)


def test_without_a_picture_judged_before_everything_is_new():
    assert ChangeTest(CAPTURE).has_changed(frames("f1_front")[0])
