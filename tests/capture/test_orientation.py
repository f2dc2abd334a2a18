"""A camera on its side, and a mirror image, made upright where the frame is made."""

import json
from contextlib import closing

import cv2
import numpy as np
import pytest

from posture.capture import Orientation, UprightSource, open_recording
from posture.config import load_config
from posture.core.pose.landmarks import Landmark
from posture.monitor.supervisor import ChildObserver
from posture.protocols import Frame
from posture.system.clock import SystemClock
from tests.support.command import refused
from tests.support.composites import picture

UPRIGHT = "m1_r0_front_00_upright"
# What the camera sees -> the setting that mends it.
SEEN = {
    "as it is": (lambda rgb: rgb, ()),
    "turned left": (lambda rgb: np.rot90(rgb, 1), ("camera.rotate=90",)),
    "upside down": (lambda rgb: np.rot90(rgb, 2), ("camera.rotate=180",)),
    "turned right": (lambda rgb: np.rot90(rgb, -1), ("camera.rotate=270",)),
    "mirrored": (lambda rgb: rgb[:, ::-1], ("camera.mirror=true",)),
    "mirrored and turned left": (
        lambda rgb: np.rot90(rgb[:, ::-1], 1),
        ("camera.rotate=90", "camera.mirror=true"),
    ),
}


def orientation(settings):
    rotate = next((int(s.partition("=")[2]) for s in settings if "rotate" in s), 0)
    return Orientation(rotate, any("mirror" in setting for setting in settings))


class Camera:
    name = "camera 0"

    def __init__(self, rgb):
        self._rgb = rgb

    def open(self):
        """Nothing to open."""

    def read(self):
        return Frame(3.0, self._rgb, age_s=0.1)

    def close(self):
        """Nothing to close."""


@pytest.mark.parametrize("seen", SEEN)
def test_a_camera_and_a_recording_are_turned_alike(tmp_path, seen):
    change, settings = SEEN[seen]
    rgb = picture(UPRIGHT)
    stored = np.ascontiguousarray(change(rgb))
    frame = UprightSource(Camera(stored), orientation(settings)).read()
    assert np.array_equal(frame.rgb, rgb)
    assert (frame.at_s, frame.age_s) == (3.0, 0.1)
    cv2.imwrite(str(tmp_path / "a.png"), stored[..., ::-1])
    (recorded,) = open_recording(tmp_path, orientation=orientation(settings)).frames()
    assert np.array_equal(recorded.rgb, rgb)


def test_every_command_that_looks_at_pictures_turns_them(posture, tmp_path):
    """Each reads the same of pictures on their side as of upright ones."""
    upright, on_side = tmp_path / "upright", tmp_path / "side"
    for folder in (upright, on_side):
        folder.mkdir()
    bgr = picture(UPRIGHT)[..., ::-1]
    for number in range(2):
        cv2.imwrite(str(upright / f"{number}.png"), bgr)
        cv2.imwrite(str(on_side / f"{number}.png"), np.rot90(bgr))
    turn = ("--set", "camera.rotate=90")

    def judged(command, folder, *more):
        done = posture(command, folder, "--json", *more)
        assert done.returncode == 0, done.stderr
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        return [(row["posture"], row["neck_deg"]) for row in rows if "neck_deg" in row]

    for command in ("measure", "replay"):
        assert judged(command, on_side, *turn) == judged(command, upright)
    assert {verdict for verdict, _ in judged("measure", on_side)} == {"unknown"}
    assert "on its side" in refused(posture("calibrate", "--upright", on_side))
    assert posture("calibrate", "--upright", on_side, *turn).returncode == 0


def test_the_process_that_watches_turns_them_too(tmp_path):
    cv2.imwrite(str(tmp_path / "side.png"), np.rot90(picture(UPRIGHT)[..., ::-1]))
    config = load_config(["camera.rotate=90"])
    worker = ChildObserver(str(tmp_path), config, SystemClock(), loop=True, must_be_there=False)
    with closing(worker):
        pose = worker.observe().pose
    assert (pose.width_px, pose.height_px) == (640, 480)
    assert pose[Landmark.NOSE].y_px < pose[Landmark.LEFT_SHOULDER].y_px


def test_an_angle_that_is_no_quarter_is_refused(posture):
    said = refused(posture("measure", "x.jpg", "--set", "camera.rotate=45"))
    assert "camera.rotate" in said
    assert "should be 0, 90, 180 or 270" in said
