"""What one look says, as JSON and as words."""

from collections.abc import Mapping
from typing import Any

from posture.core.angles.angles import REPORTED_DEG, Angles
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
from posture.core.wording import why_unjudged


def angles_json(angles: Angles | None, verdict: Assessment) -> dict[str, Any]:
    """The fields of one judged picture; null where a thing cannot be seen, reason in "unseen"."""
    degrees = {name: _rounded(getattr(angles, name, None)) for name in REPORTED_DEG}
    return {
        "detected": angles is not None,
        "view": angles and angles.view,
        **degrees,
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


def event_json(event: Event, start_s: float = 0.0) -> dict[str, Any]:
    """One event as ``posture replay --json`` prints it; times are seconds from start_s."""
    at: Mapping[str, Any] = {"at_s": _rounded(event.at_s - start_s, 3)}
    match event:
        case Sample():
            judged = angles_json(event.angles, event.assessment)
            reason = event.unreliable_because
            why = {"unreliable_because": reason and why_unjudged(reason)}
            return {"event": "sample", **at, "state": event.state, **why, **judged}
        case LookFailed():
            return {"event": "look_failed", **at, "trace": event.trace}
        case StateChanged():
            return {"event": "state", **at, "state": event.state, "previous": event.previous}
        case EpisodeStarted():
            since = _rounded(event.since_s - start_s, 3)
            return {
                "event": "episode_started",
                **at,
                "since_s": since,
                "causes": list(event.causes),
            }
        case EpisodeEnded():
            nudged = event.nudged_at_s
            return {
                "event": "episode_ended",
                **at,
                "since_s": _rounded(event.since_s - start_s, 3),
                "until_s": _rounded(event.until_s - start_s, 3),
                "causes": list(event.causes),
                "worst_severity": _rounded(event.worst_severity, 3),
                "reason": event.reason,
                "nudged_at_s": None if nudged is None else _rounded(nudged - start_s, 3),
            }
        case Nudge():
            return {
                "event": "nudge",
                **at,
                "tip": event.tip,
                "cause": event.cause,
                "text": event.text,
            }
        case Withheld():
            return {
                "event": "withheld",
                **at,
                "cause": event.cause,
                "silent_share": event.silent_share,
            }
        case HeldBack():
            return {"event": "held_back", **at, "cause": event.cause, "reason": event.reason}
        case Notice():
            return {"event": "notice", **at, "kind": event.kind, "text": event.text}
    raise AssertionError(event)


def _rounded(value: float | None, digits: int = 2) -> float | None:
    return None if value is None else round(float(value), digits)
