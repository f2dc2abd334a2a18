"""What the user and the desktop ask of the running monitor: pause, snooze, resume, stop.

A pause and a silence are also kept in store/pause_file.py, so that the next monitor keeps them.
"""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from posture.core.nudges.inputs import JUDGEMENTS, Answer, AnswerKind, NudgeInput, Quieten, Resume
from posture.monitor import questions
from posture.monitor.loan import Loan
from posture.monitor.questions import SNOOZED, understood
from posture.protocols import Clock
from posture.store.pause_file import Holds, TimedHold, load_holds, save_holds

PAUSED = "paused"


class Commands:
    """Filled by the control thread, read by the loop; begins with what still stands.

    wake: ends the loop's sleep, so that a command is obeyed at once. snooze_s: how long a snooze
    holds nudges back unless its length is given; pause_s: how long an answer "pause" pauses the
    watch.
    """

    def __init__(
        self, clock: Clock, wake: Callable[[], None], snooze_s: float, pause_s: float
    ) -> None:
        self._clock = clock
        self._wake = wake
        self._snooze_s, self._pause_s = snooze_s, pause_s
        self._lock = threading.Lock()
        self._heard: list[NudgeInput] = []
        self._holds = load_holds(self._now())
        self._pause_until_s = self._until_s(self._holds.pause)
        quiet = self._holds.quiet
        if quiet is not None:
            self._heard.append(Quieten(self._until_s(quiet), quiet.reason))

    def use(self, snooze_s: float, pause_s: float) -> None:
        """How long an answer snoozes and pauses from now on."""
        self._snooze_s, self._pause_s = snooze_s, pause_s

    def pause(self, seconds: float | None) -> None:
        """Do not look for so long; None: until resume."""
        with self._lock:
            hold = TimedHold.of(self._now(), seconds, PAUSED)
            self._pause_until_s = self._until_s(hold)
            self._keep(replace(self._holds, pause=hold))
        self._wake()

    def resume(self) -> None:
        """Look again, and speak again."""
        with self._lock:
            self._keep(Holds())
            self._heard.append(Resume())
        self._wake()

    def snooze(self, seconds: float | None = None, reason: str = SNOOZED) -> None:
        """Go on looking, but hold nudges back for so long; None: as the snooze button does."""
        seconds = self._snooze_s if seconds is None else seconds
        with self._lock:
            self._heard.append(Quieten(self._clock.monotonic_s() + seconds, reason))
            hold = TimedHold.of(self._now(), seconds, reason)
            self._keep(replace(self._holds, quiet=hold if seconds > 0 else None))
        self._wake()

    def answer(self, answers: Iterable[Answer]) -> None:
        """The user's word on nudges; PAUSE pauses the looking itself for pause_s."""
        for answer in answers:
            with self._lock:
                self._heard.append(answer)
            match answer.kind:
                case AnswerKind.PAUSE:
                    self.pause(self._pause_s)
                case AnswerKind.SNOOZE:
                    self.snooze()
                case AnswerKind.USEFUL | AnswerKind.FALSE_ALARM:
                    pass

    def not_now(self) -> str | None:
        """Why not to look now, if so."""
        with self._lock:
            return PAUSED if self._is_paused() else None

    def as_status(self) -> dict[str, Any]:
        """For the status: since when and how long yet it is paused and silent, and why silent."""
        with self._lock:
            pause = self._holds.pause if self._is_paused() else None
            quiet = self._holds.quiet
            now = self._now()
            if quiet is not None and quiet.is_over(now):
                quiet = None
            end_s = self._pause_until_s
            left_s = None if end_s is None else end_s - self._clock.monotonic_s()
            return {
                "paused_since": pause and pause.since.isoformat(timespec="seconds"),
                "paused_for_s": left_s if pause else None,
                "quiet_because": quiet and quiet.reason,
                "quiet_since": quiet and quiet.since.isoformat(timespec="seconds"),
                "quiet_for_s": quiet and quiet.left_s(now),
            }

    def inbox(self) -> list[NudgeInput]:
        """What has been said since last asked."""
        with self._lock:
            heard, self._heard = self._heard, []
        return heard

    def _is_paused(self) -> bool:
        if self._holds.pause is None:
            return False
        if self._pause_until_s is None or self._clock.monotonic_s() < self._pause_until_s:
            return True
        self._keep(replace(self._holds, pause=None))
        return False

    def _keep(self, holds: Holds) -> None:
        self._holds = holds
        save_holds(holds)

    def _now(self) -> datetime:
        return self._clock.utc().astimezone()

    def _until_s(self, hold: TimedHold | None) -> float | None:
        """On the clock's timeline, which no change of the wall clock moves."""
        left_s = hold.left_s(self._now()) if hold else None
        return None if left_s is None else self._clock.monotonic_s() + left_s


def handled(
    question: Mapping[str, Any],
    commands: Commands,
    snapshot: Callable[[], Mapping[str, Any]],
    stop: Callable[[], None],
    awaited_nudge: Callable[[], int | None],
    loan: Loan,
    take_up: Callable[[Mapping[str, Any]], Mapping[str, Any]],
) -> Mapping[str, Any]:
    """The answer to one question of the control socket.

    awaited_nudge: id of the nudge a reply is about, if one awaits it. take_up: answers
    "reload profile", "reload settings" and "reload record".

    Raises InputError for what is no question.
    """
    match understood(question):
        case questions.Status():
            return snapshot()
        case questions.Pause(seconds=seconds):
            commands.pause(seconds)
        case questions.EndHolds():
            commands.resume()
        case questions.Snooze(seconds=seconds, reason=reason):
            commands.snooze(seconds, reason)
        case questions.Reply(kind=kind):
            nudge_id = awaited_nudge()
            if nudge_id is None and kind in JUDGEMENTS:
                return {"error": "No nudge is waiting for an answer."}
            commands.answer([Answer(kind, nudge_id)])
        case questions.Lend(seconds=seconds, pid=pid):
            loan.extend(seconds, pid)
        case questions.ReloadProfile() | questions.ReloadSettings() | questions.ReloadRecord():
            return take_up(question)
        case questions.Stop():
            stop()
    return {"ok": True}
