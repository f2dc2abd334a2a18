"""Stretches of the bundled clips, cut and joined, as folders of pictures: two a second."""

import csv
import functools

import cv2

from posture.capture import open_recording
from posture.system.paths import resource

FPS = 2.0


@functools.cache
def frames(name):
    """Every frame of samples/clips/NAME.mp4, (height, width, 3) uint8 RGB."""
    return [frame.rgb for frame in open_recording(resource(f"samples/clips/{name}.mp4")).frames()]


def truth(name):
    """The rows of samples/clips/NAME.csv, one a frame."""
    with resource(f"samples/clips/{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def first(name, state, after_s=0.0):
    """Seconds at which the clip has first settled into a state, not before after_s."""
    for row in truth(name):
        if row["state"] == state and row["settled"] == "1" and float(row["at_s"]) >= after_s:
            return float(row["at_s"])
    raise LookupError(state)


def joined(folder, *stretches):
    """Write stretches (clip, from_s, seconds) one after another; the folder.

    As bitmaps: they cost a fifth of the time that packing them would.
    """
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    for name, from_s, seconds in stretches:
        begin = round(from_s * FPS)
        for rgb in frames(name)[begin : begin + round(seconds * FPS)]:
            cv2.imwrite(str(folder / f"{number:04}.bmp"), rgb[..., ::-1])
            number += 1
    return folder


def filmed(path, stretch):
    """Write one stretch (clip, from_s, seconds) as a film; its path."""
    name, from_s, seconds = stretch
    begin = round(from_s * FPS)
    pictures = frames(name)[begin : begin + round(seconds * FPS)]
    height, width = pictures[0].shape[:2]
    film = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), FPS, (width, height))
    for rgb in pictures:
        film.write(rgb[..., ::-1])
    film.release()
    return path
