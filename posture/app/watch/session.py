"""One watch while it runs; run.py begins and ends it, session_parts.py makes what it is made of."""

import logging
import random
import sys
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from posture.app.log_file import log_event
from posture.app.watch.request import WatchRequest, WatchResources
from posture.app.watch.session_changes import SessionChanges
from posture.app.watch.session_inbox import SessionInbox
from posture.app.watch.session_parts import make_parts
from posture.app.watch.session_status import SessionStatus
from posture.app.watch.watch_log import WatchEnd
from posture.core.credit import Judged
from posture.core.events import Event
from posture.monitor.commands import handled
from posture.monitor.loop import Listener, Monitor, Tally
from posture.monitor.sources import camera_advice

_log = logging.getLogger(__name__)

# How long the notification of its end may take.
_LAST_WORD_S = 1.0


class LiveView(Protocol):
    """What the user sees of a watch.

    remark: something to know once the watch begins. begin: the time credited to today, at any
    moment; what to ask, at any moment, for how and why it is paused (as in the status); whether
    there is a calibration to judge by.
    """

    def remark(self, text: str) -> None: ...
    def keep_apart(self) -> None: ...
    def begin(
        self,
        today: Judged,
        paused: Callable[[], Mapping[str, Any]],
        *,
        is_calibrated: bool,
    ) -> None: ...
    def __call__(self, event: Event) -> None: ...


class Session:
    """One watch. end: gets why it ends. screen: None when nobody looks on."""

    def __init__(
        self,
        request: WatchRequest,
        resources: WatchResources,
        screen: LiveView | None,
        end: WatchEnd,
    ) -> None:
        self._request, self._resources, self._end = request, resources, end
        advice = camera_advice(request.source)
        if advice:
            _log.warning("%s", advice)
            if screen is not None:
                sys.stderr.write(f"posture: {advice}\n")
        self._parts = parts = make_parts(request, resources, advice)
        self._changes = SessionChanges(request, resources, parts)
        self._status = SessionStatus(request, resources, parts)
        listeners: list[Listener] = [
            log_event,
            parts.today,
            parts.recorder,
            parts.delivery,
            parts.board,
            parts.learner,
            parts.digest,
            parts.upkeep,
        ]
        if screen is not None:
            is_calibrated = request.profile is not None
            screen.begin(parts.today.time, self._status.paused, is_calibrated=is_calibrated)
            listeners.append(screen)
        self._monitor = Monitor(
            resources.observer,
            parts.by.judge,
            resources.clock,
            listeners,
            inbox=SessionInbox(parts, self._changes, resources.store),
            busy=resources.availability.busy,
            not_now=self._not_now,
            interval_factor=resources.availability.interval_factor,
            rest=resources.observer.rest,
            chance=random.SystemRandom().random,
        )

    def run(self, length_s: float | None) -> Tally:
        """Watch until stopped, the recording's end or length_s; says why it ended."""
        if length_s is not None:
            self._resources.observer.end_at(self._resources.clock.monotonic_s() + length_s)
        try:
            tally = self._monitor.run(length_s)
        except Exception as error:
            self._end.because_of(error)
            raise
        else:
            is_over = length_s is not None and tally.duration_s >= length_s
            self._end.because("the time limit was reached" if is_over else "the recording ended")
            return tally
        finally:
            if self._end.is_news and self._parts.board.has_looked:
                self._parts.notices.ended(self._end.why)
                self._parts.delivery.wait(_LAST_WORD_S)

    def stop(self, why: str = "posture stop", *, is_news: bool = False) -> None:
        """End it now; safe from a signal handler and from another thread."""
        self._end.because(why, is_news=is_news)
        self._monitor.stop()
        self._resources.observer.interrupt()
        self._resources.clock.wake()

    def close(self) -> None:
        """Give up what waits to be shown, write what waits to be written."""
        self._parts.delivery.close()
        self._parts.recorder.flush()

    def answer(self, question: Mapping[str, Any]) -> Mapping[str, Any]:
        """To one question of the control socket."""
        if question.get("do") == "asked":  # the status shows it, without a camera's password
            return self._request.options
        if question.get("do") == "status" and question.get("icon") is True:
            self._parts.icon.note()
        if question.get("do") == "show":
            return self._status.show(is_over=question.get("over") is True)
        return handled(
            question,
            self._parts.commands,
            self._status.everything,
            self.stop,
            lambda: self._parts.learner.awaited_nudge,
            self._resources.loan,
            self._changes.handle,
        )

    def _not_now(self) -> str | None:
        """Why not to look; all are asked, since being asked may mean to act."""
        of_the_desktop = self._resources.availability.not_now()
        of_the_user = self._parts.commands.not_now()
        return of_the_user or self._resources.loan.not_now() or of_the_desktop
