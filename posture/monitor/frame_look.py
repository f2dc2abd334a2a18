"""What one frame shows, whoever it shows: its condition, and everybody in it.

The model is spared while nothing has moved since a frame was last judged. Apart from that nothing
of the frames before is remembered: whose posture it is is for whoever follows people from look to
look (monitor/observer.py), so that a recording can be looked at in pieces.
"""

import math
from dataclasses import dataclass
from time import process_time
from typing import TYPE_CHECKING

from posture.capture.background import Background
from posture.capture.change_detector import ChangeTest
from posture.capture.frame_check import FrameCheck
from posture.core.events import BackgroundShift
from posture.core.pose.landmarks import Pose
from posture.core.states import Condition
from posture.protocols import Frame, PoseEstimator

if TYPE_CHECKING:  # the camera's process is sent its settings, and need not read them
    from posture.config import CaptureSection


@dataclass(frozen=True, slots=True, eq=False)
class FrameLook:
    """One frame, looked at.

    condition: SEEN where it can be judged, whether or not anybody is there. people: nearest first;
    empty too where ``is_reused``: nothing has moved, so whoever was found last stands for this
    frame as well. background: as in ``Observation``. check_s, model_s: CPU seconds of the check
    and of the model.
    """

    at_s: float
    width_px: int
    height_px: int
    condition: Condition
    people: tuple[Pose, ...] = ()
    is_reused: bool = False
    background: BackgroundShift | None = None
    check_s: float = 0.0
    model_s: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class CheckedFrame:
    """A frame before the model sees it, if it needs to. is_anew: nothing before it counts."""

    frame: Frame
    condition: Condition
    is_reused: bool
    is_anew: bool
    check_s: float


class FrameLooker:
    """Looks at frames in order of time: ``find(check(frame))``.

    The two halves share nothing, so that one may run ahead of the other on another thread.
    """

    def __init__(
        self, estimator: PoseEstimator, check: FrameCheck, settings: "CaptureSection"
    ) -> None:
        self._estimator, self._check, self._settings = estimator, check, settings
        self._change = ChangeTest(settings)
        self._judged_s = -math.inf
        self._shape: tuple[int, ...] | None = None
        self._background = Background(settings)
        self._located_s = -math.inf
        self._place: BackgroundShift | None = None

    def look(self, frame: Frame) -> FrameLook:
        """Check one frame and find everybody in it."""
        return self.find(self.check(frame))

    def check(self, frame: Frame, *, is_anew: bool = False) -> CheckedFrame:
        """Whether a frame can be judged, and needs the model. is_anew: it does in any case."""
        began_s = process_time()
        if is_anew:
            self._judged_s = -math.inf
        condition = self._check.check(frame)
        is_judged = condition is Condition.SEEN
        is_reused = is_judged and self._is_unmoved(frame)
        if is_judged and not is_reused:
            self._change.judged(frame.rgb)
            self._judged_s, self._shape = frame.at_s, frame.rgb.shape
        return CheckedFrame(frame, condition, is_reused, is_anew, process_time() - began_s)

    def find(self, checked: CheckedFrame) -> FrameLook:
        """Everybody in a frame, and where its background lies."""
        began_s = process_time()
        frame = checked.frame
        if checked.is_anew:
            self._located_s, self._place = -math.inf, None
        is_judged = checked.condition is Condition.SEEN
        is_asked = is_judged and not checked.is_reused
        people: tuple[Pose, ...] = ()
        if is_asked:
            people = self._estimator.estimate(frame)
            self._place = self._locate(frame, people)
        height, width = frame.rgb.shape[:2]
        return FrameLook(
            frame.at_s,
            width,
            height,
            checked.condition,
            people,
            checked.is_reused,
            self._place if is_judged else None,
            check_s=checked.check_s,
            model_s=process_time() - began_s if is_asked else 0.0,
        )

    def know_background(self, first: Frame) -> None:
        """The background's shift is measured from this picture on."""
        self._background.locate(first.rgb, self._estimator.estimate(first))

    def reset(self) -> None:
        """Forget the last frame, as after a fault: the next one is judged by the model."""
        self._check.reset()
        self._change.reset()

    def release(self) -> None:
        """The camera is let go: its last picture says nothing of the next."""
        self._check.reset()

    def close(self) -> None:
        self._estimator.close()

    def _is_unmoved(self, frame: Frame) -> bool:
        """Whether the last judgement still holds, so that the model can be spared."""
        is_recent = 0 <= frame.at_s - self._judged_s < self._settings.unmoved_s
        is_same_size = self._shape == frame.rgb.shape
        return is_recent and is_same_size and not self._change.has_changed(frame.rgb)

    def _locate(self, frame: Frame, people: tuple[Pose, ...]) -> BackgroundShift | None:
        """Where the background lies. It stays where it is for long: not every look need ask."""
        if 0 <= frame.at_s - self._located_s < self._settings.background_s:
            return self._place
        self._located_s = frame.at_s
        return self._background.locate(frame.rgb, people)
