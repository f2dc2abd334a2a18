"""A picture leaves the camera's process only while somebody watches, and is forgotten then."""

from contextlib import closing
from datetime import UTC, datetime

import numpy as np

from posture.config import load_config
from posture.monitor.preview import Preview, Shown, SmallPicture, drawn_small
from posture.monitor.supervisor import ChildObserver
from posture.protocols import Frame
from posture.system.clock import SystemClock, VirtualClock
from posture.system.paths import resource

PICTURE = str(resource("samples/pictures/f1_r1_front_00_upright.jpg"))


def preview_at(clock, woken=None):
    return Preview(clock, lambda: (woken if woken is not None else []).append(1), interval_s=0.25)


def test_nothing_is_kept_while_nobody_asks():
    preview = preview_at(VirtualClock(datetime.now(UTC)))
    preview.put(Shown(SmallPicture(b"jpeg", 90.0), None))
    assert not preview.is_open
    assert preview._shown is None
    assert preview.rest_s(3.0) == 3.0


def test_a_question_opens_it_for_a_moment_and_wakes_the_loop_once():
    clock, woken = VirtualClock(datetime.now(UTC)), []
    preview = preview_at(clock, woken)
    assert preview.ask() is None
    assert preview.is_open
    assert preview.rest_s(3.0) == 0.25
    preview.put(Shown(SmallPicture(b"jpeg", 90.0), None))
    assert preview.ask().picture.jpeg == b"jpeg"
    assert woken == [1]
    clock.sleep(2.1)
    assert not preview.is_open
    assert preview._shown is None, "the last picture is forgotten"


def test_memory_is_guarded_once_before_the_first_picture_comes_into_it():
    guarded = []
    preview = Preview(
        VirtualClock(datetime.now(UTC)), lambda: None, guard=lambda: guarded.append(1)
    )
    preview.put(Shown(SmallPicture(b"jpeg", 90.0), None))
    assert guarded == []
    assert preview.ask() is None
    preview.ask()
    assert guarded == [1]


def test_closing_it_forgets_the_picture_at_once():
    preview = preview_at(VirtualClock(datetime.now(UTC)))
    preview.ask()
    preview.put(Shown(SmallPicture(b"jpeg", 90.0), None))
    preview.close()
    preview.put(Shown(SmallPicture(b"late", 90.0), None))
    assert preview._shown is None


def test_a_picture_is_made_small_and_a_jpeg():
    frame = Frame(0.0, np.full((720, 1280, 3), 90, np.uint8))
    small = drawn_small(frame, 480)
    assert small.jpeg.startswith(b"\xff\xd8")
    assert len(small.jpeg) < 20_000
    assert small.brightness == 90.0
    assert drawn_small(None, 480) is None


def test_the_camera_process_sends_its_picture_only_while_it_is_asked_for():
    clock = SystemClock()
    preview = preview_at(clock)
    eyes = ChildObserver(
        PICTURE, load_config(), clock, loop=True, must_be_there=True, preview=preview
    )
    with closing(eyes):
        looked = eyes.observe()
        assert looked.pose is not None
        assert preview._shown is None
        while preview._shown is None:  # the question's moment may pass on a busy machine
            preview.ask()
            looked = eyes.observe()
        shown = preview._shown
        assert shown.picture.jpeg.startswith(b"\xff\xd8")
        assert shown.pose is looked.pose
        preview.close()
        eyes.observe()
        assert preview._shown is None
