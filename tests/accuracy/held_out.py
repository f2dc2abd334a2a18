"""People, rooms and cameras that no fit saw: how far the angles miss, what is called slouching."""

from collections.abc import Mapping, Sequence

import numpy as np

from models.fit.fit import fit_model, in_parts, with_honest_intervals
from models.fit.truth import Picture
from posture.core.angles.fitted import AngleModel
from tests.accuracy.score import Measured, measure_all
from tests.accuracy.tables import interleaved, is_called_poor, is_slouch, view_scores

# No kind of pose should be worse, degrees.
_KIND_BAR_DEG = 4.0
# What is no slouch, whatever the angles say.
_HARMLESS = ("upright", "turned", "hand", "rolled")

Strangers = list[tuple[list[Picture], AngleModel]]


def in_strange_rooms(pictures: Sequence[Picture], guests: Sequence[Picture]) -> Strangers:
    """Everybody's random poses, beside a model that saw neither them nor their room's cameras."""
    found: Strangers = []
    for subject, room in sorted({(p.subject, p.set) for p in pictures if p.set != "sweep"}):
        others = [p for p in pictures if p.subject != subject and p.set != room]
        mine = [p for p in pictures if p.subject == subject and p.set == room]
        found.append((mine, with_honest_intervals(fit_model(others, guests), others, guests)))
    return found


def guests_left_out(pictures: Sequence[Picture], guests: Sequence[Picture]) -> Strangers:
    """The guests, beside a model of the pictures and of guests who are not among them."""
    return [
        (part, with_honest_intervals(fit_model(pictures, rest), pictures, rest))
        for part, rest in in_parts(guests)
    ]


def measure(strangers: Strangers, *, careful: bool) -> list[Measured]:
    """Each by the model beside them."""
    return [
        measured
        for mine, model in strangers
        for measured in measure_all(
            mine, dict.fromkeys({picture.subject for picture in mine}, model), careful=careful
        )
    ]


def markdown(by_looks: Mapping[str, Sequence[Measured]]) -> str:
    """A row a view and looks: error, what its ranges cover, kinds beyond 4 degrees, verdicts."""
    lines = [
        "| View | Looks | Pictures | Change, neck / torso | Covered | Kinds beyond 4 degrees "
        "| Slouches found "
        "| Called slouching though: " + ", ".join(_HARMLESS) + " |",
        "|---" * 8 + "|",
    ]
    scores = {looks: view_scores(measured) for looks, measured in by_looks.items()}
    for looks, score in interleaved(scores):
        mine = [
            m for m in by_looks[looks] if m.picture.view == score.view and m.calibrated is not None
        ]
        beyond = [
            f"{kind.replace('_', ' ')} {neck:.1f} / {torso:.1f}"
            for kind, (neck, torso) in score.by_kind.items()
            if max(neck, torso) > _KIND_BAR_DEG
        ]
        slouched = [m for m in mine if is_slouch(m)]
        harmless = (_share([m for m in mine if m.picture.kind == kind]) for kind in _HARMLESS)
        lines.append(
            f"| {score.view} | {looks} | {score.pictures} | {score.change_mae[0]:.1f} / "
            f"{score.change_mae[1]:.1f} | {score.change_covered[0]:.0%} / "
            f"{score.change_covered[1]:.0%} | {', '.join(beyond) or '-'} | {_share(slouched)} "
            f"| {', '.join(harmless)} |"
        )
    return "\n".join(lines) + "\n"


def _share(measured: Sequence[Measured]) -> str:
    """The share that the rules call poor, calibrated on the upright."""
    angles = [m.calibrated for m in measured if m.calibrated is not None]
    if not angles:
        return "-"
    return f"{np.mean([is_called_poor(a) for a in angles]):.0%}"
