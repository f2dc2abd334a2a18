"""``posture measure`` on pictures as scanners, phones and programs store them."""

import json

import cv2
import numpy as np
import pytest

from posture.system.paths import resource
from tests.support.command import refused

PICTURE = resource("samples/pictures/m1_r0_front_00_upright.jpg")


def stored(folder, kind):
    """The picture as ``kind``; its path."""
    bgr = cv2.imread(str(PICTURE))
    path = folder / f"{kind}.png"
    match kind:
        case "colour":
            pass
        case "grey":
            bgr = cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY)
        case "16 bits":
            bgr = bgr.astype(np.uint16) * 257
        case "16 bits grey":
            bgr = cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY).astype(np.uint16) * 257
        case "alpha":
            bgr = np.dstack([bgr, np.full(bgr.shape[:2], 90, np.uint8)])
        case "50 megapixels":
            path = path.with_suffix(".jpg")
            bgr = cv2.resize(bgr, (8160, 6120), interpolation=cv2.INTER_CUBIC)
    assert cv2.imwrite(str(path), bgr)
    return path


def test_whatever_a_picture_was_stored_as_the_verdict_is_the_same(posture, tmp_path):
    kinds = ["colour", "grey", "16 bits", "16 bits grey", "alpha", "50 megapixels"]
    done = posture("measure", *[stored(tmp_path, kind) for kind in kinds], "--json")
    assert (done.returncode, done.stderr) == (0, "")
    colour, *others = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(others) == len(kinds) - 1
    for other in others:
        assert other["posture"] == colour["posture"], other["path"]
        for angle in ("neck", "torso"):
            within = colour[f"{angle}_uncertainty_deg"]
            near = pytest.approx(colour[f"{angle}_deg"], abs=within)
            assert other[f"{angle}_deg"] == near, other["path"]


def test_a_picture_of_one_pixel_is_refused(posture, tmp_path):
    cv2.imwrite(str(tmp_path / "dot.png"), np.full((1, 1, 3), 128, np.uint8))
    assert "only 1x1 pixels" in refused(posture("measure", tmp_path / "dot.png"))


def test_a_picture_upside_down_or_on_its_side_says_so(posture, tmp_path):
    bgr = cv2.imread(str(PICTURE))
    for name, turn in (("over", cv2.ROTATE_180), ("side", cv2.ROTATE_90_CLOCKWISE)):
        cv2.imwrite(str(tmp_path / f"{name}.png"), cv2.rotate(bgr, turn))
    done = posture("measure", tmp_path / "over.png", tmp_path / "side.png")
    over, side = done.stdout.splitlines()
    assert over.endswith("over.png: unknown, the picture is upside down")
    assert side.endswith("side.png: unknown, the picture lies on its side")
    said = refused(posture("calibrate", "--upright", tmp_path / "over.png"))
    assert "upside down" in said
