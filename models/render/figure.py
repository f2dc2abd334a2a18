"""A person put together: body, skin, clothes, hair and what else they wear."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from accessories import Part, accessory
from body import Assets, Base, Mesh, Worn, fitted, shaped
from numpy.typing import NDArray
from people import DARK, Colour, Person
from skeleton import LEFT_TRAGUS, NOSE_TIP, Skeleton

Array = NDArray[np.float64]


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
        parts += accessory(thing, base, body, bones, mean)
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
