"""Postures at a desk: drawn at random by kind, as wanted angles; solving.py bends a body into them.

A drawn posture is a handful of wanted angles; the spine, neck and head are bent until the body has
them, the legs sit, the arms reach for their places.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from skeleton import SIDES

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Want:
    """Degrees, forward and to the person's left positive.

    hinge: the share of the torso's lean that comes from the hips; the rest is the back's bend.
    round_deg: shoulders drawn forward. roll_back_m: the chair rolled from the desk.
    slide_m, shift_m, rise_m: the pelvis forward, to the left and up on the seat. legs: "sit",
    "tucked" or "stand". chair_deg: how far the chair's back reclines; None with the torso.
    arms: "keys", "chin", "temple", "cheek", "folded", "lap", "mouse", "armrest"; the side that
    does it.
    """

    kind: str
    torso: float
    neck: float
    pitch: float
    yaw: float = 0.0
    roll: float = 0.0
    torso_lateral: float = 0.0
    torso_yaw: float = 0.0
    raise_left: float = 0.0
    raise_right: float = 0.0
    round_deg: float = 0.0
    hinge: float = 0.4
    roll_back_m: float = 0.0
    slide_m: float = 0.0
    shift_m: float = 0.0
    rise_m: float = 0.0
    legs: str = "sit"
    chair_deg: float | None = None
    arms: str = "keys"
    side: str = "R"
    hands: tuple[float, ...] = field(default=(0.0, 0.0, 0.0, 0.0))


@dataclass(frozen=True, slots=True)
class Habit:
    """How somebody sits when upright, and where their hands are then."""

    torso: float
    neck: float
    pitch: float
    arms: str


def habit(rng: np.random.Generator) -> Habit:
    return Habit(
        torso=rng.uniform(-4, 4),
        neck=rng.uniform(5, 14),
        pitch=rng.uniform(-3, 4),
        arms=str(rng.choice(["keys", "keys", "keys", "mouse", "folded", "lap"])),
    )


KINDS = (
    "upright",
    "upright",
    "slump",
    "head_down",
    "head_forward",
    "lean_forward",
    "slump",
    "head_down",
    "lean_side",
    "turned",
    "shoulder",
    "tilt",
    "rolled",
    "hand",
    "slump",
    "head_forward",
)

# What people do on a long day, beyond the kinds above.
EVERYDAY = (
    "upright",
    "upright",
    "slid_down",
    "recline",
    "slid_down",
    "perch",
    "armrest",
    "recline",
    "chin_in_hand",
    "second_screen",
    "tucked",
    "standing",
    "slid_down",
)
SETS = {"posed": KINDS, "everyday": EVERYDAY}


def drawn(rng: np.random.Generator, usual: Habit, kinds: Sequence[str] = KINDS) -> Iterator[Want]:
    """One posture for each of ``kinds``."""
    for kind in kinds:
        arms = (
            usual.arms
            if rng.random() < 0.7
            else str(
                rng.choice(["keys", "mouse", "folded", "lap", "chin"], p=[0.4, 0.3, 0.1, 0.1, 0.1])
            )
        )
        if kind == "upright":
            arms = usual.arms
        calm = Want(
            kind=kind,
            torso=usual.torso + rng.normal(0, 0.9),
            neck=usual.neck + rng.normal(0, 0.9),
            pitch=usual.pitch + rng.normal(0, 1.5),
            yaw=rng.normal(0, 2.5),
            roll=rng.normal(0, 1.2),
            torso_lateral=rng.normal(0, 0.4),
            shift_m=rng.normal(0, 0.006),
            arms=arms,
            side=str(rng.choice(SIDES)),
            hands=tuple(rng.normal(0, 0.018, 4)),
        )
        yield _of_kind(kind, calm, rng)


def _of_kind(kind: str, calm: Want, rng: np.random.Generator) -> Want:  # noqa: C901
    sign = rng.choice([-1, 1])
    match kind:
        case "slump" if rng.random() < 0.2:  # sunk back into the chair
            torso = rng.uniform(-16, -3)
            return replace(
                calm,
                torso=torso,
                neck=max(calm.neck, 4) + rng.uniform(3, 18),
                pitch=rng.uniform(-4, 16),
                hinge=rng.uniform(1.6, 2.6),
                round_deg=rng.uniform(4, 14),
                slide_m=rng.uniform(0.02, 0.09),
            )
        case "slump":
            torso = rng.uniform(7, 38)
            return replace(
                calm,
                torso=calm.torso + torso,
                neck=calm.neck + torso * rng.uniform(0.7, 1.05) + rng.uniform(-4, 8),
                pitch=calm.pitch + torso * rng.uniform(0.15, 0.85) + rng.uniform(-6, 3),
                hinge=rng.uniform(0.1, 0.4),
                round_deg=rng.uniform(5, 18),
                slide_m=rng.uniform(-0.02, 0.04),
            )
        case "head_down":
            down, torso = rng.uniform(10, 52), rng.uniform(-1, 10)
            return replace(
                calm,
                torso=calm.torso + torso,
                pitch=calm.pitch + down,
                neck=calm.neck + 0.5 * torso + down * rng.uniform(0.33, 0.48),
                round_deg=rng.uniform(0, 6),
                hinge=0.3,
            )
        case "head_forward":
            torso = rng.uniform(-1, 8)
            return replace(
                calm,
                torso=calm.torso + torso,
                pitch=calm.pitch + rng.uniform(-5, 4),
                neck=calm.neck + 0.6 * torso + rng.uniform(5, 16),
                round_deg=rng.uniform(0, 10),
                hinge=0.25,
            )
        case "lean_forward":
            torso = rng.uniform(8, 28)
            return replace(
                calm,
                torso=calm.torso + torso,
                pitch=calm.pitch + rng.uniform(-6, 3),
                neck=calm.neck + torso * rng.uniform(0.4, 0.9),
                hinge=rng.uniform(0.75, 1.0),
            )
        case "lean_side":
            side = sign * rng.uniform(4, 14)
            return replace(calm, torso_lateral=side, roll=calm.roll + side * rng.uniform(0.0, 1.2))
        case "turned":
            yaw = sign * rng.uniform(15, 46)
            return replace(calm, yaw=yaw, torso_yaw=yaw * rng.uniform(0, 0.3))
        case "shoulder":
            both = {"raise_left": rng.uniform(5, 18), "raise_right": 0.0}
            return replace(
                calm,
                **(both if sign > 0 else dict(zip(both, (0.0, both["raise_left"]), strict=True))),
            )
        case "tilt":
            return replace(calm, roll=sign * rng.uniform(8, 25))
        case "rolled":
            away = 0.8 if sign < 0 else 1.0
            return replace(calm, roll_back_m=sign * rng.uniform(0.05, 0.2) * away)
        case "hand":
            return replace(calm, arms=str(rng.choice(["chin", "cheek", "temple"])))
    return _everyday(kind, calm, rng, sign)


# From the hips to the shoulders, about; metres.
_TRUNK_M = 0.46


def _everyday(kind: str, calm: Want, rng: np.random.Generator, sign: int) -> Want:
    side = "L" if sign > 0 else "R"
    match kind:
        case "slid_down":  # the pelvis forward, the upper back at the chair, the head forward
            back = rng.uniform(8, 30)
            slide = _TRUNK_M * np.sin(np.radians(back)) * rng.uniform(0.55, 1.15)
            return replace(
                calm,
                torso=calm.torso - back,
                hinge=rng.uniform(1.5, 2.2),
                neck=calm.neck + back * rng.uniform(-0.35, 0.3) + rng.uniform(0, 6),
                pitch=calm.pitch + rng.uniform(-6, 14),
                round_deg=rng.uniform(2, 14),
                slide_m=slide,
                chair_deg=max(2.0, 4 + back - np.degrees(slide / _TRUNK_M)),
                arms=calm.arms if rng.random() < 0.5 else str(rng.choice(["lap", "folded"])),
            )
        case "recline":  # head and trunk in line
            back = rng.uniform(5, 26)
            return replace(
                calm,
                torso=calm.torso - back,
                hinge=rng.uniform(0.9, 1.15),
                neck=calm.neck - back * rng.uniform(0.55, 1.0),
                pitch=calm.pitch - back * rng.uniform(0.1, 0.7),
                slide_m=rng.uniform(0.0, 0.03),
                arms=calm.arms if rng.random() < 0.4 else str(rng.choice(["lap", "folded"])),
            )
        case "perch":
            torso = rng.uniform(0, 14)
            return replace(
                calm,
                torso=calm.torso + torso,
                neck=calm.neck + torso * rng.uniform(0.3, 0.9),
                pitch=calm.pitch + rng.uniform(-4, 6),
                hinge=rng.uniform(0.8, 1.1),
                slide_m=rng.uniform(0.08, 0.2),
                chair_deg=4.0,
            )
        case "armrest":
            lateral = sign * rng.uniform(5, 15)
            lift = rng.uniform(3, 12)
            return replace(
                calm,
                torso=calm.torso + rng.uniform(-7, 6),
                torso_lateral=lateral,
                roll=calm.roll + lateral * rng.uniform(-0.6, 0.8),
                neck=calm.neck + rng.uniform(-2, 8),
                raise_left=lift * (sign > 0),
                raise_right=lift * (sign < 0),
                arms=str(rng.choice(["armrest", "armrest", "cheek"])),
                side=side,
            )
        case "chin_in_hand":
            torso = rng.uniform(2, 20)
            return replace(
                calm,
                torso=calm.torso + torso,
                neck=calm.neck + torso * rng.uniform(0.5, 1.1),
                pitch=calm.pitch + rng.uniform(-6, 12),
                hinge=rng.uniform(0.3, 0.7),
                roll=calm.roll + sign * rng.uniform(0, 12),
                torso_lateral=sign * rng.uniform(0, 6),
                arms=str(rng.choice(["chin", "cheek", "temple"])),
                side=side,
            )
        case "second_screen":
            yaw = sign * rng.uniform(20, 55)
            return replace(
                calm,
                yaw=yaw,
                torso_yaw=yaw * rng.uniform(0.3, 0.8),
                torso=calm.torso + rng.uniform(-3, 5),
                neck=calm.neck + rng.uniform(-2, 6),
            )
        case "tucked":
            torso = rng.uniform(-6, 18)
            return replace(
                calm,
                torso=calm.torso + torso,
                neck=calm.neck + torso * rng.uniform(0.4, 1.0),
                pitch=calm.pitch + rng.uniform(-5, 8),
                hinge=rng.uniform(0.2, 0.5),
                rise_m=rng.uniform(0.0, 0.06),
                torso_lateral=sign * rng.uniform(0, 7),
                slide_m=rng.uniform(-0.02, 0.06),
                legs="tucked",
            )
        case "standing":  # the desk was raised along with the camera
            return replace(
                calm,
                torso=calm.torso + rng.uniform(-3, 8),
                neck=calm.neck + rng.uniform(-2, 6),
                rise_m=rng.uniform(-0.06, 0.06),
                slide_m=rng.uniform(-0.12, 0.1),
                legs="stand",
            )
    return calm
