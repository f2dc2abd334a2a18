"""Where they sit: walls, light, furniture, a chair that rolls, and where the cameras stand."""

from dataclasses import dataclass

import bpy
import numpy as np
from furniture import CEILING, Wall, colour, furnish, timber
from numpy.typing import NDArray
from solving import Place
from studio import Camera, blender, box, lamp, look, stuff, thing

Array = NDArray[np.float64]
Rng = np.random.Generator
VIEWS = ("front", "front_low", "oblique", "sagittal")
FILE_VIEW = {"front": "front", "front_low": "front_low", "oblique": "deg45", "sagittal": "side"}


@dataclass(frozen=True, slots=True, eq=False)
class Chair:
    """pivot: (3,) the seat's rear edge, about which the back leans."""

    things: tuple[bpy.types.Object, ...]
    pivot: Array

    def set_to(self, back_m: float, recline_deg: float) -> None:
        """Rolled from the desk, its back leaning back."""
        for made in self.things:
            made.location = blender(np.array([0.0, 0.0, -back_m]))
            made.rotation_euler = (0.0, 0.0, 0.0)
        turn = np.radians(recline_deg)
        made = self.things[0]
        # About the seat's rear edge, along the person's left.
        c, s = np.cos(turn), np.sin(turn)
        y, z = self.pivot[1], self.pivot[2]
        made.rotation_euler = (float(-turn), 0.0, 0.0)
        moved = np.array([0.0, y - (c * y + s * z), z - (-s * y + c * z) - back_m])
        made.location = blender(moved)


def build(rng: Rng, view: str, side: int, place: Place, belly_z: float) -> Chair:
    """A furnished room round a seat. side: +1 when the camera stands at the person's left."""
    floor = 0.0
    # The vividness is drawn before the hue.
    paint = colour(rng, 0.2, 0.75, rng.uniform(0.0, 0.25))
    wall_stuff = stuff("wall", paint, spots=0.04, spot_scale=3.0)
    far_z = -rng.uniform(0.75, 2.3)
    wide_l, wide_r = rng.uniform(1.2, 2.6, 2)
    box("floor", [-6, -0.05, -6], [6, floor, 6], stuff("floor", timber(rng), spots=0.3, rough=0.5))
    box("ceiling", [-6, CEILING, -6], [6, CEILING + 0.05, 6], stuff("ceiling", (0.7, 0.7, 0.7)))
    walls = [Wall(np.array([0.0, 0, far_z]), np.array([1.0, 0, 0]), np.array([0.0, 0, 1]))]
    box("back", [-6, 0, far_z - 0.05], [6, CEILING, far_z], wall_stuff)
    ahead = np.array([0.0, 0.0, 1.0])
    frontal = view in ("front", "front_low")
    if frontal or side < 0:
        box("left", [wide_l, 0, -6], [wide_l + 0.05, CEILING, 6], wall_stuff)
        walls.append(Wall(np.array([wide_l, 0, 0.0]), ahead, np.array([-1.0, 0, 0])))
    if frontal or side > 0:
        box("right", [-wide_r - 0.05, 0, -6], [-wide_r, CEILING, 6], wall_stuff)
        walls.append(Wall(np.array([-wide_r, 0, 0.0]), ahead, np.array([1.0, 0, 0])))
    for wall in walls:
        spots = list(rng.permutation([-1.45, -0.75, 0.0, 0.75, 1.45]))
        for spot in spots[: int(rng.integers(2, 5) if frontal else rng.integers(0, 4))]:
            furnish(rng, wall, float(spot) + rng.uniform(-0.15, 0.15))
    _light(rng, far_z, wide_l, wide_r, 0 if frontal else side)
    _desk(rng, view, place, belly_z)
    return _chair(rng, place.seat)


