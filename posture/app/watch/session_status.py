"""How a watch is doing, for whoever asks its control socket."""

import time
from collections.abc import Mapping
from typing import Any

from posture.app.watch.request import WatchRequest, WatchResources
from posture.app.watch.session_parts import SessionParts
from posture.app.windows.shown_look import shown_look
from posture.capture.live import is_address


class SessionStatus:
    """Read by the control thread."""

    def __init__(
        self, request: WatchRequest, resources: WatchResources, parts: SessionParts
    ) -> None:
        self._resources, self._parts = resources, parts
        self._is_remote = is_address(request.source)

    def everything(self) -> dict[str, Any]:
        """What ``posture status --json`` prints."""
        return {
            **self._parts.board.snapshot(),
            **self.paused(),
            "calibration": self._parts.by.assessor.calibration,
            "nudge_awaits_answer": self._parts.learner.awaited_nudge is not None,
            "failed_nudge": self._parts.delivery.failed,
            "undimmed": self._parts.delivery.undimmed,
            "record": self._resources.store.problem or "ok",
            "camera_process_pid": self._resources.observer.pid,
            "camera_process": self._resources.observer.stats.as_dict(),
            "cpu_s": round(time.process_time(), 3),
        }

    def paused(self) -> dict[str, Any]:
        """Whether and why it is paused, and what the camera's fault is."""
        loan, availability = self._resources.loan, self._resources.availability
        because = self._parts.commands.not_now() or loan.not_now() or availability.reason
        fault = self._resources.observer.fault if self._is_remote else None
        return {
            "paused_because": because,
            "camera_fault": fault,
            **self._parts.commands.as_status(),
        }

    def show(self, *, is_over: bool) -> Mapping[str, Any]:
        """What the camera sees, for a window of the user's, and a moment longer unless over."""
        if is_over:
            self._resources.preview.close()
            return {"ok": True}
        by = self._parts.by
        shown, limits_deg = self._resources.preview.ask(), by.assessor.limits_deg
        return {
            **shown_look(shown, self._parts.board.latest, limits_deg, by.config),
            "paused_because": self.paused()["paused_because"],
            "calibration": by.assessor.calibration,
        }
