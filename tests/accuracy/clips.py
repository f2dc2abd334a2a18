"""Episodes on clips whose truth is known: found, missed, false, and how long each took."""

import csv
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from posture.app.composition import assessor_by, policy
from posture.config import Config, load_config
from posture.core.angles.calibration import calibrate
from posture.core.angles.fitted import AngleModel
from posture.core.events import EpisodeStarted, Event, Nudge
from posture.core.judge import Judge
from posture.monitor.loop import Monitor
from posture.monitor.sources import estimator, watch_source
from posture.system.clock import VirtualClock

FPS = 2.0
_POOR = {"slump", "forward"}
_CALIBRATION_S = 10.0


@dataclass(frozen=True, slots=True)
class ClipScore:
    """found: spells in which an episode was told; false: episodes told outside all of them.

    delays_s: from the true onset until it was told, the hold included.
    """

    clip: str
    spells: int
    found: int
    false: int
    delays_s: tuple[float, ...]
    false_nudges_an_hour: float


def clip_scores(
    folder: Path, models: dict[str, AngleModel], shipped: AngleModel, overrides: Sequence[str]
) -> list[ClipScore]:
    """Every clip under ``folder/clips``, by its subject's model; its first seconds the upright.

    Of subjects with no pictures nothing was fitted: they are measured by the shipped model.
    """
    config = load_config(overrides)
    clips = sorted(path.parent for path in (folder / "clips").glob("*/truth.csv"))
    return [_score(clip, models.get(clip.name.split("_")[0], shipped), config) for clip in clips]


def _score(clip: Path, model: AngleModel, config: Config) -> ClipScore:
    with (clip / "truth.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    events = watched(clip / "frames", model, config)
    spells = [s for s in _spells(rows) if s[1] - s[0] > config.rules.hold_s]
    told = [event.at_s for event in events if isinstance(event, EpisodeStarted)]
    hits = {i: [at for at in told if begin <= at <= end] for i, (begin, end) in enumerate(spells)}
    nudged = [event.at_s for event in events if isinstance(event, Nudge)]
    false_nudges = sum(not any(b <= at <= e + 5.0 for b, e in spells) for at in nudged)
    hours = len(rows) / FPS / 3600.0
    return ClipScore(
        clip.name,
        len(spells),
        sum(bool(found) for found in hits.values()),
        len(told) - sum(map(len, hits.values())),
        tuple(round(found[0] - spells[i][0], 1) for i, found in hits.items() if found),
        round(false_nudges / hours, 1),
    )


def _spells(rows: Sequence[dict[str, str]]) -> list[tuple[float, float]]:
    """Begin and end of each stretch of poor posture, seconds; it begins when the change does."""
    spells: list[tuple[float, float]] = []
    begin: float | None = None
    for row in [*rows, {"state": "end", "at_s": str(len(rows) / FPS)}]:
        at_s = float(row["at_s"])
        if row["state"] in _POOR and begin is None:
            begin = at_s
        elif row["state"] not in _POOR and begin is not None:
            spells.append((begin, at_s))
            begin = None
    return spells


def watched(frames: Path, model: AngleModel, config: Config) -> list[Event]:
    """Every event of a watch over a folder of pictures whose first seconds are the upright."""
    from posture.capture import Paced, open_recording  # noqa: PLC0415 - heavy

    recording = open_recording(frames, FPS)
    with closing(estimator(config)) as landmarker:
        first = [frame for frame in recording.frames() if frame.at_s < _CALIBRATION_S]
        upright = [pose for frame in first for pose in landmarker.estimate(frame)[:1]]
    made = calibrate(upright, None, model, config.calibration_limits)
    assessor = assessor_by(config, model, made.baseline, made.thresholds)
    events: list[Event] = []
    clock = VirtualClock(datetime.now(UTC))
    with closing(watch_source(config, Paced(recording, clock, loop=False), clock)) as observer:
        Monitor(
            observer,
            Judge(assessor, policy(config)),
            clock,
            [events.append],
        ).run()
    return events


def markdown(scores: Sequence[ClipScore]) -> str:
    lines = [
        "| Clip | Spells | Found | False episodes | Onset to episode (s) | False nudges/h |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {s.clip} | {s.spells} | {s.found} | {s.false} "
        f"| {', '.join(map(str, s.delays_s)) or '-'} | {s.false_nudges_an_hour} |"
        for s in scores
    ]
    return "\n".join(lines) + "\n"