def _light(rng: Rng, far_z: float, wide_l: float, wide_r: float, side: int) -> None:
    warm = np.array([1.0, rng.uniform(0.8, 1.0), rng.uniform(0.65, 1.0)])
    cool = np.array([rng.uniform(0.85, 1.0), 0.95, 1.0])
    look(str(rng.choice(["Standard", "AgX"])), 0.0, tuple(cool), rng.uniform(0.4, 1.0))
    s = rng.choice([-1, 1])
    lamp(
        [s * min(wide_l, wide_r) * 0.8, rng.uniform(1.4, 2.1), rng.uniform(-0.6, 1.8)],
        [0, 1.0, 0.1],
        rng.uniform(0.5, 1.4),
        rng.uniform(8, 50),
        cool,
    )
    lamp(
        [rng.uniform(-0.8, 0.8), 2.5, rng.uniform(max(far_z, -1) + 0.4, 1.2)],
        [0, 0, 0],
        rng.uniform(0.4, 1.0),
        rng.uniform(10, 45),
        warm,
    )
    # Soft light from about the camera: the side of the room that is not drawn.
    lamp(
        [1.6 * side, rng.uniform(1.5, 2.2), rng.uniform(0.8, 1.8)],
        [0, 1.0, 0.1],
        1.6,
        rng.uniform(15, 45),
        cool,
    )
    if rng.random() < 0.75:  # the screen's own light
        lamp([0, 1.25, 0.85], [0, 1.1, 0], 0.45, rng.uniform(1, 6), np.array([0.85, 0.92, 1.0]))


def _desk(rng: Rng, view: str, place: Place, belly_z: float) -> None:
    seat, desk_y = place.seat, place.desk_y
    top = stuff("desk", timber(rng), spots=0.2, rough=0.4)
    from_side = view in ("oblique", "sagittal")
    near = seat[2] + belly_z + (rng.uniform(0.1, 0.22) if from_side else rng.uniform(0.03, 0.12))
    half = rng.uniform(0.42, 0.6) if from_side else rng.uniform(0.55, 0.9)
    box("desk", [-half, desk_y - 0.03, near], [half, desk_y, near + 0.85], top)
    for s in (-1, 1):
        x = s * (half - 0.06)
        box("leg", [x - 0.03, 0, near + 0.7], [x + 0.03, desk_y - 0.03, near + 0.76], top)
    dark = stuff("keys", colour(rng, 0.02, 0.5, 0.2))
    keys = max(seat[2] + place.keys_z, near + 0.05)
    box("keyboard", [-0.2, desk_y, keys - 0.04], [0.2, desk_y + 0.018, keys + 0.1], dark)
    box("mouse", [-0.31, desk_y, keys], [-0.25, desk_y + 0.03, keys + 0.1], dark)
    mug = stuff("mug", colour(rng, 0.1, 0.7, 0.9), rough=0.3)
    x, z = rng.choice([-1, 1]) * (half - rng.uniform(0.07, 0.15)), near + rng.uniform(0.3, 0.6)
    turn = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    ring = np.stack([x + 0.04 * np.cos(turn), np.full(16, desk_y), z + 0.04 * np.sin(turn)], 1)
    k = np.arange(16)
    thing(
        "mug",
        np.concatenate([ring, ring + [0, 0.095, 0]]),
        np.stack([k, (k + 1) % 16, (k + 1) % 16 + 16, k + 16], 1),
        mug,
    )
    if from_side:
        black = stuff("screen", (0.02, 0.02, 0.02), rough=0.3)
        shine = stuff("shine", (0.6, 0.7, 0.9), glow=rng.uniform(0.3, 1.0))
        z, w = near + rng.uniform(0.5, 0.65), rng.uniform(0.22, 0.32)
        low = desk_y + rng.uniform(0.08, 0.16)
        box("screen", [-w, low, z], [w, low + 0.34, z + 0.03], black)
        box("shine", [-w + 0.01, low + 0.01, z - 0.003], [w - 0.01, low + 0.33, z], shine)
        box("stand", [-0.03, desk_y, z + 0.02], [0.03, low + 0.1, z + 0.05], black)
        box("foot", [-0.12, desk_y, z - 0.06], [0.12, desk_y + 0.012, z + 0.12], black)


