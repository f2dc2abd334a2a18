"""Shoulders that a desk covers are not seen, however sure the model is of them; others are."""

import cv2
import numpy as np
import pytest

from posture.app.composition import angle_model
from posture.config import load_config
from posture.core.angles.angles import measure_angles
from posture.core.pose.landmarks import Landmark
from posture.core.reasons import Unjudged
from posture.monitor.sources import augmented_estimator, estimator
from posture.protocols import Frame
from posture.system.paths import resource
from posture.vision.shoulders import shoulder_contrast
from tests.support.composites import picture

CONFIG = load_config()
HIDDEN = [
    "m1_r0_front_00_upright",
    "f1_r1_front_00_upright",
    "m2_r0_front_00_upright",
    "m1_r0_front_low_00_upright",
    "f2_r1_front_low_00_upright",
]
DESKS = {"grey": 128, "dark": 40, "white": 215}


@pytest.fixture(scope="module", params=[estimator, augmented_estimator], ids=["one look", "ten"])
def landmarker(request):
    made = request.param(CONFIG)
    yield made
    made.close()


def behind_a_desk(rgb, chin_y, desk):
    """With a surface from below the chin on, shaded from side to side."""
    height, width = rgb.shape[:2]
    covered = rgb.copy()
    shade = np.linspace(-15, 15, width)[None, :, None]
    covered[chin_y:] = np.clip(np.full((height - chin_y, width, 3), desk) + shade, 0, 255)
    return covered


@pytest.mark.parametrize("desk", DESKS)
def test_whoever_sits_behind_a_desk_up_to_the_chin_is_never_judged(landmarker, desk):
    found = []
    for name in HIDDEN:
        rgb = picture(name)
        person = landmarker.estimate(Frame(0.0, rgb))[0]
        eyes, mouth = (person.points_px[pair].mean(axis=0)[1] for pair in ([2, 5], [9, 10]))
        covered = behind_a_desk(rgb, round(mouth + 0.9 * (mouth - eyes)), DESKS[desk])
        found += [(name, pose) for pose in landmarker.estimate(Frame(0.0, covered))[:1]]
    assert len(found) >= 2, "the model finds faces without a body"
    for name, pose in found:
        angles = measure_angles(pose, angle_model(CONFIG))
        assert angles.torso_deg is None, name
        assert angles.unusable_because is Unjudged.SHOULDERS_UNSEEN, name


def test_nobody_in_the_open_loses_their_shoulders():
    """Every bundled picture, by any light: dim, pale, noisy, coarse."""
    noise, landmarker = np.random.default_rng(1), estimator(CONFIG)
    names = sorted(path.stem for path in resource("samples/pictures").glob("*.jpg"))[::7]
    for name in names:
        rgb = picture(name)
        for changed in (
            rgb,
            (rgb * 0.15).astype(np.uint8),
            (170 + rgb * 0.2).astype(np.uint8),
            np.clip(rgb * 0.3 + noise.normal(0, 8, rgb.shape), 0, 255).astype(np.uint8),
            cv2.imdecode(cv2.imencode(".jpg", rgb, [cv2.IMWRITE_JPEG_QUALITY, 10])[1], 1),
        ):
            for pose in landmarker.estimate(Frame(0.0, changed))[:1]:
                contrast = shoulder_contrast(changed, pose)
                seen = pose.visibility[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]].max()
                assert seen > CONFIG.angles.min_visibility, (name, contrast)
    landmarker.close()


def test_shoulders_below_the_picture_are_left_to_those_who_judge_that(landmarker):
    rgb = np.ascontiguousarray(picture(HIDDEN[0])[:260])
    pose = landmarker.estimate(Frame(0.0, rgb))[0]
    pose.points_px[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER], 1] = 280.0
    assert shoulder_contrast(rgb, pose) is None
