"""Guiding somebody before the camera: count down, hold, say when it is over."""

import math
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Self

from rich.console import Console
from rich.status import Status

from posture.app.person_seen import PersonSeen, refuse_unseen
from posture.config import Config
from posture.core.pose.landmarks import Pose
from posture.monitor.delivery import desktop_notifier
from posture.protocols import Frame, FrameSource, Message, PoseEstimator


class SittingGuide(AbstractContextManager["SittingGuide"]):
    """Says on the terminal what to do, and sounds when a part is over.

    The bell of the terminal and, where the desktop has them, a notification with its sound: who
    slouches looks away.
    """

    def __init__(
        self, camera: FrameSource, landmarker: PoseEstimator, config: Config, console: Console
    ) -> None:
        self._camera, self._landmarker = camera, landmarker
        self._config, self._console = config, console
        self._people = config.vision
        self._notifier = desktop_notifier(config)
        self._parts = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._notifier.wait(self._config.notifier.deadline_s)
        self._notifier.close()

    def say(self, text: str) -> None:
        self._console.print(text, highlight=False, soft_wrap=True)

    def ready(self, how: str) -> None:
        """Count down. Raises CalibrationError when meanwhile nobody is seen, or it is too dark."""
        with self._progress(f"Sit {how}") as progress:
            frames = self._frames(self._config.guide.countdown_s, f"Sit {how}", progress)
            seen = PersonSeen.of(frames, self._landmarker, self._people)
        if seen.pictures:
            refuse_unseen(seen, self._config)

    def hold(self, how: str, length_s: float, known: Pose | None = None) -> PersonSeen:
        """Look for so long, the seconds left on the terminal, then sound."""
        self.say(f"Stay {how} for {length_s:.0f} seconds.")
        with self._progress(f"Stay {how}") as progress:
            frames = self._frames(length_s, f"Stay {how}", progress)
            seen = PersonSeen.of(frames, self._landmarker, self._people, known)
        self._sound()
        self.say(f"Done. You were seen in {len(seen.poses)} of {seen.pictures} pictures.")
        return seen

    def _frames(self, length_s: float, what: str, progress: Status | None) -> Iterator[Frame]:
        """A picture every interval_s; the clock begins with the first, which may take a while."""
        frame = self._camera.read() if length_s > 0 else None
        end_s = time.monotonic() + length_s
        while frame is not None and (now_s := time.monotonic()) < end_s:
            if progress is not None:
                progress.update(f"{what}: {math.ceil(end_s - now_s)} s left")
            yield frame
            time.sleep(max(0.0, now_s + self._config.guide.interval_s - time.monotonic()))
            frame = self._camera.read()

    def _progress(self, what: str) -> AbstractContextManager[Status | None]:
        return self._console.status(what) if self._console.is_terminal else nullcontext()

    def _sound(self) -> None:
        self._console.bell()
        self._parts += 1
        text = "This part is done. Relax."
        self._notifier.submit(Message(f"part {self._parts}", "posture", text, sound=True))
