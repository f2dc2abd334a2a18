"""Draw the pictures of docs/guide/ from the sample pictures of rendered people: make guide"""

import sys
from contextlib import closing
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFont

from posture.app.composition import angle_model
from posture.config import load_config
from posture.core.angles.angles import measure_angles
from posture.core.events import Sample, Verdict
from posture.core.states import WatchState
from posture.core.verdict.rules import assess
from posture.drawing.overlay import drawn
from posture.monitor.sources import augmented_estimator
from posture.protocols import Frame
from posture.system.paths import resource

WIDTH, HEIGHT, LABEL = 400, 300, 34
INK, PAPER, GOOD, POOR = "#12312e", "#f4f7f6", "#0f766e", "#b45309"


def sample_picture(name: str) -> Image.Image:
    return Image.open(resource(f"samples/pictures/{name}.jpg")).convert("RGB")


def row(pictures: list[tuple[str, str, Image.Image]]) -> Image.Image:
    """Pictures beside each other, each under its label: (label, its colour, picture)."""
    sheet = Image.new("RGB", (WIDTH * len(pictures), HEIGHT + LABEL), PAPER)
    write, font = ImageDraw.Draw(sheet), ImageFont.load_default(18)
    for number, (label, colour, picture) in enumerate(pictures):
        sheet.paste(picture.resize((WIDTH - 4, HEIGHT)), (number * WIDTH + 2, LABEL))
        write.text((number * WIDTH + 10, 6), label, fill=colour, font=font)
    return sheet


def places() -> Image.Image:
    """Where the camera may stand."""
    return row(
        [
            ("In front, at eye height: best", GOOD, sample_picture("f1_r1_front_00_upright")),
            ("In front, low (a laptop): good", GOOD, sample_picture("f1_r1_front_low_00_upright")),
            ("At the side: sees both angles", GOOD, sample_picture("f1_r1_side_00_upright")),
        ]
    )


def judged() -> Image.Image:
    """Upright and slouched, as posture sees them."""
    config = load_config()
    cells = []
    with closing(augmented_estimator(config)) as landmarker:
        for name in ("m1_r0_side_00_upright", "m1_r0_side_02_slump", "f1_r1_side_02_slump"):
            rgb = np.array(sample_picture(name))
            (pose, *_) = landmarker.estimate(Frame(0.0, rgb))
            angles = measure_angles(pose, angle_model(config), None)
            verdict = assess(angles, config.rules, None)
            is_poor = verdict.posture is Verdict.POOR
            state = WatchState.POOR if is_poor else WatchState.UPRIGHT
            label = f"Slouched: {verdict.causes[0]}" if is_poor else "Upright"
            colour = POOR if is_poor else GOOD
            sample = Sample(0.0, state, 2.0, verdict, angles)
            cells.append((label, colour, Image.fromarray(drawn(rgb, pose, sample))))
    return row(cells)


def unseen() -> Image.Image:
    """What cannot be judged."""
    upright = sample_picture("m1_r0_front_00_upright")
    return row(
        [
            ("Too dark", POOR, ImageEnhance.Brightness(upright).enhance(0.12)),
            ("Shoulders cut off", POOR, upright.crop((200, 0, 440, 180))),
            ("Turned away", POOR, sample_picture("m1_r0_front_09_turned")),
        ]
    )


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, picture in (("places", places()), ("judged", judged()), ("unseen", unseen())):
        picture.save(folder / f"{name}.jpg", quality=82, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
