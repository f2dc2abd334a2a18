"""One look: a fresh picture, checked, and the one person in it; or the condition that prevents it.

A fault releases the source, and the looks that follow return its condition at once until it is time
to try again: after 1 s, 2 s, 4 s ... 60 s. A covered or frozen picture is reported as such, one
without anybody as away (monitor/frame_look.py); else the nearest person is seen, and then the same
one look after look, whoever else or whatever poster is in the background (core/pose/tracking.py).
"""

from dataclasses import replace
from time import process_time
from typing import TYPE_CHECKING

from posture.capture.frame_check import FrameCheck
from posture.core.events import Cost, Observation
from posture.core.policies.pose import PeoplePolicy
from posture.core.pose.landmarks import Pose
from posture.core.pose.tracking import Tracking, advance
from posture.core.states import Condition
from posture.errors import CameraError
from posture.monitor.frame_look import FrameLook, FrameLooker
from posture.protocols import Clock, Frame, FrameSource, PoseEstimator
from posture.system.swap import lock

if TYPE_CHECKING:  # the camera's process is sent its settings, and need not read them
    from posture.config import CaptureSection


class Follower:
    """Whose posture it is, from look to look."""

    def __init__(self, people: PeoplePolicy) -> None:
        self._people = people
        self._tracking = Tracking()

    def follow(self, look: FrameLook) -> Pose | None:
        """The person to judge; None where nobody is, or nothing can be judged."""
        if look.condition is not Condition.SEEN:
            return None
        if not look.is_reused:
            person = self._tracking.person
            size = (look.width_px, look.height_px)
            # Landmarks are in pixels of pictures of one size.
            is_same_size = person is None or (person.width_px, person.height_px) == size
            known = self._tracking if is_same_size else Tracking()
            self._tracking = advance(known, look.people, look.at_s, self._people)
        return self._tracking.person

    def lose(self) -> None:
        """The source has failed: whoever comes next is found anew, their size is remembered."""
        self._tracking = replace(self._tracking, person=None)


def observed(look: FrameLook, person: Pose | None) -> Observation:
    """The look as the judge takes it: of one person, or away."""
    condition = look.condition
    if condition is Condition.SEEN and person is None:
        condition = Condition.AWAY
    return Observation(
        at_s=look.at_s,
        condition=condition,
        pose=person,
        is_reused=look.is_reused,
        background=look.background,
    )


class SourceObserver:
    """An Observer over one source. Never waits for a retry: the caller decides when to look."""

    def __init__(
        self,
        source: FrameSource,
        estimator: PoseEstimator,
        check: FrameCheck,
        clock: Clock,
        settings: "CaptureSection",
        people: PeoplePolicy,
    ) -> None:
        self._source, self._clock, self._settings = source, clock, settings
        self._looker = FrameLooker(estimator, check, settings)
        self._follower = Follower(people)
        self._fault: CameraError | None = None
        self._retry_at_s, self._wait_s = 0.0, 0.0

    @property
    def fault(self) -> CameraError | None:
        """What is wrong with the source at present, with its remedy."""
        return self._fault

    def observe(self) -> Observation | None:
        """Look once; None when a recording has ended. Camera faults come back as conditions."""
        return self.show()[0]

    def show(self) -> tuple[Observation | None, Frame | None]:
        """The same, and the picture that was looked at, which is not kept."""
        now_s = self._clock.monotonic_s()
        if self._fault is not None and now_s < self._retry_at_s:
            return _without_picture(now_s, self._fault), None
        began_s = process_time()
        try:
            frame = self._source.read()
        except CameraError as error:
            return self._lost(error), None
        self._fault, self._wait_s = None, 0.0
        if frame is None:
            return None, None
        lock(frame.rgb.ctypes.data, frame.rgb.nbytes)
        return self._judge(frame, began_s), frame

    def release(self) -> None:
        """Let the camera go, its light off; the next look opens it again."""
        self._source.close()
        self._looker.release()

    def close(self) -> None:
        self._source.close()
        self._looker.close()

    def _judge(self, frame: Frame, began_s: float) -> Observation:
        read_s, captured_s = self._clock.monotonic_s(), process_time()
        look = self._looker.look(frame)
        return replace(
            observed(look, self._follower.follow(look)),
            frame_age_s=frame.age_s + self._clock.monotonic_s() - read_s,
            cost=Cost(
                capture_s=captured_s - began_s,
                check_s=look.check_s,
                model_s=look.model_s,
                process_s=process_time(),
            ),
        )

    def _lost(self, error: CameraError) -> Observation:
        self._source.close()
        self._looker.reset()
        self._follower.lose()
        self._fault = error
        longer_s = self._wait_s * 2 or self._settings.retry_first_s
        self._wait_s = min(longer_s, self._settings.retry_longest_s)
        # Counted from now: a read that hung has used up time of its own.
        now_s = self._clock.monotonic_s()
        self._retry_at_s = now_s + self._wait_s
        return _without_picture(now_s, error)


def _without_picture(at_s: float, fault: CameraError) -> Observation:
    return Observation(at_s=at_s, condition=fault.condition, fault=str(fault))
