"""A calibration that a window guides, word by word; calibration_protocol.py says what is said."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime

from msgspec.structs import replace

from posture.app.calibrate import calibration_of, saved
from posture.app.composition import angle_model, make_assessor
from posture.app.person_seen import PersonSeen, refuse_unseen
from posture.app.personal_limits import limits_text
from posture.app.running_note import profile_note
from posture.app.windows.calibration_protocol import (
    PLACING,
    READY,
    SLOUCH,
    STOP,
    TRY,
    UPRIGHT,
    Found,
    Refused,
    Save,
    Saved,
    SeenPicture,
    Tried,
)
from posture.app.windows.shown_look import points_of, problems_of
from posture.capture import FrameCheck
from posture.config import Config
from posture.core.angles.angles import measure_angles
from posture.core.angles.calibration import Calibration
from posture.core.events import Verdict
from posture.core.pose.landmarks import Pose
from posture.core.pose.tracking import follow
from posture.core.verdict.deviation import change_limits_deg
from posture.errors import CalibrationError, PostureError
from posture.monitor.observer import SourceObserver
from posture.monitor.preview import drawn_small
from posture.monitor.spawn import Link
from posture.protocols import Frame, FrameSource, PoseEstimator
from posture.store.profiles import Profile, checked_name
from posture.system.clock import SystemClock

ShowIt = Callable[[Frame, tuple[Pose, ...], tuple[str, float | None]], None]


class _StoppedError(Exception):
    """The window has broken off what was going on."""


class WindowCalibration:
    """Does what the window says, and shows it every picture. Raises EOFError when it has gone."""

    def __init__(
        self,
        window: Link,
        camera: FrameSource,
        spec: str,
        landmarker: PoseEstimator,
        config: Config,
    ) -> None:
        self._window, self._camera, self._spec = window, camera, spec
        self._landmarker = _Shown(landmarker, self._show)
        self._config, self._people = config, config.vision
        self._model = angle_model(config)
        self._doing = PLACING
        self._left_s: float | None = None
        self._length_s: float | None = None
        self._upright: PersonSeen | None = None
        self._made: Calibration | None = None

    def run(self) -> None:
        while True:
            word = self._next_word()
            doing = word if isinstance(word, str) else "save"
            try:
                match word:
                    case "upright":
                        self._watch_upright()
                    case "slouch":
                        self._watch_slouch()
                    case "try":
                        self._try()
                    case Save(name=name):
                        self._save(name)
            except _StoppedError:
                pass
            except CalibrationError as error:
                self._window.send(Refused(doing, error.problem, error.remedy))

    def _next_word(self) -> object:
        """Show pictures until the window says something."""
        self._doing, self._left_s, self._length_s = PLACING, None, None
        while not self._window.poll(self._config.window.preview_interval_s):
            frame = self._camera.read()
            if frame is not None:
                self._landmarker.estimate(frame)
        return self._window.recv()

    def _watch_upright(self) -> None:
        seen = self._watch(UPRIGHT, self._config.guide.upright_s)
        self._made = calibration_of([seen], self._config, self._config.guide.upright_s)
        self._upright = seen
        self._found(UPRIGHT)

    def _watch_slouch(self) -> None:
        assert self._upright is not None  # noqa: S101 - the window asks for it after an upright
        seen = self._watch(SLOUCH, self._config.guide.slouch_s, self._upright.poses[-1])
        both = [self._upright, seen]
        self._made = calibration_of(both, self._config, self._config.guide.upright_s)
        self._found(SLOUCH)

    def _watch(self, doing: str, length_s: float, known: Pose | None = None) -> PersonSeen:
        """Count down, then look for so long."""
        for frame in self._frames(READY, self._config.guide.countdown_s):
            self._landmarker.estimate(frame)
        frames = self._frames(doing, length_s)
        seen = PersonSeen.of(frames, self._landmarker, self._people, known)
        refuse_unseen(seen, self._config)
        return seen

    def _found(self, doing: str) -> None:
        made = self._made
        assert made is not None  # noqa: S101 - it was just made
        height = made.baseline.head_height
        head = {}
        if height is not None:
            head = {"upright": height.upright, "limit": height.limit}
            if height.slouched is not None:
                head["slouched"] = height.slouched
        self._window.send(
            Found(
                doing=doing,
                quality=made.quality,
                view=str(made.baseline.view),
                lines=limits_text(made.baseline, made.thresholds),
                advice=list(made.advice),
                head=head,
                change_limits_deg=change_limits_deg(self._config.rules, made.thresholds),
            )
        )

    def _try(self) -> None:
        """Judge what is seen by the calibration just made."""
        made = self._made
        assert made is not None  # noqa: S101 - the window asks for it after an upright
        now = datetime.now().astimezone()
        tried = Profile.from_calibration("tried", made, self._spec, now)
        assessor = make_assessor(self._config, tried)
        observer = SourceObserver(
            _Fed(self._camera, self._frames(TRY, self._config.window.try_s)),
            self._landmarker,
            FrameCheck(self._config.capture, live=True),
            SystemClock(),
            replace(self._config.capture, unmoved_s=0.0),  # each picture is shown
            self._people,
        )
        counts = dict.fromkeys(Verdict, 0)
        while (looked := observer.observe()) is not None:
            verdict = assessor.assess(looked).verdict
            counts[verdict.posture] += 1
            self._landmarker.verdict = str(verdict.posture), verdict.severity
        self._landmarker.verdict = "", None
        counted = (counts[kind] for kind in (Verdict.GOOD, Verdict.POOR, Verdict.UNKNOWN))
        self._window.send(Tried(*counted))

    def _save(self, name: str) -> None:
        assert self._made is not None  # noqa: S101 - the window asks for it after an upright
        try:
            made, _ = saved(checked_name(name), self._made, self._spec)
        except PostureError as error:
            self._window.send(Refused("save", str(error), ""))
            return
        self._window.send(Saved(made.name, profile_note(made.name) or ""))

    def _frames(self, doing: str, length_s: float) -> Iterator[Frame]:
        """Pictures for so long; the clock begins with the first. Raises _StoppedError."""
        self._doing, self._length_s, self._left_s = doing, length_s, length_s
        frame = self._camera.read() if length_s > 0 else None
        end_s = time.monotonic() + length_s
        while frame is not None and (left_s := end_s - time.monotonic()) > 0:
            self._left_s = left_s
            yield frame
            has_word = self._window.poll(self._config.window.preview_interval_s)
            if has_word and self._window.recv() == STOP:
                raise _StoppedError
            frame = self._camera.read()

    def _show(
        self, frame: Frame, found: tuple[Pose, ...], verdict: tuple[str, float | None]
    ) -> None:
        small = drawn_small(frame, self._config.window.preview_width_px)
        assert small is not None  # noqa: S101 - there is a frame
        pose = follow(found, None, self._people)
        angles = measure_angles(pose, self._model) if pose is not None else None
        problems = problems_of(pose, angles, small.brightness, self._config)
        self._window.send(
            SeenPicture(
                small.jpeg,
                points_of(pose),
                problems,
                self._doing,
                self._left_s,
                self._length_s,
                *verdict,
            )
        )


class _Shown:
    """A PoseEstimator that shows what it saw. verdict: of the look before, while there is one."""

    def __init__(self, inner: PoseEstimator, show: "ShowIt") -> None:
        self._inner, self._show_it = inner, show
        self.verdict: tuple[str, float | None] = "", None

    def estimate(self, frame: Frame) -> tuple[Pose, ...]:
        found = self._inner.estimate(frame)
        self._show_it(frame, found, self.verdict)
        return found

    def close(self) -> None:
        self._inner.close()


class _Fed:
    """A FrameSource that gives these frames of a camera, and then has ended."""

    def __init__(self, camera: FrameSource, frames: Iterator[Frame]) -> None:
        self._camera, self._frames = camera, frames

    @property
    def name(self) -> str:
        return self._camera.name

    def read(self) -> Frame | None:
        return next(self._frames, None)

    def close(self) -> None:
        """The camera goes on."""
