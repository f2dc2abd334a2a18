"""A changed set-up, from the landmarks of pictures: half an hour of postures held in turn."""

import re
from collections import defaultdict
from contextlib import closing

import numpy as np
import pytest

from posture.app.composition import angle_model
from posture.capture import read_picture
from posture.config import load_config
from posture.core.angles.calibration import calibrate
from posture.core.events import BackgroundShift
from posture.core.pose.landmarks import Pose
from posture.monitor.sources import estimator
from posture.system.paths import resource
from tests.accuracy.setup_change import HEIGHT, PERSON, SAME, Watched, markdown, watched
from tests.support.calibrated import changed

CONFIG = load_config()
MODEL = angle_model(CONFIG)
FOCAL_PX = 0.8 * 640


@pytest.fixture(scope="module")
def seen() -> dict[tuple[str, str], dict[str, Pose]]:
    """(person, view) -> kind and number -> what the landmarker sees in the picture."""
    found = defaultdict(dict)
    with closing(estimator(CONFIG)) as landmarker:
        for file in sorted(resource("samples/pictures").glob("*_front_*.jpg")):
            person, view, what = re.match(r"(\w\d)_r\d_(front(?:_low)?)_(\d.*)", file.stem).groups()
            for pose in landmarker.estimate(read_picture(file))[:1]:
                found[person, view][what] = pose
    return found


def after_calibrating(mine, watching, shift=None):
    """A watch by whoever calibrated on the first upright picture; each posture has one look."""
    upright = mine["00_upright"]
    made = calibrate([upright], None, MODEL, CONFIG.calibration_limits)
    held = [[pose] for pose in watching.values() if pose is not upright]
    return watched(made.baseline, MODEL, held, CONFIG, seed=1, shift=shift)


def tipped(pose, by_deg):
    """What the camera would see with its face turned up, about its own pinhole."""
    x, y = ((pose.points_px - [pose.width_px / 2, pose.height_px / 2]) / FOCAL_PX).T
    c, s = np.cos(np.radians(by_deg)), np.sin(np.radians(by_deg))
    ahead = c - y * s
    turned = np.stack([x, y * c + s], axis=1) / ahead[:, None]
    return changed(pose, turned * FOCAL_PX + [pose.width_px / 2, pose.height_px / 2])


@pytest.mark.parametrize("person", ["f1", "f2", "m1", "m2"])
@pytest.mark.parametrize("view", ["front", "front_low"])
def test_in_the_calibrated_set_up_nothing_is_asked_and_poor_posture_told(seen, person, view):
    watch = after_calibrating(seen[person, view], seen[person, view])
    assert watch.asked_s is None
    assert watch.poor > 100
    assert watch.believed > 0.8 * watch.poor


@pytest.mark.parametrize(
    ("calibrated", "then"),
    [
        (("f2", "front"), ("m1", "front")),
        (("f2", "front"), ("f2", "front_low")),
        (("m1", "front"), ("m1", "front_low")),
    ],
    ids=["another person", "her camera below the screen", "his too"],
)
def test_another_person_or_camera_is_asked_about_and_then_not_judged(seen, calibrated, then):
    watch = after_calibrating(seen[calibrated], seen[then])
    assert watch.asked_s is not None
    assert watch.believed < 0.5 * watch.poor


def test_a_lid_opened_by_ten_degrees_is_asked_about_at_once_and_nothing_is_judged_by(seen):
    mine = seen["f1", "front"]
    turned = {what: tipped(pose, 10.0) for what, pose in mine.items()}
    shift = BackgroundShift(0.0, FOCAL_PX * np.tan(np.radians(10.0)) / 480, 0.0)
    watch = after_calibrating(mine, turned, shift)
    assert watch.asked_s <= 10.0
    assert watch.believed == 0


@pytest.mark.costly
@pytest.mark.parametrize("down_m", [-0.05, 0.05], ids=["higher", "lower"])
@pytest.mark.parametrize("person", ["f1", "f2", "m1", "m2"])
def test_sitting_well_on_a_chair_of_another_height_is_not_called_poor(seen, person, down_m):
    mine = seen[person, "front"]
    shift_px = [0.0, down_m / 0.65 * FOCAL_PX]
    moved = {
        what: changed(pose, pose.points_px + shift_px)
        for what, pose in mine.items()
        if "upright" in what
    }
    assert after_calibrating(mine, moved).believed == 0


def test_the_table_has_a_row_a_change_and_says_when_nothing_was_told():
    text = markdown(
        {
            (True, PERSON): [Watched(120.0, 10, 5), Watched(None, 10, 0)],
            (True, SAME): [Watched(None, 4, 4)],
            (False, HEIGHT): [Watched(60.0, 0, 0)],
        }
    )
    rows = text.splitlines()[2:]
    assert rows[0] == f"| in front | {PERSON} | 2 | 50% | 2 | 75% |"
    assert rows[1] == f"| in front | {SAME} | 1 | 0% | - | 0% |"
    assert rows[2].startswith("| from aside")
