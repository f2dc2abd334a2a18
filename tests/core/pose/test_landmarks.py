"""A pose is whole and made of numbers, or there is none."""

from dataclasses import replace

import numpy as np
import pytest

from posture.core.pose.landmarks import Landmark, NotFiniteError
from tests.support.seated import HEIGHT_PX, WIDTH_PX, seated

ARRAYS = ("points_px", "depth_px", "world_m", "visibility", "presence")


@pytest.mark.parametrize("name", ARRAYS)
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_coordinate_that_is_no_number_makes_no_pose(name, value):
    spoiled = getattr(seated(), name).copy()
    spoiled[3] = value
    with pytest.raises(NotFiniteError, match=name):
        replace(seated(), **{name: spoiled})


@pytest.mark.parametrize("name", ARRAYS)
def test_a_landmark_too_few_makes_no_pose(name):
    with pytest.raises(ValueError, match=f"{name} of shape"):
        replace(seated(), **{name: getattr(seated(), name)[:-1]})


@pytest.mark.parametrize("size", [{"width_px": 0}, {"height_px": -480}])
def test_a_picture_without_size_shows_no_pose(size):
    with pytest.raises(ValueError, match="pixels"):
        replace(seated(), **size)


def test_a_landmark_is_asked_for_by_its_name():
    pose = seated()
    nose = pose[Landmark.NOSE]
    assert (nose.x_px, nose.y_px) == tuple(pose.points_px[0])
    assert 0 < nose.x_px < WIDTH_PX
    assert 0 < nose.y_px < HEIGHT_PX
