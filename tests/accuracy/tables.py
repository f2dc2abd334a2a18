"""The tables of docs/accuracy.md, as plain data and as Markdown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import TypeVar

import numpy as np

from posture.config import load_config
from posture.core.angles.angles import Angles
from posture.core.angles.baseline import PersonalThresholds
from posture.core.events import Verdict
from posture.core.policies.verdict import RulesPolicy
from posture.core.verdict.rules import assess
from tests.accuracy.score import Measured

_Score = TypeVar("_Score")

VIEWS = ("sagittal", "oblique", "front", "front_low")
# What is asked about: degrees of neck or torso beyond the own upright.
_POOR_DEG = 12.0
# Aims in degrees: mean absolute error of the change of neck and torso.
BARS = {
    "sagittal": (1.8, 1.5),
    "oblique": (2.2, 1.8),
    "front": (2.2, 1.5),
    "front_low": (2.5, 2.2),
}


@dataclass(frozen=True, slots=True)
class ViewScore:
    """One view over the random poses, upright pictures not counted. Degrees; pairs neck, torso."""

    view: str
    pictures: int
    detected: float
    change_mae: tuple[float, float]
    change_bias: tuple[float, float]
    change_correlation: tuple[float, float]
    uncalibrated_mae: tuple[float, float]
    uncalibrated_covered: tuple[float, float]
    change_covered: tuple[float, float]
    world_mae: tuple[float, float]
    head_pitch_mae: float
    shoulder_tilt_mae: float | None
    by_kind: dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class SlouchScore:
    """Upright against slump and forward poses: balanced accuracy, and area under the curve."""

    view: str
    auc_uncalibrated: float
    auc_upright: float
    accuracy_uncalibrated: float
    accuracy_upright: float
    accuracy_both: float
    auc_nose_drop: float
    accuracy_tutorial: float
    auc_world: float


def view_scores(measured: Sequence[Measured]) -> list[ViewScore]:
    random = [m for m in measured if m.picture.set != "sweep" and not m.picture.is_upright]
    return [_view_score(view, [m for m in random if m.picture.view == view]) for view in VIEWS]


def _pair(values: np.ndarray) -> tuple[float, float]:
    return round(float(values[0]), 2), round(float(values[1]), 2)


def _view_score(view: str, mine: Sequence[Measured]) -> ViewScore:
    seen = [m for m in mine if m.calibrated is not None and m.calibrated.neck_deg is not None]
    now = [m.calibrated for m in seen if m.calibrated is not None]
    alone = [m.uncalibrated for m in seen if m.uncalibrated is not None]
    true = np.array([m.true_change[[1, 0]] for m in seen])
    absolute = np.array([m.picture.angles[[1, 0]] for m in seen])
    change = np.array([(a.neck_change_deg, a.torso_change_deg) for a in now], np.float64)
    within = np.array([(a.neck_uncertainty_deg, a.torso_uncertainty_deg) for a in now], np.float64)
    guess = np.array([(a.neck_deg, a.torso_deg) for a in alone], np.float64)
    guess_within = np.array(
        [(a.neck_uncertainty_deg, a.torso_uncertainty_deg) for a in alone], np.float64
    )
    world = np.array([(m.rules["world_neck_deg"], m.rules["world_torso_deg"]) for m in seen])
    error = np.abs(change - true)
    kinds = np.array([m.picture.kind for m in seen])
    tilts = [
        abs(a.shoulder_tilt_deg - m.picture.shoulder_tilt_deg)
        for a, m in zip(now, seen, strict=True)
        if a.shoulder_tilt_deg is not None
    ]
    pitch = [
        abs((a.head_pitch_deg or 0.0) - m.true_change[2]) for a, m in zip(now, seen, strict=True)
    ]
    return ViewScore(
        view=view,
        pictures=len(mine),
        detected=round(len(seen) / len(mine), 4),
        change_mae=_pair(error.mean(axis=0)),
        change_bias=_pair((change - true).mean(axis=0)),
        change_correlation=_pair(
            np.array([np.corrcoef(change[:, i], true[:, i])[0, 1] for i in (0, 1)])
        ),
        uncalibrated_mae=_pair(np.abs(guess - absolute).mean(axis=0)),
        uncalibrated_covered=_pair((np.abs(guess - absolute) <= guess_within).mean(axis=0)),
        change_covered=_pair((error <= within).mean(axis=0)),
        world_mae=_pair(np.abs(world - absolute).mean(axis=0)),
        head_pitch_mae=round(float(np.mean(pitch)), 2),
        shoulder_tilt_mae=round(float(np.mean(tilts)), 2) if tilts else None,
        by_kind={str(kind): _pair(error[kinds == kind].mean(axis=0)) for kind in np.unique(kinds)},
    )


def slouch_scores(measured: Sequence[Measured]) -> list[SlouchScore]:
    """Per view, mean over people: upright pictures against slumping, leaning, head forward."""
    scores = []
    for view in VIEWS:
        rows = []
        for subject in sorted({m.picture.subject for m in measured}):
            mine = [
                m
                for m in measured
                if m.picture.view == view
                and m.picture.subject == subject
                and m.calibrated is not None
                and m.calibrated.neck_deg is not None
                and (m.picture.is_upright or is_slouch(m))
            ]
            rows.append(_slouch_row(mine))
        scores.append(SlouchScore(view, *(round(float(v), 3) for v in np.mean(rows, axis=0))))
    return scores


def is_slouch(measured: Measured) -> bool:
    """Bent enough to be asked about: 12 degrees of neck or torso beyond the own upright."""
    torso, neck = measured.true_change[:2]
    return measured.picture.kind in {"slump", "lean_forward"} and max(torso, neck) > _POOR_DEG


def _slouch_row(mine: Sequence[Measured]) -> list[float]:
    bad = np.array([not m.picture.is_upright for m in mine])

    def each(value: Callable[[Measured], float]) -> np.ndarray:
        return np.array([value(m) for m in mine])

    def alone(m: Measured) -> float:
        return _severity(m.uncalibrated, None)

    def upright(m: Measured) -> float:
        return _severity(m.calibrated, None)

    def both(m: Measured) -> float:
        return _severity(m.calibrated, m.personal)

    tutorial = each(
        lambda m: float(m.rules["image_neck_deg"] > 40.0 or m.rules["image_torso_deg"] > 10.0)
    )
    return [
        _auc(each(alone), bad),
        _auc(each(upright), bad),
        _balanced(each(alone) >= 1.0, bad),
        _balanced(each(upright) >= 1.0, bad),
        _balanced(each(both) >= 1.0, bad),
        _auc(each(lambda m: m.rules["nose_drop"]), bad),
        _balanced(tutorial > 0, bad),
        _auc(each(lambda m: max(m.rules["world_neck_deg"], m.rules["world_torso_deg"])), bad),
    ]


def _severity(angles: Angles | None, personal: PersonalThresholds | None) -> float:
    """As the program itself judges, with its own limits; turned and doubtful looks included."""
    assert angles is not None
    severity = assess(angles, _rules(), personal).severity
    return 0.0 if severity is None else severity


def is_called_poor(angles: Angles) -> bool:
    """The program's own verdict, which leaves turned and doubtful looks unjudged."""
    return assess(angles, _rules(), None).posture is Verdict.POOR


