"""Real people at their desks: how well slouching is told, beside what others go by.

``python -m tests.accuracy.real_people [FILE.npz ...]`` prints the tables of docs/accuracy.md. A
file holds landmarks, a row a picture, in the order they were taken within a sitting and label:
``sitting`` (n,), ``is_slouched`` (n,) bool, ``width_px``, ``height_px``, and of a single look
(``one_``) and of ten averaged (``ten_``): ``found`` (n,) bool, ``points_px`` (n, 33, 2),
``depth_px`` (n, 33), ``world_m`` (n, 33, 3), ``visibility`` (n, 33). The labels are those of
whoever took the pictures: how far somebody truly bent is not known, so degrees cannot be scored.

Every eighth picture of a sitting calibrates, the others are judged.
"""

import argparse
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from posture.app.composition import (
    angle_model,
    assessor_by,
    policy,
)
from posture.config import Config, load_config
from posture.core.angles.angles import measure_angles
from posture.core.angles.calibration import calibrate
from posture.core.angles.refusals import CalibrationRefusedError
from posture.core.events import EpisodeStarted, Event, Observation, Verdict
from posture.core.judge import Judge
from posture.core.nudges.inputs import NudgeContext
from posture.core.pose.landmarks import Landmark, Pose
from posture.core.states import Condition
from posture.core.verdict.rules import assess

Array = NDArray[np.float64]
USUAL = Path("../shared/real/landmarks.npz")

_CALIBRATES = 8  # every so many pictures
_LOOK_S = 3.0
_DAY_S = 8 * 3600.0
_BLOCK_S = (20.0, 300.0)
# A live calibration: how long it watches, how many looks 3 s apart that is, how often it is tried.
_LIVE_S, _LIVE_LOOKS, _LIVE_DAYS = 10.0, 4, 8
_LIVE_DAY_S = 2 * 3600.0


@dataclass(frozen=True, slots=True)
class Sitting:
    """One person before one camera that stays put; poses in the order they were seen."""

    name: str
    upright: tuple[Pose, ...]
    slouched: tuple[Pose, ...]

    @property
    def shown(self) -> tuple[tuple[Pose, ...], tuple[Pose, ...]]:
        """What calibrates."""
        return self.upright[::_CALIBRATES], self.slouched[::_CALIBRATES]

    @property
    def held_out(self) -> tuple[list[Pose], list[Pose]]:
        """What is judged."""
        good, poor = (
            [pose for row, pose in enumerate(poses) if row % _CALIBRATES]
            for poses in (self.upright, self.slouched)
        )
        return good, poor


@dataclass(frozen=True, slots=True)
class Score:
    """One rule on one sitting. auc: uncalibrated. The rest are shares of the pictures held out.

    by_upright, by_both: balanced accuracy after a calibration of the upright alone, and with a
    slouch shown; called_poor: of the upright pictures, after the former.
    """

    auc: float
    by_upright: float
    by_both: float
    called_poor: float


@dataclass(frozen=True, slots=True)
class DayScore:
    """A day of upright and slouched spells through the whole judge."""

    spells: int
    found: int
    false_episodes: int
    upright_h: float


def load_sittings(path: Path, looks: str) -> list[Sitting]:
    """looks: "one" or "ten". Raises OSError, KeyError or ValueError when it is no such file."""
    data = np.load(path)
    size = int(data["width_px"]), int(data["height_px"])
    columns = [
        data[f"{looks}_{name}"].astype(np.float64)
        for name in ("points_px", "depth_px", "world_m", "visibility")
    ]
    sittings = []
    for name in np.unique(data["sitting"]):
        mine = (data["sitting"] == name) & data[f"{looks}_found"]
        good, poor = (
            tuple(
                Pose(points, depth, world, visibility, visibility, *size)
                for points, depth, world, visibility in zip(
                    *(column[mine & (data["is_slouched"] == is_poor)] for column in columns),
                    strict=True,
                )
            )
            for is_poor in (False, True)
        )
        sittings.append(Sitting(str(name), good, poor))
    return sittings


def score_ours(sitting: Sitting, config: Config, *, is_watched: bool = False) -> Score:
    """posture's own verdicts. is_watched: through the monitor's smoothing, a look every 3 s."""
    model, rules, limits = angle_model(config), config.rules, config.calibration_limits
    good, poor = sitting.held_out

    def severities(poses: Iterable[Pose]) -> Iterator[float]:
        for pose in poses:
            yield assess(measure_angles(pose, model), rules).severity or 0.0

    def called_poor(poses: Sequence[Pose], *shown: Sequence[Pose]) -> float:
        made = calibrate(shown[0], shown[1] if len(shown) > 1 else None, model, limits)
        if not is_watched:
            return _share(
                assess(measure_angles(pose, model, made.baseline), rules, made.thresholds).posture
                is Verdict.POOR
                for pose in poses
            )
        assessor = assessor_by(config, model, made.baseline, made.thresholds)
        return _share(
            assessor.assess(Observation(_LOOK_S * row, Condition.SEEN, pose)).verdict.posture
            is Verdict.POOR
            for row, pose in enumerate(poses)
        )

    shown_good, shown_poor = sitting.shown
    upright = called_poor(good, shown_good)
    return Score(
        _auc(list(severities(sitting.upright)), list(severities(sitting.slouched))),
        (1.0 - upright + called_poor(poor, shown_good)) / 2.0,
        (
            1.0
            - called_poor(good, shown_good, shown_poor)
            + called_poor(poor, shown_good, shown_poor)
        )
        / 2.0,
        upright,
    )


