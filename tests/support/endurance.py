"""What the endurance tests do inside the process that has the fake webcam."""

import os
from contextlib import closing, contextmanager

import psutil

from posture.capture import FrameCheck, open_live
from posture.clock import SystemClock
from posture.config import load_config
from posture.vision.landmarker import MediapipeEstimator
from posture.vision.models import verified_model
from posture.watch.observer import SourceObserver
from posture.watch.viewing import people_policy
from tests.support.webcam import set_state

# A camera fast enough not to be waited for, and a model that is never spared.
OVERRIDES = ["capture.camera_fps=100", "capture.warm_up_s=0", "capture.unmoved_s=0"]
WARM_LOOKS = 100


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
        FrameCheck(capture), clock, capture, people_policy(load_config()),
    )
    with closing(eyes):
        yield eyes, clock


def many_looks():
    """[MB, threads, file descriptors] of this process after the first looks and after the last."""
    with observer() as (eyes, _):
        told = []
        for looks in (WARM_LOOKS, int(os.environ["LOOKS"])):
            for _ in range(looks):
                assert eyes.observe().cost.model_s > 0
            told.append(_used())
        return told


def unplugged_and_replugged():
    """Conditions told, of a camera pulled out while open and put back, again and again."""
    told = []
    with observer() as (eyes, clock):
        for _ in range(int(os.environ["ROUNDS"])):
            set_state("ok")
            clock.leapt_s += 61
            told.append(eyes.observe().condition)
            set_state("enodev")
            told.append(eyes.observe().condition)
        return told


def busy_and_free():
    """Conditions told, of a camera another program takes whenever it is let go."""
    told = []
    with observer() as (eyes, clock):
        for _ in range(int(os.environ["ROUNDS"])):
            set_state("ok")
            clock.leapt_s += 61
            told.append(eyes.observe().condition)
            eyes.release()
            set_state("ebusy")
            told.append(eyes.observe().condition)
        return [*told, *_used()[1:]]


def _used():
    process = psutil.Process()
    with process.oneshot():
        memory_mb = process.memory_full_info().uss / 2**20
        return [memory_mb, process.num_threads(), process.num_fds()]
