"""How a watch is doing, for whoever asks its control socket."""

import math
import os
import time
from collections.abc import Mapping
from typing import Any

from posture.app.judged_by import JudgedBy
from posture.app.windows.shown_look import shown_look
from posture.config import Config
from posture.core.addresses import without_credentials
from posture.desktop.availability import Availability
from posture.monitor.commands import Commands
from posture.monitor.delivery import NudgeDelivery
from posture.monitor.learner import Learner
from posture.monitor.loan import Loan
from posture.monitor.preview import Preview
from posture.monitor.status import StatusBoard
from posture.monitor.supervisor import ChildObserver
from posture.protocols import Clock
from posture.store.buffered import BufferedStore
from posture.store.profiles import Profile

# An icon that has asked nothing for so many of its intervals is gone.
_MISSED_QUESTIONS = 4


class IconSeen:
    """Whether `posture tray` asked lately, and so will show what happens."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._at_s = -math.inf

    def note(self) -> None:
        """It has asked."""
        self._at_s = self._clock.monotonic_s()

    def is_there(self, ask_interval_s: float) -> bool:
        """ask_interval_s: how often it asks."""
        return self._clock.monotonic_s() - self._at_s < _MISSED_QUESTIONS * ask_interval_s


class SessionStatus:
    """Read by the control thread. is_remote: the camera is one of the network."""

    def __init__(
        self,
        judged_by: JudgedBy,
        board: StatusBoard,
        commands: Commands,
        loan: Loan,
        availability: Availability,
        camera_process: ChildObserver,
        learner: Learner,
        delivery: NudgeDelivery,
        store: BufferedStore,
        preview: Preview,
        *,
        is_remote: bool,
    ) -> None:
        self._judged_by, self._board, self._preview = judged_by, board, preview
        self._commands, self._loan, self._availability = commands, loan, availability
        self._camera_process, self._is_remote = camera_process, is_remote
        self._learner, self._delivery, self._store = learner, delivery, store

    def everything(self) -> dict[str, Any]:
        """What ``posture status --json`` prints."""
        return {
            **self._board.snapshot(),
            **self.paused(),
            "calibration": self._judged_by.assessor.calibration,
            "nudge_awaits_answer": self._learner.awaited_nudge is not None,
            "failed_nudge": self._delivery.failed,
            "undimmed": self._delivery.undimmed,
            "record": self._store.problem or "ok",
            "camera_process_pid": self._camera_process.pid,
            "camera_process": self._camera_process.stats.as_dict(),
            "cpu_s": round(time.process_time(), 3),
        }

    def paused(self) -> dict[str, Any]:
        """Whether and why it is paused, and what the camera's fault is."""
        because = self._commands.not_now() or self._loan.not_now() or self._availability.reason
        fault = self._camera_process.fault if self._is_remote else None
        return {"paused_because": because, "camera_fault": fault, **self._commands.as_status()}

    def show(self, *, is_over: bool) -> Mapping[str, Any]:
        """What the camera sees, for a window of the user's, and a moment longer unless over."""
        if is_over:
            self._preview.close()
            return {"ok": True}
        by = self._judged_by
        shown, limits_deg = self._preview.ask(), by.assessor.limits_deg
        return {
            **shown_look(shown, self._board.latest, limits_deg, by.config),
            "paused_because": self.paused()["paused_because"],
            "calibration": by.assessor.calibration,
        }


def facts_of(
    spec: str,
    profile: Profile | None,
    config: Config,
    asked: Mapping[str, Any],
    advice: str | None,
) -> dict[str, Any]:
    """What stays the same for a whole watch; asked without a camera's password."""
    source, overrides = asked["source"], asked["overrides"]
    return {
        "pid": os.getpid(),
        "source": without_credentials(spec),
        "profile": profile.name if profile else None,
        "model": config.vision.model,
        "hold_s": config.rules.hold_s,
        "asked": {
            **asked,
            "source": source and without_credentials(source),
            "overrides": [without_credentials(override) for override in overrides],
        },
        "camera_advice": advice,
    }
