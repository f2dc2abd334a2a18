import time
from datetime import UTC, datetime

import cv2
import numpy as np
import pytest

from posture.capture import Paced, open_recording
from posture.system.clock import SystemClock, VirtualClock
from posture.system.paths import resource

COUNT, FPS = 10, 2.0


@pytest.fixture
def clock():
    return VirtualClock(datetime(2026, 1, 5, 9, tzinfo=UTC))


@pytest.fixture
def numbered(tmp_path):
    """Ten pictures whose brightness is ten times their number."""
    for number in range(COUNT):
        cv2.imwrite(str(tmp_path / f"{number}.png"), np.full((64, 64, 3), number * 10, np.uint8))
    return open_recording(tmp_path, FPS)


def number(frame):
    return round(frame.rgb.mean() / 10)


def test_each_look_gets_the_frame_that_is_due(numbered, clock):
    source = Paced(numbered, clock, loop=False)
    seen = []
    for pause_s in (0, 0.6, 1.6, 1.0):
        clock.sleep(pause_s)
        seen.append(number(source.read()))
    assert seen == [0, 1, 4, 6]


def test_time_is_told_on_the_clock_it_is_played_by(numbered, clock):
    clock.sleep(1000)
    source = Paced(numbered, clock, loop=False)
    source.read()
    clock.sleep(2.1)
    assert source.read().at_s == pytest.approx(1002)


def test_a_look_too_soon_waits_for_the_next_frame(numbered, clock):
    source = Paced(numbered, clock, loop=False)
    assert [number(source.read()) for _ in range(4)] == [0, 1, 2, 3]
    assert clock.monotonic_s() == pytest.approx(1.5)


def test_the_end_is_none_and_stays_none(numbered, clock):
    source = Paced(numbered, clock, loop=False)
    assert len(list(iter(source.read, None))) == COUNT
    assert source.read() is None


def test_a_look_long_after_the_end_finds_nothing(numbered, clock):
    source = Paced(numbered, clock, loop=False)
    source.read()
    clock.sleep(60)
    assert source.read() is None


def test_a_loop_goes_on_and_time_with_it(numbered, clock):
    source = Paced(numbered, clock, loop=True)
    frames = [source.read() for _ in range(3 * COUNT)]
    assert [number(frame) for frame in frames] == list(range(COUNT)) * 3
    assert [frame.at_s for frame in frames] == pytest.approx([i / FPS for i in range(3 * COUNT)])


def test_a_loop_looked_at_after_many_rounds_is_where_it_should_be(numbered, clock):
    source = Paced(numbered, clock, loop=True)
    source.read()
    clock.sleep(10 * COUNT / FPS + 2.2)
    assert number(source.read()) == 4


def test_a_clip_plays_in_real_time():
    clock = SystemClock()
    source = Paced(open_recording(resource("samples/clips/f1_front.mp4")), clock, loop=False)
    began_s = time.monotonic()
    times_s = [source.read().at_s - began_s for _ in range(3)]
    source.close()
    assert time.monotonic() - began_s >= 1.0 - 1 / 30  # a frame is shown when it is due
    assert times_s == sorted(times_s)
