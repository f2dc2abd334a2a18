"""Who sits there: bodies, skins, hair, clothes, glasses."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from body import Assets, Base, Mesh, Shape, Worn, fitted, shaped
from numpy.typing import NDArray
from skeleton import LEFT_TRAGUS, NOSE_TIP, Skeleton

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


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Something drawn. vertices: (v, 3). weights: (v, bones). colour: when there is no texture.

    bumps: folds, as ``studio.stuff`` has.
    """

    name: str
    vertices: Array
    mesh: Mesh
    weights: Array
    texture: Path | None = None
    has_alpha: bool = False
    rough: float = 0.6
    colour: Colour = (0.5, 0.5, 0.5)
    subsurface: float = 0.0
    bumps: tuple[float, float] | None = None
    has_uv: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A person ready to be posed."""

    person: Person
    bones: Skeleton
    parts: tuple[Part, ...]
    belly_z: float
    thigh_y: float


def figure(base: Base, person: Person, assets: Assets, scratch: Path) -> Figure:
    body = shaped(base, person.shape, assets)
    bones = Skeleton(base, body)
    proxies = assets.makehuman / "proxies"

    def worn(folder: str, name: str) -> Worn:
        return fitted(base, body, proxies / folder / name / f"{name}.json")

    suit, hue, saturation, brightness = person.outfit
    cloth = worn("clothes", suit)
    waist = bones.heads["spine05"][1] + 0.02
    cloth_texture = _dyed(
        cloth, waist, scratch / f"{person.name}_cloth.png", hue, saturation, brightness
    )
    parts = [
        Part(
            cloth.name,
            cloth.vertices,
            cloth.mesh,
            cloth.weights,
            cloth_texture,
            has_alpha=True,
            rough=0.85,
            bumps=(22.0, 0.004),
        )
    ]
    hides = cloth.hides.copy()
    if person.hair is not None:
        hair = worn("hair", person.hair[0])
        texture = _tinted(hair.texture, scratch / f"{person.name}_hair.png", person.hair[1])
        parts.append(
            Part("hair", hair.vertices, hair.mesh, hair.weights, texture, has_alpha=True, rough=0.5)
        )
        hides |= hair.hides
    brows = worn("eyebrows", person.brows)
    colour = person.hair[1] if person.hair else DARK
    texture = _tinted(
        brows.texture, scratch / f"{person.name}_brows.png", tuple(0.5 * c for c in colour)
    )
    parts.append(Part("brows", brows.vertices, brows.mesh, brows.weights, texture, has_alpha=True))
    eyes = worn("eyes", "HighPolyEyes")
    parts.append(
        Part(
            "eyes",
            eyes.vertices,
            eyes.mesh,
            eyes.weights,
            proxies / f"eyes/HighPolyEyes/textures/{person.eyes}_eye.png",
            has_alpha=True,
            rough=0.15,
        )
    )
    corners = np.where(base.skin.faces < 0, base.skin.faces[:, :1], base.skin.faces)
    keep = ~hides[corners].all(1)
    skin = _skin(base, body, person, assets, scratch / f"{person.name}_skin.png")
    parts.append(
        Part(
            "skin",
            body,
            Mesh(base.skin.faces[keep], base.skin.uv[keep]),
            base.weights,
            skin,
            rough=0.5,
        )
    )
    mean = _mean_colour(cloth_texture)
    for thing in person.wears:
        parts += _extra(thing, base, body, bones, mean)
    torso = cloth.vertices[
        (np.abs(cloth.vertices[:, 0]) < 0.12)
        & (cloth.vertices[:, 1] > bones.heads["upperleg01.L"][1] + 0.08)
        & (cloth.vertices[:, 1] < bones.heads["spine02"][1])
    ]
    hip_z = bones.heads["upperleg01.L"][2]
    return Figure(person, bones, tuple(parts), float(torso[:, 2].max() - hip_z), 0.1)


def _skin(base: Base, body: Array, person: Person, assets: Assets, out: Path) -> Path:
    folder, number, brightness = person.skin
    files = sorted((assets.makehuman / "skins" / folder / "textures").glob("*skinned*diffuse*.png"))
    picture = cv2.imread(str(files[min(number, len(files) - 1)])).astype(np.float32) * brightness
    if person.beard is not None:
        mask = _beard_mask(base, body, picture.shape[0])
        grain = np.random.default_rng(3).uniform(0.55, 1.0, mask.shape).astype(np.float32)
        share = (0.85 * mask * grain)[..., None]
        picture = picture * (1 - share) + share * 255 * np.sqrt(np.array(person.beard[::-1])) * 0.55
    cv2.imwrite(str(out), np.clip(picture, 0, 255))
    return out


def _beard_mask(base: Base, body: Array, size: int) -> NDArray[np.float32]:
    """Where a beard grows, in the skin's picture: jaw, chin and lip, not the mouth itself."""
    faces = np.where(base.skin.faces < 0, base.skin.faces[:, :1], base.skin.faces)
    middle = body[faces].mean(1)
    nose, ear = body[NOSE_TIP], body[LEFT_TRAGUS]
    line = nose[1] - 0.012 - 0.35 * np.clip(np.abs(middle[:, 0]) - 0.03, 0, None)
    grows = (
        (middle[:, 1] < line)
        & (middle[:, 2] > ear[2] + 0.008)
        & (middle[:, 1] > nose[1] - 0.125)
        & (np.abs(middle[:, 0]) < 0.1)
    )
    lips = (np.abs(middle[:, 1] - (nose[1] - 0.037)) < 0.011) & (np.abs(middle[:, 0]) < 0.027)
    mask = np.zeros((size, size), np.float32)
    for uv in base.skin.uv[grows & ~lips]:
        corners = (uv * [size, -size] + [0, size]).astype(np.int32)
        cv2.fillPoly(mask, [corners], 1.0)
    return cv2.GaussianBlur(mask, (0, 0), 1.2)


