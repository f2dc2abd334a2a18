import pytest

from posture.core.pose.view import View
from posture.core.pose.view import estimate_view as estimate
from tests.support import policies
from tests.support.seated import seated

LIMITS = policies.VIEW


def estimate_view(pose, previous=None):
    return estimate(pose, LIMITS, previous)


@pytest.mark.parametrize(
    ("azimuth_deg", "view"),
    [
        (0, View.FRONTAL),
        (-12, View.FRONTAL),
        (45, View.OBLIQUE),
        (-45, View.OBLIQUE),
        (88, View.SAGITTAL),
        (-88, View.SAGITTAL),
    ],
)
def test_the_view_follows_the_camera_around_the_person(azimuth_deg, view):
    assert estimate_view(seated(azimuth_deg=azimuth_deg)) is view


def test_near_a_border_the_view_stays_what_it_was():
    border = seated(azimuth_deg=24)
    assert estimate_view(border, View.FRONTAL) is View.FRONTAL
    assert estimate_view(border, View.OBLIQUE) is View.OBLIQUE
    assert estimate_view(seated(azimuth_deg=45), View.FRONTAL) is View.OBLIQUE


def test_turning_the_head_is_not_another_view():
    assert estimate_view(seated(head_yaw_deg=45)) is View.FRONTAL