def _chair(rng: Rng, seat: Array) -> Chair:
    cover = stuff("chair", colour(rng, 0.02, 0.15, 0.4), rough=0.9, spots=0.2, spot_scale=60)
    metal = stuff("metal", (0.05, 0.05, 0.05), rough=0.4)
    y, z = seat[1], seat[2]
    high = float(rng.choice([0.35, 0.45, 0.5, 0.65]))
    half = rng.uniform(0.2, 0.25)
    rear = z - rng.uniform(0.2, 0.23)
    back = box("backrest", [-half, y + 0.02, rear - 0.06], [half, y + high, rear], cover)
    bevel = back.modifiers.new("round", "BEVEL")
    bevel.width, bevel.segments = 0.04, 3
    things = [
        back,
        box("seat", [-0.25, y - 0.19, z - 0.22], [0.25, y - 0.11, z + 0.28], cover),
        box("post", [-0.03, 0.08, z - 0.03], [0.03, y - 0.19, z + 0.03], metal),
    ]
    for turn in np.arange(5) * 2 * np.pi / 5:
        x, w = 0.28 * np.cos(turn), z + 0.28 * np.sin(turn)
        things.append(box("caster", [x - 0.03, 0, w - 0.03], [x + 0.03, 0.07, w + 0.03], metal))
    if rng.random() < 0.5:
        for s in (-1, 1):
            x = s * 0.29
            things.append(
                box("armrest", [x - 0.03, y + 0.09, z - 0.12], [x + 0.03, y + 0.12, z + 0.1], metal)
            )
            things.append(
                box("armpost", [x - 0.015, y - 0.15, z - 0.03], [x + 0.015, y + 0.09, z], metal)
            )
    return Chair(tuple(things), np.array([0.0, y, rear]))


def camera(rng: Rng, view: str, side: int, eye: Array, shoulder: Array, desk_y: float) -> Camera:
    """eye, shoulder: (3,) the middle between them when upright; side: +1 at the person's left."""
    roll = rng.normal(0, 0.7)
    match view:
        case "front":
            away, lens = rng.uniform(0.5, 0.9), rng.uniform(58, 80)
            turn = rng.normal(0, 7)
            height = eye[1] + rng.uniform(-0.02, 0.2)
            aim = shoulder[1] + rng.uniform(0.0, 0.14)
        case "front_low":
            away, lens = rng.uniform(0.48, 0.75), rng.uniform(60, 82)
            turn = rng.normal(0, 7)
            height = desk_y + rng.uniform(0.16, 0.27)
            aim = shoulder[1] + rng.uniform(0.0, 0.1)
        case "oblique":
            away, lens = rng.uniform(0.9, 1.5), rng.uniform(55, 74)
            turn = side * rng.uniform(30, 60)
            height = eye[1] + rng.uniform(-0.25, 0.28)
            aim = shoulder[1] + rng.uniform(-0.25, 0.0)
        case _:
            away, lens = rng.uniform(1.1, 1.9), rng.uniform(52, 72)
            turn = side * rng.uniform(60, 100)
            height = eye[1] + rng.uniform(-0.35, 0.2)
            aim = shoulder[1] + rng.uniform(-0.3, -0.05)
    turn = np.radians(turn)
    foot = np.array([0.0, 0.0, eye[2] - 0.05])
    place = foot + away * np.array([np.sin(turn), 0, np.cos(turn)]) + [0, height, 0]
    across = np.array([np.cos(turn), 0, -np.sin(turn)])
    off = rng.normal(0, 0.07) * away
    ahead = 0.1 * min(1.0, abs(np.sin(turn)))  # room for the desk and for slumping
    towards = np.array([0.0, aim, foot[2] + ahead]) + off * across
    return Camera(place, towards, lens, roll)