def _dyed(
    cloth: Worn, waist: float, out: Path, hue: int, saturation: float, brightness: float
) -> Path:
    """The garment in another colour, but for what is worn below the waist."""
    picture = cv2.imread(str(cloth.texture), cv2.IMREAD_UNCHANGED)
    first = cloth.mesh.faces[:, :1]
    corners = np.where(cloth.mesh.faces < 0, first, cloth.mesh.faces)
    middle = cloth.vertices[corners].mean(1)
    below = np.zeros(picture.shape[:2], np.uint8)
    for uv in cloth.mesh.uv[(middle[:, 1] < waist) & (np.abs(middle[:, 0]) < 0.3)]:
        size = np.array(below.shape[::-1])
        cv2.fillPoly(below, [(uv * [1, -1] * size + [0, size[1]]).astype(np.int32)], 1)
    hsv = cv2.cvtColor(picture[..., :3], cv2.COLOR_BGR2HSV).astype(np.float32)
    hsv[..., 0] = (hsv[..., 0] + hue) % 180
    hsv[..., 1:] = np.clip(hsv[..., 1:] * [saturation, brightness], 0, 255)
    dyed = cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2BGR)
    dyed = np.where(below[..., None] > 0, picture[..., :3], dyed)
    cv2.imwrite(str(out), np.dstack([dyed, *(picture[..., 3:].transpose(2, 0, 1))]))
    return out


def _tinted(source: Path, out: Path, colour: Colour) -> Path:
    """The picture's light and dark in another colour."""
    picture = cv2.imread(str(source), cv2.IMREAD_UNCHANGED)
    grey = cv2.cvtColor(picture[..., :3], cv2.COLOR_BGR2GRAY).astype(np.float32)
    solid = picture[..., 3] > 60 if picture.shape[2] > 3 else grey >= 0
    grey = np.clip(0.35 + 0.65 * grey / max(float(grey[solid].mean()), 1.0), 0, 2.2)
    shade = np.clip(grey[..., None] * 255 * np.sqrt(np.array(colour[::-1])) * 0.75, 0, 255)
    cv2.imwrite(str(out), np.dstack([shade, picture[..., 3]]).astype(np.uint8))
    return out


def _mean_colour(texture: Path) -> Colour:
    picture = cv2.imread(str(texture)).reshape(-1, 3)[::97]
    b, g, r = np.median(picture[picture.sum(1) > 30], axis=0) / 255
    return tuple(float(c) ** 2.2 for c in (r, g, b))


