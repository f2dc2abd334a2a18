"""The real cv2.VideoCapture on a fake driver: tests/support/fake_v4l2.c."""

import numpy as np
import pytest

from posture.capture import open_recording
from posture.config import load_config
from posture.system.paths import resource
from tests.support.webcam import FakeWebcam, compile_library, side_by_side, why_not, write_frames

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())


# The longest first.
PLAYED = (
    "a_day",
    "ages",
    "modes",
    "faults_while_open",
    "poses_of_a_child",
    "slow_opening",
    "sizes",
    "faults_at_open",
    "formats GREY",
    "formats NV12",
    "formats MJPG",
    "lit_every_other_frame",
    "replugged",
    "infrared_first",
)


@pytest.fixture(scope="module")
def told_by(tmp_path_factory):
    """told_by(name): what that function of tests.support.looks returns, each at its own webcam."""
    folder = tmp_path_factory.mktemp("webcam")
    library = compile_library(folder)
    clip = open_recording(resource("samples/clips/f1_front.mp4"))
    upright = [frame.rgb for frame in clip.frames() if 4 <= frame.at_s < 12]
    moving = write_frames(upright, folder / "moving")
    still = write_frames(upright[:1], folder / "still")
    unlit = (upright[0] * 0.15).astype(np.uint8)
    blinking = write_frames([upright[0], unlit], folder / "blinking")

    def play(name):
        own = tmp_path_factory.mktemp(name)
        match name:
            case "a_day":
                webcam = FakeWebcam(library, own, moving, repeat=15)
            case "poses_of_a_child":
                webcam = FakeWebcam(library, own, still)
                del webcam.environment["FAKE_V4L2_STAMP"]  # it moves
            case "formats GREY" | "formats NV12" | "formats MJPG":
                pixels = name.split()[1]
                encoded = write_frames(upright[:1], folder / pixels, pixels)
                webcam = FakeWebcam(library, own, encoded, number=3, pixels=pixels)
            case "lit_every_other_frame":
                webcam = FakeWebcam(library, own, blinking)
            case "infrared_first":
                webcam = FakeWebcam(library, own, pixels="GREY")
            case _:
                webcam = FakeWebcam(library, own)
        return webcam.run(name.split()[0])

    with side_by_side(play, PLAYED, at_once=3) as told:
        yield told


def test_a_camera_that_does_not_open_says_why_and_opens_when_it_can(told_by):
    told = told_by("faults_at_open")
    assert told["absent"][:2] == [
        "no camera",
        "There is no camera 0. Plug one in, or choose another: `posture doctor` lists them.",
    ]
    assert told["eacces"][0] == "denied"
    assert "usermod -aG video" in told["eacces"][1]
    assert told["ebusy"][:2] == [
        "busy",
        (
            "Camera 0 is in use by another program. Close that program, or wait until it releases "
            "the camera."
        ),
    ]
    for fault in ("absent", "eacces", "ebusy"):
        assert told[f"after {fault}"][0] == "read"


def test_a_camera_released_while_one_asks_why_it_does_not_open_is_opened(told_by):
    assert told_by("faults_at_open")["leaving"][0] == "read"


def test_a_camera_lost_while_open_is_named_and_comes_back(told_by):
    told = told_by("faults_while_open")
    assert [told[fault][0] for fault in ("enodev", "eio", "hang")] == [
        "unplugged",
        "unplugged",
        "hung",
    ]
    assert all(told[f"after {fault}"][0] == "read" for fault in ("enodev", "eio", "hang"))


def test_a_camera_that_opens_slowly_is_waited_for(told_by):
    condition, _, took_s = told_by("slow_opening")
    assert condition == "read"
    assert took_s >= 1


def test_a_picture_of_another_size_is_taken_as_it_comes(told_by):
    assert told_by("sizes") == [[480, 640, 3], [240, 320, 3]]


def test_the_picture_looked_at_is_never_older_than_half_a_second(told_by):
    """As it is taken: a quarter of one, by the picture's own stamp. Queued ones are older."""
    fresh_s = load_config().capture.fresh_s
    assert fresh_s <= 0.25
    for least_s, told_s, most_s in told_by("ages"):
        assert told_s <= fresh_s
        assert least_s - 0.01 <= told_s <= most_s + 0.01


def test_the_camera_is_held_between_looks_or_opened_for_each(told_by):
    told = told_by("modes")
    assert [is_open for *_, is_open in told["hold"]] == [True] * 3
    assert [is_open for *_, is_open in told["burst"]] == [False] * 3
    for looks in told.values():
        assert {condition for condition, *_ in looks} == {"away"}, "the test pattern is nobody"
        assert all(is_fresh for _, is_fresh, _ in looks)


def test_a_pose_that_still_holds_is_told_again_also_after_the_lens_was_covered(told_by):
    told = told_by("poses_of_a_child")
    assert [look[0] for look in told] == ["seen", "seen", "covered", "seen", "seen"]
    assert [look[1] for look in told] == [False, True, False, True, True]
    assert told[2][2] is None
    assert told[0][2] is not None
    assert told[0][2] == told[1][2] == told[3][2] == told[4][2]


@pytest.mark.parametrize("pixels", ["GREY", "NV12", "MJPG"])
def test_a_camera_of_any_pixel_format_and_number_is_read(told_by, pixels):
    shape, level = told_by(f"formats {pixels}")
    clip = open_recording(resource("samples/clips/f1_front.mp4"))
    played = next(frame.rgb for frame in clip.frames() if frame.at_s >= 4)
    assert shape == [480, 640, 3]
    wanted = [played.mean()] * 3 if pixels == "GREY" else played.mean(axis=(0, 1))
    assert level == pytest.approx(list(wanted), abs=6)


def test_of_frames_that_an_emitter_lights_in_turn_the_bright_ones_are_judged(told_by):
    levels = told_by("lit_every_other_frame")
    assert min(levels) > 0.8 * max(levels)
    assert min(levels) > 60


def test_a_camera_that_comes_back_under_another_number_is_found_by_its_lasting_name(told_by):
    assert told_by("replugged") == ["read", "unplugged", "read"]


def test_an_infrared_camera_that_comes_first_is_told_with_the_one_that_serves(told_by):
    told = told_by("infrared_first")
    assert told["infrared"] == [True, False]
    is_ok, detail = told["doctor"]
    assert not is_ok
    assert "0: Integrated IR Camera (infrared, grey pictures only); 2: Integrated Camera." in detail
    for said in (detail, told["watch"]):
        assert "Camera 0 is an infrared camera" in said
        assert 'posture run --source 2, or camera.source = "2"' in said
    assert told["by the other"] is None


def test_the_camera_through_a_day_with_a_person_before_it(told_by):
    told = told_by("a_day")
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
    assert all(look[1] for looks in told.values() if isinstance(looks, list) for look in looks)
