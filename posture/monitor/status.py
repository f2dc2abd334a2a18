"""What the running monitor answers ``posture status``, at any moment."""

from typing import Any

from posture.core.credit import Judged
from posture.core.events import (
    Cause,
    EpisodeEnded,
    EpisodeStarted,
    Event,
    HeldBack,
    LookFailed,
    Nudge,
    Sample,
    StateChanged,
)
from posture.core.states import STARTING
from posture.core.wording import why_unjudged
from posture.protocols import Clock


class StatusBoard:
    """A listener that keeps the latest of everything. today: the time credited to it so far.

    Written by the loop and read by the control thread; single assignments, so no lock is needed.
    """

    def __init__(self, clock: Clock, facts: dict[str, Any], today: Judged) -> None:
        self._clock = clock
        self._facts = facts
        self._start_s = clock.monotonic_s()
        self._today = today
        self._sample: Sample | None = None
        self._since_s: float | None = None
        self._in_episode = False
        self._nudge: Nudge | None = None
        self._held_back: HeldBack | None = None
        self._looks = self._looks_failed = self._nudges = self._break_reminders = 0

    def note(self, **facts: object) -> None:
        """Something that stays the same for a whole watch has changed."""
        self._facts = {**self._facts, **facts}

    def __call__(self, event: Event) -> None:
        match event:
            case Sample():
                self._looks += 1
                self._sample = event
            case LookFailed():
                self._looks_failed += 1
            case StateChanged():
                self._since_s = event.at_s
            case EpisodeStarted():
                self._in_episode = True
            case EpisodeEnded():
                self._in_episode = False
            case Nudge():
                self._nudge = event
                if event.cause is Cause.SITTING_LONG:
                    self._break_reminders += 1
                else:
                    self._nudges += 1
            case HeldBack():
                self._held_back = event
            case _:
                pass

    @property
    def latest(self) -> Sample | None:
        return self._sample

    @property
    def has_looked(self) -> bool:
        return self._looks > 0

    def snapshot(self) -> dict[str, Any]:
        """Everything, JSON-able; seconds rounded to tenths."""
        now_s = self._clock.monotonic_s()
        sample, nudge, held = self._sample, self._nudge, self._held_back
        share = self._today.poor_share
        angles = sample.angles if sample else None
        reason = sample.unreliable_because if sample else None
        return {
            "running": True,
            **self._facts,
            "state": sample.state if sample else STARTING,
            "state_for_s": _tenths(now_s - self._since_s) if self._since_s is not None else None,
            "severity": sample.assessment.severity and round(sample.assessment.severity, 2)
            if sample
            else None,
            "unreliable_because": reason and why_unjudged(reason),
            "causes": list(sample.assessment.causes) if sample else [],
            "neck_deg": angles and _tenths(angles.neck_deg),
            "torso_deg": angles and _tenths(angles.torso_deg),
            "in_episode": self._in_episode,
            "next_look_in_s": _tenths(max(0.0, sample.at_s + sample.interval_s - now_s))
            if sample
            else None,
            "today_upright_s": _tenths(self._today.upright_s),
            "today_poor_s": _tenths(self._today.poor_s),
            "today_poor_share": None if share is None else round(share, 3),
            "running_for_s": _tenths(now_s - self._start_s),
            "looks": self._looks,
            "looks_failed": self._looks_failed,
            "nudges": self._nudges,
            "break_reminders": self._break_reminders,
            "last_nudge": nudge
            and {
                "ago_s": _tenths(now_s - nudge.at_s),
                "cause": nudge.cause,
                "text": nudge.text,
                "step": nudge.step,
            },
            "last_held_back": held
            and {"ago_s": _tenths(now_s - held.at_s), "cause": held.cause, "reason": held.reason},
        }


def _tenths(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
