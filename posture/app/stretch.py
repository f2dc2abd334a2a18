"""``posture stretch``: the three exercises before a camera, or counted on a recording."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

from posture.config import Config, read_toml
from posture.core.exercises.stretch import StretchEvent, Stretching, advance, finish, skip
from posture.core.pose.landmarks import Pose
from posture.monitor.sources import estimator, live_source, open_now, recording, sandboxed
from posture.protocols import FrameSource, PoseEstimator
from posture.system.clock import SystemClock
from posture.system.paths import resource


def words() -> dict[str, dict[str, str]]:
    """config/stretch.toml by exercise; under "" what is said before, after, and when unseen."""
    content = read_toml(resource("config/stretch.toml"))
    common = {key: value for key, value in content.items() if isinstance(value, str)}
    return {"": common} | {key: value for key, value in content.items() if key not in common}


def on_recording(
    path: Path, config: Config, fps: float | None = None
) -> Iterator[tuple[float, StretchEvent]]:
    """What happens on a recording, each event with its seconds from the start.

    Raises SourceError and ModelError.
    """
    played = recording(path, config, fps)
    state, limits, at_s = Stretching(), config.stretch, 0.0
    with closing(estimator(config)) as landmarker:
        for frame in played.frames():
            at_s = frame.at_s
            people = landmarker.estimate(frame)
            state, said = advance(state, at_s, people[0] if people else None, limits)
            yield from ((at_s, event) for event in said)
            if state.exercise is None:
                return
    yield from ((at_s, event) for event in finish(state)[1])


def before_camera(
    spec: str, config: Config, show: Callable[[StretchEvent], None], *, loop: bool = False
) -> None:
    """Guide the exercises live; Enter skips one. Raises CameraError, SourceError, ModelError."""
    clock = SystemClock()
    skips = Skips(clock.wake)
    with (
        sandboxed(spec, config) as sandbox,
        closing(live_source(spec, config, clock, loop=loop, readers=sandbox.readers)) as camera,
        closing(estimator(config)) as landmarker,
    ):
        open_now(camera)
        state, limits, start_s = Stretching(), config.stretch, clock.monotonic_s()
        while state.exercise is not None:
            is_over, pose = _look(camera, landmarker)
            at_s = clock.monotonic_s() - start_s
            if is_over:
                state, said = finish(state)
            elif skips.take():
                state, said = skip(state)
            else:
                state, said = advance(state, at_s, pose, limits)
            for event in said:
                show(event)
            clock.sleep(config.stretch.interval_s)


def _look(camera: FrameSource, landmarker: PoseEstimator) -> tuple[bool, Pose | None]:
    """Whether the source is over, and who is before it."""
    frame = camera.read()
    if frame is None:
        return True, None
    people = landmarker.estimate(frame)
    return False, people[0] if people else None


class Skips:
    """Enter pressed on a terminal, one skip each; a pipe is left alone."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._waiting = 0
        self._lock = threading.Lock()
        self._wake = wake
        if sys.stdin is not None and sys.stdin.isatty():
            threading.Thread(target=self._listen, daemon=True).start()

    def take(self) -> bool:
        with self._lock:
            was, self._waiting = self._waiting, max(0, self._waiting - 1)
        return was > 0

    def _listen(self) -> None:
        with suppress(OSError, ValueError):  # the terminal has gone
            for _ in sys.stdin:
                with self._lock:
                    self._waiting += 1
                self._wake()
