"""One event as a line for people: what the log holds and ``posture replay`` prints."""

from posture.core.angles.angles import Angles
from posture.core.duration import in_words
from posture.core.events import (
    EpisodeEnded,
    EpisodeStarted,
    Event,
    HeldBack,
    LookFailed,
    Notice,
    Nudge,
    Sample,
    StateChanged,
    WatchState,
    Withheld,
)
from posture.core.wording import degrees, read_as, why_ended, why_unjudged


def event_words(event: Event) -> str:
    """Plain words, without the time, in one line."""
    match event:
        case Sample():
            return _sample(event)
        case LookFailed():
            return f"a picture could not be judged:\n{event.trace}"
        case StateChanged():
            before = f" (was {state_name(event.previous)})" if event.previous else ""
            return f"now {state_name(event.state)}{before}"
        case EpisodeStarted():
            lasting = in_words(event.at_s - event.since_s)
            return f"slouching for {lasting}{_because(event.causes)}"
        case EpisodeEnded():
            lasting = in_words(event.until_s - event.since_s)
            why = why_ended(event.reason)
            return f"end of {lasting} of slouching: {why}{_because(event.causes)}"
        case Nudge():
            return f"nudge ({event.cause}): {event.text}"
        case Withheld():
            return f"nudge withheld by chance ({event.cause})"
        case HeldBack():
            return f"nudge held back ({event.cause}): {event.reason}"
        case Notice():
            return f"notice: {event.text}"
    raise AssertionError(event)


def state_name(state: WatchState) -> str:
    """As people are shown it."""
    return read_as(state)


def _sample(sample: Sample) -> str:
    why = f" ({why_unjudged(sample.unreliable_because)})" if sample.unreliable_because else ""
    seen = f", {_angles(sample.angles)}" if sample.angles and not why else ""
    return f"look: {state_name(sample.state)}{why}{seen}; next in {in_words(sample.interval_s)}"


def _angles(angles: Angles) -> str:
    neck = degrees(angles.neck_deg, angles.neck_uncertainty_deg)
    return f"neck {neck}, torso {degrees(angles.torso_deg, angles.torso_uncertainty_deg)}"


def _because(causes: tuple[str, ...]) -> str:
    return f" ({', '.join(causes)})" if causes else ""
