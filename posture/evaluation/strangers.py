"""People, rooms and cameras that no fit saw: how far the angles miss, what is called slouching."""

from collections.abc import Sequence

import numpy as np

from posture.evaluation.fit import fit_model
from posture.evaluation.score import Measured, measure_all
from posture.evaluation.table import is_called_poor, is_slouch, view_scores
from posture.evaluation.truth import Picture

# No kind of pose should be worse, degrees.
_KIND_BAR_DEG = 4.0
# What is no slouch, whatever the angles say.
_HARMLESS = ("upright", "turned", "hand", "rolled")


def measure_in_strange_rooms(
    pictures: Sequence[Picture], guests: Sequence[Picture], *, careful: bool
) -> list[Measured]:
    """Every random pose, by a model that saw neither the person nor the room and its cameras."""
    measured: list[Measured] = []
    for subject, room in sorted({(p.subject, p.set) for p in pictures if p.set != "sweep"}):
        others = [p for p in pictures if p.subject != subject and p.set != room]
        mine = [p for p in pictures if p.subject == subject and p.set == room]
        model = fit_model(others, guests)
        measured += measure_all(mine, {subject: model}, careful=careful)
    return measured


def measure_guests(
    pictures: Sequence[Picture], guests: Sequence[Picture], *, careful: bool
) -> list[Measured]:
    """Every guest, by a model of the pictures and the other guests."""
    measured: list[Measured] = []
    for subject in sorted({guest.subject for guest in guests}):
        others = [guest for guest in guests if guest.subject != subject]
        mine = [guest for guest in guests if guest.subject == subject]
        model = fit_model(pictures, others)
        measured += measure_all(mine, {subject: model}, careful=careful)
    return measured


def markdown(measured: Sequence[Measured]) -> str:
    """A row a view: error, the kinds beyond 4 degrees, and what the rules call poor by kind."""
    lines = [
        "| View | Pictures | Change, neck / torso | Kinds beyond 4 degrees | Slouches found "
        "| Called slouching though: " + ", ".join(_HARMLESS) + " |",
        "|---|---|---|---|---|---|",
    ]
    for score in view_scores(measured):
        mine = [m for m in measured if m.picture.view == score.view and m.calibrated is not None]
        beyond = [
            f"{kind.replace('_', ' ')} {neck:.1f} / {torso:.1f}"
            for kind, (neck, torso) in score.by_kind.items() if max(neck, torso) > _KIND_BAR_DEG
        ]  # fmt: skip
        slouched = [m for m in mine if is_slouch(m)]
        harmless = (_share([m for m in mine if m.picture.kind == kind]) for kind in _HARMLESS)
        lines.append(
            f"| {score.view} | {score.pictures} | {score.change_mae[0]:.1f} / "
            f"{score.change_mae[1]:.1f} | {', '.join(beyond) or '-'} | {_share(slouched)} "
            f"| {', '.join(harmless)} |"
        )
    return "\n".join(lines) + "\n"


def _share(measured: Sequence[Measured]) -> str:
    """The share that the rules call poor, calibrated on the upright."""
    angles = [m.calibrated for m in measured if m.calibrated is not None]
    if not angles:
        return "-"
    return f"{np.mean([is_called_poor(a) for a in angles]):.0%}"
