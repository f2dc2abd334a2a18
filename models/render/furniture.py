"""What stands at the walls and hangs on them."""

import itertools
from dataclasses import dataclass

import bpy
import numpy as np
from numpy.typing import NDArray
from studio import box, stuff, thing

Array = NDArray[np.float64]
Rng = np.random.Generator
CEILING = 2.6
WOODS = (
    (0.35, 0.2, 0.1),
    (0.5, 0.35, 0.2),
    (0.12, 0.07, 0.04),
    (0.6, 0.58, 0.55),
    (0.2, 0.2, 0.22),
    (0.65, 0.5, 0.35),
)
_BLOCKS = itertools.count()


def colour(rng: Rng, low: float = 0.05, high: float = 0.7, vivid: float = 0.5) -> tuple:
    """Any hue, not too loud. Linear light."""
    grey = rng.uniform(low, high)
    tint = rng.uniform(-1, 1, 3)
    return tuple(float(c) for c in np.clip(grey * (1 + vivid * (tint - tint.mean())), 0.01, 0.9))


def timber(rng: Rng) -> tuple:
    return WOODS[int(rng.integers(len(WOODS)))]


@dataclass(frozen=True, slots=True, eq=False)
class Wall:
    """Directions (3,) along a wall and out of it into the room. at: (3,) the middle of its foot."""

    at: Array
    right: Array
    out: Array

    def block(self, name, u, y, d, material) -> None:
        """u, y, d: (low, high) along the wall, upwards, and out of it."""
        # Never two faces in one plane: they would draw each other black.
        d = (d[0], d[1] + 0.0007 * (next(_BLOCKS) % 11))
        ends = [self.at + u[i] * self.right + d[i] * self.out + [0.0, y[i], 0.0] for i in (0, 1)]
        box(name, np.minimum(*ends), np.maximum(*ends), material)


def furnish(rng: Rng, wall: Wall, at: float) -> None:
    """One thing, drawn, with its middle at ``at`` metres along the wall."""
    kinds = (
        _shelf,
        _shelf,
        _picture,
        _picture,
        _window,
        _door,
        _plant,
        _cupboard,
        _curtain,
        _posters,
    )
    kinds[int(rng.integers(len(kinds)))](rng, wall, at)


def _shelf(rng: Rng, wall: Wall, at: float) -> None:
    half, deep, wood = rng.uniform(0.3, 0.6), 0.26, stuff("shelf", timber(rng), spots=0.2)
    low = rng.choice([0.0, 1.1])
    levels = np.arange(low, rng.uniform(1.6, 2.3), rng.uniform(0.3, 0.42))
    for y in levels:
        wall.block("board", (at - half, at + half), (y, y + 0.025), (0, deep), wood)
    top = float(levels[-1]) + 0.025
    for u in (at - half, at + half):
        wall.block("side", (u - 0.012, u + 0.012), (low, top), (0, deep), wood)
    inks = [stuff("book", colour(rng, 0.03, 0.5, 0.6)) for _ in range(7)]
    for y in levels[:-1]:
        u = at - half + 0.03
        while u < at + half - 0.07:
            w = rng.uniform(0.018, 0.05)
            if rng.random() < 0.85:
                wall.block(
                    "book",
                    (u, u + w),
                    (y + 0.025, y + rng.uniform(0.18, 0.28)),
                    (0.05, deep - rng.uniform(0.01, 0.05)),
                    inks[int(rng.integers(7))],
                )
            u += w + 0.003


def _picture(rng: Rng, wall: Wall, at: float) -> None:
    w, h, y = rng.uniform(0.12, 0.35), rng.uniform(0.14, 0.32), rng.uniform(1.2, 1.75)
    wall.block("frame", (at - w, at + w), (y - h, y + h), (0, 0.025), stuff("frame", timber(rng)))
    paint = stuff("art", colour(rng, 0.1, 0.6, 0.5), spots=0.7, spot_scale=rng.uniform(2, 12))
    w, h = w - 0.03, h - 0.03
    wall.block("art", (at - w, at + w), (y - h, y + h), (0, 0.03), paint)


def _posters(rng: Rng, wall: Wall, at: float) -> None:
    for number in range(3):
        _picture(rng, wall, at + number * rng.uniform(-0.25, 0.25))


def _window(rng: Rng, wall: Wall, at: float) -> None:
    w, low, high = rng.uniform(0.35, 0.7), rng.uniform(0.8, 1.1), rng.uniform(1.8, 2.3)
    pane = stuff("pane", (0.75, 0.85, 1.0), glow=rng.uniform(0.5, 2.0))
    wall.block("pane", (at - w, at + w), (low, high), (0, 0.01), pane)
    frame = stuff("frame", (0.6, 0.6, 0.6))
    for u in (at - w, at, at + w):
        wall.block("post", (u - 0.025, u + 0.025), (low, high), (0, 0.04), frame)
    for y in (low, high):
        wall.block("sill", (at - w, at + w), (y - 0.025, y + 0.025), (0, 0.06), frame)


def _door(rng: Rng, wall: Wall, at: float) -> None:
    wall.block("door", (at - 0.42, at + 0.42), (0, 2.05), (0, 0.03), stuff("door", timber(rng)))
    metal = stuff("knob", (0.3, 0.3, 0.3), rough=0.3)
    wall.block("knob", (at + 0.32, at + 0.38), (1.0, 1.03), (0.03, 0.08), metal)


def _cupboard(rng: Rng, wall: Wall, at: float) -> None:
    h = rng.uniform(0.7, 2.0)
    wall.block("cupboard", (at - 0.4, at + 0.4), (0, h), (0, 0.35), stuff("door", timber(rng)))
    gap = stuff("gap", (0.02, 0.02, 0.02))
    wall.block("gap", (at - 0.004, at + 0.004), (0.05, h - 0.02), (0.34, 0.352), gap)


def _curtain(rng: Rng, wall: Wall, at: float) -> None:
    n = 60
    u = np.linspace(at - 0.4, at + 0.4, n)
    out = 0.06 + 0.03 * np.sin(np.arange(n) * 1.1 + rng.uniform(0, 6))
    ends = [
        wall.at + np.outer(u, wall.right) + np.outer(out, wall.out) + [0, y, 0] for y in (0.1, 2.4)
    ]
    k = np.arange(n - 1)
    cloth = stuff("curtain", colour(rng, 0.1, 0.7, 0.3), rough=0.9)
    thing("curtain", np.concatenate(ends), np.stack([k, k + 1, k + 1 + n, k + n], 1), cloth)


def _plant(rng: Rng, wall: Wall, at: float) -> None:
    middle = wall.at + at * wall.right + 0.25 * wall.out
    box(
        "pot",
        middle - [0.13, 0, 0.13],
        middle + [0.13, 0.3, 0.13],
        stuff("pot", colour(rng, 0.1, 0.6)),
    )
    green = bpy.data.materials.get("leaf") or stuff("leaf", (0.05, 0.18, 0.05), rough=0.5)
    for _ in range(26):
        a, r = rng.uniform(0, 2 * np.pi), rng.uniform(0.1, 0.4)
        tip = middle + [r * np.cos(a), rng.uniform(0.5, 1.3), r * np.sin(a)]
        foot = middle + [0, 0.3, 0]
        wide = 0.05 * np.array([-np.sin(a), 0, np.cos(a)])
        half = 0.5 * (tip + foot) + [0, 0.12, 0]
        thing(
            "leaf",
            np.array([foot, half + wide, tip, half - wide]),
            np.array([[0, 1, 2, 3]]),
            green,
            is_smooth=False,
        )
