"""What a still says of the lens that took it."""

import math

import numpy as np
import pytest
from PIL import Image

from posture.app.person_seen import PersonSeen
from posture.capture import read_picture
from tests.support.seated import seated

FOCAL_35MM = 0xA405
# 26 mm, what phones have, on the diagonal of a frame 36 mm by 24 mm.
LENGTH = 26 / 43.27


def written(folder, size=(640, 480), focal_mm=26, taken=None):
    exif = Image.Exif()
    tags = exif.get_ifd(0x8769)
    tags[FOCAL_35MM] = focal_mm
    if taken:
        tags[0xA002], tags[0xA003] = taken
    picture = Image.fromarray(np.zeros((size[1], size[0], 3), np.uint8))
    file = folder / "still.jpg"
    picture.save(file, exif=exif)
    return file


def test_a_still_tells_the_lens_that_took_it(tmp_path):
    assert read_picture(written(tmp_path)).focal_px == pytest.approx(LENGTH * 800)
    assert read_picture(written(tmp_path, taken=(640, 480))).focal_px is not None


def test_a_still_made_smaller_to_be_looked_at_keeps_its_lens(tmp_path):
    small = read_picture(written(tmp_path, size=(4000, 3000)))
    assert small.focal_px == pytest.approx(LENGTH * math.hypot(*small.rgb.shape[:2]))


@pytest.mark.parametrize("more", [{"focal_mm": 0}, {"taken": (4000, 3000)}])
def test_a_still_that_was_cropped_or_does_not_know_tells_nothing(tmp_path, more):
    assert read_picture(written(tmp_path, **more)).focal_px is None


def test_a_still_without_or_with_broken_tags_tells_nothing(tmp_path):
    file = tmp_path / "plain.png"
    Image.fromarray(np.zeros((480, 640, 3), np.uint8)).save(file)
    assert read_picture(file).focal_px is None
    file = written(tmp_path)
    whole = file.read_bytes()
    at = whole.index(b"Exif")
    for kept in (8, 12, 16):
        file.write_bytes(whole[: at + kept] + b"\xfe" * 6 + whole[at + kept + 6 :])
        assert read_picture(file).focal_px is None


def test_the_field_of_view_is_that_across_the_picture_as_it_is_seen():
    pose = seated()
    seen = PersonSeen((pose,), 1, 100.0, focal_px=320.0)
    assert seen.hfov_deg == pytest.approx(90.0)
    assert PersonSeen((pose,), 1, 100.0).hfov_deg is None
