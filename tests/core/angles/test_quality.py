"""Poses that cannot be judged, and the reason each is given."""

import math
from dataclasses import replace

import numpy as np
import pytest

from posture.core.angles.angles import measure_angles
from posture.core.angles.quality import why_unusable
from posture.core.pose.landmarks import Landmark
from posture.core.reasons import Unjudged
from posture.core.wording import why_unjudged
from tests.support.calibrated import MODEL, changed, shifted, upright_of
from tests.support.seated import seated, zoomed


def _turned(pose, turn_deg):
    """About the picture's middle, as a camera that is laid down sees it."""
    turn, middle = math.radians(turn_deg), np.array([pose.width_px, pose.height_px]) / 2
    spin = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    return changed(pose, (pose.points_px - middle) @ spin.T + middle)


def _picture_shrunk(pose, scale):
    """The same picture in fewer pixels."""
    smaller = changed(pose, pose.points_px * scale)
    size = round(pose.width_px * scale), round(pose.height_px * scale)
    return replace(smaller, width_px=size[0], height_px=size[1])


def _without_shoulders(pose):
    visibility = pose.visibility.copy()
    visibility[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]] = 0.0
    return replace(pose, visibility=visibility)


def _upside_down(pose):
    return changed(pose, [0, pose.height_px] + pose.points_px * [1, -1])


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (_upside_down, "upside down"),
        (lambda p: _turned(p, 90), "lies on its side"),
        (lambda p: _turned(p, -90), "lies on its side"),
        (lambda p: shifted(p, -340, 0), "half the face"),
        (lambda p: shifted(p, 315, 0), "half the face"),
        (lambda p: shifted(p, 0, -330), "out of the picture"),
        (lambda p: shifted(p, 0, 330), "shoulders"),
        (lambda p: zoomed(p, 0.05), "too far"),
        (lambda p: _picture_shrunk(p, 0.08), "too small"),
        (_without_shoulders, "shoulders cannot be seen"),
    ],
    ids=[
        "upside down",
        "on its left side",
        "on its right side",
        "half a face",
        "half a face right",
        "head cut off",
        "no shoulders",
        "far away",
        "few pixels",
        "shoulders hidden",
    ],
)
def test_what_cannot_be_judged_has_no_angle_and_says_why(spoil, word):
    angles = measure_angles(spoil(seated()), MODEL, upright_of())
    assert angles.neck_deg is None
    assert angles.torso_deg is None
    assert angles.confidence == 0
    assert word in why_unjudged(angles.unseen["neck_deg"])


@pytest.mark.parametrize("azimuth_deg", [0.0, 45.0, 90.0])
@pytest.mark.parametrize(
    "manner", [{"head_pitch_deg": 70.0}, {"torso_deg": 50.0, "neck_deg": 60.0}]
)
def test_no_bending_of_a_body_is_taken_for_a_camera_laid_on_its_side(azimuth_deg, manner):
    bent = seated(azimuth_deg=azimuth_deg, **manner)
    assert why_unusable(bent, MODEL.limits) not in {Unjudged.ON_ITS_SIDE, Unjudged.UPSIDE_DOWN}
