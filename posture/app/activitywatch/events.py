"""Records as events of ActivityWatch: a time, a duration and data (docs.activitywatch.net)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from posture.core.day.records import EpisodeRecord
from posture.core.period.model import Break

CLIENT = "posture"


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where events of one kind lie; name and type as ActivityWatch's watchers form them."""

    name: str
    type: str


EPISODES = Bucket("posture-slouches", "posture.slouch")
BREAKS = Bucket("posture-breaks", "posture.break")


def episode_event(episode: EpisodeRecord) -> dict[str, Any]:
    """title: what ActivityWatch's timeline shows."""
    return {
        **_time(episode.started, episode.duration_s),
        "data": {
            "title": "Slouched: " + ", ".join(episode.causes) if episode.causes else "Slouched",
            "causes": [cause.value for cause in episode.causes],
            "worst_severity": episode.worst_severity,
            "ended": episode.reason,
            "nudged": episode.nudged_at is not None,
        },
    }


def break_event(taken: Break) -> dict[str, Any]:
    return {**_time(taken.start, taken.lasting_s), "data": {"title": "Break"}}


def time_of(event: dict[str, Any]) -> int:
    """By which an event is known again: milliseconds since 1970, as servers keep at least."""
    return round(datetime.fromisoformat(str(event["timestamp"])).timestamp() * 1000)


def _time(start: datetime, lasting_s: float) -> dict[str, Any]:
    at = start.astimezone(UTC).isoformat(timespec="milliseconds")
    return {"timestamp": at, "duration": round(lasting_s, 3)}
