"""MediaPipe's pose landmarker, as posture asks for it: frames in, people out."""

import weakref
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Literal

import numpy as np

from posture.core.pose.landmarks import NotFiniteError, Pose
from posture.core.pose.tracking import size_px
from posture.errors import ModelError
from posture.protocols import Frame
from posture.system.exit import ctrl_c_afterwards
from posture.system.native_stderr import native_chatter_hidden
from posture.vision.partial_import import left_out

Mode = Literal["video", "still"]
# Below this a picture holds no person the landmarker could find.
MIN_SIDE_PX = 16
# What MediaPipe imports for drawing in windows and for hearing: two thirds of its import, and the
# second opens the sound system.
_NOT_NEEDED = ("matplotlib", "matplotlib.pyplot", "mediapipe.tasks.python.audio")
# Time between frames given to the landmarker when a source restarts its time line.
_RESTART_STEP_MS = 33


class MediapipeEstimator:
    """Finds people in frames, nearest first. Create it once: each creation leaks about 3 MB.

    mode: "still" looks for people in each frame anew. "video" follows them from frame to frame, in
        a third less time, and keeps seeing people who have left: docs/decisions/0007.
    people: how many to look for; in "video" a second one runs the detector on every frame.
    Raises ModelError when the model cannot be loaded.
    """

    def __init__(self, model_path: Path, *, mode: Mode, people: int = 3) -> None:
        self._mode = mode
        self._last_ms, self._shift_ms = -1, 0
        self._has_spoken = False
        with _whole_and_quiet():
            try:
                self._mediapipe, self._landmarker = _load(model_path, mode, people)
            except (RuntimeError, ValueError, OSError) as error:
                raise ModelError(
                    f"The model {model_path.name} cannot be loaded ({_first_line(error)}).",
                    "Run `posture doctor`.",
                ) from None
            self._closing = weakref.finalize(self, _close, self._landmarker)

    def estimate(self, frame: Frame) -> tuple[Pose, ...]:
        """Every person found in the frame, nearest first; empty when there is nobody."""
        rgb = frame.rgb
        height, width = rgb.shape[:2]
        if min(height, width) < MIN_SIDE_PX:
            return ()
        image = self._mediapipe.Image(
            image_format=self._mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(rgb)
        )
        with self._quietly():
            if self._mode == "video":
                result = self._landmarker.detect_for_video(image, self._timestamp_ms(frame.at_s))
            else:
                result = self._landmarker.detect(image)
        found = zip(result.pose_landmarks, result.pose_world_landmarks, strict=True)
        people = [pose_from_mediapipe(points, world, width, height) for points, world in found]
        self._has_spoken = self._has_spoken or bool(people)
        return tuple(sorted((pose for pose in people if pose), key=size_px, reverse=True))

    def close(self) -> None:
        self._closing()

    def _timestamp_ms(self, at_s: float) -> int:
        """Strictly rising milliseconds, whatever the source's time does; the graph insists."""
        stamp_ms = round(at_s * 1000) + self._shift_ms
        if stamp_ms <= self._last_ms:
            self._shift_ms += self._last_ms + _RESTART_STEP_MS - stamp_ms
            stamp_ms = self._last_ms + _RESTART_STEP_MS
        self._last_ms = stamp_ms
        return stamp_ms

    def _quietly(self) -> AbstractContextManager[None]:
        """The graph warns once, at the first person it sees."""
        return nullcontext() if self._has_spoken else _whole_and_quiet()


def pose_from_mediapipe(
    points: Sequence[Any], world: Sequence[Any], width_px: int, height_px: int
) -> Pose | None:
    """One person from MediaPipe's normalised landmarks (x, y in 0..1, z on the scale of x).

    None when one of them is no number. Raises ValueError for another number of landmarks.
    """
    flat = np.array([(p.x, p.y, p.z, p.visibility, p.presence) for p in points], np.float64)
    try:
        return Pose(
            points_px=flat[:, :2] * (width_px, height_px),
            depth_px=flat[:, 2] * width_px,
            world_m=np.array([(w.x, w.y, w.z) for w in world], np.float64),
            visibility=flat[:, 3],
            presence=flat[:, 4],
            width_px=width_px,
            height_px=height_px,
        )
    except NotFiniteError:
        return None


@contextmanager
def _whole_and_quiet() -> Iterator[None]:
    """Broken off while it loads, MediaPipe goes on writing, or leaves a thread that never ends."""
    with ctrl_c_afterwards(), native_chatter_hidden():
        yield


def _load(model_path: Path, mode: Mode, people: int) -> tuple[Any, Any]:
    with left_out(*_NOT_NEEDED):
        import mediapipe  # noqa: PLC0415 - 40 MB: only for who looks
        from mediapipe.tasks.python import BaseOptions, vision  # noqa: PLC0415

    running = vision.RunningMode.VIDEO if mode == "video" else vision.RunningMode.IMAGE
    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model_path)),
        running_mode=running,
        num_poses=people,
    )
    return mediapipe, vision.PoseLandmarker.create_from_options(options)


def _close(landmarker: Any) -> None:  # noqa: ANN401 - mediapipe carries no types
    try:
        landmarker.close()
    except RuntimeError:
        # The interpreter is leaving and has closed MediaPipe's worker first. The process's end
        # frees the rest; without a handle the landmarker's own __del__ stays quiet.
        landmarker._handle = None  # noqa: SLF001 - there is no public way


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
