"""Postures at a desk: drawn at random by kind, then solved for with the bones.

A drawn posture is a handful of wanted angles; the spine, neck and head are bent until the body has
them, the legs sit, the arms reach for their places.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from skeleton import SIDES, Posed, Skeleton, about, about_x, about_y, about_z

Array = NDArray[np.float64]
SPINE = {"spine05": 0.12, "spine04": 0.24, "spine03": 0.26, "spine02": 0.24, "spine01": 0.14}
NECK = {"neck01": 0.42, "neck02": 0.33, "neck03": 0.25}
# Thighs apart, thighs forward, knees bent; degrees.
_LEGS = {"sit": (9, -88, 84), "tucked": (42, -96, 128), "stand": (4, -2, 4)}
ROUNDS = 9
# Degrees shared out along the neck, beyond which bending it more brings the ears back.
_NECK_MOST = 100.0
LOOSE_DEG = 0.05


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
            return replace(calm, roll_back_m=sign * rng.uniform(0.05, 0.2) * (1.0, 0.8)[sign < 0])
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


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where somebody sits. y is up, z towards the screen; metres. seat: (3,)."""

    seat: Array
    desk_y: float
    keys_z: float


def solve(bones: Skeleton, want: Want, place: Place) -> Posed:
    """The body in the wanted posture, sitting, its arms where they are wanted."""
    seat = place.seat + [want.shift_m, want.rise_m, want.slide_m - want.roll_back_m]
    torso = neck = lateral = neck_side = 0.0
    pitch, yaw, roll = want.pitch, want.yaw, want.roll
    posed = bones.posed({}, seat)
    turns: dict[str, Array] = {}
    most = _NECK_MOST if want.kind in EVERYDAY else np.inf
    for _ in range(ROUNDS):
        turns = _spine(bones, want, torso, lateral, neck, neck_side, (pitch, yaw, roll), seat)
        posed = bones.posed(turns, seat)
        now = bones.angles(posed)
        torso += 1.0 * (want.torso - now["torso_deg"])
        lateral += 1.0 * (want.torso_lateral - now["torso_lateral_deg"])
        neck = float(np.clip(neck + 1.3 * (want.neck - now["neck_deg"]), -most, most))
        neck_side = 0.45 * (want.roll - want.torso_lateral)
    arms = _arms(bones, posed, want, place)
    return bones.posed({**turns, **arms}, seat)


def _spine(bones, want, torso, lateral, neck, neck_side, head, seat) -> dict[str, Array]:
    turns: dict[str, Array] = {}
    hips, back = want.hinge * torso, (1 - want.hinge) * torso * 1.7
    turns["root"] = about_z(0.5 * lateral) @ about_x(hips)
    for bone, share in SPINE.items():
        turns[bone] = (
            about_y(share * want.torso_yaw)
            @ about_z(share * 0.75 * lateral)
            @ about_x(share * back)
        )
    for bone, share in NECK.items():
        turns[bone] = (
            about_y(share * 0.45 * (want.yaw - want.torso_yaw))
            @ about_z(share * neck_side)
            @ about_x(share * neck)
        )
    for side, sign, lift in (("L", 1, want.raise_left), ("R", -1, want.raise_right)):
        turns[f"clavicle.{side}"] = about_z(-sign * (lift - 2)) @ about_y(-sign * want.round_deg)
        turns[f"shoulder01.{side}"] = about_z(-sign * lift * 0.5)
    bent = bones.posed(turns, seat)
    pitch, yaw, roll = head
    level = about_y(yaw) @ about_x(pitch) @ about_z(roll)
    turns["head"] = bones.turn(bent, "neck03").T @ level
    for side, sign in (("L", 1), ("R", -1)):
        pelvis = bones.turn(bent, f"pelvis.{side}")
        apart, thigh, knee = _LEGS[want.legs]
        turns[f"upperleg01.{side}"] = pelvis.T @ about_y(sign * apart) @ about_x(thigh)
        turns[f"lowerleg01.{side}"] = about_x(knee)
    return turns


def _arms(bones, posed, want, place) -> dict[str, Array]:
    out: dict[str, Array] = {}
    for number, (side, sign) in enumerate((("L", 1), ("R", -1))):
        doing = want.arms
        if doing in ("chin", "cheek", "temple", "mouse", "armrest") and side != want.side:
            doing = "keys"
        wrist, pole, palm = _reach(bones, posed, doing, side, sign, place)
        wrist = wrist + [want.hands[2 * number], 0, want.hands[2 * number + 1]]
        out |= _arm(bones, posed, side, wrist, pole, palm)
        for finger in range(2, 6):
            for joint, deg in ((1, 18), (2, 22), (3, 14)):
                out[f"finger{finger}-{joint}.{side}"] = _curl(bones, side, deg)
    return out


