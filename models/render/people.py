"""Who sits there: bodies, skins, hair, clothes, glasses."""

from dataclasses import dataclass

import numpy as np
from body import Shape
from numpy.typing import NDArray

Array = NDArray[np.float64]
Colour = tuple[float, float, float]
BLACK, DARK, BROWN, RED, BLOND, GREY, WHITE = (
    (0.05, 0.045, 0.04),
    (0.13, 0.09, 0.06),
    (0.28, 0.18, 0.1),
    (0.42, 0.19, 0.09),
    (0.72, 0.55, 0.33),
    (0.45, 0.44, 0.43),
    (0.8, 0.79, 0.77),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Words for one person.

    hair: (file, colour) or nothing for a bald head. outfit: (file, hue turned by, saturation and
    brightness times). skin: (folder, its file's order, brightness times).
    """

    name: str
    shape: Shape
    skin: tuple[str, int, float]
    hair: tuple[str, Colour] | None
    outfit: tuple[str, int, float, float]
    eyes: str = "brown"
    brows: str = "eyebrow001"
    wears: tuple[str, ...] = ()
    beard: Colour | None = None


def _built(rng: np.random.Generator, **own: float) -> dict[str, float]:
    """Small differences of face, neck and shoulders, drawn; ``own`` is added to them."""
    pairs = {
        "head/head-scale-horiz": 0.35,
        "head/head-scale-vert": 0.35,
        "head/head-scale-depth": 0.35,
        "neck/neck-scale-vert": 0.6,
        "neck/neck-scale-depth": 0.4,
        "neck/neck-scale-horiz": 0.4,
        "nose/nose-scale-depth": 0.5,
        "nose/nose-scale-horiz": 0.5,
        "nose/nose-point": 0.5,
        "nose/nose-hump": 0.5,
        "chin/chin-prominent": 0.5,
        "chin/chin-width": 0.5,
        "chin/chin-height": 0.4,
        "torso/torso-scale-horiz": 0.5,
        "torso/torso-scale-vert": 0.35,
        "torso/measure-shoulder-dist": 0.35,
        "head/head-fat": 0.3,
        "torso/torso-vshape": 0.3,
    }
    ends = {"nose/nose-point": ("down", "up")}
    out: dict[str, float] = {}
    for name, spread in pairs.items():
        share = float(np.clip(rng.normal(0, spread), -1, 1)) + own.pop(name, 0.0)
        low, high = ends.get(name, ("decr", "incr"))
        out[f"{name}-{low if share < 0 else high}"] = abs(share)
    return out | own


def everybody() -> list[Person]:
    def build(number: int, **own: float) -> dict[str, float]:
        return _built(np.random.default_rng(1000 + number), **own)

    cauc, afr, asia = {"caucasian": 1.0}, {"african": 1.0}, {"asian": 1.0}
    south = {"caucasian": 0.5, "asian": 0.3, "african": 0.2}
    m, f = True, False
    return [
        Person(
            "p01",
            Shape(m, 34, 1.83, 0.6, 0.45, 0.7, race=cauc, details=build(1)),
            ("young_caucasian_male", 0, 1.0),
            ("short02", DARK),
            ("male_casualsuit02", 70, 0.6, 0.7),
            "blue",
            "eyebrow001",
        ),
        Person(
            "p02",
            Shape(f, 28, 1.63, 0.45, 0.4, 0.7, 0.45, race=asia, details=build(2)),
            ("young_asian_female", 0, 0.97),
            ("ponytail01", BLACK),
            ("female_casualsuit01", 120, 0.5, 1.2),
            "brown",
            "eyebrow003",
            ("glasses",),
        ),
        Person(
            "p03",
            Shape(m, 52, 1.76, 0.5, 0.8, 0.4, race=cauc, details=build(3)),
            ("middleage_caucasian_male", 0, 1.0),
            ("short04", GREY),
            ("male_casualsuit01", 90, 0.8, 1.3),
            "grey",
            "eyebrow002",
            ("glasses",),
        ),
        Person(
            "p04",
            Shape(f, 41, 1.70, 0.5, 0.6, 0.5, 0.6, race=afr, details=build(4)),
            ("middleage_african_female", 0, 1.0),
            ("afro01", BLACK),
            ("female_elegantsuit01", 40, 0.7, 1.1),
            "brown",
            "eyebrow004",
        ),
        Person(
            "p05",
            Shape(m, 24, 1.92, 0.4, 0.2, 0.6, race=south, details=build(5)),
            ("young_asian_male", 0, 0.72),
            ("short01", BLACK),
            ("male_casualsuit06", 0, 0.3, 0.55),
            "brown",
            "eyebrow005",
            ("hood",),
            BLACK,
        ),
        Person(
            "p06",
            Shape(f, 60, 1.56, 0.4, 0.75, 0.4, 0.65, race=cauc, details=build(6)),
            ("old_caucasian_female", 0, 1.0),
            ("ponytail01", WHITE),
            ("male_casualsuit03", 100, 0.6, 1.3),
            "lightblue",
            "eyebrow006",
            ("glasses",),
        ),
        Person(
            "p07",
            Shape(m, 45, 1.70, 0.75, 0.65, 0.5, race=afr, details=build(7)),
            ("middleage_african_male", 0, 1.0),
            None,
            ("male_casualsuit04", 150, 0.8, 0.8),
            "brown",
            "eyebrow007",
            (),
            BLACK,
        ),
        Person(
            "p08",
            Shape(f, 22, 1.78, 0.5, 0.3, 0.8, 0.4, race=cauc, details=build(8)),
            ("young_caucasian_female", 1, 1.0),
            ("long01", BLOND),
            ("male_casualsuit02", 20, 0.5, 1.4),
            "green",
            "eyebrow008",
            ("hood",),
        ),
        Person(
            "p09",
            Shape(m, 63, 1.68, 0.4, 0.5, 0.4, race=asia, details=build(9)),
            ("old_asian_male", 0, 0.95),
            ("short04", GREY),
            ("male_elegantsuit01", 0, 0.6, 1.4),
            "brown",
            "eyebrow009",
            ("glasses",),
        ),
        Person(
            "p10",
            Shape(f, 33, 1.51, 0.4, 0.35, 0.5, 0.5, race=south, details=build(10)),
            ("young_asian_female", 0, 0.75),
            ("long01", BLACK),
            ("male_casualsuit06", 160, 0.4, 0.8),
            "brown",
            "eyebrow010",
        ),
        Person(
            "p11",
            Shape(m, 29, 1.79, 0.8, 0.6, 0.7, race=cauc, details=build(11)),
            ("young_caucasian_male", 1, 0.92),
            None,
            ("male_casualsuit05", 60, 0.7, 1.5),
            "bluegreen",
            "eyebrow011",
            ("glasses",),
            RED,
        ),
        Person(
            "p12",
            Shape(f, 47, 1.66, 0.4, 0.95, 0.4, 0.75, race=cauc, details=build(12)),
            ("middleage_caucasian_female", 0, 0.98),
            ("ponytail01", BROWN),
            ("male_casualsuit01", 150, 1.2, 0.9),
            "brownlight",
            "eyebrow012",
        ),
        Person(
            "p13",
            Shape(m, 38, 1.74, 0.45, 1.0, 0.4, race=south, details=build(13)),
            ("middleage_asian_male", 0, 0.8),
            ("short02", BLACK),
            ("male_casualsuit04", 85, 0.5, 0.6),
            "brown",
            "eyebrow001",
            ("headset",),
            DARK,
        ),
        Person(
            "p14",
            Shape(f, 26, 1.73, 0.65, 0.4, 0.7, 0.5, race=afr, details=build(14)),
            ("young_african_female", 0, 1.0),
            ("short01", BLACK),
            ("female_casualsuit02", 50, 0.7, 1.0),
            "brown",
            "eyebrow002",
            ("headset",),
        ),
        Person(
            "p15",
            Shape(f, 36, 1.60, 0.5, 0.5, 0.6, 0.55, race=asia, details=build(15)),
            ("middleage_asian_female", 0, 1.0),
            ("short02", DARK),
            ("male_elegantsuit01", 100, 2.0, 2.2),
            "brown",
            "eyebrow003",
        ),
        Person(
            "p16",
            Shape(m, 20, 1.64, 0.3, 0.3, 0.5, race=afr, details=build(16)),
            ("young_african_male", 0, 1.1),
            ("afro01", BLACK),
            ("male_casualsuit03", 50, 0.4, 1.1),
            "brown",
            "eyebrow004",
            ("glasses",),
        ),
        Person(
            "p17",
            Shape(m, 56, 1.88, 0.5, 0.7, 0.5, race=cauc, details=build(17)),
            ("old_caucasian_male", 0, 0.95),
            ("short04", WHITE),
            ("male_casualsuit02", 150, 0.3, 0.9),
            "ice",
            "eyebrow005",
            (),
            WHITE,
        ),
        Person(
            "p18",
            Shape(f, 52, 1.68, 0.5, 0.45, 0.6, 0.5, race=south, details=build(18)),
            ("old_asian_female", 0, 0.8),
            ("ponytail01", GREY),
            ("female_casualsuit01", 60, 0.6, 0.7),
            "brown",
            "eyebrow006",
            ("hood", "glasses"),
        ),
    ]