def shares_sunk(sitting: Sitting, config: Config) -> tuple[list[float], list[float]]:
    """How far the head came down, in limits, upright and slouched; calibrated on the upright."""
    model = angle_model(config)
    baseline = calibrate(sitting.shown[0], None, model, config.calibration_limits).baseline
    seen = ([measure_angles(pose, model, baseline) for pose in poses] for poses in sitting.held_out)
    good, poor = (
        [a.head_drop / a.head_drop_limit for a in angles if a.head_drop and a.head_drop_limit]
        for angles in seen
    )
    return good, poor


def score_by(measure: Callable[[Pose], float], sitting: Sitting) -> Score:
    """The verdict of one number a pose that slouching lowers, drawn as simply as can be.

    By upright alone the limit lies 1.75 robust standard deviations below the median; with a slouch,
    where most of what was shown is told apart.
    """
    (shown_good, shown_poor), (good, poor) = (
        [np.array([measure(pose) for pose in poses]) for poses in pair]
        for pair in (sitting.shown, sitting.held_out)
    )
    middle = float(np.median(shown_good))
    limit = middle - 1.75 * 1.4826 * float(np.median(np.abs(shown_good - middle)))
    edges = np.sort(np.concatenate([shown_good, shown_poor]))
    between = (edges[1:] + edges[:-1]) / 2.0
    told = np.array([_balanced(shown_good, shown_poor, edge) for edge in between])
    both = float(between[told == told.max()].mean())
    return Score(
        _auc(
            [-measure(pose) for pose in sitting.upright],
            [-measure(pose) for pose in sitting.slouched],
        ),
        _balanced(good, poor, limit),
        _balanced(good, poor, both),
        float((good < limit).mean()),
    )


def nose_ratio(pose: Pose) -> float:
    """Height of the nose over the middle of the shoulders, over the shoulders' width."""
    left, right = pose.points_px[Landmark.LEFT_SHOULDER], pose.points_px[Landmark.RIGHT_SHOULDER]
    rise = (left[1] + right[1]) / 2.0 - pose.points_px[Landmark.NOSE, 1]
    return float(rise / math.dist(left, right))


def nose_height(pose: Pose) -> float:
    """Height of the nose in the picture, in its heights."""
    return -float(pose.points_px[Landmark.NOSE, 1]) / pose.height_px


def tutorial_accuracy(sitting: Sitting) -> float:
    """Balanced accuracy of the tutorials' rule: poor from 40 degrees of neck or 10 of torso."""
    good, poor = (_share(map(_is_poor_by_40_10, poses)) for poses in sitting.held_out)
    return (1.0 - good + poor) / 2.0


def _is_poor_by_40_10(pose: Pose) -> bool:
    ear, shoulder, hip = (
        pose.points_px[[left, left + 1]].mean(axis=0)
        for left in (Landmark.LEFT_EAR, Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP)
    )
    neck, torso = (
        math.degrees(math.atan2(abs(top[0] - below[0]), below[1] - top[1]))
        for top, below in ((ear, shoulder), (shoulder, hip))
    )
    return neck >= 40.0 or torso >= 10.0


def score_day(
    sitting: Sitting, config: Config, seed: int = 1, live: slice | None = None
) -> DayScore:
    """Spells of upright and slouched, 20 s to 5 min each, in turn, a look every 3 s for 8 hours.

    Within a spell the looks come in the order they were taken; calibrated on the upright alone, or,
    and then for two hours, on the ten seconds that the rows ``live`` stand for. A spell counts as
    found when an episode starts in it; only those that last ten seconds longer than the hold are
    asked about.
    """
    model, limits = angle_model(config), config.calibration_limits
    shown, judged = sitting.shown[0], sitting.held_out
    if live is not None:
        shown, left = sitting.upright[live], list(sitting.upright)
        del left[live]
        judged = left, list(sitting.slouched)
    made = calibrate(shown, None, model, limits, span_s=None if live is None else _LIVE_S)
    judge = Judge(assessor_by(config, model, made.baseline, made.thresholds), policy(config))
    rows = {is_poor: _cycle(poses) for is_poor, poses in enumerate(judged)}
    random = Random(seed)  # noqa: S311 - no secret
    asked = found = false = 0
    at_s = upright_s = 0.0
    while at_s < (_DAY_S if live is None else _LIVE_DAY_S):
        for is_poor in (False, True):
            length_s = math.exp(random.uniform(*map(math.log, _BLOCK_S)))
            begin_s = at_s
            started = 0
            while at_s < begin_s + length_s:
                observation = Observation(at_s, Condition.SEEN, next(rows[is_poor]))
                events: tuple[Event, ...] = judge.look(observation, NudgeContext(at_s, 600))
                # What began while slouching and is told a moment after sitting up is not false.
                started += sum(
                    isinstance(event, EpisodeStarted) and (is_poor or event.since_s >= begin_s)
                    for event in events
                )
                at_s += _LOOK_S
            if is_poor and length_s > config.rules.hold_s + 10.0:
                asked, found = asked + 1, found + (started > 0)
            elif not is_poor:
                false, upright_s = false + started, upright_s + length_s
    return DayScore(asked, found, false, upright_s / 3600.0)


