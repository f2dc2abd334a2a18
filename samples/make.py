"""Make samples/ out of a truth folder of rendered frames with known angles.

    python samples/make.py TRUTH

Pictures are copied as they are. Clips are encoded as MPEG-4 Part 2 in MP4, which every build of
OpenCV's bundled FFmpeg both writes and reads. The clip without anybody is the empty room with the
noise of a sensor laid over it, the same each time.
"""

import argparse
import csv
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

HERE = Path(__file__).parent
SUBJECTS = ("m1", "f1", "m2", "f2")
CLIPS = {"f1_front": "f1_front", "m2_front_low": "m2_front_low"}
CLIP_FPS = 2.0
EMPTY_CLIP_S = 40
EMPTY_SIZE = (480, 360)
NOISE_LEVELS = 2.0
SEED = 20
# A day at the desk in four minutes, for the benchmark: stretches of one clip's frames, first to
# last, and how many seconds each is shown; longer than it is, it goes to and fro. None: nobody.
DAY_OF = "f1_front"
DAY_FPS = 1.0
DAY: tuple[tuple[tuple[int, int] | None, int], ...] = (
    ((3, 35), 90),  # upright
    ((36, 46), 6),  # a look down
    ((47, 59), 54),  # upright
    ((60, 123), 40),  # slumped
    ((124, 139), 22),  # up again
    (None, 15),  # away from the desk
    ((152, 161), 13),  # upright
)

Picture = NDArray[np.uint8]


def is_kept(row: dict[str, str]) -> bool:
    """Every random pose, so each person has two uprights and ten poses a view."""
    return row["set"] != "sweep" and row["subject"] in SUBJECTS


def make_pictures(truth: Path, out: Path) -> int:
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    with (truth / "truth.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if is_kept(row)]
    for row in rows:
        name = Path(row["file"]).name
        shutil.copyfile(truth / row["file"], out / name)
        row["file"] = name
    with (out / "truth.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)


def make_clip(frames: Iterable[Picture], target: Path, fps: float = CLIP_FPS) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    writer = None
    for frame in frames:
        if writer is None:
            height, width = frame.shape[:2]
            writer = cv2.VideoWriter(
                str(target),
                cv2.CAP_FFMPEG,
                cv2.VideoWriter.fourcc(*"mp4v"),
                fps,
                (width, height),
            )
        writer.write(frame)
    if writer is not None:
        writer.release()


def empty_room(truth: Path) -> Iterator[Picture]:
    room = cv2.resize(
        cv2.imread(str(truth / "empty" / "front.jpg")), EMPTY_SIZE, interpolation=cv2.INTER_AREA
    ).astype(np.float64)
    noise = np.random.default_rng(SEED)
    for _ in range(round(EMPTY_CLIP_S * CLIP_FPS)):
        grain = noise.normal(0, NOISE_LEVELS, room.shape)
        yield np.clip(room + grain, 0, 255).round().astype(np.uint8)


def make_day(truth: Path, target: Path) -> None:
    """The clip, and beside it one row a frame: the row of the frame shown, or state ``away``."""
    folder = truth / "clips" / DAY_OF
    with (folder / "truth.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    paths = sorted((folder / "frames").glob("*.jpg"))
    room = empty_room(truth)
    pictures, told = [], []
    for stretch, seconds in DAY:
        for step in range(round(seconds * DAY_FPS)):
            if stretch is None:
                pictures.append(next(room))
                row = {**dict.fromkeys(rows[0], ""), "state": "away", "settled": "1"}
            else:
                index = to_and_fro(*stretch, round(step * CLIP_FPS / DAY_FPS))
                pictures.append(cv2.imread(str(paths[index])))
                row = rows[index]
            told.append({**row, "at_s": len(told) / DAY_FPS})
    make_clip(pictures, target, DAY_FPS)
    with target.with_suffix(".csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(told)


def to_and_fro(first: int, last: int, step: int) -> int:
    """The frame reached after so many steps from the first to the last, back, and so on."""
    length = last - first
    return first + length - abs(length - step % (2 * length))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("truth", type=Path)
    truth = parser.parse_args().truth
    print(make_pictures(truth, HERE / "pictures"), "pictures")
    for source, name in CLIPS.items():
        frames = sorted((truth / "clips" / source / "frames").glob("*.jpg"))
        make_clip((cv2.imread(str(path)) for path in frames), HERE / "clips" / f"{name}.mp4")
        shutil.copyfile(truth / "clips" / source / "truth.csv", HERE / "clips" / f"{name}.csv")
    make_clip(empty_room(truth), HERE / "clips" / "empty_room.mp4")
    make_day(truth, HERE / "clips" / "day.mp4")


if __name__ == "__main__":
    main()
