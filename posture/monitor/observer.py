"""One look: a fresh picture, checked, and the one person in it; or the condition that prevents it.

A fault releases the source, and the looks that follow tell its condition at once until it is time
to try again: after 1 s, 2 s, 4 s ... 60 s. A covered or frozen picture is told as that, a picture
without anybody as away; else the nearest person is seen, and then the same one look after look,
whoever else or whatever poster is in the background (core/pose/tracking.py).
"""

import math
from dataclasses import replace
from time import process_time
from typing import TYPE_CHECKING

from posture.capture.background import Background
from posture.capture.change_detector import ChangeTest
from posture.capture.frame_check import FrameCheck
from posture.core.events import Condition, Cost, Observation
from posture.core.policies.pose import PeoplePolicy
from posture.core.pose.tracking import Tracking, advance
from posture.errors import CameraError
from posture.protocols import Clock, Frame, FrameSource, PoseEstimator

if TYPE_CHECKING:  # the camera's process is sent its settings, and need not read them
    from posture.config import CaptureSection


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
        self._source, self._estimator, self._check, self._clock = source, estimator, check, clock
        self._settings, self._people = settings, people
        self._fault: CameraError | None = None
        self._retry_at_s, self._wait_s = 0.0, 0.0
        self._tracking = Tracking()
        self._change = ChangeTest(settings)
        self._judged_s = -math.inf
        self._background = Background(settings)
        self._located_s = -math.inf
        self._place: tuple[float, float] | None = None

    @property
    def fault(self) -> CameraError | None:
        """What is wrong with the source at present, with its remedy."""
        return self._fault

    def observe(self) -> Observation | None:
        """Look once; None when a recording has ended. Camera faults come back as conditions."""
        now_s = self._clock.monotonic_s()
        if self._fault is not None and now_s < self._retry_at_s:
            return _without_picture(now_s, self._fault)
        began_s = process_time()
        try:
            frame = self._source.read()
        except CameraError as error:
            return self._lost(error)
        self._fault, self._wait_s = None, 0.0
        return None if frame is None else self._judge(frame, began_s)

    def release(self) -> None:
        """Let the camera go, its light off; the next look opens it again."""
        self._source.close()
        self._check.reset()

    def close(self) -> None:
        self._source.close()
        self._estimator.close()

    def _judge(self, frame: Frame, began_s: float) -> Observation:
        read_s, captured_s = self._clock.monotonic_s(), process_time()
        condition = self._check.check(frame)
        is_judged = condition is Condition.SEEN
        is_reused = is_judged and self._is_unmoved(frame)
        checked_s = process_time()
        if is_judged and not is_reused:
            self._tracking = self._find(frame)
            self._place = self._locate(frame)
        pose = self._tracking.person if is_judged else None
        if is_judged:
            condition = Condition.AWAY if pose is None else Condition.SEEN
        ended_s = process_time()
        return Observation(
            at_s=frame.at_s,
            condition=condition,
            pose=pose,
            frame_age_s=frame.age_s + self._clock.monotonic_s() - read_s,
            is_reused=is_reused,
            background=self._place if is_judged else None,
            cost=Cost(
                capture_s=captured_s - began_s,
                check_s=checked_s - captured_s,
                model_s=ended_s - checked_s if is_judged and not is_reused else 0.0,
                process_s=ended_s,
            ),
        )

    def _is_unmoved(self, frame: Frame) -> bool:
        """Whether the last judgement still holds, so that the model can be spared."""
        is_recent = 0 <= frame.at_s - self._judged_s < self._settings.unmoved_s
        return is_recent and self._fits(frame) and not self._change.has_changed(frame.rgb)

    def _fits(self, frame: Frame) -> bool:
        """Whether the person's landmarks are in pixels of a picture of this size."""
        height, width = frame.rgb.shape[:2]
        person = self._tracking.person
        return person is None or (person.width_px, person.height_px) == (width, height)

    def _find(self, frame: Frame) -> Tracking:
        self._change.judged(frame.rgb)
        self._judged_s = frame.at_s
        known = self._tracking if self._fits(frame) else Tracking()
        return advance(known, self._estimator.estimate(frame), frame.at_s, self._people)

    def _locate(self, frame: Frame) -> tuple[float, float] | None:
        """Where the background lies. It stays where it is for long: not every look need ask."""
        if 0 <= frame.at_s - self._located_s < self._settings.background_s:
            return self._place
        self._located_s = frame.at_s
        return self._background.locate(frame.rgb, self._tracking.person)

    def _lost(self, error: CameraError) -> Observation:
        self._source.close()
        self._check.reset()
        self._change.reset()
        self._tracking = replace(self._tracking, person=None)
        self._fault = error
        longer_s = self._wait_s * 2 or self._settings.retry_first_s
        self._wait_s = min(longer_s, self._settings.retry_longest_s)
        # Counted from now: a read that hung has used up time of its own.
        now_s = self._clock.monotonic_s()
        self._retry_at_s = now_s + self._wait_s
        return _without_picture(now_s, error)


def _without_picture(at_s: float, fault: CameraError) -> Observation:
    return Observation(at_s=at_s, condition=fault.condition, fault=str(fault))