def score_days_after_ten_seconds(sitting: Sitting, config: Config) -> DayScore:
    """Days after calibrating live on looks that follow each other, begun at eight places.

    Where the calibration is refused, for a shoulder out of the picture, there is no day.
    """
    last = len(sitting.upright) - _LIVE_LOOKS
    scores = []
    for start in np.linspace(0, last, _LIVE_DAYS).astype(int).tolist():
        with suppress(CalibrationRefusedError):
            scores.append(score_day(sitting, config, start, slice(start, start + _LIVE_LOOKS)))
    return DayScore(*np.sum([astuple(score) for score in scores], axis=0).tolist())


def _cycle(poses: Sequence[Pose]) -> Iterator[Pose]:
    while True:
        yield from poses


def _balanced(good: Array, poor: Array, limit: float) -> float:
    return float(((good >= limit).mean() + (poor < limit).mean()) / 2.0)


def _share(marks: Iterable[bool]) -> float:
    return float(np.mean(list(marks)))


def _auc(good: Sequence[float], poor: Sequence[float]) -> float:
    """How often a slouched picture has the higher severity."""
    a, b = np.array(good)[:, None], np.array(poor)[None]
    return float((b > a).mean() + (b == a).mean() / 2.0)


def markdown(path: Path, config: Config) -> str:
    """Every table of one file of landmarks; figures are of ten looks, then of one."""
    ten, one = (load_sittings(path, looks) for looks in ("ten", "one"))

    def both(score: Callable[[Sitting], Score]) -> list[list[Score]]:
        return [list(map(score, ten)), list(map(score, one))]

    smoothed = [score_ours(sitting, config, is_watched=True) for sitting in one]
    lines = [
        "### Ten looks averaged / one look at a time\n",
        "| Sitting | Rule | AUC uncalibrated | By upright | And a slouch | Called poor |",
        "|---|---|---|---|---|---|",
        *_rows("posture", ten, both(lambda s: score_ours(s, config))),
        *_rows("posture, one look, smoothed", one, [smoothed]),
        *_rows("nose over shoulders", ten, both(lambda s: score_by(nose_ratio, s))),
        *_rows("nose height", ten, both(lambda s: score_by(nose_height, s))),
    ]
    fixed = " / ".join(
        f"{np.mean([tutorial_accuracy(s) for s in some]):.3f}" for some in (ten, one)
    )
    lines += [f"| mean | 40/10 degrees | - | {fixed} | - | - |", ""]
    lines += [
        "### A day\n",
        "| Sitting | Spells | Found | False an hour upright | After ten seconds: found | False |",
        "|---|---|---|---|---|---|",
    ]
    for sitting in load_sittings(path, "one"):
        day, live = score_day(sitting, config), score_days_after_ten_seconds(sitting, config)
        lines.append(
            f"| {sitting.name} | {day.spells} | {day.found / max(day.spells, 1):.0%} "
            f"| {day.false_episodes / day.upright_h:.2f} "
            f"| {live.found / max(live.spells, 1):.0%} "
            f"| {live.false_episodes / live.upright_h:.2f} |"
        )
    return "\n".join(lines) + "\n"


def _rows(rule: str, sittings: Sequence[Sitting], by_looks: Sequence[list[Score]]) -> list[str]:
    """One a sitting and their mean, with the figures of each kind of looks beside one another."""
    names = [*(sitting.name for sitting in sittings), "mean"]
    rows = []
    for name, scores in zip(
        names, zip(*([*scores, _mean(scores)] for scores in by_looks), strict=True), strict=True
    ):
        cells = [
            " / ".join(f"{value:{format_}}" for value in values)
            for values, format_ in zip(
                zip(*map(astuple, scores), strict=True), (".3f", ".3f", ".3f", ".1%"), strict=True
            )
        ]
        rows.append(f"| {name} | {rule} | " + " | ".join(cells) + " |")
    return rows


def _mean(scores: Sequence[Score]) -> Score:
    return Score(
        *np.mean([(s.auc, s.by_upright, s.by_both, s.called_poor) for s in scores], axis=0).tolist()
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Score posture on landmarks of real people.")
    parser.add_argument("files", nargs="*", type=Path, default=[USUAL], metavar="FILE.npz")
    for path in parser.parse_args().files:
        print(markdown(path, load_config()))  # noqa: T201 - a command's output


if __name__ == "__main__":
    main()
