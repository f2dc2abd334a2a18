"""One look: a fresh picture, checked, and the one person in it; or the condition that prevents it.

A fault releases the source, and the looks that follow tell its condition at once until it is time
to try again: after 1 s, 2 s, 4 s ... 60 s. A covered or frozen picture is told as that, a picture
without anybody as away; else the nearest person is seen, and then the same one look after look.
"""

from posture.capture.freshness import FrameCheck
from posture.config import CaptureSection
from posture.core.events import Condition, Observation
from posture.core.people import follow
from posture.core.pose import Pose
from posture.errors import CameraError
from posture.protocols import Clock, Frame, FrameSource, PoseEstimator


class SourceObserver:
    """An Observer over one source. Never waits for a retry: the caller decides when to look."""

    def __init__(
        self,
        source: FrameSource,
        estimator: PoseEstimator,
        check: FrameCheck,
        clock: Clock,
        settings: CaptureSection,
    ) -> None:
        self._source, self._estimator, self._check, self._clock = source, estimator, check, clock
        self._settings = settings
        self._fault: CameraError | None = None
        self._retry_at_s, self._wait_s = 0.0, 0.0
        self._person: Pose | None = None

    @property
    def fault(self) -> CameraError | None:
        """What is wrong with the source at present, with its remedy."""
        return self._fault

    def observe(self) -> Observation | None:
        """Look once; None when a recording has ended. Camera faults come back as conditions."""
        now_s = self._clock.monotonic_s()
        if self._fault is not None and now_s < self._retry_at_s:
            return Observation(at_s=now_s, condition=self._fault.condition)
        try:
            frame = self._source.read()
        except CameraError as error:
            return self._lost(error)
        self._fault, self._wait_s = None, 0.0
        return None if frame is None else self._judge(frame)

    def close(self) -> None:
        self._source.close()
        self._estimator.close()

    def _judge(self, frame: Frame) -> Observation:
        read_s = self._clock.monotonic_s()
        condition = self._check.check(frame)
        pose = None
        if condition is Condition.SEEN:
            self._person = pose = self._find(frame)
            condition = Condition.AWAY if pose is None else Condition.SEEN
        age_s = frame.age_s + self._clock.monotonic_s() - read_s
        return Observation(at_s=frame.at_s, condition=condition, pose=pose, frame_age_s=age_s)

    def _find(self, frame: Frame) -> Pose | None:
        height, width = frame.rgb.shape[:2]
        before = self._person
        if before is not None and (before.width_px, before.height_px) != (width, height):
            before = None  # the picture changed its size: positions in it mean something else
        return follow(self._estimator.estimate(frame), before)

    def _lost(self, error: CameraError) -> Observation:
        self._source.close()
        self._check.reset()
        self._person = None
        self._fault = error
        longer_s = self._wait_s * 2 or self._settings.retry_first_s
        self._wait_s = min(longer_s, self._settings.retry_longest_s)
        # Counted from now: a read that hung has used up time of its own.
        now_s = self._clock.monotonic_s()
        self._retry_at_s = now_s + self._wait_s
        return Observation(at_s=now_s, condition=error.condition)
