"""What is worn beside clothes and hair: glasses, headset, hood."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from body import Base, Mesh
from numpy.typing import NDArray
from people import Colour
from skeleton import LEFT_TRAGUS, Skeleton

Array = NDArray[np.float64]


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


def accessory(kind: str, base: Base, body: Array, bones: Skeleton, cloth: Colour) -> list[Part]:
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
