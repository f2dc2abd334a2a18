"""Whether the background has shifted: a camera that was moved."""

import re
from collections import defaultdict
from contextlib import closing
from dataclasses import replace

import cv2
import numpy as np
import pytest

from posture.capture.background import Background
from posture.capture.pictures import read_picture
from posture.config import load_config
from posture.monitor.sources import estimator
from posture.system.paths import resource
from tests.support.lowered import lowered

CONFIG = load_config()


@pytest.fixture(scope="module")
def rooms():
    """(person, view) -> pictures by one camera, each with the person in it."""
    found = defaultdict(list)
    with closing(estimator(CONFIG)) as landmarker:
        for file in sorted(resource("samples/pictures").glob("*.jpg")):
            named = re.match(r"(\w\d)_(r\d)_(\w+?)_\d", file.stem)
            frame = read_picture(file)
            people = landmarker.estimate(frame)
            if named and people:
                found[named.groups()].append((frame.rgb, people[0]))
    return {who: pictures for who, pictures in found.items() if len(pictures) > 1}


def tipped(rgb, person, down):
    """The same before a camera whose lid was tipped: everything lower by so many heights."""
    picture, moved = lowered(rgb, person, down)
    return picture, [moved]


def test_whatever_the_person_does_the_background_stays(rooms):
    told = 0
    for pictures in rooms.values():
        background = Background(CONFIG.capture)
        for rgb, person in pictures:
            place = background.locate(rgb, [person])
            told += place is not None
            assert place is None or np.hypot(*place[:2]) < CONFIG.setup_change.moved_share / 2
    assert told > 10


def located(rooms, altered, looks):
    """Where the background lies in the altered pictures, where that is found within some looks."""
    for pictures in rooms.values():
        background = Background(CONFIG.capture)
        first, sitter = pictures[0]
        background.locate(first, [sitter])
        for rgb, person in pictures[1:]:
            places = [background.locate(*altered(rgb, person)) for _ in range(looks)]
            yield from [place for place in places if place is not None][:1]


def test_a_tipped_lid_is_told_by_how_much(rooms):
    places = list(located(rooms, lambda *seen: tipped(*seen, 0.06), looks=1))
    assert len(places) > 5
    for place in places:
        assert place[:2] == pytest.approx((0.0, 0.06), abs=0.012)


def grown(rgb, person, ratio):
    """The same zoomed in on its middle."""
    height, width = rgb.shape[:2]
    middle = np.array([width / 2, height / 2])
    enlarged = cv2.getRotationMatrix2D(tuple(middle), 0, ratio)
    points_px = (person.points_px - middle) * ratio + middle
    return cv2.warpAffine(rgb, enlarged, (width, height)), [replace(person, points_px=points_px)]


def test_a_picture_that_was_zoomed_is_told_by_how_much_within_some_looks(rooms):
    places = list(located(rooms, lambda *seen: grown(*seen, 1.2), looks=4))
    assert len(places) > 10
    for place in places:
        assert place == pytest.approx((0.0, 0.0, np.log(1.2)), abs=0.03)


def test_what_was_zoomed_back_is_where_it_was(rooms):
    (first, sitter), (rgb, person), *_ = rooms["f1", "r1", "deg45"]
    background = Background(CONFIG.capture)
    background.locate(first, [sitter])
    for _ in range(4):
        background.locate(*grown(rgb, person, 1.2))
    places = [background.locate(rgb, [person]) for _ in range(4)]
    assert places[-1] == pytest.approx((0.0, 0.0, 0.0), abs=0.01)


def test_a_light_switched_on_is_no_moved_camera(rooms):
    (rgb, person), *_ = next(iter(rooms.values()))
    background = Background(CONFIG.capture)
    background.locate(rgb, [person])
    brighter = np.clip(rgb.astype(np.float32) * 1.4 + 20, 0, 255).astype(np.uint8)
    place = background.locate(brighter, [person])
    assert place is None or np.hypot(*place[:2]) < CONFIG.setup_change.moved_share / 2


def test_a_bare_wall_tells_nothing():
    wall = np.full((480, 640, 3), 128, np.uint8)
    background = Background(CONFIG.capture)
    background.locate(wall, [])
    assert background.locate(wall, []) is None
