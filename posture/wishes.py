"""What the user and the desktop ask of the running monitor: pause, snooze, resume, stop."""

import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from posture.core.happenings import Answer, AnswerKind, Happening, Quieten, Resume
from posture.protocols import Clock

PAUSED = "paused"


class Wishes:
    """Filled by the control thread, read by the loop.

    wake: ends the loop's sleep, so that a wish is granted at once.
    """

    def __init__(self, clock: Clock, wake: Callable[[], None]) -> None:
        self._clock = clock
        self._wake = wake
        self._lock = threading.Lock()
        self._heard: list[Happening] = []
        self._is_paused = False
        self._until_s: float | None = None

    def pause(self, seconds: float | None) -> None:
        """Do not look for so long; None: until resume."""
        with self._lock:
            self._is_paused = True
            self._until_s = None if seconds is None else self._clock.monotonic_s() + seconds
        self._wake()

    def resume(self) -> None:
        """Look again, and speak again."""
        with self._lock:
            self._is_paused = False
            self._heard.append(Resume())
        self._wake()

    def snooze(self, seconds: float, reason: str = "snoozed") -> None:
        """Go on looking, but hold nudges back for so long."""
        with self._lock:
            self._heard.append(Quieten(self._clock.monotonic_s() + seconds, reason))
        self._wake()

    def answer(self, answers: Iterable[Answer]) -> None:
        """The user's word on the last nudge; PAUSE pauses the looking itself."""
        for answer in answers:
            if answer.kind is AnswerKind.PAUSE:
                self.pause(None)
            with self._lock:
                self._heard.append(answer)

    def not_now(self) -> str | None:
        """Why not to look now, if so."""
        with self._lock:
            if not self._is_paused:
                return None
            if self._until_s is not None and self._clock.monotonic_s() >= self._until_s:
                self._is_paused = False
                return None
            return PAUSED

    @property
    def paused_for_s(self) -> float | None:
        """Seconds of pause left; None without an end or without a pause."""
        with self._lock:
            if not self._is_paused or self._until_s is None:
                return None
            return max(0.0, self._until_s - self._clock.monotonic_s())

    def inbox(self) -> list[Happening]:
        """What has been said since last asked."""
        with self._lock:
            heard, self._heard = self._heard, []
        return heard


def handled(
    question: Mapping[str, Any],
    wishes: Wishes,
    snapshot: Callable[[], Mapping[str, Any]],
    stop: Callable[[], None],
    snooze_s: float,
) -> Mapping[str, Any]:
    """The answer to one question of the control socket."""
    seconds = question.get("seconds")
    match question.get("do"):
        case "status":
            return snapshot()
        case "pause":
            wishes.pause(seconds)
        case "resume":
            wishes.resume()
        case "snooze":
            reason = str(question.get("reason", "snoozed"))
            wishes.snooze(snooze_s if seconds is None else seconds, reason)
        case "answer":
            wishes.answer([Answer(AnswerKind(question["kind"]))])
        case "stop":
            stop()
        case other:
            return {"error": f"this posture does not know {other!r}; restart it: posture restart"}
    return {"ok": True}
