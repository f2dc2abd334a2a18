"""From the looks at a recording to what is made of them, by the monitor's own loop and judge."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from posture.app.analyze.job import Job
from posture.app.analyze.sums import RecordingSums
from posture.app.analyze.tables import LookTable, episode_row
from posture.app.composition import make_judge
from posture.core.events import EpisodeEnded, Event, Observation, Sample
from posture.core.pose.landmarks import Pose
from posture.errors import InputError
from posture.monitor.frame_look import FrameLook
from posture.monitor.loop import Monitor
from posture.monitor.observer import Follower, observed
from posture.protocols import Rgb
from posture.store.profiles import Profile
from posture.system.clock import VirtualClock

# A recording has no time of day. One moment for all: quiet hours must not depend on when it runs.
_START = datetime(2000, 1, 1, 12, tzinfo=UTC)

Draw = Callable[[Rgb, Pose | None, Sample], None]


@dataclass(frozen=True, slots=True)
class JudgedRecording:
    """One recording's part of every table.

    looks: its own table as a file. summary: its row among the recordings. episodes: its rows
    among theirs.
    """

    looks: bytes
    summary: dict[str, Any]
    episodes: tuple[dict[str, Any], ...]


def judged(
    job: Job,
    looks: Iterable[tuple[FrameLook, Rgb | None]],
    profile: Profile | None,
    draw: Draw | None = None,
) -> JudgedRecording:
    """Judge a recording's looks, all of them and in order. draw: is shown each with its picture.

    Raises InputError when there are none.
    """
    config = job.config
    clock = VirtualClock(_START)
    played = _Played(iter(looks), Follower(config.vision), clock)
    table, sums = LookTable(job.format), RecordingSums(config, _START)
    episodes: list[dict[str, Any]] = []

    def note(event: Event) -> None:
        if isinstance(event, Sample):
            table.add(event, is_reused=played.is_reused)
            if draw is not None and played.picture is not None:
                draw(played.picture, played.person, event)
        elif isinstance(event, EpisodeEnded):
            episodes.append(episode_row(event))

    tally = Monitor(
        played,
        make_judge(config, profile),
        clock,
        [note, sums],
        timezone=UTC,
        rest=lambda _: None,
    ).run()
    if not tally.looks:
        raise InputError("No frame of it can be decoded.", "Use one that plays in a video player.")
    summary = {**played.facts(), **sums.row(tally)}
    return JudgedRecording(table.content(), summary, tuple(episodes))


class _Played:
    """An Observer to whom the looks were given. The clock shows the time of the last one."""

    def __init__(
        self,
        looks: Iterator[tuple[FrameLook, Rgb | None]],
        follower: Follower,
        clock: VirtualClock,
    ) -> None:
        self._looks, self._follower, self._clock = looks, follower, clock
        self.picture: Rgb | None = None
        self.person: Pose | None = None
        self.is_reused = False
        self._sizes: dict[str, None] = {}
        self._most_people = self._reused = 0

    def observe(self) -> Observation | None:
        look, self.picture = next(self._looks, (None, None))
        if look is None:
            return None
        self._clock.sleep(look.at_s - self._clock.monotonic_s())
        self.person, self.is_reused = self._follower.follow(look), look.is_reused
        self._sizes[f"{look.width_px}x{look.height_px}"] = None
        self._most_people = max(self._most_people, len(look.people))
        self._reused += look.is_reused
        return observed(look, self.person)

    def facts(self) -> dict[str, Any]:
        """Of the recording itself."""
        return {
            "length_s": round(self._clock.monotonic_s(), 3),
            "size_px": " ".join(self._sizes),
            "most_people": self._most_people,
            "reused_looks": self._reused,
        }

    def release(self) -> None:
        """There is no camera to let go of."""

    def close(self) -> None:
        """Whoever gave the looks closes what they come from."""
