import csv
import math
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from posture.capture import read_picture
from posture.core.pose.landmarks import Landmark
from posture.core.pose.tracking import size_px
from posture.errors import ModelError
from posture.protocols import Frame
from posture.system.exit import ctrl_c_afterwards
from posture.system.paths import resource
from posture.vision.landmarker import MediapipeEstimator, pose_from_mediapipe
from posture.vision.models import verified_model
from tests.support.waiting import PATIENCE_S

PICTURES = resource("samples/pictures")
NEAR = PICTURES / "m1_r0_front_00_upright.jpg"
FAR = PICTURES / "f2_r1_front_00_upright.jpg"


def frame_of(rgb, at_s=0.0):
    return Frame(at_s=at_s, rgb=np.ascontiguousarray(rgb))


@pytest.fixture(scope="module")
def still():
    estimator = MediapipeEstimator(verified_model("lite"), mode="still")
    yield estimator
    estimator.close()


@pytest.fixture
def video():
    estimator = MediapipeEstimator(verified_model("lite"), mode="video", people=1)
    yield estimator
    estimator.close()


def test_landmarks_are_pixels_where_the_body_is(still):
    with (PICTURES / "truth.csv").open() as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["view"] == "front" and row["kind"] == "upright" and row["set"] != "sweep"
        ]
    assert len(rows) == 8
    for row in rows:
        (pose,) = still.estimate(read_picture(PICTURES / row["file"]))
        assert (pose.width_px, pose.height_px) == (640, 480)
        for landmark in (Landmark.NOSE, Landmark.LEFT_EYE, Landmark.RIGHT_EYE):
            name = landmark.name.lower()
            away_px = np.hypot(
                pose[landmark].x_px - float(row[f"{name}_x"]),
                pose[landmark].y_px - float(row[f"{name}_y"]),
            )
            assert away_px < 15, (row["file"], name)
        assert pose[Landmark.LEFT_SHOULDER].x_px > pose[Landmark.RIGHT_SHOULDER].x_px
        assert pose[Landmark.NOSE].visibility > 0.9
        assert pose.world_m.shape == (33, 3)


def test_a_strip_that_is_not_contiguous_gives_the_same_landmarks(still):
    rgb = read_picture(NEAR).rgb
    padded = np.zeros((rgb.shape[0], rgb.shape[1] + 7, 3), np.uint8)
    padded[:, :-7] = rgb
    (whole,) = still.estimate(Frame(at_s=0, rgb=rgb))
    (sliced,) = still.estimate(Frame(at_s=0, rgb=padded[:, :-7]))
    assert np.allclose(whole.points_px, sliced.points_px)


def test_the_nearer_of_two_people_comes_first_on_either_side(still):
    near, far = read_picture(NEAR).rgb[:, 100:540], read_picture(FAR).rgb[:, 100:540]
    for pair in ((near, far), (far, near)):
        people = still.estimate(frame_of(np.hstack(pair)))
        assert len(people) == 2
        assert size_px(people[0]) > 1.3 * size_px(people[1])
        is_left = people[0][Landmark.NOSE].x_px < near.shape[1]
        assert is_left == (pair[0] is near)


@pytest.mark.parametrize("shape", [(0, 0, 3), (1, 1, 3), (0, 640, 3), (480, 8, 3)])
def test_a_picture_without_room_for_a_person_has_nobody(still, shape):
    assert still.estimate(frame_of(np.zeros(shape, np.uint8))) == ()


def test_somebody_upside_down_or_in_the_dark_breaks_nothing(still):
    rgb = read_picture(NEAR).rgb
    for odd in (rgb[::-1, ::-1], rgb // 12, np.zeros_like(rgb), np.full_like(rgb, 255)):
        still.estimate(frame_of(odd))


def test_a_landmark_that_is_no_number_makes_nobody():
    whole = [SimpleNamespace(x=0.5, y=0.5, z=0.0, visibility=1.0, presence=1.0)] * 33
    broken = [SimpleNamespace(x=math.nan, y=0.5, z=0.0, visibility=1.0, presence=1.0), *whole[1:]]
    assert pose_from_mediapipe(whole, whole, 640, 480).width_px == 640
    assert pose_from_mediapipe(broken, whole, 640, 480) is None
    assert pose_from_mediapipe(whole, broken, 640, 480) is None


def test_time_that_stands_still_or_runs_back_is_no_matter(video):
    rgb = read_picture(NEAR).rgb
    for at_s in (10.0, 10.0, 10.0004, 3.0, 3.5, 0.0, 1e6, 0.0):
        assert len(video.estimate(frame_of(rgb, at_s))) == 1


def test_nothing_native_reaches_the_terminal_and_nothing_of_ours_is_lost():
    code = """
import sys
from posture.capture import read_picture
from posture.vision.landmarker import MediapipeEstimator
from posture.vision.models import verified_model
estimator = MediapipeEstimator(verified_model("lite"), mode="still")
print(len(estimator.estimate(read_picture(sys.argv[1]))))
print("our own words", file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(NEAR)],
        capture_output=True,
        text=True,
        check=True,
        cwd=resource("."),
    )
    assert done.stdout == "1\n"
    assert done.stderr == "our own words\n", "also when nobody called close()"


def test_what_others_write_meanwhile_comes_through():
    code = """
import os, sys
from posture.system.native_stderr import native_chatter_hidden
with native_chatter_hidden():
    os.write(2, b"W0000 00:00:1795424935.460697 18933 x.cc:114] chatter\\n")
    os.write(2, b"somebody's own warning\\n")
    print("and one by Python", file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=resource(".")
    )
    assert done.stderr == "somebody's own warning\nand one by Python\n"


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timer sends signals there")
@pytest.mark.parametrize("after_s", [0.01, 0.03, 0.06, 0.09])
def test_ctrl_c_while_the_model_loads_ends_it_and_nothing_is_written(after_s):
    """MediaPipe broken off half way writes on, or leaves a thread for which the end waits."""
    code = """
import signal, sys
import mediapipe.tasks.python.vision
from posture.capture import read_picture
from posture.vision.landmarker import MediapipeEstimator
from posture.vision.models import verified_model
frame, model = read_picture(sys.argv[1]), verified_model("lite")
signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGINT))
signal.setitimer(signal.ITIMER_REAL, float(sys.argv[2]))
try:
    estimator = MediapipeEstimator(model, mode="still")
    while True:
        estimator.estimate(frame)
except KeyboardInterrupt:
    print("ended")
"""
    words = [sys.executable, "-c", code, str(NEAR), str(after_s)]
    done = subprocess.run(
        words, capture_output=True, text=True, check=True, timeout=PATIENCE_S, cwd=resource(".")
    )
    assert (done.stdout, done.stderr) == ("ended\n", "")


def test_ctrl_c_pressed_twice_does_not_wait():
    heard = []

    def press_and_go_on():
        for word in ("first", "second"):
            heard.append(word)
            signal.raise_signal(signal.SIGINT)
        heard.append("too late")

    with pytest.raises(KeyboardInterrupt), ctrl_c_afterwards():
        press_and_go_on()
    assert heard == ["first", "second"]


def test_a_file_that_is_no_model_is_one_line(tmp_path: Path):
    (tmp_path / "x.task").write_bytes(b"no model" * 100)
    with pytest.raises(ModelError) as caught:
        MediapipeEstimator(tmp_path / "x.task", mode="still")
    assert "\n" not in str(caught.value)


def test_closing_twice_is_fine():
    estimator = MediapipeEstimator(verified_model("lite"), mode="still")
    estimator.close()
    estimator.close()
