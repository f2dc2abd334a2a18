"""A long day with a webcam, made short: nothing grows, and nothing gets stuck.

By hand for as long as wanted: POSTURE_TEST_LOOKS=4000 make test ARGS="-k endurance -s"
"""

import os

import pytest

from posture.capture import open_recording
from posture.paths import resource
from tests.support.webcam import FakeWebcam, compile_library, why_not, write_yuyv

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())

LOOKS = int(os.environ.get("POSTURE_TEST_LOOKS", "300"))
ROUNDS = 30
GROWTH_MB = 5


@pytest.fixture(scope="module")
def webcam(tmp_path_factory):
    """Somebody sitting before it."""
    folder = tmp_path_factory.mktemp("webcam")
    clip = open_recording(resource("samples/clips/f1_front.mp4"))
    pictures = [frame.rgb for frame in clip.frames() if 4 <= frame.at_s < 12]
    fake = FakeWebcam(compile_library(folder), folder, write_yuyv(pictures, folder / "frames"))
    fake.environment |= {"LOOKS": str(LOOKS), "ROUNDS": str(ROUNDS), "OPENBLAS_NUM_THREADS": "1"}
    return fake


def test_memory_threads_and_file_descriptors_stay_as_they_are(webcam):
    webcam.set("ok")
    first, last = webcam.run("many_looks", timeout_s=60 + LOOKS / 10, module="endurance")
    print(f"after the first looks and {LOOKS} more: {first}, {last}")  # noqa: T201 - for the hand
    assert last[0] - first[0] <= GROWTH_MB
    assert last[1:] == first[1:]


def test_a_camera_pulled_out_thirty_times_is_found_again_each_time(webcam):
    told = webcam.run("unplugged_and_replugged", timeout_s=120, module="endurance")
    assert told == ["seen", "unplugged"] * ROUNDS


def test_a_camera_taken_by_another_program_thirty_times_comes_back_each_time(webcam):
    *told, threads, descriptors = webcam.run("busy_and_free", timeout_s=120, module="endurance")
    assert told == ["seen", "busy"] * ROUNDS
    assert threads < 20
    assert descriptors < 20
