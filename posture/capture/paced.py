"""A recording as a camera sees the world: in real time, and only the frame that is due now."""

from posture.capture.recording import ReelRecording
from posture.capture.reels import Reel
from posture.errors import SourceError
from posture.protocols import Clock, Frame, Rgb


class Paced:
    """A FrameSource over a recording, which starts at the first read.

    loop: begin again at the end, for ever; else ``read`` then returns None. Frames nobody asked
    for in time are skipped undecoded. Like a camera, ``read`` waits for a frame not read before.
    """

    def __init__(self, recording: ReelRecording, clock: Clock, *, loop: bool) -> None:
        self._recording, self._clock, self._loop = recording, clock, loop
        self._step_s = 1 / recording.fps
        self._reel: Reel | None = None
        self._start_s: float | None = None
        self._at_s = 0.0  # time in the recording of the frame moved to
        self.latest: Frame | None = None  # the last one read

    @property
    def name(self) -> str:
        return self._recording.name

    def read(self) -> Frame | None:
        """The frame due now, its time on the clock's line; None after the last.

        Raises SourceError when a recording to be repeated can no longer be read.
        """
        if self._start_s is None:
            self._start_s = self._clock.monotonic_s()
        while True:
            due_s = self._clock.monotonic_s() - self._start_s
            if not self._advance(due_s):
                if not self._loop:
                    return None
                self._begin_again(due_s)
                continue
            if self._at_s > due_s:
                self._clock.sleep(self._at_s - due_s)
            rgb = self._picture()
            if rgb is not None:
                self.latest = Frame(at_s=self._start_s + self._at_s, rgb=rgb)
                return self.latest

    def close(self) -> None:
        if self._reel is not None:
            self._reel.close()
            self._reel = None

    def _advance(self, due_s: float) -> bool:
        """Move at least one frame on, to the last one due; False at the end."""
        if self._reel is None:
            self._reel = self._recording.reel()
        while (at_s := self._reel.skip()) is not None:
            self._at_s = at_s
            if at_s + self._step_s > due_s:
                return True
        return False

    def _picture(self) -> Rgb | None:
        return self._reel.picture() if self._reel else None

    def _begin_again(self, due_s: float) -> None:
        length_s = self._at_s + self._step_s
        if self._start_s is None or length_s <= 0:
            raise SourceError(f"{self.name}: nothing left to play.", "Check that it still exists.")
        # However many rounds went by unseen, the round that is on now is the one to enter.
        self._start_s += max(1, int(due_s // length_s)) * length_s
        self.close()
