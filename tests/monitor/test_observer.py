"""The observer over sources that misbehave on command; for a driver see capture/test_webcam.py."""

from datetime import UTC, datetime

import cv2
import numpy as np
import pytest

from posture.capture import FrameCheck, Paced, open_recording
from posture.config import load_config
from posture.core.pose.landmarks import Landmark
from posture.core.states import Condition
from posture.monitor.observer import SourceObserver
from posture.system.clock import VirtualClock
from posture.system.paths import resource
from posture.vision.landmarker import MediapipeEstimator
from posture.vision.models import verified_model
from tests.support.monitors import SettableSource

CAPTURE = load_config().capture
PEOPLE = load_config().vision


@pytest.fixture(scope="module")
def estimator():
    with_model = MediapipeEstimator(verified_model("lite"), mode="still")
    yield with_model
    with_model.close()


@pytest.fixture
def clock():
    return VirtualClock(datetime(2026, 1, 5, 9, tzinfo=UTC))


@pytest.fixture
def source(clock):
    return SettableSource(clock)


@pytest.fixture
def observer(source, estimator, clock):
    return SourceObserver(source, estimator, FrameCheck(CAPTURE), clock, CAPTURE, PEOPLE)


@pytest.fixture(scope="module")
def person():
    clip = open_recording(resource("samples/clips/f1_front.mp4"))
    return next(frame.rgb for frame in clip.frames() if frame.at_s >= 4)


def look_each_second(observer, clock, seconds):
    found = []
    for _ in range(seconds):
        found.append(observer.observe())
        clock.sleep(1.0)
    return found


def test_a_lost_camera_is_tried_after_1_2_4_up_to_60_seconds(observer, source, clock):
    source.now = Condition.BUSY
    tried_at_s = []
    for _ in range(300):
        before = source.reads
        assert observer.observe().condition is Condition.BUSY
        if source.reads > before:
            tried_at_s.append(clock.monotonic_s())
        clock.sleep(1.0)
    gaps_s = np.diff(tried_at_s).tolist()
    assert gaps_s == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert source.closes == source.reads, "the camera is let go of after each fault"


def test_a_camera_that_comes_back_is_seen_and_the_wait_starts_anew(observer, source, clock, person):
    source.now = Condition.UNPLUGGED
    look_each_second(observer, clock, 8)
    assert observer.fault is not None
    source.now = person
    clock.sleep(60)
    assert observer.observe().condition is Condition.SEEN
    assert observer.fault is None
    source.now = Condition.UNPLUGGED
    observer.observe()
    before = source.reads
    clock.sleep(1.0)
    observer.observe()
    assert source.reads == before + 1


def test_the_fault_told_is_the_latest(observer, source, clock):
    source.now = Condition.UNPLUGGED
    assert observer.observe().condition is Condition.UNPLUGGED
    source.now = Condition.NO_CAMERA
    clock.sleep(1.5)
    assert observer.observe().condition is Condition.NO_CAMERA


def test_a_covered_lens_is_never_a_posture(observer, source, clock, person):
    source.now = person
    assert observer.observe().pose is not None
    source.now = np.zeros_like(person)
    for looked in look_each_second(observer, clock, 5):
        assert looked.condition is Condition.COVERED
        assert looked.pose is None


def test_a_picture_of_another_size_is_judged_afresh(observer, source, person):
    person = cv2.GaussianBlur(person, (0, 0), 3)  # so that the sizes look alike, sample by sample
    source.now = person
    small = observer.observe().pose
    source.now = person.repeat(2, axis=0).repeat(2, axis=1)
    big = observer.observe().pose
    assert (big.width_px, big.height_px) == (small.width_px * 2, small.height_px * 2)
    ratio = big[Landmark.NOSE].y_px / small[Landmark.NOSE].y_px
    assert ratio == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize("name", ["empty_room", "f1_front"])
def test_a_room_is_away_when_empty_and_seen_when_somebody_sits_there(estimator, clock, name):
    recording = open_recording(resource(f"samples/clips/{name}.mp4"))
    observer = SourceObserver(
        Paced(recording, clock, loop=False),
        estimator,
        FrameCheck(CAPTURE, live=False),
        clock,
        CAPTURE,
        PEOPLE,
    )
    seen = []
    while (looked := observer.observe()) is not None:
        seen.append(looked.condition)
        clock.sleep(3.0)
    assert len(seen) > 10
    assert set(seen) == {Condition.AWAY if name == "empty_room" else Condition.SEEN}


def test_somebody_who_leaves_is_gone_at_the_next_look(observer, source, clock, person):
    room = next(open_recording(resource("samples/clips/empty_room.mp4")).frames()).rgb
    source.now = person
    look_each_second(observer, clock, 2)
    noise = np.random.default_rng(5)
    for _ in range(5):
        clock.sleep(2.0)
        source.now = np.clip(room + noise.normal(0, 2, room.shape), 0, 255).astype(np.uint8)
        assert observer.observe().condition is Condition.AWAY


def test_a_look_tells_what_it_cost_and_a_spared_model_costs_nothing(
    observer, source, clock, person
):
    source.now = person
    judged = observer.observe()
    clock.sleep(1.0)
    spared = observer.observe()
    assert spared.is_reused
    assert spared.cost.model_s == 0
    assert judged.cost.process_s < spared.cost.process_s
