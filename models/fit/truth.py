"""The truth data with what the landmarker sees in it, ready for fitting and for scoring.

A folder with ``truth.csv`` and ``frames/``; its README lists the columns. Landmarks are kept in
the user's cache, keyed by the pictures' and the model's own bytes.
"""

import csv
import hashlib
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import platformdirs
from numpy.typing import NDArray

from posture.core.pose.landmarks import Pose
from posture.core.pose.view import View
from posture.protocols import Rgb

Array = NDArray[np.float64]
VIEW_OF = {
    "front": View.FRONTAL,
    "front_low": View.FRONTAL,
    "oblique": View.OBLIQUE,
    "sagittal": View.SAGITTAL,
}
# Columns of ``Picture.angles``, as the rig orders its states.
STATES = (
    "torso_deg",
    "neck_deg",
    "head_pitch_deg",
    "head_yaw_deg",
    "head_roll_deg",
    "torso_lateral_deg",
    "neck_lateral_deg",
)

POINTS = (
    "nose",
    "left_eye",
    "right_eye",
    "left_ear",
    "right_ear",
    "left_shoulder",
    "right_shoulder",
    "left_hip",
    "right_hip",
)
_FACE, _EYES, _SHOULDERS = POINTS[:5], POINTS[1:3], POINTS[5:7]

# Parts of a picture as high as it: how wide they are.
_WIDTHS_PX = {"square": 480, "portrait": 360, "half": 320}
# A part that follows whoever sits there and is enlarged to the whole, as cameras do that frame
# people by themselves: the face stays at one place and of one size.
FRAMED = "auto-framed"
CUTS = (*_WIDTHS_PX, FRAMED)
_WIDTH_PX, _HEIGHT_PX = 640, 480
# Height of that part of an upright's picture, pixels, and how far down in it the eyes are.
_FRAMED_PX, _EYES_AT = 360, 0.4
# Left, top, width and height of a part, pixels.
Window = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One row of the truth, with what was seen.

    angles: (7,) true states. looks: one pose a look, None where nobody was found; the first is
    the plain one. careful: their mean, None when the plain look found nobody. points_px: (9, 2)
    true places of ``POINTS`` in a picture 640 wide and 480 high, where they are known.
    fingerprint: the beginning of the file's sha256, by which a fit knows whom it has met. hfov_deg:
    the true horizontal field of view; NaN where it is not known. shift: (2,) how far the hips are
    forward and up of a usual place on the chair, in shoulder widths; nought where it is not known.
    """

    file: str
    subject: str
    set: str
    view: str
    kind: str
    camera_pitch_deg: float
    angles: Array
    shoulder_tilt_deg: float
    looks: tuple[Pose | None, ...]
    careful: Pose | None
    points_px: Array | None = None
    fingerprint: str = ""
    hfov_deg: float = float("nan")
    shift: Array = field(default_factory=lambda: np.zeros(2))

    @property
    def group(self) -> tuple[str, str, str]:
        """Pictures of one person by one camera share their upright."""
        return self.subject, self.set, self.view

    @property
    def is_upright(self) -> bool:
        return self.kind == "upright"


def load_truth(folder: Path, level: str, cut: str = "") -> list[Picture]:
    """Every picture of ``folder/truth.csv`` seen by the model of that level.

    cut: one of ``CUTS``: only the random poses, and of each picture only a part, whose lens nobody
    knows: as high as the picture, cut out where the person sat upright, or auto-framed.
    """
    with (folder / "truth.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if not cut or row["set"] != "sweep"]
    windows = None
    if cut:
        windows = framed_windows(rows) if cut == FRAMED else _windows(rows, _WIDTHS_PX[cut])
    seen = see_all([folder / row["file"] for row in rows], level, windows)
    return [
        Picture(
            file=row["file"],
            subject=row["subject"],
            set=row["set"],
            view=row["view"],
            kind=row["kind"],
            camera_pitch_deg=float(row["camera_pitch_deg"]),
            angles=np.array([float(row[name]) for name in STATES]),
            shoulder_tilt_deg=float(row["shoulder_tilt_deg"]),
            looks=looks,
            careful=careful,
            points_px=None if cut else _points(row),
            hfov_deg=float("nan") if cut else float(row["hfov_deg"]),
            shift=_shift(row),
            fingerprint=hashlib.sha256((folder / row["file"]).read_bytes()).hexdigest()[:12],
        )
        for row, (looks, careful) in zip(rows, seen, strict=True)
    ]


def _windows(rows: Sequence[dict[str, str]], width_px: int) -> list[Window]:
    """What to cut out of each picture, as high as it: the same before one camera."""
    middles = _in_upright(rows, lambda row: float(np.mean(_xy(row, _SHOULDERS)[:, 0])))
    found = []
    for middle in middles:
        first = int(min(max(middle - width_px / 2, 0.0), _WIDTH_PX - width_px))
        found.append((first, 0, width_px, _HEIGHT_PX))
    return found


def framed_windows(rows: Sequence[dict[str, str]]) -> list[Window]:
    """What a camera that follows the face would show of each picture."""
    found = []
    for row, usual in zip(rows, _in_upright(rows, _face_px), strict=True):
        high = int(min(_FRAMED_PX * _face_px(row) / usual, _HEIGHT_PX))
        wide = high * _WIDTH_PX // _HEIGHT_PX
        x, y = _xy(row, _EYES).mean(axis=0)
        left = int(min(max(x - wide / 2, 0.0), _WIDTH_PX - wide))
        top = int(min(max(y - _EYES_AT * high, 0.0), _HEIGHT_PX - high))
        found.append((left, top, wide, high))
    return found


def _face_px(row: dict[str, str]) -> float:
    """How far eyes, ears and nose lie from their middle."""
    face = _xy(row, _FACE)
    return float(np.sqrt(((face - face.mean(axis=0)) ** 2).sum(axis=1).mean()))


def _in_upright(
    rows: Sequence[dict[str, str]], measure: Callable[[dict[str, str]], float]
) -> list[float]:
    """For each row the mean of what is measured in its person's uprights before its camera."""
    found: dict[tuple[str, ...], list[float]] = {}
    for row in rows:
        if row["kind"] == "upright":
            found.setdefault(_group(row), []).append(measure(row))
    return [float(np.mean(found[_group(row)])) for row in rows]


