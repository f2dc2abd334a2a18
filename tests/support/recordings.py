"""Recordings made out of the bundled clips: cut, encoded anew, sped up."""

import hashlib
import itertools

import cv2

from tests.support.clips import frames

_CLIPS = ("f1_front", "m2_front_low", "empty_room", "day")
_ENCODINGS = (("MJPG", ".avi"), ("mp4v", ".mp4"))
_FPS = (2.0, 4.0, 3.0, 8.0)


def filmed_as(path, pictures, fps, codec="mp4v"):
    """Write pictures, (height, width, 3) uint8 RGB of any size each, as a film; its path."""
    height, width = pictures[0].shape[:2]
    film = cv2.VideoWriter(
        str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*codec), fps, (width, height)
    )
    for rgb in pictures:
        film.write(cv2.resize(rgb[..., ::-1], (width, height)))
    film.release()
    return path


def made_recordings(folder, many, length=16):
    """So many films of so many pictures, no two alike; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    kinds = itertools.product(range(50), _FPS, _ENCODINGS, _CLIPS)
    paths = []
    for number, (start, fps, (codec, suffix), clip) in enumerate(itertools.islice(kinds, many)):
        begin = (7 * start + 5 * number) % (len(frames(clip)) - length)
        path = folder / f"{clip.split('_')[0]}_{number:03}{suffix}"
        paths.append(filmed_as(path, frames(clip)[begin : begin + length], fps, codec))
    return paths


def tables(out):
    """Every table and the report in a folder of results: name -> hash."""
    files = [*out.glob("*.csv"), *out.glob("looks/*"), out / "report.html"]
    return {
        str(file.relative_to(out)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files
    }
