"""What the endurance tests do inside the process that has the fake webcam."""

import logging
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from threading import Timer

import psutil

from posture.capture import FrameCheck, open_live
from posture.config import load_config
from posture.core.states import Condition
from posture.errors import CameraProcessLostError
from posture.monitor.observer import SourceObserver
from posture.monitor.supervisor import ChildObserver
from posture.system.clock import SystemClock
from posture.vision.landmarker import MediapipeEstimator
from posture.vision.models import verified_model
from tests.support.webcam import set_state

# A process that may take long to begin.
UNHURRIED = "camera_process.first_look_timeout_s=300"
# A camera fast enough not to be waited for, and a model that is never spared.
OVERRIDES = ["capture.camera_fps=100", "capture.warm_up_s=0", "capture.unmoved_s=0"]


class SkippingClock(SystemClock):
    """Real time, with leaps: waiting a minute for the next retry would prove nothing more."""

    leapt_s = 0.0

    def monotonic_s(self):
        return super().monotonic_s() + self.leapt_s


@contextmanager
def observer():
    clock = SkippingClock()
    capture = load_config(OVERRIDES).capture
    eyes = SourceObserver(
        open_live(0, settings=capture, clock=clock),
        MediapipeEstimator(verified_model("lite"), mode="still"),
        FrameCheck(capture),
        clock,
        capture,
        load_config().vision,
    )
    with closing(eyes):
        yield eyes, clock


def hanging_at_open():
    """Conditions of a camera whose opening never ends, and then does; and of one for good."""
    told = []
    set_state("slow 3600")
    in_time = ("camera_process.first_look_timeout_s=10", "camera_process.max_restarts=1000")
    with closing(_eyes(*in_time)) as eyes:
        told.append(eyes.observe().condition)
        set_state("ok")
        told.append(_once_it_is_in_time(eyes))
    set_state("slow 3600")
    with (
        closing(_eyes("camera_process.first_look_timeout_s=1")) as eyes,
        suppress(CameraProcessLostError),
    ):
        while True:
            told.append(eyes.observe().condition)
    return told


def _once_it_is_in_time(eyes):
    """The condition of the first look that was not given up; a busy machine may miss deadlines."""
    while (condition := eyes.observe().condition) is Condition.HUNG:
        pass
    return condition


def stopped_and_crashed():
    """Conditions of a look, a process that stops, a look, one that crashes, a look.

    With the limits of looks as configured; a process may take long to begin.
    """
    told = []
    with closing(_eyes(UNHURRIED)) as eyes:
        for number in (0, signal.SIGSTOP, 0, signal.SIGSEGV, 0):
            if number:
                os.kill(eyes.pid, number)
            told.append(eyes.observe().condition)
    return told


def stopped_while_it_rests():
    """What was waited for when a process that stopped just after its look was found out each time.

    With the limits as configured, and rests as a watch makes them while away on battery.
    """
    logging.disable()  # no log file is open here, and standard error would get it
    monitor, availability = load_config().monitor, load_config().desktop
    longest_s = monitor.away_interval_s * availability.battery_factor
    ways = {
        "looking": ("capture.mode=hold", longest_s),
        "burst": ("capture.mode=burst", longest_s),
        "paused": ("capture.mode=hold", longest_s),
        "far apart": ("monitor.away_interval_s=600", 3600.0),
    }
    with ThreadPoolExecutor(len(ways)) as players:
        playing = {
            name: players.submit(_find_out, setting, rest_s, is_released=name == "paused")
            for name, (setting, rest_s) in ways.items()
        }
        return [name for name, found_out in playing.items() if found_out.result() is None]


def _find_out(setting, rest_s, *, is_released):
    with closing(_eyes(UNHURRIED, setting)) as eyes:
        eyes.observe()
        stopped = eyes.pid
        os.kill(stopped, signal.SIGSTOP)
        if is_released:
            eyes.release()
        while psutil.pid_exists(stopped):
            eyes.rest(rest_s)
            if not is_released and psutil.pid_exists(stopped):
                eyes.observe()


def asleep_with_the_machine():
    """The condition told of a look during which the machine slept for an hour; the same of a rest.

    Its process stands still meanwhile, as all processes do.
    """
    clock = SkippingClock()
    patient = ("camera_process.look_timeout_s=300", "camera_process.ping_interval_s=0.1")
    config = load_config([UNHURRIED, *patient])
    with closing(ChildObserver("0", config, clock, loop=False, must_be_there=False)) as eyes:
        eyes.observe()
        first = eyes.pid

        def wake_up():
            clock.leapt_s += 3600
            os.kill(first, signal.SIGCONT)

        told = []
        for live in (eyes.observe, lambda: eyes.rest(0.5)):
            os.kill(first, signal.SIGSTOP)
            waking = Timer(1.0, wake_up)
            waking.start()
            live()
            waking.join()
            told.append(eyes.observe().condition)
        return [*told, eyes.pid == first]


def unplugged_and_replugged():
    """Conditions told, of a camera pulled out while open and put back, again and again."""
    with observer() as (eyes, clock):
        return _in_turn(eyes, clock, lambda: set_state("enodev"))


def busy_and_free():
    """Conditions told, of a camera another program takes whenever it is let go."""
    with observer() as (eyes, clock):

        def taken():
            eyes.release()
            set_state("ebusy")

        told = _in_turn(eyes, clock, taken)
        process = psutil.Process()
        return [*told, process.num_threads(), process.num_fds()]


def _in_turn(eyes, clock, fail):
    """Conditions told of a camera that works and fails in turn."""
    told = []
    for _ in range(int(os.environ["ROUNDS"])):
        set_state("ok")
        clock.leapt_s += 61
        told.append(eyes.observe().condition)
        fail()
        told.append(eyes.observe().condition)
    return told


def _eyes(*overrides):
    """Camera and model in a process of their own, as in a watch."""
    config = load_config(overrides)
    return ChildObserver("0", config, SystemClock(), loop=False, must_be_there=False)
