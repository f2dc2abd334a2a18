"""The looks at a recording, or at a piece of one.

Theory of operation
-------------------
Looks are due at a fixed rate: the first frame of each 1/fps seconds is taken, whatever the file's
own rate and however it varies. The frames between are passed over undecoded or at least
unconverted.

A long recording is cut where a look begins a new piece (``Job.looks_a_piece``), always at the same
places. At each, cut or not, the model starts afresh, and the background's shift is measured
from the first picture. Nothing else from before counts for a look, for people are followed only
when all looks are together (judging.py). So pieces looked at anywhere, in any order, give the
same looks as the whole.

That holds if a piece begins with the very picture that the piece before ends at. Each notes both,
as marks, and ``joined`` compares them: if a container cannot be entered in its middle, the marks
differ, and the recording is looked at in one go.
"""

import math
import zlib
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posture.app.analyze.ahead import ahead
from posture.app.analyze.job import Job
from posture.core.states import Condition
from posture.monitor.frame_look import CheckedFrame, FrameLook, FrameLooker
from posture.protocols import Frame, PoseEstimator, Rgb

if TYPE_CHECKING:
    from posture.capture.recording import ReelRecording
    from posture.capture.reels import Reel

Looks = Generator[tuple[FrameLook, Rgb], None, None]

# A frame's time may come out this much short of the moment it is due, by rounding.
_RESOLUTION = 1e-6


@dataclass(frozen=True, slots=True)
class PieceSpan:
    """Looks by their number from the recording's start: from first up to end; None: to its end."""

    first: int = 0
    end: int | None = None


WHOLE = PieceSpan()


@dataclass(frozen=True, slots=True)
class FrameMark:
    """One frame, to be known again: its time and a checksum of its pixels."""

    at_s: float
    checksum: int

    @classmethod
    def of(cls, frame: Frame) -> "FrameMark":
        return cls(frame.at_s, zlib.crc32(frame.rgb.tobytes()))


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """The looks of a span. first: its first frame. after: the frame that the next begins with.

    is_timed: whether its frames could be found by their times.
    """

    span: PieceSpan
    looks: tuple[FrameLook, ...]
    first: FrameMark | None
    after: FrameMark | None
    is_timed: bool


def spans(job: Job, claimed_s: float) -> list[PieceSpan]:
    """Where a recording that says it is so long may be cut: into whole pieces, the last to its end.

    A recording that is hardly longer than a piece stays whole.
    """
    many = max(1, round(claimed_s * job.config.analyze.fps / job.looks_a_piece))
    firsts = [number * job.looks_a_piece for number in range(many)]
    return [PieceSpan(first, end) for first, end in zip(firsts, [*firsts[1:], None], strict=True)]


def joined(pieces: Sequence[Piece]) -> list[FrameLook] | None:
    """The looks of a whole recording; None where the pieces do not fit one another."""
    pieces = sorted(pieces, key=lambda piece: piece.span.first)
    sizes = {(look.width_px, look.height_px) for piece in pieces for look in piece.looks}
    if len(sizes) > 1 or not all(piece.is_timed for piece in pieces):
        return None
    for number, piece in enumerate(pieces):
        following = next((later.first for later in pieces[number + 1 :] if later.first), None)
        if piece.after != following:
            return None
    return [look for piece in pieces for look in piece.looks]


class RecordingLooks:
    """One pass over a span of a recording: iterate once, then ask for the marks."""

    def __init__(
        self,
        recording: "ReelRecording",
        job: Job,
        estimator: PoseEstimator,
        span: PieceSpan = WHOLE,
    ) -> None:
        from posture.capture import FrameCheck  # noqa: PLC0415 - heavy

        self._recording, self._job, self._span = recording, job, span
        self._settings = job.config.analyze
        self._check = FrameCheck(job.config.capture, live=False)
        self._looker = FrameLooker(estimator, self._check, job.config.capture)
        self._first: FrameMark | None = None
        self._after: FrameMark | None = None
        self._is_timed = True

    def __iter__(self) -> Looks:
        """Each look with its picture."""
        if self._span.first:
            self._know_background()
        checked = ahead(self._checked(), self._settings.ahead)
        with closing(ahead(self._found(checked), self._settings.ahead)) as found:
            yield from found

    def piece(self) -> Piece:
        """All looks of the span, without their pictures."""
        looks = tuple(look for look, _ in self)
        return Piece(self._span, looks, self._first, self._after, self._is_timed)

    def _found(self, checked: Generator[CheckedFrame, None, None]) -> Looks:
        with closing(checked):
            for frame in checked:
                yield self._looker.find(frame), frame.frame.rgb

    def _checked(self) -> Generator[CheckedFrame, None, None]:
        number_before = -1
        for number, frame in self._due():
            is_anew = number // self._job.looks_a_piece != number_before // self._job.looks_a_piece
            number_before = number
            yield self._looker.check(frame, is_anew=is_anew)

    def _due(self) -> Iterator[tuple[int, Frame]]:
        """The span's frames that a look is due at, each with the look's number."""
        begin, end = self._span.first, self._span.end
        with self._entered(begin) as reel:
            for number, frame in due_frames(reel, self._settings.fps, begin):
                is_over = end is not None and number >= end
                if is_over or self._first is None:
                    mark = FrameMark.of(frame) if self._is_piece else None
                    if is_over:
                        self._after = mark
                        break
                    self._first = mark
                yield number, frame
            self._is_timed = reel.is_timed

    @property
    def _is_piece(self) -> bool:
        return self._span != WHOLE

    @contextmanager
    def _entered(self, first: int) -> "Iterator[Reel]":
        """A pass that comes upon the frame due at this look; from the start where that must be."""
        lead_s = first / self._settings.fps - self._settings.lead_s
        reel = self._recording.reel()
        if lead_s > 0:
            at_s = reel.skip() if reel.seek(lead_s) else None
            if at_s is None or at_s > lead_s + self._settings.lead_s / 2:
                reel.close()
                reel = self._recording.reel()
        with closing(reel):
            yield reel

    def _know_background(self) -> None:
        """From the recording's first picture that can be judged, if it lies before the span."""
        with closing(self._recording.reel()) as reel:
            for number, frame in due_frames(reel, self._settings.fps):
                if number >= self._span.first:
                    return
                if self._check.check(frame) is Condition.SEEN:
                    self._looker.know_background(frame)
                    return


def due_frames(reel: "Reel", fps: float, begin: int = 0) -> Iterator[tuple[int, Frame]]:
    """The first frame that can be decoded of each 1/fps seconds, with the number of that time.

    begin: the number to begin with.
    """
    taken = begin - 1
    while (at_s := reel.skip()) is not None:
        number = math.floor(at_s * fps + _RESOLUTION)
        if number <= taken:
            continue
        rgb = reel.picture()
        if rgb is None:
            continue
        taken = number
        yield number, Frame(at_s, rgb)
