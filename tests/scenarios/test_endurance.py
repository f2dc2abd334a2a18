"""A long day with a webcam, made short: nothing grows, and nothing gets stuck.

By hand for as long as wanted: POSTURE_TEST_LOOKS=4000 make test ARGS="-m costly -k many_looks -s"
"""

import os

import psutil
import pytest

from posture.app.bench.usage import Usage
from posture.capture import open_recording
from posture.config import load_config
from posture.system.paths import resource
from tests.support.running import status_of, wait_for
from tests.support.waiting import PATIENCE_S
from tests.support.webcam import FakeWebcam, compile_library, side_by_side, why_not, write_frames

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())

LOOKS = int(os.environ.get("POSTURE_TEST_LOOKS", "200"))
WARM_LOOKS = 100
ROUNDS = 30
GROWTH_MB = 5
# Look after look, at a camera that is not waited for, with a model that is never spared.
HASTE = (
    "capture.camera_fps=100",
    "capture.warm_up_s=0",
    "capture.unmoved_s=0",
    "monitor.steady_interval_s=0.001",
    "monitor.alert_interval_s=0.001",
    "monitor.away_interval_s=0.001",
    "monitor.gap_intervals=100",
    "notifier.backend=off",
)


@pytest.fixture(scope="module")
def new_webcam(tmp_path_factory):
    """A webcam of its own at each call, with somebody sitting before it."""
    folder = tmp_path_factory.mktemp("webcam")
    clip = open_recording(resource("samples/clips/f1_front.mp4"))
    pictures = [frame.rgb for frame in clip.frames() if 4 <= frame.at_s < 12]
    library, played = compile_library(folder), write_frames(pictures, folder / "frames")

    def new():
        fake = FakeWebcam(library, tmp_path_factory.mktemp("control"), played)
        fake.environment |= {"ROUNDS": str(ROUNDS), "OPENBLAS_NUM_THREADS": "1"}
        return fake

    return new


@pytest.fixture(scope="module")
def told_by(new_webcam):
    """told_by(name): what that function of tests.support.endurance returns."""
    names = (
        "unplugged_and_replugged",
        "busy_and_free",
        "hanging_at_open",
        "stopped_and_crashed",
        "stopped_while_it_rests",
        "asleep_with_the_machine",
    )

    def play(name):
        return new_webcam().run(name, timeout_s=PATIENCE_S, module="endurance")

    with side_by_side(play, names, at_once=len(names)) as told:
        yield told


@pytest.mark.costly
def test_memory_threads_and_file_descriptors_stay_as_they_are_over_many_looks(new_webcam, posture):
    """Of all processes of a whole watch: camera, model, rules, record."""
    haste = [word for setting in HASTE for word in ("--set", setting)]
    watch = posture.start("run", "--quiet", "--source", "0", *haste, **new_webcam().preloaded)
    usage = Usage()
    for looks in (WARM_LOOKS, WARM_LOOKS + LOOKS):
        wait_for(lambda: status_of(posture).get("looks", 0) >= looks)  # noqa: B023
        usage.look(psutil.Process(watch.pid))
    eyes = status_of(posture)["camera_process"]
    assert posture("stop").returncode == 0
    assert watch.wait(timeout=PATIENCE_S) == 0
    print(f"after {WARM_LOOKS} looks and {LOOKS} more: {usage}")  # noqa: T201 - for the hand
    assert eyes["model_calls"] == eyes["looks"] >= WARM_LOOKS + LOOKS
    assert usage.own_mb[1] - usage.own_mb[0] <= GROWTH_MB
    assert usage.threads[0] == usage.threads[1]
    assert usage.descriptors[0] == usage.descriptors[1]


def test_a_camera_pulled_out_thirty_times_is_found_again_each_time(told_by):
    assert told_by("unplugged_and_replugged") == ["seen", "unplugged"] * ROUNDS


def test_a_camera_taken_by_another_program_thirty_times_comes_back_each_time(told_by):
    *told, threads, descriptors = told_by("busy_and_free")
    assert told == ["seen", "busy"] * ROUNDS
    assert threads < 20
    assert descriptors < 20


def test_a_camera_whose_opening_never_ends_is_given_up_and_tried_anew_five_times(told_by):
    once, afterwards, *always = told_by("hanging_at_open")
    assert (once, afterwards) == ("hung", "seen")
    assert always == ["hung"] * (1 + load_config().camera_process.max_restarts)


def test_a_hang_is_noticed_within_fifteen_seconds_by_the_deadlines_set():
    deadlines = load_config().camera_process
    assert deadlines.ping_interval_s + deadlines.look_timeout_s <= 15


def test_a_process_that_hangs_or_crashes_is_noticed(told_by):
    looks = told_by("stopped_and_crashed")
    assert looks == ["seen", "hung", "seen", "hung", "seen"]


def test_one_that_hangs_between_looks_is_noticed_as_soon_however_seldom_it_looks(told_by):
    assert told_by("stopped_while_it_rests") == ["looking", "burst", "paused", "far apart"]


def test_a_machine_that_slept_for_an_hour_makes_no_process_a_hanging_one(told_by):
    assert told_by("asleep_with_the_machine") == ["seen", "seen", True]
