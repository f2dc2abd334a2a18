"""A network camera as a source of frames; a process of its own reads it (stream_reader.py)."""

import logging
import math
import time
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from posture.capture.jpeg import is_jpeg, size_px
from posture.capture.pictures import decode
from posture.core.addresses import shown_address
from posture.core.states import Condition
from posture.errors import CameraError
from posture.monitor.spawn import Link
from posture.monitor.stream_gate import Readers
from posture.monitor.stream_reader import NEXT, StreamAnswer
from posture.protocols import Clock, Frame, Rgb

if TYPE_CHECKING:  # the camera's process is sent its settings, and need not read them
    from posture.config import CaptureSection

_log = logging.getLogger(__name__)

# After a damaged picture: a camera that gives one at a time is not asked without a pause.
_AGAIN_S = 0.1
_MOST_ANSWER_BYTES = 10_000
_MOST_PICTURE_BYTES = 150_000_000  # a video frame of 8K


class NetworkCamera:
    """A FrameSource over one address; connects at the first read, and again after a fault.

    Every wait has one deadline for all of it, however slowly bytes come: ``capture.open_timeout_s``
    until the first picture is there, ``capture.read_timeout_s`` for each later one.
    skipped_frames counts pictures that arrived damaged.
    """

    def __init__(
        self, address: str, readers: Readers, *, settings: "CaptureSection", clock: Clock
    ) -> None:
        self._shown = shown_address(address)
        self._readers, self._settings, self._clock = readers, settings, clock
        self._link: Link | None = None
        self._first: tuple[StreamAnswer, bytes] | None = None
        self.skipped_frames = 0

    @property
    def name(self) -> str:
        return self._shown

    def open(self) -> None:
        """Connect and wait for a picture; raises CameraError with the condition and its remedy."""
        if self._link is not None:
            return
        self._first = self._next(time.monotonic() + self._settings.open_timeout_s)
        if self._first is None:
            raise self._lost(
                Condition.HUNG, "does not answer.", "Check the address and that the camera is on."
            )

    def read(self) -> Frame:
        """The newest whole picture, at most ``capture.fresh_s`` old; raises CameraError."""
        self.open()
        deadline_s = time.monotonic() + self._settings.read_timeout_s
        damaged = False
        while (came := self._first or self._next(deadline_s)) is not None:
            self._first = None
            answer, content = came
            age_s = time.monotonic() - answer.at_s
            if age_s > self._settings.fresh_s:
                continue
            rgb = self._picture(answer, content)
            if rgb is not None:
                return Frame(at_s=self._clock.monotonic_s() - age_s, rgb=rgb, age_s=age_s)
            damaged = True
            self.skipped_frames += 1
            _log.debug("%s: damaged picture skipped", self._shown)
            time.sleep(_AGAIN_S)
        if damaged:
            raise self._lost(Condition.DAMAGED, "sends only damaged pictures.")
        raise self._lost(Condition.HUNG, "sends no complete picture.")

    def close(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = self._first = None

    def _next(self, deadline_s: float) -> tuple[StreamAnswer, bytes] | None:
        """The reader's next picture, None when time is up; raises the CameraError it reports."""
        while True:
            self._link = self._link or self._readers.begin()
            try:
                self._link.send_bytes(NEXT)
                if not self._link.poll(max(0.0, deadline_s - time.monotonic())):
                    return None
                answer = msgspec.msgpack.decode(
                    self._link.recv_bytes(_MOST_ANSWER_BYTES), type=StreamAnswer
                )
                if answer.has_picture:
                    return answer, self._link.recv_bytes(_MOST_PICTURE_BYTES)
            except (EOFError, OSError, msgspec.DecodeError):
                raise self._lost(
                    Condition.UNPLUGGED, "was lost because its reader ended."
                ) from None
            self.close()
            if answer.condition is not None:
                raise CameraError(answer.condition, answer.problem, answer.remedy)

    def _picture(self, answer: StreamAnswer, content: bytes) -> Rgb | None:
        """``(height, width, 3)`` uint8; None when damaged. Raises CameraError when too large."""
        if answer.shape is not None:
            shape = (*answer.shape, 3)
            is_whole = len(content) == math.prod(shape)
            return np.frombuffer(content, np.uint8).reshape(shape).copy() if is_whole else None
        if not is_jpeg(content):
            return None
        size = size_px(content)
        if size is None:
            return None
        width, height = size
        if width * height > self._settings.most_megapixels * 1e6:
            raise self._lost(
                Condition.DAMAGED,
                f"sends pictures of {width}x{height} pixels, more than "
                f"{self._settings.most_megapixels:g} megapixels.",
                "Choose a smaller size in the camera's settings.",
            )
        return decode(content)

    def _lost(
        self, condition: Condition, problem: str, remedy: str = "posture keeps trying."
    ) -> CameraError:
        self.close()
        return CameraError(condition, f"{self._shown} {problem}", remedy)
