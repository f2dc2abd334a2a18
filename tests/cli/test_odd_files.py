"""``posture measure`` on pictures as scanners, phones and programs store them."""

import json
import os
import shutil
import sys

import cv2
import numpy as np
import pytest

from posture.system.paths import resource
from tests.support.clips import filmed, first
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
        case "24 megapixels":
            path = path.with_suffix(".jpg")
            bgr = cv2.resize(bgr, (5656, 4242), interpolation=cv2.INTER_LINEAR)
    assert cv2.imwrite(str(path), bgr)
    return path


def test_whatever_a_picture_was_stored_as_the_verdict_is_the_same(posture, tmp_path):
    kinds = ["colour", "grey", "16 bits", "16 bits grey", "alpha", "24 megapixels"]
    done = posture("measure", *[stored(tmp_path, kind) for kind in kinds], "--json")
    assert (done.returncode, done.stderr) == (0, "")
    colour, *others = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(others) == len(kinds) - 1
    for other in others:
        # Near the limit colour may tip it to "unknown", never to the opposite.
        assert {other["posture"], colour["posture"]} != {"good", "poor"}, other["path"]
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


def test_a_picture_that_cannot_be_read_is_reported_and_the_others_are_judged(posture, tmp_path):
    for name in ("a", "c"):
        (tmp_path / f"{name}.jpg").write_bytes(PICTURE.read_bytes())
    (tmp_path / "b.jpg").write_text("no picture")
    for words in (sorted(tmp_path.iterdir()), [tmp_path, tmp_path / "nosuch.jpg"]):
        done = posture("measure", *words)
        assert done.returncode == 1
        assert [line.partition(":")[0] for line in done.stdout.splitlines()] == [
            str(tmp_path / "a.jpg"),
            str(tmp_path / "c.jpg"),
        ]
        assert f"posture: {tmp_path / 'b.jpg'}: not a readable picture" in done.stderr
    rows = [json.loads(line) for line in posture("measure", tmp_path, "--json").stdout.splitlines()]
    assert [row.get("error", "")[-1:] for row in rows] == ["", ".", ""]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a name of any bytes")
def test_whatever_a_file_is_called_every_command_takes_it_and_prints_a_line(posture, tmp_path):
    name, shown = os.fsdecode(b"\xff\n\x1b[31m:x"), r"\xff\n\x1b[31m:x"
    picture = shutil.copy(PICTURE, tmp_path / f"{name}.jpg")
    upright = ("m2_front_low", first("m2_front_low", "upright"), 2)
    film = filmed(tmp_path / "plain.avi", upright).rename(tmp_path / f"{name}.avi")
    (measured,) = posture("measure", picture).stdout.splitlines()
    assert measured.startswith(f"{tmp_path}/{shown}.jpg: ")
    assert posture("replay", film).stdout.splitlines()[-1].endswith("nudges")
    for source in (picture, film):
        assert posture("calibrate", "--upright", source).returncode == 0
        assert shown in posture("profiles").stdout
    run = posture("run", "--source", film, "--for", "2s", "--quiet")
    assert (run.returncode, run.stderr) == (0, "")
    assert shown in (posture.home / "log" / "posture.log").read_text()
    missing = refused(posture("measure", f"{picture}.none"))
    assert missing.startswith(f"{tmp_path}/{shown}.jpg.none: no such file")


def test_a_folder_says_what_it_leaves_out_and_the_rest_is_read(posture, tmp_path):
    shutil.copy(PICTURE, tmp_path / "a.jfif")
    for name in ("b.heic", "c.heic", "d.dng", "e.jxl"):
        (tmp_path / name).write_bytes(b"something")
    for words in (["measure"], ["replay"], ["calibrate", "--upright"]):
        done = posture(*words, tmp_path)
        assert done.returncode == 0
        (said,) = done.stderr.splitlines()
        assert "skipped, because unreadable: b.heic, c.heic, d.dng and 1 more." in said


def test_frames_too_far_apart_to_be_counted_are_told_as_that(posture, tmp_path):
    for number in range(4):
        shutil.copy(PICTURE, tmp_path / f"{number}.jpg")
    said = refused(posture("replay", tmp_path, "--fps", "0.05"))
    assert "its frames lie 20 s apart, and gaps of more than 3 s are not counted" in said
    seldom = ("--set", "monitor.alert_interval_s=20", "--set", "monitor.steady_interval_s=20")
    done = posture("replay", tmp_path, "--fps", "0.05", "--json", *seldom)
    assert json.loads(done.stdout.splitlines()[-1])["duration_s"] >= 60


def test_a_person_of_a_few_pixels_is_too_small_to_be_judged(posture, tmp_path):
    """In a tiny picture, where the model sees somebody all the same."""
    bgr = cv2.imread(str(PICTURE))
    cv2.imwrite(str(tmp_path / "tiny.png"), cv2.resize(bgr, (72, 54), interpolation=cv2.INTER_AREA))
    (said,) = posture("measure", tmp_path / "tiny.png").stdout.splitlines()
    assert said.endswith("unknown, you are too small in the picture")
    cv2.imwrite(str(tmp_path / "small.png"), cv2.resize(bgr, (240, 180)))
    assert "neck" in posture("measure", tmp_path / "small.png").stdout
