"""What one look says, as JSON and as words."""

from collections.abc import Mapping
from typing import Any

from posture.core.angles.angles import REPORTED_DEG, Angles
from posture.core.angles.baseline import Baseline, PersonalThresholds
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
        case HeldBack():
            return {"event": "held_back", **at, "cause": event.cause, "reason": event.reason}
        case Notice():
            return {"event": "notice", **at, "kind": event.kind, "text": event.text}
    raise AssertionError(event)


def _rounded(value: float | None, digits: int = 2) -> float | None:
    return None if value is None else round(float(value), digits)


def limits_json(
    baseline: Baseline, thresholds: PersonalThresholds | None
) -> dict[str, float | None]:
    """A person's own limits; None where the usual one holds. Heights in shoulder widths."""
    height = baseline.head_height
    neck_deg = thresholds.neck_change_deg if thresholds else None
    torso_deg = thresholds.torso_change_deg if thresholds else None
    return {
        "head_height": round(height.upright, 3) if height else None,
        "head_drop_limit": round(height.drop_limit, 3) if height else None,
        "neck_change_deg": neck_deg and round(neck_deg, 1),
        "torso_change_deg": torso_deg and round(torso_deg, 1),
    }


def limits_text(baseline: Baseline, thresholds: PersonalThresholds | None) -> list[str]:
    """Where a person's slouch begins, a sentence each."""
    lines = []
    if baseline.head_height is not None:
        share = 100 * baseline.head_height.drop_limit
        lines.append(
            f"Slouching begins when your head sinks by {share:.0f} % of your shoulders' width."
        )
    for part, limit_deg in (
        ("neck", thresholds and thresholds.neck_change_deg),
        ("torso", thresholds and thresholds.torso_change_deg),
    ):
        if limit_deg:
            lines.append(f"Your slouch begins {limit_deg:.0f}° of {part} beyond your upright.")
    return lines
