"""A camera that keeps somebody in the middle: the real model before real backgrounds."""

from contextlib import closing
from dataclasses import replace

import cv2
import numpy as np
import pytest

from posture.app.composition import make_assessor
from posture.capture.background import Background
from posture.capture.pictures import read_picture
from posture.config import load_config
from posture.core.events import Observation
from posture.core.pose.tracking import place_px
from posture.core.states import Condition
from posture.monitor.sources import estimator
from posture.system.paths import resource

ZOOM, STEP_S, LOOKS = 1.35, 3.0, 8


@pytest.fixture(scope="module")
def sitter():
    """Pictures of one person by one camera, in many postures, each with its pose."""
    with closing(estimator(load_config())) as landmarker:
        files = sorted(resource("samples/pictures").glob("f1_r1_deg45_*.jpg"))
        frames = [read_picture(file) for file in files]
        return [(frame.rgb, landmarker.estimate(frame)[0]) for frame in frames]


def followed(rgb, person):
    """What such a camera shows: a part of the picture, with the person in the middle of it."""
    height, width = rgb.shape[:2]
    half = np.array([width, height]) / (2 * ZOOM)
    middle = np.clip(place_px(person), half, np.array([width, height]) - half)
    shift = np.array([width, height]) / 2 - ZOOM * middle
    part = np.column_stack([ZOOM * np.eye(2), shift])
    points_px = person.points_px * ZOOM + shift
    return cv2.warpAffine(rgb, part, (width, height)), replace(person, points_px=points_px)


def watched(pictures):
    """Whether it was ever said that the camera follows, each picture being seen for some looks."""
    config = load_config()
    assessor, background = make_assessor(config, None), Background(config.capture)
    at_s, results = 0.0, []
    for rgb, person in pictures:
        for _ in range(LOOKS):
            # A new pose each time: one that still holds is not measured again.
            pose, place = replace(person), background.locate(rgb, [person])
            observation = Observation(at_s, Condition.SEEN, pose, background=place)
            results.append(assessor.assess(observation))
            at_s += STEP_S
    return sum(result.is_auto_framed for result in results)


def test_a_camera_that_follows_is_recognised_and_one_that_stays_put_is_not(sitter):
    assert watched([followed(*picture) for picture in sitter * 2]) == 1
    assert watched(sitter * 2) == 0
