"""Whether a changed set-up is noticed: ``python -m tests.accuracy.setup_change --truth DIR``.

Everybody is calibrated on one upright picture before one camera. Then a watch is made up of still
pictures, each posture held for a while and seen with the looks' own noise: of the same person
before the same camera, of others before it, and of the same person before another. Nobody is seen
by a fit they are in.
"""

import argparse
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.fit.guests import guests
from models.fit.truth import VIEW_OF, Picture, load_truth
from posture.app.composition import assessor_by
from posture.config import Config, load_config
from posture.core.angles.baseline import Baseline
from posture.core.angles.calibration import calibrate
from posture.core.angles.fitted import AngleModel
from posture.core.angles.refusals import CalibrationRefusedError
from posture.core.events import BackgroundShift, Observation, Verdict
from posture.core.pose.landmarks import Pose
from posture.core.pose.view import View
from posture.core.states import Condition, WatchState
from posture.core.verdict.rules import assess
from tests.accuracy.held_out import guests_left_out
from tests.accuracy.score import models_for, shipped_model

_LOOK_S, _HELD_S, _WATCH_S = 3.0, (15.0, 60.0), 1800.0
# Others before the same camera that each person is compared with.
_OTHERS = 3
SAME, PERSON, HEIGHT, SIDE = (
    "as calibrated",
    "another person",
    "the other camera in front",
    "a camera elsewhere",
)

# What was seen of each picture, by look.
Looks = Sequence[Pose]


@dataclass(frozen=True, slots=True)
class Watched:
    """One watch of half an hour. asked_s: when it asked to calibrate again, None when never.

    poor, believed: looks beyond the limits, and called poor.
    """

    asked_s: float | None
    poor: int
    believed: int


def watched(
    baseline: Baseline,
    model: AngleModel,
    held: Sequence[Looks],
    config: Config,
    seed: int,
    shift: BackgroundShift | None = None,
) -> Watched:
    """A watch over the pictures in random order, by the program's own limits.

    shift: of the background since the watch began; None where that cannot be told.
    """
    rng = np.random.default_rng(seed)
    rules, assessor = config.rules, assessor_by(config, model, baseline)
    if shift is not None:
        at_rest = BackgroundShift(0.0, 0.0, 0.0)
        assessor.assess(Observation(-_LOOK_S, Condition.SEEN, held[0][0], background=at_rest))
    asked_s, at_s = None, 0.0
    poor = believed = 0
    while at_s < _WATCH_S:
        looks = held[int(rng.integers(len(held)))]
        until_s = at_s + rng.uniform(*_HELD_S)
        while at_s < until_s:
            pose = looks[int(rng.integers(len(looks)))]
            look = Observation(at_s, Condition.SEEN, pose, background=shift)
            seen = assessor.assess(look)
            if seen.has_moved and asked_s is None:
                asked_s = at_s
            is_believed = seen.state is WatchState.POOR
            is_poor = seen.angles is not None and assess(seen.angles, rules).posture is Verdict.POOR
            believed += is_believed
            poor += is_believed or is_poor
            at_s += _LOOK_S
    return Watched(asked_s, poor, believed)


def change_of(mine: Picture, other: Picture) -> str | None:
    """What changed between two pictures; None when that is too much to be called one thing."""
    if mine.subject != other.subject:
        return PERSON if mine.view == other.view else None
    if mine.set != other.set:
        return None
    if mine.view == other.view:
        return SAME
    return HEIGHT if VIEW_OF[mine.view] is VIEW_OF[other.view] else SIDE


def watch_all(
    pictures: Sequence[Picture], models: Mapping[str, AngleModel]
) -> dict[tuple[bool, str], list[Watched]]:
    """Every change for every person and camera: (seen from the front, what changed) -> watches."""
    config = load_config()
    groups: dict[tuple[str, str, str], list[Picture]] = defaultdict(list)
    for picture in pictures:
        if picture.set != "sweep" and picture.careful is not None:
            groups[picture.group].append(picture)
    found: dict[tuple[bool, str], list[Watched]] = defaultdict(list)
    for number, mine in enumerate(groups.values()):
        known = next((p for p in mine if p.is_upright), mine[0])
        if known.careful is None:
            continue
        model = models[known.subject]
        try:
            made = calibrate([known.careful], None, model, config.calibration_limits)
        except CalibrationRefusedError:
            continue
        others = 0
        rng = np.random.default_rng(number)
        for place in rng.permutation(len(groups)):
            watching = list(groups.values())[place]
            change = change_of(known, watching[0])
            others += change == PERSON
            if change is None or (change == PERSON and others > _OTHERS):
                continue
            held = [
                [pose for pose in picture.looks if pose is not None]
                for picture in watching
                if picture is not known
            ]
            in_front = VIEW_OF[known.view] is View.FRONTAL
            found[in_front, change].append(
                watched(made.baseline, model, held, config, number * 1000 + int(place))
            )
    return found


def markdown(found: Mapping[tuple[bool, str], Sequence[Watched]]) -> str:
    """A row a change: how often and when it is told, what is called poor all the same."""
    lines = [
        "| Calibrated | Then | Watches | Asked within 30 min | after (min) | Poor looks missed |",
        "|---|---|---|---|---|---|",
    ]
    for (in_front, change), watches in sorted(found.items(), key=lambda row: (not row[0][0], row)):
        asked = [watch.asked_s / 60 for watch in watches if watch.asked_s is not None]
        poor = sum(watch.poor for watch in watches)
        believed = sum(watch.believed for watch in watches)
        lines.append(
            f"| {'in front' if in_front else 'from aside'} | {change} | {len(watches)} "
            f"| {len(asked) / len(watches):.0%} | {f'{np.median(asked):.0f}' if asked else '-'} "
            f"| {1 - believed / poor if poor else 0:.0%} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--truth", type=Path, required=True, help="folder with truth.csv")
    options = parser.parse_args()
    pictures, visiting = load_truth(options.truth, "lite"), guests()
    models = models_for(pictures, shipped_model(), visiting)
    print(f"### The people of {options.truth}\n\n{markdown(watch_all(pictures, models))}")  # noqa: T201
    if visiting:
        strangers = {
            guest.subject: model
            for part, model in guests_left_out(pictures, visiting)
            for guest in part
        }
        print(f"### Guests\n\n{markdown(watch_all(visiting, strangers))}")  # noqa: T201


if __name__ == "__main__":
    main()
