"""``python -m tests.accuracy``: the tables of docs/accuracy.md.

Nobody is measured by a fit they are in: people the program's own numbers were fitted on are left
out of a fit made anew; all others are measured by those numbers as they are.
"""

import argparse
import json
import time
from dataclasses import asdict, replace
from pathlib import Path

from models.fit.examples import everyday
from models.fit.guests import guests
from models.fit.truth import CUTS, FRAMED, VIEW_OF, Picture, load_truth
from posture.config import load_config
from posture.core.angles.fitted import AngleModel
from posture.errors import PostureError
from posture.system.paths import resource
from tests.accuracy import clips, held_out, plots, real_people, tables
from tests.accuracy.score import (
    measure_all,
    met,
    models_for,
    shipped_model,
)

# Beside a checkout, if it is there; else the few pictures the program carries.
_USUAL = Path("../shared/truth")
# Looks at a picture, and whether they are the ten that `posture measure` averages.
_LOOKS = {"ten": True, "one": False}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy", description=__doc__)
    parser.add_argument("--truth", type=Path, help="folder with truth.csv")
    parser.add_argument("--model", choices=("lite", "full", "both"), default="lite")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("--plots", type=Path, help="folder that holds accuracy/, for the plots")
    options = parser.parse_args()
    options.truth = options.truth or (_USUAL if _USUAL.is_dir() else resource("samples/pictures"))
    if not (options.truth / "truth.csv").is_file():
        parser.error(f"{options.truth} holds no truth.csv: name the truth data with --truth DIR")
    if not options.json and real_people.USUAL.is_file():
        people = real_people.markdown(real_people.USUAL, load_config())
        print(f"## Real people\n\n{people}")  # noqa: T201 - a command's output
        if options.plots is not None:
            _draw_real_people(options.plots / "accuracy")
    levels = ("lite", "full") if options.model == "both" else (options.model,)
    try:
        report = {level: _evaluate(options.truth, level, options.plots) for level in levels}
    except PostureError as error:
        parser.error(str(error))
    if options.json:
        print(json.dumps({level: data for level, (data, _) in report.items()}))  # noqa: T201
    else:
        print("\n".join(text for _, text in report.values()))  # noqa: T201 - a command's output
    return 0


def _draw_real_people(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    sittings = real_people.load_sittings(real_people.USUAL, "ten")
    sunk = {s.name: real_people.shares_sunk(s, load_config()) for s in sittings}
    plots.draw_real_people(sunk, folder / "real.png")


def _evaluate(folder: Path, level: str, plot_folder: Path | None) -> tuple[object, str]:
    pictures = load_truth(folder, level)
    visiting = guests() if level == "lite" else []
    shipped = shipped_model()
    models, known = models_for(pictures, shipped, visiting), met(pictures, shipped)
    data: dict[str, object] = {"in_the_fit": sorted(known)}
    text = [f"## {level}\n", _who_is_left_out(known, set(models) - known)]
    by_looks = {}
    for looks, careful in _LOOKS.items():
        measured = measure_all(pictures, models, careful=careful)
        by_looks[looks] = tables.view_scores(measured), tables.slouch_scores(measured)
        data[looks] = tables.jsonable(*by_looks[looks])
        if careful and plot_folder is not None and level == "lite":
            plots.draw(measured, plot_folder / "accuracy")
    text += ["### Left out of the fit\n", tables.markdown(by_looks)]
    if len(known) > 1:
        text += _strangers([p for p in pictures if p.subject in known], visiting)
    text += _cut_out(folder, level, models)
    scores = clips.clip_scores(
        folder, models, shipped, [f"vision.model={level}", "rules.hold_s=10"]
    )
    data["clips"] = [asdict(score) for score in scores]
    cost_us = _cost_us(pictures, models)
    data["cost_us"] = cost_us
    text += ["### Clips, hold of 10 s\n", clips.markdown(scores)]
    text += [f"After the landmarks: {cost_us:.0f} microseconds a frame, median.\n"]
    return data, "\n".join(text)


def _who_is_left_out(known: set[str], strangers: set[str]) -> str:
    if len(known) == 1:
        (one,) = known
        return f"{one} is in the fit, alone: a check that it works, no accuracy.\n"
    said = []
    if known:
        said.append(f"{', '.join(sorted(known))}: each left out of a fit on the others.")
    if strangers:
        said.append(
            f"{', '.join(sorted(strangers))}: not in the fit; measured by the program's "
            "own numbers as they are."
        )
    return " ".join(said) + "\n"


def _strangers(pictures: list[Picture], visiting: list[Picture]) -> list[str]:
    """Tables of people in rooms never seen, and of the guests, left out in parts."""
    long_day = everyday(visiting)
    people = len({guest.subject for guest in visiting})
    asked = [("Room left out too", held_out.in_strange_rooms(pictures, visiting))]
    if people:
        left_out = held_out.guests_left_out(pictures, visiting)
        known = {id(guest) for guest in long_day}
        posed = [([g for g in mine if id(g) not in known], model) for mine, model in left_out]
        relaxed = [([g for g in mine if id(g) in known], model) for mine, model in left_out]
        asked.append((f"{people} guests", posed))
        asked.append(("Guests on a long day", relaxed))
    text = []
    for who, left_out in asked:
        by_looks = {
            looks: held_out.measure(left_out, careful=careful) for looks, careful in _LOOKS.items()
        }
        text += [f"### {who}\n", held_out.markdown(by_looks)]
    return text


def _cut_out(folder: Path, level: str, models: dict[str, AngleModel]) -> list[str]:
    """The same people with a part of each picture cut out, so that nobody knows the lens."""
    lines = ["| Cut to | Looks | " + " | ".join(VIEW_OF) + " |", "|---" * (2 + len(VIEW_OF)) + "|"]
    framed = {subject: replace(model, auto_framing=True) for subject, model in models.items()}
    for cut, known in [*((cut, models) for cut in CUTS), (FRAMED, framed)]:
        pictures = load_truth(folder, level, cut)
        said = f"{cut}, and posture is told" if known is framed else cut
        for looks, careful in _LOOKS.items():
            scores = tables.view_scores(measure_all(pictures, known, careful=careful))
            found = {s.view: "{:.1f} / {:.1f}".format(*s.change_mae) for s in scores}
            cells = " | ".join(found.get(view, "-") for view in VIEW_OF)
            lines.append(f"| {said} | {looks} | {cells} |")
    return ["### Cut out\n", "\n".join(lines) + "\n"]


def _cost_us(pictures: list[Picture], models: dict[str, AngleModel]) -> float:
    """Median time of everything between landmarks and angles, over real pictures."""
    from models.fit.fit import uprights_of  # noqa: PLC0415
    from posture.core.angles.angles import measure_angles  # noqa: PLC0415
    from posture.core.angles.calibration import calibrate  # noqa: PLC0415

    group = pictures[0].group
    mine = [p for p in pictures if p.group == group]
    model = models[group[0]]
    limits = load_config().calibration_limits
    baseline = calibrate(uprights_of(mine), None, model, limits).baseline
    times = []
    for pose in [p.careful for p in mine if p.careful] * 20:
        begin = time.perf_counter()
        measure_angles(pose, model, baseline)
        times.append(time.perf_counter() - begin)
    return round(sorted(times)[len(times) // 2] * 1e6, 1)


if __name__ == "__main__":
    raise SystemExit(main())
