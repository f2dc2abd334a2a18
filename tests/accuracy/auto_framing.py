"""Whether a camera that follows people is recognised: ``python -m tests.accuracy.auto_framing``.

Watches over still pictures in random order, each held for a while, before three cameras: one that
stays put, one whose lid is tipped at each change of posture, and one that pans and zooms so that
the face stays where it is and as large.
"""

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from msgspec import structs

from models.fit.truth import FRAMED, framed_windows, load_truth, part_of
from posture.capture.background import Background
from posture.capture.pictures import read_picture
from posture.config import Config, load_config
from posture.core.pose.landmarks import Pose
from posture.core.verdict.auto_framing import AutoFraming, advance, framed
from posture.protocols import Rgb
from tests.support.lowered import lowered

_LOOK_S, _LOOKS, _WATCHES = 3.0, 8, 3
# How far a lid is tipped at most, in picture heights: 4 degrees.
_TIPPED = 0.1

# A picture, and who is seen in it.
Seen = tuple[Rgb, Pose]


class Count(NamedTuple):
    """Changes of posture, how often the camera reframed at one, watches, and those it showed in."""

    changes: int = 0
    reframed: int = 0
    watches: int = 0
    shown: int = 0


def reframed(pictures: Sequence[Seen], config: Config) -> int:
    """How often the camera has reframed while these pictures were seen for some looks each."""
    endless = structs.replace(config.auto_framing, reframed_times=1000)
    background, state, at_s = Background(config.capture), AutoFraming(), 0.0
    for rgb, pose in pictures:
        for _ in range(_LOOKS):
            place = background.locate(rgb, [pose])
            if place is not None:
                state = advance(state, at_s, framed(pose, place), endless)
            at_s += _LOOK_S
    return state.reframed


def counted(groups: Sequence[Sequence[Seen]], config: Config, *, is_tipped: bool) -> Count:
    """Over watches of each group's pictures in random order."""
    rng = np.random.default_rng(1)
    total = Count()
    for group in groups:
        for _ in range(_WATCHES):
            watch = [group[row] for row in rng.permutation(len(group))]
            if is_tipped:
                watch = [lowered(rgb, pose, rng.uniform(-_TIPPED, _TIPPED)) for rgb, pose in watch]
            often = reframed(watch, config)
            total = Count(
                total.changes + len(watch) - 1,
                total.reframed + often,
                total.watches + 1,
                total.shown + (often >= config.auto_framing.reframed_times),
            )
    return total


def _groups(folder: Path, cut: str) -> list[list[Seen]]:
    """Each person's pictures by one camera, the parts that ``cut`` shows of them."""
    with (folder / "truth.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["set"] != "sweep"]
    pictures = [picture for picture in load_truth(folder, "lite", cut) if picture.set != "sweep"]
    found: dict[tuple[str, str, str], list[Seen]] = {}
    for row, window, picture in zip(rows, framed_windows(rows), pictures, strict=True):
        if picture.careful is not None:
            rgb = read_picture(folder / row["file"]).rgb
            part = part_of(rgb, window) if cut else rgb
            found.setdefault(picture.group, []).append((part, picture.careful))
    return list(found.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--truth", type=Path, required=True)
    options = parser.parse_args()
    config = load_config()
    at_rest = _groups(options.truth, "")
    lines = [
        "| Camera | Changes of posture | Reframed at | Watches | Recognised in |",
        "|---" * 5 + "|",
    ]
    for name, found in (
        ("stays put", counted(at_rest, config, is_tipped=False)),
        ("a lid tipped at each change", counted(at_rest, config, is_tipped=True)),
        ("follows", counted(_groups(options.truth, FRAMED), config, is_tipped=False)),
    ):
        lines.append(f"| {name} | {' | '.join(map(str, found))} |")
    print("\n".join(lines))  # noqa: T201 - a command's output


if __name__ == "__main__":
    main()
