import socket
import threading
import time
from contextlib import closing

import pytest

from posture.capture import open_live
from posture.capture.stream import VideoStream
from posture.config import load_config
from posture.core.events import Condition
from posture.errors import CameraError
from posture.system.clock import SystemClock
from posture.system.paths import resource
from tests.support.mjpeg import http_camera
from tests.support.webcam import stamped_age_s

# What waited in a queue is seconds old; what a busy machine adds is not.
QUEUED_S = 1.0
SETTINGS = load_config(["capture.read_timeout_s=1.0", "capture.open_timeout_s=1.0"]).capture


@pytest.fixture
def camera():
    with http_camera() as server:
        yield server


def opened(url):
    return closing(open_live(url, settings=SETTINGS, clock=SystemClock()))


def condition_of(source):
    with pytest.raises(CameraError) as caught:
        source.read()
    assert "\n" not in str(caught.value)
    return caught.value.condition


def test_pictures_come_in_colour_and_fresh(camera):
    with opened(camera.url) as source:
        frame = source.read()
        assert frame.rgb.shape == (240, 320, 3)
        assert stamped_age_s(frame.rgb, time.monotonic()) < QUEUED_S
        assert frame.age_s <= SETTINGS.fresh_s


def test_looking_every_two_seconds_makes_no_backlog(camera):
    with opened(camera.url) as source:
        for _ in range(2):
            time.sleep(2)
            assert stamped_age_s(source.read().rgb, time.monotonic()) < QUEUED_S


def test_damaged_pictures_are_skipped_and_counted(camera):
    camera.fault = "garbage"
    with opened(camera.url) as source:
        for _ in range(8):
            frame = source.read()
            age_s = stamped_age_s(frame.rgb, time.monotonic())
            assert age_s < QUEUED_S, "a whole picture was decoded"
        assert source.skipped_frames >= 6


def test_nothing_but_damaged_pictures_is_a_fault_of_its_own(camera):
    camera.fault = "all garbage"
    with opened(camera.url) as source:
        assert condition_of(source) is Condition.DAMAGED


def test_a_stream_that_ends_is_opened_again(camera):
    with opened(camera.url) as source:
        source.read()
        camera.fault = "end"
        assert condition_of(source) is Condition.UNPLUGGED
        camera.fault = "ok"
        assert source.read().rgb.shape == (240, 320, 3)


def test_a_stream_that_hangs_is_noticed_and_opened_again(camera):
    with opened(camera.url) as source:
        source.read()
        camera.fault = "hang"
        began_s = time.monotonic()
        assert condition_of(source) is Condition.HUNG
        assert time.monotonic() - began_s < 3
        camera.fault = "ok"
        source.read()


@pytest.mark.parametrize(
    ("fault", "condition"),
    [("401", Condition.DENIED), ("503", Condition.BUSY), ("page", Condition.NO_CAMERA)],
    ids=["a password is missing", "the camera has too many viewers", "it is a page, not a camera"],
)
def test_an_answer_that_is_no_stream_is_told_apart(camera, fault, condition):
    camera.fault = fault
    with opened(camera.url) as source:
        assert condition_of(source) is condition


@pytest.mark.parametrize("fault", ["redirect", "no length"])
def test_what_other_cameras_do_works_too(camera, fault):
    camera.fault = fault
    with opened(camera.url) as source:
        ages_s = [stamped_age_s(source.read().rgb, time.monotonic()) for _ in range(3)]
    assert max(ages_s) < QUEUED_S


def test_a_password_is_sent_and_never_shown(camera):
    with opened(camera.url.replace("//", "//me:s%3Acret@")) as source:
        source.read()
        assert camera.seen_authorization == "Basic bWU6czpjcmV0"
        assert "cret" not in source.name
        camera.fault = "end"
        with pytest.raises(CameraError) as caught:
            source.read()
        assert "cret" not in str(caught.value)


def closed_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize("kind", ["open_live", "VideoStream"])
def test_a_refused_connection_is_no_camera(kind):
    url = f"http://127.0.0.1:{closed_port()}/x"
    with opened(url) if kind == "open_live" else closing(
        VideoStream(url, settings=SETTINGS, clock=SystemClock())
    ) as source:
        assert condition_of(source) is Condition.NO_CAMERA


def test_a_server_that_never_answers_is_hung():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with opened(f"http://127.0.0.1:{silent.getsockname()[1]}/") as source:
            assert condition_of(source) is Condition.HUNG


def test_other_network_video_plays_through_opencv():
    clip = resource("samples/clips/empty_room.mp4")
    with closing(VideoStream(clip.as_uri(), settings=SETTINGS, clock=SystemClock())) as source:
        assert source.read().rgb.shape == (360, 480, 3)
        with pytest.raises(CameraError, match="ended the stream"):
            list(iter(source.read, None))


def test_a_closed_stream_leaves_no_thread_behind(camera):
    with opened(camera.url) as source:
        source.read()
        assert any(thread.name == "mjpeg" for thread in threading.enumerate())
    assert not any(thread.name == "mjpeg" for thread in threading.enumerate())