def _group(row: dict[str, str]) -> tuple[str, ...]:
    return row["subject"], row["set"], row["view"]


def _xy(row: dict[str, str], points: Sequence[str]) -> Array:
    """(n, 2) true places, pixels."""
    return np.array([[float(row[f"{name}_{axis}"]) for axis in "xy"] for name in points])


def _shift(row: dict[str, str]) -> Array:
    if not row.get("shoulders_m"):
        return np.zeros(2)
    moved_m = np.array([float(row["pelvis_forward_m"]), float(row["pelvis_up_m"])])
    return moved_m / float(row["shoulders_m"])


def _points(row: dict[str, str]) -> Array | None:
    if not all(row.get(f"{name}_x") for name in POINTS):
        return None
    return _xy(row, POINTS)


SeenPoses = tuple[tuple[Pose | None, ...], Pose | None]


def see_all(paths: list[Path], level: str, windows: list[Window] | None = None) -> list[SeenPoses]:
    """Each picture's single looks and their mean, from the cache when nothing has changed.

    windows: the part to be seen of each picture, else all.
    """
    from posture.vision.augmented import AUGMENTATIONS  # noqa: PLC0415 - heavy
    from posture.vision.models import verified_model  # noqa: PLC0415

    model = verified_model(level)
    digest = hashlib.sha256(repr(AUGMENTATIONS).encode() + model.name.encode())
    for path in paths:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    if windows is not None:
        digest.update(repr(windows).encode())
    cache = Path(platformdirs.user_cache_dir("posture", appauthor=False))
    file = cache / f"truth-{level}-{digest.hexdigest()[:16]}.npz"
    if not file.exists():
        cache.mkdir(parents=True, exist_ok=True)
        packed: dict[str, Any] = _packed(_look_at(paths, model, windows))
        np.savez_compressed(file, **packed)
    with np.load(file) as data:
        return _unpacked(data, len(paths), len(AUGMENTATIONS))


def part_of(rgb: Rgb, window: Window) -> Rgb:
    """The part of a picture; one that is lower than the picture is enlarged to all of it."""
    left, top, width, height = window
    part = rgb[top : top + height, left : left + width]
    if height == _HEIGHT_PX:
        return np.ascontiguousarray(part)
    enlarged: Rgb = np.asarray(cv2.resize(part, (_WIDTH_PX, _HEIGHT_PX)), np.uint8)
    return enlarged


def _look_at(
    paths: list[Path], model: Path, windows: list[Window] | None
) -> list[tuple[Pose | None, ...]]:
    from posture.capture import read_picture  # noqa: PLC0415 - heavy
    from posture.vision.augmented import AugmentedEstimator  # noqa: PLC0415
    from posture.vision.landmarker import MediapipeEstimator  # noqa: PLC0415

    frames = (read_picture(path) for path in paths)
    if windows is not None:
        frames = (
            replace(frame, rgb=part_of(frame.rgb, window))
            for frame, window in zip(frames, windows, strict=True)
        )
    with closing(AugmentedEstimator(MediapipeEstimator(model, mode="still", people=1))) as careful:
        return [
            tuple(people[0] if people else None for people in careful.each_look(frame))
            for frame in frames
        ]


_PARTS = tuple(part.name for part in fields(Pose))


def _packed(seen: list[tuple[Pose | None, ...]]) -> dict[str, Array]:
    flat = {
        f"{row}/{look}": pose
        for row, looks in enumerate(seen)
        for look, pose in enumerate(looks)
        if pose is not None
    }
    packed: dict[str, Array] = {"keys": np.array(list(flat))}
    for part in _PARTS:
        packed[part] = np.array([getattr(pose, part) for pose in flat.values()])
    return packed


def _unpacked(data: "np.lib.npyio.NpzFile", rows: int, looks: int) -> list[SeenPoses]:
    parts: dict[str, Any] = {part: data[part] for part in _PARTS}
    poses = {
        str(key): Pose(**{part: _value(values[i]) for part, values in parts.items()})
        for i, key in enumerate(data["keys"])
    }
    every = [tuple(poses.get(f"{row}/{look}") for look in range(looks)) for row in range(rows)]
    return [(seen, _mean(seen)) for seen in every]


def _mean(looks: tuple[Pose | None, ...]) -> Pose | None:
    from posture.vision.augmented import mean_pose  # noqa: PLC0415 - heavy

    return mean_pose([pose for pose in looks if pose is not None]) if looks[0] else None


def _value(stored: Any) -> Any:  # noqa: ANN401 - an array, or the whole number it holds
    return stored if stored.ndim else int(stored)