def _extra(kind: str, base: Base, body: Array, bones: Skeleton, cloth: Colour) -> list[Part]:
    eye, ear = bones.heads["eye.L"], body[LEFT_TRAGUS]
    head = np.zeros(len(bones.order))
    head[bones.index["head"]] = 1.0

    def on_head(name: str, path: Array, thick: float | Array, colour: Colour, rough: float) -> Part:
        vertices, mesh = _tube(path, thick)
        return Part(
            name,
            vertices,
            mesh,
            np.tile(head, (len(vertices), 1)),
            rough=rough,
            colour=colour,
            has_uv=False,
        )

    turn = np.linspace(0, 2 * np.pi, 25)
    match kind:
        case "glasses":
            made = []
            for sign in (1, -1):
                centre = np.array([sign * (eye[0] + 0.003), eye[1] - 0.004, eye[2] + 0.031])
                ring = centre + np.stack(
                    [
                        0.0245 * np.cos(turn),
                        0.019 * np.sin(turn),
                        -0.005 * np.abs(np.cos(turn) - sign),
                    ],
                    1,
                )
                temple = np.stack(
                    [
                        centre + [sign * 0.025, 0.008, -0.008],
                        [sign * (ear[0] - 0.004), eye[1] + 0.004, ear[2] + 0.02],
                        [sign * (ear[0] - 0.002), ear[1] + 0.012, ear[2] - 0.012],
                    ]
                )
                made += [
                    on_head("rim", ring, 0.0017, (0.03, 0.02, 0.02), 0.3),
                    on_head("temple", temple, 0.0018, (0.03, 0.02, 0.02), 0.3),
                ]
            bridge = np.array([[s * 0.009, eye[1], eye[2] + 0.034] for s in (-1, 0, 1)])
            return [*made, on_head("bridge", bridge, 0.0016, (0.03, 0.02, 0.02), 0.3)]
        case "headset":
            arc = np.linspace(0, np.pi, 17)
            top = bones.tails["head"][1] + 0.035
            wide = ear[0] + 0.014
            band = np.stack(
                [
                    wide * np.cos(arc),
                    ear[1] + (top - ear[1]) * np.sin(arc),
                    np.full(17, ear[2] - 0.015),
                ],
                1,
            )
            cups = [
                on_head(
                    "cup",
                    np.array(
                        [
                            [s * (ear[0] - 0.006), ear[1], ear[2] - 0.012],
                            [s * (ear[0] + 0.022), ear[1], ear[2] - 0.012],
                        ]
                    ),
                    0.036,
                    (0.03, 0.03, 0.035),
                    0.6,
                )
                for s in (1, -1)
            ]
            return [on_head("band", band, 0.008, (0.03, 0.03, 0.035), 0.5), *cups]
        case "hood":
            neck = bones.heads["neck01"]
            angle = np.linspace(-0.62 * np.pi, 0.62 * np.pi, 29) + np.pi
            back = 0.5 - 0.5 * np.cos(np.linspace(0, 2 * np.pi, 29))
            path = np.stack(
                [
                    (0.088 + 0.01 * back) * np.sin(angle),
                    neck[1] - 0.03 + 0.028 * back - 0.02 * (1 - back),
                    neck[2] + 0.012 + (0.062 + 0.034 * back) * np.cos(angle),
                ],
                1,
            )
            vertices, mesh = _tube(path, 0.014 + 0.026 * back)
            nearest = [int(np.argmin(((body[:13380] - v) ** 2).sum(1))) for v in vertices]
            return [
                Part(
                    "hood",
                    vertices,
                    mesh,
                    base.weights[nearest],
                    colour=cloth,
                    rough=0.9,
                    bumps=(30.0, 0.006),
                    has_uv=False,
                )
            ]
    raise ValueError(f"nobody wears {kind}")


def _tube(path: Array, thick: float | Array, sides: int = 10) -> tuple[Array, Mesh]:
    """A round tube with closed ends along ``path`` (n, 3); thick: its radius, metres."""
    along = np.gradient(path, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    up = np.where(np.abs(along[:, 1:2]) > 0.9, [[1.0, 0, 0]], [[0, 1.0, 0]])
    one = np.cross(along, up)
    one /= np.linalg.norm(one, axis=1, keepdims=True)
    other = np.cross(along, one)
    turn = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    radius = np.broadcast_to(np.asarray(thick, float), len(path))[:, None, None]
    rings = path[:, None] + radius * (
        np.cos(turn)[None, :, None] * one[:, None] + np.sin(turn)[None, :, None] * other[:, None]
    )
    vertices = np.concatenate([rings.reshape(-1, 3), path[[0, -1]]])
    start, end = len(vertices) - 2, len(vertices) - 1
    faces = []
    for i in range(len(path) - 1):
        for k in range(sides):
            a, b = i * sides + k, i * sides + (k + 1) % sides
            faces.append([a, b, b + sides, a + sides])
    last = (len(path) - 1) * sides
    for k in range(sides):
        faces.append([start, (k + 1) % sides, k, -1])
        faces.append([end, last + k, last + (k + 1) % sides, -1])
    return vertices, Mesh(np.array(faces), np.zeros((len(faces), 4, 2)))
