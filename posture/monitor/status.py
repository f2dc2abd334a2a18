"""What the running monitor would tell of itself, at any moment, to ``posture status``."""

from typing import Any

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
    Verdict,
)
from posture.protocols import Clock


class StatusBoard:
    """A listener that keeps the latest of everything.

    Written by the loop and read by the control thread; single assignments, so no lock is needed.
    """

    def __init__(self, clock: Clock, facts: dict[str, Any], good_s: float, poor_s: float) -> None:
        self._clock = clock
        self._facts = facts
        self._start_s = clock.monotonic_s()
        self._spent_s = {Verdict.GOOD: good_s, Verdict.POOR: poor_s, Verdict.UNKNOWN: 0.0}
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
                self._credit(event)
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
    def has_looked(self) -> bool:
        return self._looks > 0

    def snapshot(self) -> dict[str, Any]:
        """Everything, JSON-able; seconds rounded to tenths."""
        now_s = self._clock.monotonic_s()
        sample, nudge, held = self._sample, self._nudge, self._held_back
        good_s, poor_s = self._spent_s[Verdict.GOOD], self._spent_s[Verdict.POOR]
        angles = sample.angles if sample else None
        return {
            "running": True,
            **self._facts,
            "state": sample.state if sample else "starting",
            "state_for_s": _tenths(now_s - self._since_s) if self._since_s is not None else None,
            "severity": sample.assessment.severity and round(sample.assessment.severity, 2)
            if sample
            else None,
            "unreliable_because": sample and sample.unreliable_because,
            "causes": list(sample.assessment.causes) if sample else [],
            "neck_deg": angles and _tenths(angles.neck_deg),
            "torso_deg": angles and _tenths(angles.torso_deg),
            "in_episode": self._in_episode,
            "next_look_in_s": _tenths(max(0.0, sample.at_s + sample.interval_s - now_s))
            if sample
            else None,
            "today_upright_s": _tenths(good_s),
            "today_poor_s": _tenths(poor_s),
            "today_poor_share": round(poor_s / (good_s + poor_s), 3) if good_s + poor_s else None,
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

    def _credit(self, sample: Sample) -> None:
        last = self._sample
        if last is not None:
            elapsed_s = min(sample.at_s - last.at_s, 3 * last.interval_s)
            self._spent_s[last.assessment.posture] += max(0.0, elapsed_s)


def _tenths(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