def _reach(bones, posed, doing, side, sign, place):  # noqa: ANN202
    """Where the wrist goes, where the elbow points, and where the palm looks."""
    head = bones.turn(posed, "head")
    nose = bones.at(posed, "nose")
    down, out = np.array([0.0, -1.0, 0.0]), np.array([sign * 1.0, 0.0, 0.0])
    y = place.desk_y + 0.045
    chest = (bones.at(posed, "left_shoulder") + bones.at(posed, "right_shoulder")) / 2
    match doing:
        case "chin":
            return nose + head @ [sign * 0.035, -0.155, 0.0], down + 0.6 * out, -out
        case "cheek":
            return nose + head @ [sign * 0.10, -0.145, -0.04], down + 0.5 * out, -out
        case "temple":
            return nose + head @ [sign * 0.15, -0.07, -0.07], down + 0.7 * out, -out
        case "folded":
            there = np.array([-sign * 0.10, chest[1] - 0.27, chest[2] + 0.22 + 0.03 * sign])
            there[1] = max(there[1], y)
            return there, 1.2 * out + 0.6 * down, -np.array([0, 0.3, 1.0])
        case "lap":
            seat = bones.at(posed, "left_hip" if side == "L" else "right_hip")
            return seat + [-sign * 0.01, 0.13, 0.30], out + 0.5 * down - [0, 0, 1], down
        case "armrest":
            there = bones.at(posed, "left_shoulder" if side == "L" else "right_shoulder")
            return there + [sign * 0.06, -0.30, 0.24], down + 0.7 * out - [0, 0, 0.4], down
        case "mouse":
            return np.array([sign * 0.27, y - 0.01, place.keys_z - 0.02]), down + 0.5 * out, down
    return np.array([sign * 0.12, y, place.keys_z]), down + 0.45 * out, down


def _arm(bones, posed, side, wrist, pole, palm) -> dict[str, Array]:
    """Two-bone reach: the elbow lies in the plane of the shoulder, the wrist and the pole."""
    heads = bones.heads
    names = [
        f"{n}.{side}" for n in ("upperarm01", "upperarm02", "lowerarm01", "lowerarm02", "wrist")
    ]
    rest_s, rest_e, rest_w = heads[names[0]], heads[names[2]], heads[names[4]]
    shoulder = bones.moved(posed, rest_s, names[0])
    upper, fore = np.linalg.norm(rest_e - rest_s), np.linalg.norm(rest_w - rest_e)
    reach = wrist - shoulder
    far = np.linalg.norm(reach)
    along = reach / far
    far = float(np.clip(far, abs(upper - fore) * 1.1 + 0.02, 0.985 * (upper + fore)))
    wrist = shoulder + along * far
    lift = (upper**2 - fore**2 + far**2) / (2 * far)
    aside = pole - (pole @ along) * along
    elbow = (
        shoulder
        + along * lift
        + aside / np.linalg.norm(aside) * np.sqrt(max(upper**2 - lift**2, 1e-9))
    )
    above = posed.turns[bones.index[f"shoulder01.{side}"]]
    swing = _between(above @ (rest_e - rest_s), elbow - shoulder) @ above
    # The rest of the upper arm's turn, about itself, brings the elbow's hinge into the plane.
    hinge_rest = np.cross(rest_e - rest_s, rest_w - rest_e)
    hinge = np.cross(elbow - shoulder, wrist - elbow)
    axis = (elbow - shoulder) / upper
    twist = _signed(swing @ hinge_rest, hinge, axis)
    half, full = about(axis, 0.5 * twist) @ swing, about(axis, twist) @ swing
    bent = _between(full @ (rest_w - rest_e), wrist - elbow) @ full
    # The forearm and the wrist share the turn that lays the palm down.
    knuckles = heads[f"finger2-1.{side}"] - heads[f"finger5-1.{side}"]
    ahead = heads[f"finger3-1.{side}"] - rest_w
    palm_rest = np.cross(knuckles, ahead) * (-1 if side == "L" else 1)
    axis = (wrist - elbow) / fore
    turn = float(np.clip(_signed(bent @ palm_rest, palm, axis), -1.9, 1.9))
    lower = about(axis, 0.6 * turn) @ bent
    hand = about(axis, turn) @ bent
    return {
        names[0]: above.T @ half,
        names[1]: half.T @ full,
        names[2]: full.T @ bent,
        names[3]: bent.T @ lower,
        names[4]: lower.T @ hand,
    }


def _between(one: Array, other: Array) -> Array:
    one, other = one / np.linalg.norm(one), other / np.linalg.norm(other)
    axis = np.cross(one, other)
    if np.linalg.norm(axis) < 1e-9:
        return np.eye(3)
    return about(axis, float(np.arctan2(np.linalg.norm(axis), one @ other)))


def _signed(one: Array, other: Array, axis: Array) -> float:
    """The turn about ``axis`` (of length 1) that takes ``one`` to ``other``, seen along it."""
    one, other = one - (one @ axis) * axis, other - (other @ axis) * axis
    return float(np.arctan2(np.cross(one, other) @ axis, one @ other))


def _curl(bones: Skeleton, side: str, deg: float) -> Array:
    knuckles = bones.heads[f"finger2-1.{side}"] - bones.heads[f"finger5-1.{side}"]
    sign = -1 if side == "L" else 1
    return about(knuckles, sign * np.radians(deg))
