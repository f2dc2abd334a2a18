"""Recordings made out of the bundled clips: cut, encoded anew, sped up."""

import hashlib
import itertools
import struct

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


def with_variable_rate(path, parts):
    """The film, an MP4 of a constant rate, with frames that many parts of its own step apart.

    parts: one a frame; their mean is 1, for the container says how long the film is.
    """
    path.write_bytes(_stepped(path.read_bytes(), parts))
    return path


def _stepped(boxes, parts):
    """Boxes of ISO 14496-12, the table of time to sample (stts) among them written anew."""
    written = b""
    while boxes:
        size, kind = struct.unpack(">I4s", boxes[:8])
        content, boxes = boxes[8:size], boxes[size:]
        if kind in {b"moov", b"trak", b"mdia", b"minf", b"stbl"}:
            content = _stepped(content, parts)
        elif kind == b"stts":
            step = struct.unpack(">IIII", content)[3]
            each = (struct.pack(">II", 1, round(part * step)) for part in parts)
            content = struct.pack(">II", 0, len(parts)) + b"".join(each)
        written += struct.pack(">I4s", len(content) + 8, kind) + content
    return written


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