@cache
def _rules() -> RulesPolicy:
    return load_config().rules


def _auc(scores: np.ndarray, bad: np.ndarray) -> float:
    high, low = scores[bad], scores[~bad]
    wins = (high[:, None] > low).mean() + 0.5 * (high[:, None] == low).mean()
    return float(wins)


def _balanced(called: np.ndarray, bad: np.ndarray) -> float:
    return float((called[bad].mean() + (~called[~bad]).mean()) / 2)


def markdown(by_looks: Mapping[str, tuple[Sequence[ViewScore], Sequence[SlouchScore]]]) -> str:
    """Three tables: change and uncalibrated, kinds of pose, slouch against upright.

    ``by_looks`` has the scores of ten looks and of one, by their names: a row a view and a name.
    """
    views = interleaved({looks: scores for looks, (scores, _) in by_looks.items()})
    slouches = interleaved({looks: scores for looks, (_, scores) in by_looks.items()})
    lines = [
        (
            "| View | Looks | Detected | Change, neck / torso | Aim | Bias | r | Uncalibrated "
            "| Covered (change; uncalibrated) | Raw world angles | Head pitch | Shoulder tilt |"
        ),
        "|---" * 12 + "|",
    ]
    for looks, s in views:
        bar, tilt = BARS[s.view], s.shoulder_tilt_mae
        lines.append(
            f"| {s.view} | {looks} | {s.detected:.1%} "
            f"| **{s.change_mae[0]:.1f} / {s.change_mae[1]:.1f}** "
            f"| {bar[0]} / {bar[1]} | {s.change_bias[0]:+.1f} / {s.change_bias[1]:+.1f} "
            f"| {s.change_correlation[0]:.2f} / {s.change_correlation[1]:.2f} "
            f"| {s.uncalibrated_mae[0]:.1f} / {s.uncalibrated_mae[1]:.1f} "
            f"| {s.change_covered[0]:.0%} / {s.change_covered[1]:.0%}; "
            f"{s.uncalibrated_covered[0]:.0%} / {s.uncalibrated_covered[1]:.0%} "
            f"| {s.world_mae[0]:.1f} / {s.world_mae[1]:.1f} | {s.head_pitch_mae:.1f} "
            f"| {'-' if tilt is None else f'{tilt:.1f}'} |"
        )
    kinds = sorted(views[0][1].by_kind)
    lines += ["", "| View | Looks | " + " | ".join(kinds).replace("_", " ") + " |"]
    lines.append("|---" * (len(kinds) + 2) + "|")
    for looks, s in views:
        cells = (f"{s.by_kind[k][0]:.1f} / {s.by_kind[k][1]:.1f}" for k in kinds)
        lines.append(f"| {s.view} | {looks} | " + " | ".join(cells) + " |")
    lines += [
        "",
        (
            "| View | Looks | AUC uncalibrated | AUC upright "
            "| Balanced accuracy: none / upright / both "
            "| AUC nose height | Accuracy 40/10 rule | AUC raw world |"
        ),
        "|---" * 8 + "|",
    ]
    lines += [
        f"| {r.view} | {looks} | {r.auc_uncalibrated:.2f} | {r.auc_upright:.2f} "
        f"| {r.accuracy_uncalibrated:.2f} / {r.accuracy_upright:.2f} / {r.accuracy_both:.2f} "
        f"| {r.auc_nose_drop:.2f} | {r.accuracy_tutorial:.2f} | {r.auc_world:.2f} |"
        for looks, r in slouches
    ]
    return "\n".join(lines) + "\n"


def interleaved(by_looks: Mapping[str, Sequence[_Score]]) -> list[tuple[str, _Score]]:
    """Each view's scores one after another, with the name of the looks they are of."""
    rows = zip(*by_looks.values(), strict=True)
    return [(looks, score) for row in rows for looks, score in zip(by_looks, row, strict=True)]


def jsonable(views: Sequence[ViewScore], slouches: Sequence[SlouchScore]) -> dict[str, object]:
    return {"views": [asdict(s) for s in views], "slouch": [asdict(s) for s in slouches]}
