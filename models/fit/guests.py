"""Landmarks of many rendered people beside their truth, without the pictures: models/people.npz.

``models/render`` makes the pictures; ``python -m models.fit.guests --truth DIR`` looks at
them with the pose model and keeps what the fit needs: three looks at each, and their places in
sixteenths of a pixel.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.fit.truth import Picture, load_truth
from posture.core.pose.landmarks import LANDMARK_COUNT, Landmark, Pose
from posture.system.paths import resource

Array = NDArray[np.float64]

FILE = "models/people.npz"
# The same, in the postures of a long day, with their lenses and where their hips were.
EVERYDAY_FILE = "models/everyday.npz"
# What ``posture.core`` looks at; the last are the hands' knuckles.
_KEPT = [
    Landmark.NOSE,
    Landmark.LEFT_EYE,
    Landmark.RIGHT_EYE,
    Landmark.LEFT_EYE_OUTER,
    Landmark.RIGHT_EYE_OUTER,
    Landmark.LEFT_EAR,
    Landmark.RIGHT_EAR,
    Landmark.MOUTH_LEFT,
    Landmark.MOUTH_RIGHT,
    Landmark.LEFT_SHOULDER,
    Landmark.RIGHT_SHOULDER,
    Landmark.LEFT_HIP,
    Landmark.RIGHT_HIP,
    Landmark.LEFT_WRIST,
    Landmark.RIGHT_WRIST,
    19,
    20,
]
# The plain look, the mirrored one, and the mean of all.
_LOOKS = (0, 1)
# Parts of a pixel, of a metre, and of a degree or of full visibility, that are kept.
_PER_PX, _PER_M, _PER_DEG = 16.0, 10000.0, 100.0
_NAMES = ("file", "subject", "set", "view", "kind")


def pack(pictures: Sequence[Picture], file: Path) -> None:
    """Write what the fit needs of these pictures; those in which nobody was found are left out."""
    kept = [picture for picture in pictures if picture.careful is not None]
    seen = [[*(picture.looks[look] for look in _LOOKS), picture.careful] for picture in kept]
    points, world, visibility, found = [], [], [], []
    for looks in seen:
        for pose in looks:
            found.append(pose is not None)
            points.append(np.zeros((len(_KEPT), 3)) if pose is None else _points(pose))
            world.append(np.zeros((len(_KEPT), 3)) if pose is None else pose.world_m[_KEPT])
            visibility.append(np.zeros(len(_KEPT)) if pose is None else pose.visibility[_KEPT])
    names: dict[str, Any] = {
        f"its_{name}": np.array([getattr(picture, name) for picture in kept]) for name in _NAMES
    }
    np.savez_compressed(
        file,
        **names,
        points=_whole(np.array(points), _PER_PX),
        world=_whole(np.array(world), _PER_M),
        visibility=_whole(np.array(visibility), _PER_DEG),
        found=np.array(found),
        size=np.array([(p.careful.width_px, p.careful.height_px) for p in kept if p.careful]),
        angles=_whole(np.array([_angles(picture) for picture in kept]), _PER_DEG),
        joints=_whole(np.array([picture.points_px for picture in kept]), _PER_PX),
        hfov=np.array([picture.hfov_deg for picture in kept]),
        shift=_whole(np.array([picture.shift for picture in kept]), _PER_M),
    )


def unpack(file: Path) -> list[Picture]:
    """The pictures that ``pack`` wrote, with as many looks as it kept."""
    with np.load(file) as data:
        names: dict[str, Any] = {
            name: [str(value) for value in data[f"its_{name}"]] for name in _NAMES
        }
        points, world = data["points"] / _PER_PX, data["world"] / _PER_M
        angles, joints = data["angles"] / _PER_DEG, data["joints"] / _PER_PX
        visibility, found, size = data["visibility"] / _PER_DEG, data["found"], data["size"]
        many = len(size)
        hfov = data["hfov"].tolist() if "hfov" in data else [float("nan")] * many
        shift = data["shift"] / _PER_M if "shift" in data else np.zeros((many, 2))
    each = len(_LOOKS) + 1
    pictures = []
    for row in range(len(size)):
        looks = [
            _pose(points[i], world[i], visibility[i], size[row]) if found[i] else None
            for i in range(row * each, (row + 1) * each)
        ]
        camera_pitch_deg, shoulder_tilt_deg, *states = angles[row].tolist()
        pictures.append(
            Picture(
                **{name: values[row] for name, values in names.items()},
                camera_pitch_deg=camera_pitch_deg,
                angles=np.array(states),
                shoulder_tilt_deg=shoulder_tilt_deg,
                looks=tuple(looks[:-1]),
                careful=looks[-1],
                points_px=joints[row],
                hfov_deg=hfov[row],
                shift=shift[row],
            )
        )
    return pictures


def guests() -> list[Picture]:
    """The rendered people that the shipped numbers were fitted on, beside those of the truth."""
    files = (resource(FILE), resource(EVERYDAY_FILE))
    return [picture for file in files if file.is_file() for picture in unpack(file)]


def _angles(picture: Picture) -> Array:
    return np.array([picture.camera_pitch_deg, picture.shoulder_tilt_deg, *picture.angles])


def _points(pose: Pose) -> Array:
    return np.column_stack([pose.points_px, pose.depth_px])[_KEPT]


def _whole(values: Array, parts: float) -> NDArray[np.int16]:
    limit = np.iinfo(np.int16)
    return np.clip(np.rint(values * parts), limit.min, limit.max).astype(np.int16)


def _pose(points: Array, world: Array, visibility: Array, size: NDArray[np.int64]) -> Pose:
    every, everywhere = np.zeros((LANDMARK_COUNT, 3)), np.zeros((LANDMARK_COUNT, 3))
    every[_KEPT], everywhere[_KEPT] = points, world
    seen = np.zeros(LANDMARK_COUNT)
    seen[_KEPT] = visibility
    return Pose(every[:, :2], every[:, 2], everywhere, seen, seen, int(size[0]), int(size[1]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--truth", type=Path, required=True, help="folder with truth.csv")
    parser.add_argument("--model", default="lite", choices=("lite", "full"))
    parser.add_argument("--out", type=Path, default=resource(FILE))
    options = parser.parse_args()
    pack(load_truth(options.truth, options.model), options.out)


if __name__ == "__main__":
    main()
