"""The day's or the week's sentence as a notification, once, at the time that was asked for."""

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo

from posture.core.events import Event, Notice, Sample
from posture.core.nudges.breaks import SITTING
from posture.core.period.digest import is_weekly, last_due
from posture.core.policies.day import ReportPolicy
from posture.core.reasons import NoticeKind
from posture.protocols import Clock
from posture.store.digest_file import last_digest, save_digest


class Digest:
    """A listener. Waits for somebody to sit there, and for the desktop and the user to allow it.

    sentence: of the day, or of the week; empty when there is nothing to say. is_quiet: whether
    nothing may be shown now. notify: is given the notice.
    """

    def __init__(
        self,
        policy: ReportPolicy,
        clock: Clock,
        tz: tzinfo,
        sentence: Callable[[bool], str],
        is_quiet: Callable[[], bool],
        notify: Callable[[Event], None],
    ) -> None:
        self._policy, self._clock, self._tz = policy, clock, tz
        self._sentence, self._is_quiet, self._notify = sentence, is_quiet, notify
        self._sent = last_digest() if policy.every else None

    def use(self, policy: ReportPolicy) -> None:
        """Go by these settings from now on."""
        if policy.every and not self._policy.every:
            self._sent = last_digest()
        self._policy = policy

    def __call__(self, event: Event) -> None:
        if not (self._policy.every and isinstance(event, Sample) and event.state in SITTING):
            return
        now = self._clock.utc().astimezone(self._tz)
        if self._is_due(now) and not self._is_quiet():
            self._send(now, event.at_s)

    def _is_due(self, now: datetime) -> bool:
        """A day's is not sent on another day; a week's up to a day later."""
        due = last_due(self._policy.every, self._policy.evening, now)
        if due is None or (self._sent is not None and self._sent >= due):
            return False
        return now - due < timedelta(days=1) and (
            is_weekly(self._policy.every) or due.date() == now.date()
        )

    def _send(self, now: datetime, at_s: float) -> None:
        is_week = is_weekly(self._policy.every)
        self._sent = now
        save_digest(now)
        if text := self._sentence(is_week):
            kind = NoticeKind.WEEK if is_week else NoticeKind.DAY
            self._notify(Notice(at_s, kind, text))
