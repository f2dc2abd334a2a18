"""One event as a line and as JSON: what the log holds and ``posture replay`` prints."""

from dataclasses import dataclass
from typing import Any

from posture.core.angles.angles import REPORTED_DEG, Angles
from posture.core.duration import in_words
from posture.core.events import (
    Assessment,
    EpisodeEnded,
    EpisodeStarted,
    Event,
    HeldBack,
    LookFailed,
    Notice,
    Nudge,
    Sample,
    StateChanged,
    Withheld,
)
from posture.core.wording import degrees, read_as, why_ended, why_unjudged


@dataclass(frozen=True, slots=True)
class _Form:
    """name: in JSON. words: a line without the time. values: beside name and time, in JSON."""

    name: str
    words: str
    values: dict[str, Any]


def event_words(event: Event) -> str:
    """Plain words, without the time, in one line; a fault's trace in the lines after it."""
    return _form(event).words


def event_json(event: Event) -> dict[str, Any]:
    """One event as ``posture replay --json`` prints it; times in seconds since the start."""
    form = _form(event)
    return {"event": form.name, "at_s": _rounded(event.at_s, 3), **form.values}


def angles_json(angles: Angles | None, verdict: Assessment) -> dict[str, Any]:
    """The fields of one judged picture; null where a thing cannot be seen, reason in "unseen"."""
    measured = {name: _rounded(getattr(angles, name, None)) for name in REPORTED_DEG}
    return {
        "detected": angles is not None,
        "view": angles and angles.view,
        **measured,
        "distance_ratio": _rounded(angles.distance_ratio, 3) if angles else None,
        "confidence": _rounded(angles.confidence, 3) if angles else 0.0,
        "posture": verdict.posture,
        "severity": _rounded(verdict.severity, 3),
        "causes": list(verdict.causes),
        "zones": dict(verdict.zones),
        "unseen": {name: why_unjudged(why) for name, why in angles.unseen.items()}
        if angles
        else {"pose": "nobody was found in the picture"},
    }


def _form(event: Event) -> _Form:
    match event:
        case Sample():
            return _sample(event)
        case LookFailed(trace=trace):
            words = f"a picture could not be judged:\n{trace}"
            return _Form("look_failed", words, {"trace": trace})
        case StateChanged(state=state, previous=previous):
            before = f" (was {read_as(previous)})" if previous else ""
            return _Form(
                "state", f"now {read_as(state)}{before}", {"state": state, "previous": previous}
            )
        case EpisodeStarted(at_s=at_s, since_s=since_s, causes=causes):
            words = f"slouching for {in_words(at_s - since_s)}{_because(causes)}"
            return _Form(
                "episode_started", words, {"since_s": _rounded(since_s, 3), "causes": list(causes)}
            )
        case EpisodeEnded():
            return _ended(event)
        case Nudge(cause=cause, tip=tip, text=text):
            return _Form(
                "nudge", f"nudge ({cause}): {text}", {"tip": tip, "cause": cause, "text": text}
            )
        case Withheld(cause=cause, silent_share=share):
            return _Form(
                "withheld",
                f"nudge withheld by chance ({cause})",
                {"cause": cause, "silent_share": share},
            )
        case HeldBack(cause=cause, reason=reason):
            return _Form(
                "held_back",
                f"nudge held back ({cause}): {reason}",
                {"cause": cause, "reason": reason},
            )
        case Notice(kind=kind, text=text):
            return _Form("notice", f"notice: {text}", {"kind": kind, "text": text})
    raise AssertionError(event)


def _sample(sample: Sample) -> _Form:
    reason = sample.unreliable_because and why_unjudged(sample.unreliable_because)
    why = f" ({reason})" if reason else ""
    seen = f", {_angles(sample.angles)}" if sample.angles and not why else ""
    return _Form(
        "sample",
        f"look: {read_as(sample.state)}{why}{seen}; next in {in_words(sample.interval_s)}",
        {
            "state": sample.state,
            "unreliable_because": reason,
            **angles_json(sample.angles, sample.assessment),
        },
    )


def _ended(event: EpisodeEnded) -> _Form:
    lasting = in_words(event.until_s - event.since_s)
    return _Form(
        "episode_ended",
        f"end of {lasting} of slouching: {why_ended(event.reason)}{_because(event.causes)}",
        {
            "since_s": _rounded(event.since_s, 3),
            "until_s": _rounded(event.until_s, 3),
            "causes": list(event.causes),
            "worst_severity": _rounded(event.worst_severity, 3),
            "reason": event.reason,
            "nudged_at_s": _rounded(event.nudged_at_s, 3),
        },
    )


def _angles(angles: Angles) -> str:
    neck = degrees(angles.neck_deg, angles.neck_uncertainty_deg)
    return f"neck {neck}, torso {degrees(angles.torso_deg, angles.torso_uncertainty_deg)}"


def _because(causes: tuple[str, ...]) -> str:
    return f" ({', '.join(causes)})" if causes else ""


def _rounded(value: float | None, digits: int = 2) -> float | None:
    return None if value is None else round(float(value), digits)
