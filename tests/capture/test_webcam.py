"""The real cv2.VideoCapture on a fake driver: tests/support/fake_v4l2.c."""

import pytest

from posture.capture import open_recording
from posture.paths import resource
from tests.support.webcam import FakeWebcam, compile_library, why_not, write_yuyv

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return compile_library(tmp_path_factory.mktemp("webcam"))


@pytest.fixture
def webcam(library, tmp_path):
    return FakeWebcam(library, tmp_path)


def test_a_camera_that_does_not_open_says_why_and_opens_when_it_can(webcam):
    told = webcam.run("faults_at_open")
    assert told["absent"][:2] == [
        "no camera",
        "There is no camera 0. Plug one in, or choose another: posture doctor lists them.",
    ]
    assert told["eacces"][0] == "denied"
    assert "usermod -aG video" in told["eacces"][1]
    assert told["ebusy"][:2] == [
        "busy",
        "Camera 0 is in use by another program. It is tried again until it is free.",
    ]
    for fault in ("absent", "eacces", "ebusy"):
        assert told[fault][2] < 1
        assert told[f"after {fault}"][0] == "read"


def test_a_camera_lost_while_open_is_named_and_comes_back(webcam):
    told = webcam.run("faults_while_open")
    assert [told[fault][0] for fault in ("enodev", "eio", "hang")] == [
        "unplugged", "unplugged", "hung",
    ]
    assert told["enodev"][2] < 0.5
    assert told["hang"][2] < 5
    assert all(told[f"after {fault}"][0] == "read" for fault in ("enodev", "eio", "hang"))


def test_a_camera_that_opens_slowly_is_waited_for(webcam):
    condition, _, took_s = webcam.run("slow_opening")
    assert condition == "read"
    assert took_s >= 1


def test_a_picture_of_another_size_is_taken_as_it_comes(webcam):
    assert webcam.run("sizes") == [[480, 640, 3], [240, 320, 3]]


@pytest.mark.parametrize("looks", ["ages_at_short_intervals", "ages_at_long_interval"])
def test_the_picture_looked_at_is_never_older_than_half_a_second(webcam, looks):
    for stamped_s, told_s in webcam.run(looks):
        assert stamped_s <= 0.5
        assert told_s == pytest.approx(stamped_s, abs=0.1)


def test_the_camera_is_held_between_looks_or_opened_for_each(webcam):
    told = webcam.run("modes")
    assert [is_open for *_, is_open in told["hold"]] == [True] * 4
    assert [is_open for *_, is_open in told["burst"]] == [False] * 4
    for looks in told.values():
        assert {condition for condition, *_ in looks} == {"away"}, "the test pattern is nobody"
        assert max(age_s for _, age_s, _ in looks) <= 0.5


def test_a_pose_that_still_holds_is_told_again_also_after_the_lens_was_covered(library, tmp_path):
    clip = open_recording(resource("samples/clips/f1_front.mp4"))
    still = [frame.rgb for frame in clip.frames() if frame.at_s == 4]
    webcam = FakeWebcam(library, tmp_path, write_yuyv(still, tmp_path / "frames"))
    del webcam.environment["FAKE_V4L2_STAMP"]  # it moves
    told = webcam.run("poses_of_a_child")
    assert [look[0] for look in told] == ["seen", "seen", "covered", "seen", "seen"]
    assert [look[1] for look in told] == [False, True, False, True, True]
    assert told[2][2] is None
    assert told[0][2] is not None
    assert told[0][2] == told[1][2] == told[3][2] == told[4][2]


def test_the_camera_through_a_day_with_a_person_before_it(library, tmp_path):
    clip = open_recording(resource("samples/clips/f1_front.mp4"))
    upright = [frame.rgb for frame in clip.frames() if 4 <= frame.at_s < 12]
    webcam = FakeWebcam(library, tmp_path, write_yuyv(upright, tmp_path / "frames"), repeat=15)
    told = webcam.run("a_day")
    assert told["ok"][-1][0] == "seen"
    assert told["ok"][-1][2] == [640, 480]
    assert [look[0] for look in told["black"]] == ["covered", "covered"]
    assert told["uncovered"][-1][0] == "seen"
    assert told["freeze"][0][0] == "seen"
    assert told["freeze"][-1][0] == "stale"
    assert told["freeze"][-1][2] is None
    assert told["thawed"][-1][0] == "seen"
    assert [look[0] for look in told["enodev"]] == ["unplugged", "unplugged"]
    assert told["back after"] < 10
    assert told["smaller"][-1][:1] + told["smaller"][-1][2:] == ["seen", [320, 240]]
    ages_s = [look[1] for looks in told.values() if isinstance(looks, list) for look in looks]
    assert max(ages_s) <= 0.5
