"""A body bent into a wanted posture: spine, neck, head, legs and arms."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from poses import EVERYDAY, Want
from skeleton import Posed, Skeleton, about, about_x, about_y, about_z

Array = NDArray[np.float64]
SPINE = {"spine05": 0.12, "spine04": 0.24, "spine03": 0.26, "spine02": 0.24, "spine01": 0.14}
NECK = {"neck01": 0.42, "neck02": 0.33, "neck03": 0.25}
# Thighs apart, thighs forward, knees bent; degrees.
_LEGS = {"sit": (9, -88, 84), "tucked": (42, -96, 128), "stand": (4, -2, 4)}
ROUNDS = 9
# Degrees shared out along the neck, beyond which bending it more brings the ears back.
_NECK_MOST = 100.0
LOOSE_DEG = 0.05


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
